"""The rows about tests: pass rate, skipped and flaky tests."""

from __future__ import annotations

from collections.abc import Callable

from bound import FLAKY, FLAKY_TESTS, PASS_RATE, SKIPPED, SKIPPED_TESTS, Bound, Limit, Settings, Tier
from clearance_rule import Check, Fact, Outcome, fact
from clearance_rule.text import grouped
from entries import Gap, Named, only
from facts import Facts
from params import Flaky, Skipped
from percent import share_down, share_up, tests


class Results:
    """The counts of one entry of `tests`."""

    def __init__(self, facts: Facts, i: int) -> None:
        self.place = f"/tests/{i}"
        names = ("passed", "failed", "errors", "skipped", "flaky", "total")
        self.facts: dict[str, Fact[int]] = {name: fact(facts, "tests", i, name) for name in names}

    def number(self, name: str) -> int:
        return self.facts[name].value or 0

    @property
    def failing(self) -> int:
        return self.number("failed") + self.number("errors")

    @property
    def run(self) -> int:
        return self.number("passed") + self.failing + self.number("flaky")

    def row(self, code: str, name: str, needed: list[str], judge: Callable[[], Check]) -> Check:
        """What `judge` finds, unless a count that it needs is absent or the counts contradict one another."""
        absent = [one for one in needed if self.facts[one].value is None]
        total = self.facts["total"].value
        counted = self.run + self.number("skipped")
        if absent:
            listed = " and ".join(f"`{self.facts[one].pointer}`" for one in absent)
            verb = "are" if len(absent) > 1 else "is"
            check = Check.unknown(code, name, f"{listed} {verb} absent").remedy_if_unknown(f"supply {listed}")
        elif total is not None and total != counted:
            message = f"its counts add up to {grouped(counted)}, not to the total of {grouped(total)}"
            check = Check.unknown(code, name, message).remedy_if_unknown(f"correct the counts in `{self.place}`")
        else:
            check = judge()
        for one, seen in self.facts.items():
            if seen.value is not None or one in absent:
                check.seen(seen)
        return check


def rows(
    settings: Settings, count: tuple[Flaky, Skipped], facts: Facts, of: Named, tier: Tier, outcome: Outcome
) -> None:
    """Adds the rows of one component."""
    name = of.name
    entry = only("tests", of.tests, facts.tests is None)
    results = entry if isinstance(entry, Gap) else Results(facts, entry)
    bound = settings.bound(PASS_RATE, name, tier)
    if bound is not None:
        if isinstance(results, Gap):
            check = results.check("pass-rate", name)
        else:
            check = _pass_rate(count, name, results, bound)
        outcome.push(tier.seen_for(check.required(f"at least {bound}"), bound))
    limit = Limit(settings.bound(SKIPPED, name, tier), settings.bound(SKIPPED_TESTS, name, tier))
    if limit:
        check = results.check("skipped-tests", name) if isinstance(results, Gap) else _skipped(name, results, limit)
        outcome.push(limit.tier_seen(check.required(str(limit)), tier))
    limit = Limit(settings.bound(FLAKY, name, tier), settings.bound(FLAKY_TESTS, name, tier))
    if limit:
        check = results.check("flaky-tests", name) if isinstance(results, Gap) else _flaky(name, results, limit)
        outcome.push(limit.tier_seen(check.required(str(limit)), tier))


def _pass_rate(count: tuple[Flaky, Skipped], name: str, results: Results, bound: Bound) -> Check:
    flaky_counts, skipped_counts = count
    needed = ["passed", "failed"]
    # Where flaky tests pass, an unknown number of them could only raise the rate: none is assumed.
    if flaky_counts is Flaky.FAIL:
        needed.append("flaky")
    if skipped_counts is Skipped.FAIL:
        needed.append("skipped")

    def judge() -> Check:
        flaky, skipped = results.number("flaky"), results.number("skipped")
        good = results.number("passed")
        bad = {"failing": results.failing}
        how = {Flaky.PASS: "counted as passed", Flaky.FAIL: "counted as failed", Flaky.IGNORE: "left out"}[flaky_counts]
        counted = f", {tests(flaky, 'flaky')} {how}" if flaky else ""
        if flaky_counts is Flaky.PASS:
            good += flaky
        elif flaky_counts is Flaky.FAIL:
            bad["flaky"] = flaky
        if skipped_counts is Skipped.FAIL:
            bad["skipped"] = skipped
        if skipped:
            how = "counted as failed" if skipped_counts is Skipped.FAIL else "left out"
            counted = f"{counted}, {tests(skipped, 'skipped')} {how}"
        bad = {kind: number for kind, number in bad.items() if number > 0}
        bad_tests = sum(bad.values())
        everything = good + bad_tests
        if everything == 0:
            check = Check.unknown("pass-rate", name, f"no test passed or failed{counted}")
            return check.remedy_if_unknown("run its tests")
        share = share_down(good, everything)
        message = f"{grouped(good)} of {tests(everything, '')} passed ({share}){counted}"
        least = bound.value.at_least(everything)
        if good >= least:
            return Check.passed("pass-rate", name, message)
        some = _some_of(least - good, bad_tests, " or ".join(bad))
        return Check.failed("pass-rate", name, message).remedy(f"fix {some}")

    return results.row("pass-rate", name, needed, judge)


def _skipped(name: str, results: Results, limit: Limit) -> Check:
    def judge() -> Check:
        skipped = results.number("skipped")
        return _at_most("skipped-tests", name, skipped, results.run + skipped, "were skipped", limit, "run", "skipped")

    return results.row("skipped-tests", name, ["passed", "failed", "skipped"], judge)


def _flaky(name: str, results: Results, limit: Limit) -> Check:
    def judge() -> Check:
        flaky = results.number("flaky")
        return _at_most("flaky-tests", name, flaky, results.run, "run were flaky", limit, "stabilise", "flaky")

    return results.row("flaky-tests", name, ["passed", "failed", "flaky"], judge)


def _at_most(
    code: str, name: str, some: int, everything: int, were: str, limit: Limit, verb: str, adjective: str
) -> Check:
    if everything == 0:
        return Check.unknown(code, name, "it has no tests").remedy_if_unknown("run its tests")
    message = f"{grouped(some)} of {tests(everything, '')} {were} ({share_up(some, everything)})"
    most = limit.allowed(everything)
    if some <= most:
        return Check.passed(code, name, message)
    return Check.failed(code, name, message).remedy(f"{verb} {_some_of(some - most, some, adjective)}")


def _some_of(some: int, everything: int, adjective: str) -> str:
    """`2 of its 3 failing tests`, `its failing test`."""
    if some == everything:
        return f"its {adjective} test" if everything == 1 else f"all of its {tests(everything, adjective)}"
    return f"{grouped(some)} of its {tests(everything, adjective)}"
