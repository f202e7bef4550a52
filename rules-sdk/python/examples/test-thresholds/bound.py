"""Which bound holds for a component in the tier of the release.

What the component sets for the tier comes first. Then the stricter of what the component sets for all tiers and what the tier
sets for all components. Then what is set for all. Where the tier is not known, the bound is the strictest that any tier would
give.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clearance_rule import UNSET, Check, Fact, fact
from facts import Facts
from params import Own, Thresholds, Tiers
from percent import Percent, tests


@dataclass(frozen=True)
class Threshold:
    """A threshold that can be set: its field, and which of two bounds is stricter."""

    field: str
    stricter_of: Callable[[Any, Any], Any]

    def get(self, thresholds: Thresholds) -> Any:
        return getattr(thresholds, self.field)

    def stricter(self, a: Any, b: Any) -> Any:
        """The stricter of two settings; not to check is the laxest."""
        if is_set(a) and is_set(b):
            return self.stricter_of(a, b)
        return a if is_set(a) else b


PASS_RATE = Threshold("pass_rate", max)
SKIPPED = Threshold("skipped", min)
SKIPPED_TESTS = Threshold("skipped_tests", min)
FLAKY = Threshold("flaky", min)
FLAKY_TESTS = Threshold("flaky_tests", min)
LINES = Threshold("lines", max)
BRANCHES = Threshold("branches", max)
CHANGED_LINES = Threshold("changed_lines", max)


def is_set(setting: Any) -> bool:
    """Whether a threshold is there to be checked."""
    return setting is not UNSET and setting is not None


@dataclass(frozen=True)
class Bound:
    """A bound that holds."""

    value: Any
    because: str
    """What makes it hold, in brackets; empty where it is set for all."""
    tiered: bool
    """Whether another tier could give another bound."""

    def __str__(self) -> str:
        return f"{self.value}{self.because}"


class Tier:
    """The risk tier of the release, as the facts say it."""

    def __init__(self, facts: Facts) -> None:
        self.fact: Fact[str] = fact(facts, "risk", "tier")

    def seen_for(self, check: Check, bound: Bound | None) -> Check:
        """Adds the tier to what a row observed, where it had a say in the bound."""
        return check.seen(self.fact) if bound is not None and bound.tiered else check

    def unknown_because(self) -> str:
        if self.fact.value is None:
            return f"`{self.fact.pointer}` is absent"
        return f"`{self.fact.value}` is no tier"


@dataclass(frozen=True)
class Settings:
    """All that the params set."""

    thresholds: Thresholds
    tiers: Tiers
    components: dict[str, Own]

    def bound(self, threshold: Threshold, component: str, tier: Tier) -> Bound | None:
        """The bound of a threshold for a component; none where it is not checked."""
        own = self.components.get(component)
        names = [name for name, _ in self.tiers.each()]
        tiered = any(
            threshold.get(in_tier) is not UNSET
            or (own is not None and threshold.get(own.tiers.each()[i][1]) is not UNSET)
            for i, (_, in_tier) in enumerate(self.tiers.each())
        )
        if tier.fact.value in names:
            setting, because = self._in_tier(threshold, own, names.index(tier.fact.value))
        elif not tiered:
            setting, because = self._in_tier(threshold, own, 0)
        else:
            setting = UNSET
            for i in range(len(names)):
                setting = threshold.stricter(setting, self._in_tier(threshold, own, i)[0])
            because = f" (the strictest of all tiers, as {tier.unknown_because()})"
        return Bound(setting, because, tiered) if is_set(setting) else None

    def _in_tier(self, threshold: Threshold, own: Own | None, tier: int) -> tuple[Any, str]:
        name, general = self.tiers.each()[tier]
        in_tier = threshold.get(general)
        own_in_tier = UNSET if own is None else threshold.get(own.tiers.each()[tier][1])
        of_own = UNSET if own is None else threshold.get(own.thresholds)
        if own_in_tier is not UNSET:
            return own_in_tier, f" (set for this component in tier `{name}`)"
        if of_own is UNSET and in_tier is UNSET:
            return threshold.get(self.thresholds), ""
        if in_tier is not UNSET and threshold.stricter(of_own, in_tier) == in_tier:
            return in_tier, f" (in tier `{name}`)"
        return of_own, " (set for this component)"


@dataclass(frozen=True)
class Limit:
    """A maximum in percent, in number, or both."""

    percent: Bound | None
    number: Bound | None

    def __bool__(self) -> bool:
        return self.percent is not None or self.number is not None

    def allowed(self, whole: int) -> int:
        """The greatest number that keeps to both."""
        most = whole
        if self.percent is not None:
            percent: Percent = self.percent.value
            most = percent.at_most(whole)
        return most if self.number is None else min(most, self.number.value)

    def tier_seen(self, check: Check, tier: Tier) -> Check:
        """Adds the tier to what a row observed, where it had a say in either."""
        number = None if self.percent is not None and self.percent.tiered else self.number
        return tier.seen_for(tier.seen_for(check, self.percent), number)

    def __str__(self) -> str:
        parts = [] if self.percent is None else [f"at most {self.percent}"]
        if self.number is not None:
            parts.append(f"at most {tests(self.number.value, '')}{self.number.because}")
        return " and ".join(parts)
