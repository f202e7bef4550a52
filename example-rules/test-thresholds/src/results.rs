//! The rows about tests: pass rate, skipped and flaky tests.

use crate::bound::{Bound, FLAKY, FLAKY_TESTS, Limit, PASS_RATE, SKIPPED, SKIPPED_TESTS, Tier};
use crate::entries::Named;
use crate::facts::Facts;
use crate::params::{Flaky, Skipped, TestThresholds};
use crate::percent::{Percent, Share, tests};
use clearance_rule::prelude::*;
use clearance_rule::text::grouped;

pub(crate) fn rows(rule: &TestThresholds, facts: &Facts<'_>, of: &Named<'_>, tier: &Tier<'_>, outcome: &mut Outcome) {
    let name = of.name;
    let results = of.tests(facts).map(|i| Results::of(facts, i));
    if let Some(bound) = rule.bound(&PASS_RATE, name, tier) {
        let check = match &results {
            Ok(results) => pass_rate(rule, name, results, &bound),
            Err(gap) => gap.check("pass-rate", name),
        };
        outcome.push(tier.seen_for(check.required(text!["at least ", bound]), Some(&bound)));
    }
    if let Some(limit) = Limit::of(rule.bound(&SKIPPED, name, tier), rule.bound(&SKIPPED_TESTS, name, tier)) {
        let check = match &results {
            Ok(results) => skipped_tests(name, results, &limit),
            Err(gap) => gap.check("skipped-tests", name),
        };
        outcome.push(limit.tier_seen(check.required(limit.worded()), tier));
    }
    if let Some(limit) = Limit::of(rule.bound(&FLAKY, name, tier), rule.bound(&FLAKY_TESTS, name, tier)) {
        let check = match &results {
            Ok(results) => flaky_tests(name, results, &limit),
            Err(gap) => gap.check("flaky-tests", name),
        };
        outcome.push(limit.tier_seen(check.required(limit.worded()), tier));
    }
}

fn pass_rate(rule: &TestThresholds, name: &str, results: &Results, bound: &Bound<Percent>) -> Check {
    let mut needed = vec![&results.passed, &results.failed];
    // Under `pass` an unknown number of flaky tests could only raise the rate: none is assumed.
    needed.extend((rule.flaky == Flaky::Fail).then_some(&results.flaky));
    needed.extend((rule.skipped == Skipped::Fail).then_some(&results.skipped));
    results.row("pass-rate", name, &needed, || {
        let (flaky, skipped) = (number(&results.flaky), number(&results.skipped));
        let mut good = number(&results.passed);
        let mut bad = vec![("failing", results.failing())];
        let mut counted = String::new();
        let mut count = |number, kind, how| {
            if number > 0 {
                counted = text![counted, ", ", tests(number, kind), " ", how];
            }
        };
        match rule.flaky {
            Flaky::Pass => {
                good += flaky;
                count(flaky, "flaky", "counted as passed");
            }
            Flaky::Fail => {
                bad.push(("flaky", flaky));
                count(flaky, "flaky", "counted as failed");
            }
            Flaky::Ignore => count(flaky, "flaky", "left out"),
        }
        match rule.skipped {
            Skipped::Fail => {
                bad.push(("skipped", skipped));
                count(skipped, "skipped", "counted as failed");
            }
            Skipped::Ignore => count(skipped, "skipped", "left out"),
        }
        bad.retain(|(_, number)| *number > 0);
        let bad_tests: u128 = bad.iter().map(|(_, number)| number).sum();
        let all = good + bad_tests;
        if all == 0 {
            return Check::unknown("pass-rate", name, text!["no test passed or failed", counted])
                .remedy_if_unknown("run its tests");
        }
        let message = text![grouped(good), " of ", tests(all, ""), " passed (", Share::down(good, all), ")", counted];
        let least = bound.value.at_least(all);
        if good >= least {
            return Check::pass("pass-rate", name, message);
        }
        let kinds: Vec<&str> = bad.iter().map(|(kind, _)| *kind).collect();
        Check::fail("pass-rate", name, message)
            .remedy(text!["fix ", some_of(least - good, bad_tests, &kinds.join(" or "))])
    })
}

