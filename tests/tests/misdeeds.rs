//! A rule that misbehaves becomes a row of the decision, never a crash, never a pass, and does not touch the next rule.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Engine, ErrorCode, Facts, Limits, Timestamp, Verdict};
use clearance_tests::{guest, limited, misdeeds, tight_limits};
use serde_json::json;

fn facts() -> Facts {
    Facts::from_json("{}").unwrap()
}

fn at() -> Timestamp {
    "2026-11-23".parse().unwrap()
}

/// The code and message of the row that a deed leads to, with the next rule's evaluation unharmed.
fn row_of(limits: Limits, deed: &str) -> (String, String) {
    let engine = limited(limits);
    let policy = misdeeds(&engine, &[&format!("{{deed: {deed}}}"), "{deed: none}"]);
    let decision = policy.decide(&facts(), at());
    assert_eq!(decision.verdict, Verdict::Deny, "{deed}");
    let row = &decision.entries[0].checks[0];
    assert!(row.check.status.is_failing(), "{deed}");
    assert_eq!(decision.entries[1].checks[0].check.code, "behaved", "{deed}");
    assert_eq!(decision.entries[1].verdict, Verdict::Allow, "{deed}");
    assert_eq!(decision, policy.decide(&facts(), at()), "a decision about `{deed}` replays");
    (row.check.code.to_string(), row.check.message.to_string())
}

#[test]
fn every_misdeed_is_a_row_with_its_code() {
    let cases = [
        ("panic", "rule-failed"),
        ("loop", "limit-instructions"),
        ("memory", "limit-memory"),
        ("recursion", "limit-stack"),
        ("abort", "rule-trapped"),
        ("undeclared-code", "invalid-outcome"),
        ("undeclared-section", "invalid-outcome"),
        ("broken-pointer", "invalid-outcome"),
        ("nan-score", "invalid-outcome"),
        ("huge-output", "limit-output"),
        ("many-checks", "limit-output"),
        ("artifact-path", "invalid-outcome"),
        ("broken-derived", "invalid-outcome"),
    ];
    for (deed, code) in cases {
        let limits = match deed {
            "huge-output" | "many-checks" => Limits { instructions: 2_000_000_000, ..tight_limits() },
            _ => tight_limits(),
        };
        assert_eq!(row_of(limits, deed).0, code, "{deed}");
    }
}

#[test]
fn a_panic_keeps_its_message_and_its_place() {
    let (_, message) = row_of(tight_limits(), "panic");
    assert!(message.contains("the ledger does not balance: 3 != 4"), "{message}");
    assert!(message.contains("lib.rs:"), "{message}");
}

#[test]
fn the_wall_clock_stands_behind_the_instruction_count() {
    let limits = Limits { instructions: 1 << 50, time_ms: 50, ..Limits::default() };
    assert_eq!(row_of(limits, "loop").0, "limit-time");
}

#[test]
fn a_rule_that_misbehaves_while_it_is_configured_does_not_load() {
    let engine = limited(tight_limits());
    let rule = engine.load_rule(guest("misdeeds")).unwrap();
    for (deed, expected) in
        [("panic", "the ledger does not balance"), ("loop", "instructions"), ("memory", "memory"), ("abort", "trapped")]
    {
        let error = rule.configure(&json!({ "deed": "none", "configure": deed })).unwrap_err();
        assert_eq!(error.code(), ErrorCode::RuleFailed, "{deed}");
        assert!(error.message().contains(expected), "{deed}: {error}");
    }
}

#[test]
fn params_that_a_rule_refuses_are_named_by_pointer() {
    let engine = Engine::new().unwrap();
    let rule = engine.load_rule(guest("misdeeds")).unwrap();
    let error = rule.configure(&json!({ "deed": "none", "configure": "refuse" })).unwrap_err();
    assert_eq!(error.code(), ErrorCode::RuleParams);
    assert_eq!(error.place().pointer.as_deref(), Some("/configure"));
}

#[test]
fn nothing_is_left_of_one_evaluation_in_the_next() {
    let engine = Engine::new().unwrap();
    let policy = misdeeds(&engine, &["{deed: second-time}"]);
    for _ in 0..100 {
        assert_eq!(policy.decide(&facts(), at()).verdict, Verdict::Allow);
    }
}

#[test]
fn more_callers_than_slots_wait_for_their_turn() {
    let engine = Engine::new().unwrap();
    let policy = misdeeds(&engine, &["{deed: none}"]);
    std::thread::scope(|scope| {
        for _ in 0..100 {
            scope.spawn(|| assert_eq!(policy.decide(&facts(), at()).verdict, Verdict::Allow));
        }
    });
}
