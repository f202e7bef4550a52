//! The redaction of notes, natively: what is compiled into the sandbox is the same code.

use clearance_rule::testing;
use clearance_rule::{Outcome, Status};
use note_redaction::NoteRedaction;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// What begins a line that is a pattern of the organisation's own.
const PATTERN: &str = "=~ ";

/// Stands on a line of its own after all notes, and never in what is published.
const LEAKS: [&str; 2] = ["ghp_0123456789abcdefghijABCDEFGHIJ", "db01.corp.example.com"];

/// Redacts the input. Lines at its beginning that start with `=~ ` are patterns of the organisation's own, and the others
/// the notes.
pub fn redaction(input: &[u8]) {
    static USUAL: LazyLock<NoteRedaction> = LazyLock::new(|| rule(&[]).unwrap());
    let Ok(mut notes) = str::from_utf8(input) else { return };
    let mut patterns = Vec::new();
    while let Some((pattern, rest)) = notes.strip_prefix(PATTERN).and_then(|rest| rest.split_once('\n')) {
        patterns.push(pattern);
        notes = rest;
    }
    let own;
    let rule = if patterns.is_empty() {
        &*USUAL
    } else {
        match rule(&patterns) {
            Some(rule) => {
                own = rule;
                &own
            }
            None => return,
        }
    };
    let (text, leaks) = redacted(rule, notes);
    if leaks == 0 {
        assert_eq!(text, notes, "nothing was found, and something is gone");
    }
    assert_eq!(redacted(rule, notes), (text.clone(), leaks), "it is not the same again");
    let (again, left) = redacted(rule, &text);
    assert_eq!((again.as_str(), left), (text.as_str(), 0), "a second redaction finds something in {text:?}");
    // Within a longer word it may be something else.
    for leak in LEAKS.into_iter().filter(|leak| !notes.contains(leak)) {
        let (text, leaks) = redacted(rule, &format!("{notes}\n\n{leak}\n"));
        assert!(leaks > 0 && !text.contains(leak), "{leak} is left in {text:?}");
    }
}

/// The rule as an organisation might set it; none where it does not take its patterns.
fn rule(patterns: &[&str]) -> Option<NoteRedaction> {
    let patterns: Vec<Value> = patterns.iter().map(|regex| json!({ "name": "own", "regex": regex })).collect();
    let params = json!({
        "internal_domains": ["corp.example.com"],
        "public_domains": ["status.corp.example.com"],
        "patterns": patterns,
    });
    testing::configure(params).ok()
}

/// The redacted notes, and how many leaks are told.
fn redacted(rule: &NoteRedaction, notes: &str) -> (String, usize) {
    let facts = json!({ "notes": { "markdown": notes } });
    let Outcome { checks, artifacts, .. } = testing::evaluate(rule, facts, 0).unwrap();
    let [artifact] = artifacts.try_into().unwrap();
    let leaks = checks.iter().filter(|check| check.status == Status::Fail).count();
    (String::from_utf8(artifact.content).unwrap(), leaks)
}
