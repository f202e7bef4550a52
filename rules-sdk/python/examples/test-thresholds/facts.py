"""What the rule reads of a release. All sections may be absent: a component without the counts that a threshold needs is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from clearance_rule import Doc, Unsigned


@dataclass
class Component:
    """A component of the release."""

    name: Annotated[str, Doc("Its name.")]


@dataclass
class Tests:
    """The test results of one component. Every test counts in one of the numbers only."""

    component: Annotated[str, Doc("The component's name.")]
    passed: Annotated[Unsigned | None, Doc("Tests that passed at once.")] = None
    failed: Annotated[Unsigned | None, Doc("Tests that failed and did not pass when they were run again.")] = None
    errors: Annotated[
        Unsigned | None,
        Doc(
            "Tests that stopped with an error rather than a failed assertion, as many reports tell them apart; they "
            "count as failed. Absent where `failed` has them."
        ),
    ] = None
    skipped: Annotated[Unsigned | None, Doc("Tests that were not run.")] = None
    flaky: Annotated[Unsigned | None, Doc("Tests that failed and passed when they were run again.")] = None
    total: Annotated[
        Unsigned | None, Doc("All tests together. Where it is given, the other numbers must add up to it.")
    ] = None


@dataclass
class Covered:
    """How many of how many are covered."""

    covered: Annotated[Unsigned | None, Doc("Those that a test ran.")] = None
    total: Annotated[Unsigned | None, Doc("All there are.")] = None


@dataclass
class Coverage:
    """The coverage of one component."""

    component: Annotated[str, Doc("The component's name.")]
    lines: Annotated[Covered | None, Doc("Its lines that can be run.")] = None
    branches: Annotated[
        Covered | None,
        Doc('The ways that its conditions can go: of `condition-coverage="50% (1/2)"` one of two is covered.'),
    ] = None
    changed_lines: Annotated[
        Covered | None, Doc("Those of its lines that can be run and that the release adds or changes.")
    ] = None


@dataclass
class Risk:
    """What the policy entry `risk` derived."""

    tier: Annotated[str | None, Doc("`low`, `medium`, `high` or `critical`.")] = None


@dataclass
class Facts:
    """The sections read."""

    components: Annotated[
        list[Component] | None,
        Doc(
            "The components of the release. Each is to have its tests and its coverage, as far as thresholds ask for them."
        ),
    ] = None
    tests: Annotated[list[Tests] | None, Doc("Test results, one entry a component.")] = None
    coverage: Annotated[list[Coverage] | None, Doc("Coverage, one entry a component.")] = None
    risk: Annotated[
        Risk | None, Doc("What the policy entry `risk` derived. Needed where thresholds depend on the tier.")
    ] = None
