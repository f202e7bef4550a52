"""Holds the tests and the coverage of each component to thresholds, which may depend on the component and on the risk tier of
the release.

Counts are compared, not rates: four of five reach 80 % whatever a division makes of it, and a row that fails says how many tests
or lines are missing. The same rule as `example-rules/test-thresholds`, in Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import coverage
import results
from bound import Settings, Tier, is_set
from clearance_rule import About, Check, Doc, Mismatch, Outcome, Rule
from entries import named
from facts import Facts
from params import Flaky, Own, Skipped, Thresholds, Tiers, levels

KINDS = {
    "pass-rate": ("pass_rate",),
    "skipped-tests": ("skipped", "skipped_tests"),
    "flaky-tests": ("flaky", "flaky_tests"),
    "line-coverage": ("lines",),
    "branch-coverage": ("branches",),
    "changed-line-coverage": ("changed_lines",),
}


@dataclass
class TestThresholds(Rule[Facts]):
    """Holds the tests and the coverage of each component to thresholds."""

    thresholds: Annotated[Thresholds, Doc("Thresholds for every component in every tier.")] = field(
        default_factory=Thresholds
    )
    tiers: Annotated[
        Tiers,
        Doc(
            "Thresholds for every component in one risk tier, read from the section `risk`. Where the tier is absent, the "
            "strictest of all tiers hold."
        ),
    ] = field(default_factory=Tiers)
    components: Annotated[dict[str, Own], Doc("Thresholds of single components, by name.")] = field(
        default_factory=dict
    )
    flaky: Annotated[
        Flaky, Doc("How flaky tests count towards the pass rate: `pass`, the default, `fail` or `ignore`.")
    ] = Flaky.PASS
    skipped: Annotated[
        Skipped, Doc("How skipped tests count towards the pass rate: `ignore`, the default, or `fail`.")
    ] = Skipped.IGNORE

    about = About(
        id="test-thresholds",
        version="1.0.0",
        title="Test and coverage thresholds",
        summary="Holds pass rate, skipped and flaky tests, line, branch and changed-line coverage of each component to "
        "thresholds that may depend on the component and on the risk tier.",
        checks={
            "pass-rate": "Enough of the component's tests pass.",
            "skipped-tests": "Few enough of the component's tests are skipped.",
            "flaky-tests": "Few enough of the component's tests are flaky.",
            "line-coverage": "Enough of the component's lines are covered.",
            "branch-coverage": "Enough of the component's branches are covered.",
            "changed-line-coverage": "Enough of the lines that the release changes in the component are covered.",
        },
        practices=["2.5"],
        timeless=True,
    )

    def prepare(self) -> None:
        if not self._kinds():
            raise Mismatch("/thresholds", "no threshold is set: the rule would check nothing")

    def evaluate(self, facts: Facts, at: int) -> Outcome:
        settings = Settings(self.thresholds, self.tiers, self.components)
        tier = Tier(facts)
        components = named(facts)
        outcome = Outcome()
        for component in components:
            results.rows(settings, (self.flaky, self.skipped), facts, component, tier, outcome)
            coverage.rows(settings, facts, component, tier, outcome)
        if not components:
            outcome.extend(_unnamed(code) for code in self._kinds())
        elif not outcome.checks:
            nothing = "no threshold is set for the components of this release"
            outcome.extend(Check.not_applicable(code, "release", nothing) for code in self._kinds())
        return outcome

    def _kinds(self) -> list[str]:
        """The codes of the thresholds that are set anywhere."""
        every = list(levels(self.thresholds, self.tiers))
        for own in self.components.values():
            every += levels(own.thresholds, own.tiers)
        return [
            code
            for code, names in KINDS.items()
            if any(is_set(getattr(thresholds, name)) for thresholds in every for name in names)
        ]


def _unnamed(code: str) -> Check:
    """No section names a component: nothing was measured, which is no reason to pass."""
    check = Check.unknown(code, "release", "none of `/components`, `/tests` and `/coverage` names a component")
    return check.remedy_if_unknown("name the components of the release in `/components`, with their tests and coverage")
