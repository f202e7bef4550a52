"""What a policy may set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated

from clearance_rule import UNSET, Doc, Unset, Unsigned
from percent import Percent


@dataclass
class Thresholds:
    """Thresholds. One that is not mentioned is taken from what is set more generally, and not checked where nothing is; `null`
    switches one off."""

    pass_rate: Annotated[
        Percent | None | Unset, Doc("The least percentage of the tests that count that must pass.")
    ] = UNSET
    skipped: Annotated[Percent | None | Unset, Doc("The greatest percentage of all tests that may be skipped.")] = UNSET
    skipped_tests: Annotated[Unsigned | None | Unset, Doc("The greatest number of tests that may be skipped.")] = UNSET
    flaky: Annotated[Percent | None | Unset, Doc("The greatest percentage of the tests run that may be flaky.")] = UNSET
    flaky_tests: Annotated[Unsigned | None | Unset, Doc("The greatest number of tests that may be flaky.")] = UNSET
    lines: Annotated[Percent | None | Unset, Doc("The least percentage of lines that must be covered.")] = UNSET
    branches: Annotated[Percent | None | Unset, Doc("The least percentage of branches that must be covered.")] = UNSET
    changed_lines: Annotated[
        Percent | None | Unset, Doc("The least percentage of the changed lines that must be covered.")
    ] = UNSET


@dataclass
class Tiers:
    """Thresholds for releases of one risk tier, in place of those set for all tiers."""

    low: Annotated[Thresholds, Doc("In tier `low`.")] = field(default_factory=Thresholds)
    medium: Annotated[Thresholds, Doc("In tier `medium`.")] = field(default_factory=Thresholds)
    high: Annotated[Thresholds, Doc("In tier `high`.")] = field(default_factory=Thresholds)
    critical: Annotated[Thresholds, Doc("In tier `critical`.")] = field(default_factory=Thresholds)

    def each(self) -> list[tuple[str, Thresholds]]:
        """The tiers with their names, from the most harmless to the gravest."""
        return [("low", self.low), ("medium", self.medium), ("high", self.high), ("critical", self.critical)]


@dataclass
class Own:
    """Thresholds of one component, in place of those for all components."""

    thresholds: Annotated[
        Thresholds,
        Doc(
            "In every tier. Where the general `tiers` set the same threshold for the tier of the release, the stricter of "
            "the two holds."
        ),
    ] = field(default_factory=Thresholds)
    tiers: Annotated[Tiers, Doc("In one tier. What is set here holds whatever else is set, be it stricter or not.")] = (
        field(default_factory=Tiers)
    )


class Flaky(Enum):
    """How flaky tests, which failed and passed when they were run again, count towards the pass rate."""

    PASS = "pass"
    FAIL = "fail"
    IGNORE = "ignore"


class Skipped(Enum):
    """How skipped tests count towards the pass rate."""

    FAIL = "fail"
    IGNORE = "ignore"


def levels(thresholds: Thresholds, tiers: Tiers) -> Iterator[Thresholds]:
    """Every set of thresholds of one level."""
    yield thresholds
    for _, in_tier in tiers.each():
        yield in_tier
