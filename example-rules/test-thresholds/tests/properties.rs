//! What holds of every component: bounds are exact, remedies are the nearest change that passes, and facts that are
//! withheld never make a row pass.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::testing;
use clearance_rule::{Check, Outcome, Status};
use proptest::prelude::*;
use serde_json::{Value, json};
use test_thresholds::params::TestThresholds;

fn judged(params: &Value, facts: &Value) -> Outcome {
    let rule: TestThresholds = testing::configure(params.clone()).unwrap();
    testing::evaluate(&rule, facts.clone(), 0).unwrap()
}

fn only(params: &Value, facts: &Value) -> Check {
    let mut checks = judged(params, facts).checks;
    assert_eq!(checks.len(), 1);
    checks.remove(0)
}

/// A percentage in hundredths, as a policy would write it.
fn percent(hundredths: u32) -> Value {
    json!(f64::from(hundredths) / 100.0)
}

/// The first number of a remedy; one where it speaks of a single thing, everything where it says so.
fn number(remedy: &str, all: u64) -> u64 {
    let digits: String = remedy
        .chars()
        .filter(|c| *c != ',')
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    match digits.parse() {
        Ok(number) if !remedy.contains("all of") => number,
        Ok(_) => all,
        Err(_) => 1,
    }
}

fn lines(covered: u64, total: u64) -> Value {
    json!({ "coverage": [{ "component": "api", "lines": { "covered": covered, "total": total } }] })
}

fn results(passed: u64, failed: u64, skipped: u64, flaky: u64) -> Value {
    json!({
        "tests": [{ "component": "api", "passed": passed, "failed": failed, "skipped": skipped, "flaky": flaky }]
    })
}

/// Thresholds, some of them switched off, most of them not mentioned.
fn thresholds() -> impl Strategy<Value = Value> {
    let one = prop_oneof![3 => Just(None), 1 => Just(Some(Value::Null)), 4 => (0_u32..=10_000).prop_map(|n| Some(percent(n)))];
    let names = ["pass_rate", "skipped", "flaky", "lines", "branches", "changed_lines"];
    prop::collection::vec(one, names.len()).prop_map(move |values| {
        names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value?))).collect()
    })
}

fn params() -> impl Strategy<Value = Value> {
    let tiers = || {
        prop::collection::vec(thresholds(), 4)
            .prop_map(|t| json!({ "low": t[0], "medium": t[1], "high": t[2], "critical": t[3] }))
    };
    let flaky = prop::sample::select(vec!["pass", "fail", "ignore"]);
    let skipped = prop::sample::select(vec!["fail", "ignore"]);
    (thresholds(), tiers(), thresholds(), tiers(), flaky, skipped)
        .prop_map(|(all, tiers, own, own_tiers, flaky, skipped)| {
            json!({
                "thresholds": all, "tiers": tiers, "flaky": flaky, "skipped": skipped,
                "components": { "api": { "thresholds": own, "tiers": own_tiers } },
            })
        })
        .prop_filter("something is set", |params| testing::configure::<TestThresholds>(params.clone()).is_ok())
}

