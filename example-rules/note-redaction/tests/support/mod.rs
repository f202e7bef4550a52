//! What the tests share: notes in, rows and redacted notes out.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::testing;
use clearance_rule::{Check, Status};
use note_redaction::NoteRedaction;
use serde_json::{Value, json};

/// The rule as an organisation might set it.
pub(crate) fn rule() -> NoteRedaction {
    testing::configure(json!({
        "internal_domains": ["corp.example.com"],
        "public_domains": ["status.corp.example.com"],
        "patterns": [
            { "name": "code name", "regex": r"(?i)\bproject (aurora|borealis)\b" },
            { "name": "customer", "regex": r"\bCUST\d{4}\b", "replacement": "a customer", "severity": "high" },
        ],
    }))
    .unwrap()
}

/// The redacted notes and the rows that failed.
pub(crate) fn redacted(rule: &NoteRedaction, markdown: &str) -> (String, Vec<Check>) {
    let facts: Value = json!({ "notes": { "markdown": markdown } });
    let outcome = testing::evaluate(rule, facts, 0).unwrap();
    let [artifact] = outcome.artifacts.try_into().unwrap();
    let failed = outcome.checks.into_iter().filter(|check| check.status == Status::Fail).collect();
    (String::from_utf8(artifact.content).unwrap(), failed)
}
