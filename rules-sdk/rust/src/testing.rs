//! Runs a rule natively, on the same decoding path as in the sandbox.

use crate::{EvaluationError, Mismatch, Outcome, Rule, Timestamp, guest};
use serde_json::Value;

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

fn encode(value: &Value) -> Vec<u8> {
    #[expect(clippy::expect_used, reason = "a JSON value always encodes")]
    rmp_serde::to_vec_named(value).expect("JSON encodes as MessagePack")
}
