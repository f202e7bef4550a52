//! Runs a rule natively, on the same decoding path as in the sandbox, and makes up facts for what has to hold of all of them.

mod any_json;
mod places;

pub use any_json::any_json;
pub use places::{clears, places, rank, withheld};

use crate::{Check, EvaluationError, Mismatch, Outcome, Rule, Severity, Status, Timestamp, guest};
use serde_json::{Value, json};

/// Builds a rule from params as a policy would give them.
///
/// # Errors
/// The [`Mismatch`] that would refuse the policy.
#[expect(clippy::needless_pass_by_value, reason = "takes `json!` as it stands")]
pub fn configure<R: Rule>(params: Value) -> Result<R, Mismatch> {
    guest::prepared(guest::decode(&encode(&params))?)
}

/// Evaluates a rule over facts given as JSON. `at` is in milliseconds since 1970.
///
/// # Errors
/// What the engine would record as a failing row.
#[expect(clippy::needless_pass_by_value, reason = "takes `json!` as it stands")]
pub fn evaluate<R: Rule>(rule: &R, facts: Value, at: Timestamp) -> Result<Outcome, EvaluationError> {
    guest::evaluate_with(rule, at, &encode(&facts))
}

/// Configures and evaluates in one step and answers as JSON, in the shape that `clearance-cases` compares:
/// `{"outcome": …}`, `{"error": …}` or `{"refused": …}`.
#[must_use]
pub fn judge<R: Rule>(params: &Value, facts: &Value, at: Timestamp) -> Value {
    let rule: R = match configure(params.clone()) {
        Ok(rule) => rule,
        Err(mismatch) => return json!({ "refused": mismatch_json(&mismatch) }),
    };
    match evaluate(&rule, facts.clone(), at) {
        Ok(outcome) => json!({ "outcome": outcome_json(&outcome) }),
        Err(EvaluationError::MissingFact(pointer)) => {
            json!({ "error": { "code": "missing-fact", "pointer": pointer } })
        }
        Err(EvaluationError::MalformedFact(mismatch)) => {
            let mut error = mismatch_json(&mismatch);
            error["code"] = json!("malformed-fact");
            json!({ "error": error })
        }
        Err(EvaluationError::Failed(message)) => json!({ "error": { "code": "failed", "message": message } }),
    }
}

/// Judges the one case on standard input, `{"params": …, "facts": …, "at": …}`. What it comes to is the sandbox's to say: here
/// it is only to be seen which lines that reaches, as [`crate::export!`] describes.
#[doc(hidden)]
#[expect(clippy::expect_used, reason = "a harness that is handed anything else is broken")]
pub fn judge_input<R: Rule>() {
    let case: Value = serde_json::from_reader(std::io::stdin().lock()).expect("a case on standard input");
    let judged = judge::<R>(&case["params"], &case["facts"], case["at"].as_i64().unwrap_or_default());
    std::hint::black_box(judged);
}

fn mismatch_json(mismatch: &Mismatch) -> Value {
    json!({ "pointer": mismatch.pointer, "message": mismatch.message })
}

fn outcome_json(outcome: &Outcome) -> Value {
    let checks: Vec<Value> = outcome.checks.iter().map(check_json).collect();
    let score = outcome.score.as_ref().map(|score| {
        let contributions: Vec<Value> = score
            .contributions
            .iter()
            .map(|term| json!({ "factor": term.factor, "points": term.points, "reason": term.reason }))
            .collect();
        json!({ "points": score.points, "out_of": score.out_of, "contributions": contributions })
    });
    let artifacts: Vec<Value> = outcome
        .artifacts
        .iter()
        .map(|artifact| {
            let content = String::from_utf8_lossy(&artifact.content);
            json!({ "name": artifact.name, "media_type": artifact.media_type, "content": content })
        })
        .collect();
    let derived = outcome.derived.as_deref().map(decode_json);
    json!({ "checks": checks, "score": score, "artifacts": artifacts, "derived": derived })
}

fn check_json(check: &Check) -> Value {
    let observed: Vec<Value> = check
        .observed
        .iter()
        .map(|observation| json!({ "pointer": observation.pointer, "value": observation.value.as_deref().map(decode_json) }))
        .collect();
    json!({
        "code": check.code,
        "subject": check.subject,
        "status": match check.status {
            Status::Pass => "pass",
            Status::Fail => "fail",
            Status::NotApplicable => "not-applicable",
            Status::Unknown => "unknown",
        },
        "severity": match check.severity {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        },
        "message": check.message,
        "observed": observed,
        "required": check.required,
        "remedy": check.remedy,
    })
}

fn decode_json(document: &[u8]) -> Value {
    #[expect(clippy::expect_used, reason = "the kit encoded it")]
    rmp_serde::from_slice(document).expect("a document decodes")
}

fn encode(value: &Value) -> Vec<u8> {
    #[expect(clippy::expect_used, reason = "a JSON value always encodes")]
    rmp_serde::to_vec_named(value).expect("JSON encodes as MessagePack")
}