fn skipped_tests(name: &str, results: &Results, limit: &Limit) -> Check {
    let needed = [&results.passed, &results.failed, &results.skipped];
    results.row("skipped-tests", name, &needed, || {
        let skipped = number(&results.skipped);
        let all = results.run() + skipped;
        at_most(("skipped-tests", name), (skipped, all), "were skipped", limit, ("run", "skipped"))
    })
}

fn flaky_tests(name: &str, results: &Results, limit: &Limit) -> Check {
    let needed = [&results.passed, &results.failed, &results.flaky];
    results.row("flaky-tests", name, &needed, || {
        let flaky = number(&results.flaky);
        at_most(("flaky-tests", name), (flaky, results.run()), "run were flaky", limit, ("stabilise", "flaky"))
    })
}

fn at_most(
    (code, name): (&str, &str),
    (some, all): (u128, u128),
    were: &str,
    limit: &Limit,
    (verb, adjective): (&str, &str),
) -> Check {
    if all == 0 {
        return Check::unknown(code, name, "it has no tests").remedy_if_unknown("run its tests");
    }
    let message = text![grouped(some), " of ", tests(all, ""), " ", were, " (", Share::up(some, all), ")"];
    let most = limit.allowed(all);
    if some <= most {
        Check::pass(code, name, message)
    } else {
        Check::fail(code, name, message).remedy(text![verb, " ", some_of(some - most, some, adjective)])
    }
}

/// `2 of its 3 failing tests`, `its failing test`.
fn some_of(some: u128, all: u128, adjective: &str) -> String {
    match (some == all, all) {
        (true, 1) => text!["its ", adjective, " test"],
        (true, _) => text!["all of its ", tests(all, adjective)],
        (false, _) => text![grouped(some), " of its ", tests(all, adjective)],
    }
}

/// The counts of one entry of `tests`.
#[derive(Debug)]
struct Results {
    place: String,
    passed: Fact<u64>,
    failed: Fact<u64>,
    errors: Fact<u64>,
    skipped: Fact<u64>,
    flaky: Fact<u64>,
    total: Fact<u64>,
}

impl Results {
    fn of(facts: &Facts<'_>, i: usize) -> Self {
        Self {
            place: text!["/tests/", i],
            passed: fact!(facts.tests?[i].passed),
            failed: fact!(facts.tests?[i].failed),
            errors: fact!(facts.tests?[i].errors),
            skipped: fact!(facts.tests?[i].skipped),
            flaky: fact!(facts.tests?[i].flaky),
            total: fact!(facts.tests?[i].total),
        }
    }

    fn failing(&self) -> u128 {
        number(&self.failed) + number(&self.errors)
    }

    fn run(&self) -> u128 {
        number(&self.passed) + self.failing() + number(&self.flaky)
    }

    /// What `judge` finds, unless a count that it needs is absent or the counts contradict one another.
    fn row(&self, code: &str, name: &str, needed: &[&Fact<u64>], judge: impl FnOnce() -> Check) -> Check {
        let absent: Vec<&Fact<u64>> = needed.iter().copied().filter(|fact| fact.value.is_none()).collect();
        let sum = self.run() + number(&self.skipped);
        let check = if !absent.is_empty() {
            let absent: Vec<String> = absent.iter().map(|fact| text!["`", fact.pointer, "`"]).collect();
            let absent = absent.join(" and ");
            let verb = if needed.len() > 1 && absent.contains(" and ") { "are" } else { "is" };
            Check::unknown(code, name, text![absent, " ", verb, " absent"]).remedy_if_unknown(text!["supply ", absent])
        } else if let Some(total) = self.total.value.map(u128::from).filter(|total| *total != sum) {
            let message = text!["its counts add up to ", grouped(sum), ", not to the total of ", grouped(total)];
            Check::unknown(code, name, message).remedy_if_unknown(text!["correct the counts in `", self.place, "`"])
        } else {
            judge()
        };
        [&self.passed, &self.failed, &self.errors, &self.skipped, &self.flaky, &self.total]
            .into_iter()
            .filter(|fact| fact.value.is_some() || absent.iter().any(|absent| absent.pointer == fact.pointer))
            .fold(check, Check::seen)
    }
}

fn number(fact: &Fact<u64>) -> u128 {
    fact.value.map_or(0, u128::from)
}
