"""What the page for Python shows beside its rule."""

from dataclasses import dataclass
from typing import Annotated

from clearance_rule import About, Check, Doc, Outcome, Rule, Score
from moment import Moment, days_since


@dataclass
class Release:
    """A release."""

    tested: Annotated[Moment, Doc("When it was tested.")]


@dataclass
class Facts:
    """The sections of the facts that the rule reads."""

    release: Annotated[Release, Doc("The release.")]


@dataclass
class Page(Rule[Facts]):
    """The rule."""

    about = About(
        id="page",
        version="1.0.0",
        title="Page",
        summary="Does what the page shows.",
        checks={"tested": "The release was tested today."},
        practices=["2.5"],
    )

    def evaluate(self, facts: Facts, at: int) -> Outcome:
        outcome = Outcome()
        days = days_since(facts.release.tested, at)
        check = Check.passed if days < 1 else Check.failed
        outcome.push(check("tested", "release", f"tested {days} days ago").remedy("test it again"))
        outcome.score = Score(out_of=100)
        outcome.score.add("size", 30, "it changes 1,240 lines")
        outcome.write("summary.md", "text/markdown", "# Summary\n")
        outcome.derive({"level": "high"})
        return outcome
