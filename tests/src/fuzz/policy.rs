//! The policy file's parser, and decisions by what it lets through.

use super::guest::{self, ENCODINGS, name};
use super::{check_decision, check_error, engine, now, seeds};
use clearance::{Engine, ErrorCode, Facts, Rule};
use std::sync::LazyLock;

/// Reads the input as a policy. One that loads decides about facts that most conditions know something of.
pub fn policy(input: &[u8]) {
    // The rule stays compiled for as long as it is held.
    static ENGINE: LazyLock<(Engine, Vec<Rule>, Facts)> = LazyLock::new(|| {
        let engine = engine();
        let rules = ENCODINGS.map(|encoding| engine.load_rule(guest::folder().join(name(encoding))).unwrap());
        (engine, rules.to_vec(), seeds::release())
    });
    let (engine, _, facts) = &*ENGINE;
    let Ok(text) = str::from_utf8(input) else { return };
    match engine.parse_policy(text, guest::folder()) {
        Ok(policy) => {
            check_decision(&policy, facts);
            let _ = policy.lint(now());
            assert_eq!(policy.facts_schema()["type"], "object");
        }
        Err(error) => {
            check_error(&error);
            let place = error.place();
            assert_eq!(place.line.is_some(), place.column.is_some(), "{error}");
            let lines = text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).count() as u64;
            assert!(place.line.is_none_or(|line| (1..=lines + 1).contains(&line)), "{error}");
            assert_ne!(error.code(), ErrorCode::PolicyUnreadable, "{error}");
        }
    }
}
