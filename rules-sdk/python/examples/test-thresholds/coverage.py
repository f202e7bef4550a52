"""The rows about coverage: lines, branches and changed lines."""

from __future__ import annotations

from dataclasses import dataclass

from bound import BRANCHES, CHANGED_LINES, LINES, Bound, Settings, Threshold, Tier
from clearance_rule import Check, Outcome, fact
from clearance_rule.text import grouped
from entries import Gap, Named, only
from facts import Facts
from percent import share_down


@dataclass(frozen=True)
class Measure:
    """Something that can be covered."""

    code: str
    threshold: Threshold
    field: str
    one: str
    many: str
    may_be_none: bool = False
    """Nothing to cover is a finding of its own rather than a measurement that is missing."""

    def check(self, facts: Facts, i: int, name: str, bound: Bound) -> Check:
        counts = fact(facts, "coverage", i, self.field)
        if counts.value is None:
            return self._absent(name, counts.pointer).missing(counts.pointer)
        covered = fact(facts, "coverage", i, self.field, "covered")
        total = fact(facts, "coverage", i, self.field, "total")
        if covered.value is None:
            check = self._absent(name, covered.pointer)
        elif total.value is None:
            check = self._absent(name, total.pointer)
        else:
            check = self._judge(name, counts.pointer, covered.value, total.value, bound)
        return check.seen(covered).seen(total)

    def _judge(self, name: str, place: str, covered: int, total: int, bound: Bound) -> Check:
        if covered > total:
            message = f"{grouped(covered)} of {grouped(total)} {self.many} cannot be covered"
            check = Check.unknown(self.code, name, message)
            return check.remedy_if_unknown(f"correct the counts in `{place}`")
        if total == 0 and self.may_be_none:
            return Check.not_applicable(self.code, name, f"it has no {self.many}")
        if total == 0:
            check = Check.unknown(self.code, name, f"no {self.many} were measured")
            return check.remedy_if_unknown(
                f"measure its {self.many}, or set the parameter `{self.field}` to `null` for this component if it has none"
            )
        nouns = self.one if total == 1 else self.many
        message = f"covers {grouped(covered)} of {grouped(total)} {nouns} ({share_down(covered, total)})"
        least = bound.value.at_least(total)
        if covered >= least:
            return Check.passed(self.code, name, message)
        more = f"cover {grouped(least - covered)} more of its {grouped(total)} {nouns}"
        return Check.failed(self.code, name, message).remedy(more)

    def _absent(self, name: str, pointer: str) -> Check:
        check = Check.unknown(self.code, name, f"`{pointer}` is absent")
        return check.remedy_if_unknown(f"supply the fact `{pointer}`")


MEASURES = (
    Measure("line-coverage", LINES, "lines", "line", "lines"),
    Measure("branch-coverage", BRANCHES, "branches", "branch", "branches"),
    Measure("changed-line-coverage", CHANGED_LINES, "changed_lines", "changed line", "changed lines", may_be_none=True),
)


def rows(settings: Settings, facts: Facts, of: Named, tier: Tier, outcome: Outcome) -> None:
    """Adds the rows of one component."""
    entry = only("coverage", of.coverage, facts.coverage is None)
    for measure in MEASURES:
        bound = settings.bound(measure.threshold, of.name, tier)
        if bound is not None:
            if isinstance(entry, Gap):
                check = entry.check(measure.code, of.name)
            else:
                check = measure.check(facts, entry, of.name, bound)
            outcome.push(tier.seen_for(check.required(f"at least {bound}"), bound))
