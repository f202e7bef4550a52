//! What is said about a rule that misbehaves, and what becomes of those who come after it. What a rule may do wrong, and the
//! row that it leads to, stand in `hostile.yaml`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Engine, ErrorCode, Facts, Timestamp, Verdict};
use clearance_tests::{guest, limited, misdeeds, tight_limits};
use serde_json::json;

fn facts() -> Facts {
    Facts::from_json("{}").unwrap()
}

fn at() -> Timestamp {
    "2026-11-23".parse().unwrap()
}

#[test]
fn a_panic_keeps_its_message_and_its_place() {
    let decision = misdeeds(&limited(tight_limits()), &["{deed: panic}"]).decide(&facts(), at());
    let message = &decision.entries[0].checks[0].check.message;
    assert!(message.contains("the ledger does not balance: 3 != 4"), "{message}");
    assert!(message.contains("lib.rs, line "), "{message}");
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
            scope.spawn(|| {
                for _ in 0..10 {
                    assert_eq!(policy.decide(&facts(), at()).verdict, Verdict::Allow);
                }
            });
        }
    });
}