fn facts() -> impl Strategy<Value = Value> {
    let counts = || (0_u64..30, 0_u64..30).prop_map(|(a, b)| json!({ "covered": a, "total": a.max(b) }));
    ((0_u64..30, 0_u64..9, 0_u64..9, 0_u64..9), counts(), counts(), counts()).prop_map(
        |((passed, failed, skipped, flaky), lines, branches, changed)| {
            let mut facts = results(passed, failed, skipped, flaky);
            facts["coverage"] =
                json!([{ "component": "api", "lines": lines, "branches": branches, "changed_lines": changed }]);
            facts
        },
    )
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "\
        components name tests coverage risk tier component passed failed errors skipped flaky total lines branches \
        changed_lines covered";
    const WORDS: &[&str] = &["api", "low", "unheard-of", ""];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

proptest! {
    #[test]
    fn coverage_is_compared_exactly_and_the_remedy_is_the_least_that_passes(
        (covered, total) in (1_u64..5_000).prop_flat_map(|total| (0..=total, Just(total))),
        least in 0_u32..=10_000,
    ) {
        let params = json!({ "thresholds": { "lines": percent(least) } });
        let check = only(&params, &lines(covered, total));
        if covered * 10_000 >= u64::from(least) * total {
            prop_assert_eq!(check.status, Status::Pass);
        } else {
            prop_assert_eq!(check.status, Status::Fail);
            let more = number(&check.remedy.unwrap(), total - covered);
            prop_assert_eq!(only(&params, &lines(covered + more, total)).status, Status::Pass);
            prop_assert_eq!(only(&params, &lines(covered + more - 1, total)).status, Status::Fail);
        }
    }

    #[test]
    fn the_remedy_of_a_pass_rate_is_the_least_that_passes(
        (passed, failed, least) in (0_u64..500, 0_u64..500, 0_u32..=10_000),
    ) {
        let params = json!({ "thresholds": { "pass_rate": percent(least) } });
        let check = only(&params, &results(passed, failed, 3, 0));
        if check.status == Status::Fail {
            let fixed = number(&check.remedy.unwrap(), failed);
            let after = |fixed| only(&params, &results(passed + fixed, failed - fixed, 3, 0)).status;
            prop_assert_eq!(after(fixed), Status::Pass);
            prop_assert_eq!(after(fixed - 1), Status::Fail);
        }
    }

    #[test]
    fn the_remedy_of_skipped_and_flaky_tests_is_the_least_that_passes(
        (passed, some, most, number_of) in (0_u64..500, 0_u64..500, 0_u32..=10_000, 0_u64..200),
    ) {
        for kind in ["skipped", "flaky"] {
            let mut params = json!({ "thresholds": {} });
            params["thresholds"][kind] = percent(most);
            params["thresholds"][format!("{kind}_tests")] = json!(number_of);
            let facts = |passed, some| {
                if kind == "skipped" { results(passed, 0, some, 0) } else { results(passed, 0, 0, some) }
            };
            let check = only(&params, &facts(passed, some));
            if check.status == Status::Fail {
                let mended = number(&check.remedy.unwrap(), some);
                let after = |mended| only(&params, &facts(passed + mended, some - mended)).status;
                prop_assert_eq!(after(mended), Status::Pass);
                prop_assert_eq!(after(mended - 1), Status::Fail);
            }
        }
    }

    #[test]
    fn without_a_tier_nothing_passes_that_some_tier_would_not_let_pass(params in params(), facts in facts()) {
        let absent = judged(&params, &facts).checks;
        for tier in ["low", "medium", "high", "critical"] {
            let mut facts = facts.clone();
            facts["risk"] = json!({ "tier": tier });
            for check in judged(&params, &facts).checks.iter().filter(|check| check.subject == "api") {
                let same = absent.iter().find(|row| (&row.code, &row.subject) == (&check.code, &check.subject));
                prop_assert!(same.is_some(), "{} is not checked without a tier", check.code);
                if same.is_some_and(|row| row.status == Status::Pass) {
                    prop_assert_eq!(check.status, Status::Pass);
                }
            }
        }
    }

    #[test]
    fn a_test_that_fails_rather_than_passes_and_a_line_less_never_help(params in params(), facts in facts()) {
        let before = judged(&params, &facts).checks;
        let worse = [
            ("/tests/0/passed", Some("/tests/0/failed")),
            ("/tests/0/passed", Some("/tests/0/flaky")),
            ("/tests/0/flaky", Some("/tests/0/failed")),
            ("/coverage/0/lines/covered", None),
            ("/coverage/0/branches/covered", None),
            ("/coverage/0/changed_lines/covered", None),
        ];
        for (from, to) in worse {
            let mut worse = facts.clone();
            let number = facts.pointer(from).unwrap().as_u64().unwrap();
            if number == 0 {
                continue;
            }
            *worse.pointer_mut(from).unwrap() = json!(number - 1);
            if let Some(to) = to {
                let number = facts.pointer(to).unwrap().as_u64().unwrap();
                *worse.pointer_mut(to).unwrap() = json!(number + 1);
            }
            // A flaky test that fails for good is one flaky test less, and that row has nothing but them to judge by.
            let counts_flaky = |check: &Check| check.code == "flaky-tests" && from == "/tests/0/flaky";
            for check in judged(&params, &worse).checks {
                if check.status == Status::Pass && !counts_flaky(&check) {
                    let same = before.iter().find(|row| row.code == check.code);
                    prop_assert_eq!(same.map(|row| row.status), Some(Status::Pass), "{} with less {}", &check.code, from);
                }
            }
        }
    }

    #[test]
    fn nothing_in_the_facts_stops_the_rule(params in params(), facts in anything()) {
        let rule: TestThresholds = testing::configure(params).unwrap();
        if let Ok(outcome) = testing::evaluate(&rule, facts, 0) {
            prop_assert!(!outcome.checks.is_empty());
        }
    }

    #[test]
    fn a_fact_that_is_withheld_never_makes_a_row_pass(params in params(), facts in facts()) {
        let before = judged(&params, &facts).checks;
        let places = [
            "/tests/0/passed", "/tests/0/failed", "/tests/0/skipped", "/tests/0/flaky", "/tests", "/coverage",
            "/coverage/0/lines", "/coverage/0/lines/covered", "/coverage/0/branches/total", "/coverage/0/changed_lines",
        ];
        for place in places {
            for check in judged(&params, &testing::withheld(&facts, place)).checks.iter().filter(|check| check.status == Status::Pass) {
                let same = before.iter().find(|row| row.code == check.code);
                prop_assert_eq!(same.map(|row| row.status), Some(Status::Pass), "{} without {}", &check.code, place);
            }
        }
    }
}
