"""Every component's line coverage reaches a minimum."""

from dataclasses import dataclass
from typing import Annotated

from clearance_rule import About, Check, Doc, Outcome, Rule, fact


@dataclass
class Component:
    """A component of the release."""

    name: Annotated[str, Doc("Its name.")]
    line_coverage: Annotated[float | None, Doc("Percent of its lines that tests cover.")] = None


@dataclass
class Facts:
    """The sections of the facts that the rule reads."""

    components: Annotated[list[Component], Doc("The components of the release.")]


@dataclass
class LineCoverage(Rule[Facts]):
    """The rule. Its fields are the params that a policy sets."""

    minimum: Annotated[float, Doc("Percent of lines that must be covered.")]

    about = About(
        id="{{name}}",
        version="1.0.0",
        title="Line coverage",
        summary="Every component is covered by tests.",
        checks={"line-coverage": "The component's line coverage reaches the minimum."},
        practices=["2.5"],
    )

    def evaluate(self, facts: Facts, at: int) -> Outcome:
        outcome = Outcome()
        for i, component in enumerate(facts.components):
            coverage = fact(facts, "components", i, "line_coverage")
            outcome.push(Check.at_least("line-coverage", component.name, coverage, self.minimum, "%"))
        return outcome
