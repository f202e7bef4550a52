//! Policies that decide, on the calling thread or on the engine's own.

use crate::decision::timed;
use crate::input::{Input, facts, time};
use crate::port::{Payload, Port};
use crate::refusal::{Result, thrown};
use clearance::{DecideOptions, policy_schema as schema};
use napi_derive::napi;
use serde_json::json;
use std::sync::Arc;

/// A loaded policy.
#[napi]
pub struct Policy {
    policy: Arc<clearance::Policy>,
}

impl From<clearance::Policy> for Policy {
    fn from(policy: clearance::Policy) -> Self {
        Self { policy: Arc::new(policy) }
    }
}

#[napi]
impl Policy {
    /// Name, version, digest and entries, as JSON text.
    #[napi(catch_unwind)]
    pub fn describe(&self) -> String {
        let policy = &self.policy;
        let entries: Vec<_> =
            policy.entries().map(|(id, manifest)| json!({ "id": id, "manifest": manifest })).collect();
        json!({ "name": policy.name(), "version": policy.version(), "digest": policy.digest(), "entries": entries })
            .to_string()
    }

    /// The facts that it needs, as the text of a JSON Schema.
    #[napi(catch_unwind)]
    pub fn facts_schema(&self) -> String {
        self.policy.facts_schema().to_string()
    }

    /// Remarks as of a time, as JSON text.
    #[napi(catch_unwind)]
    pub fn lint(&self, at: f64) -> Result<String> {
        let lints = self.policy.lint(time(at)?);
        let lints =
            lints.iter().map(|lint| json!({ "kind": lint.kind.as_str(), "line": lint.line, "message": lint.message }));
        Ok(lints.collect::<serde_json::Value>().to_string())
    }

    /// Decides here and now.
    #[napi(catch_unwind)]
    pub fn decide_sync(
        &self,
        input: Input<'_>,
        length: u32,
        at: f64,
        outcomes: Option<&OutcomeCache>,
    ) -> Result<String> {
        Ok(self.policy.decide_with(&*facts(input, length)?, time(at)?, &options(outcomes)).0.to_json())
    }

    /// Decides on one of the engine's threads, and answers the call through the port.
    #[napi(catch_unwind)]
    pub fn decide(
        &self,
        input: Input<'_>,
        length: u32,
        at: f64,
        outcomes: Option<&OutcomeCache>,
        port: &Port,
        call: u32,
    ) -> Result<()> {
        let (facts, at, reply) = (facts(input, length)?, time(at)?, port.reply(call));
        let then = |decision: clearance::Decision, _| reply.send(Ok(Payload::Text(decision.to_json())));
        self.policy.decide_then(facts, at, options(outcomes), then).map_err(|error| thrown(&error))
    }

    /// Decides, and says how long it took.
    #[napi(catch_unwind)]
    pub fn decide_timed(
        &self,
        input: Input<'_>,
        length: u32,
        at: f64,
        outcomes: Option<&OutcomeCache>,
        port: &Port,
        call: u32,
    ) -> Result<()> {
        let (facts, at, reply) = (facts(input, length)?, time(at)?, port.reply(call));
        let then = |decision, timings| reply.send(Ok(Payload::Text(timed(&(decision, timings)))));
        self.policy.decide_then(facts, at, options(outcomes), then).map_err(|error| thrown(&error))
    }
}

/// Outcomes for who asks again.
#[napi]
pub struct OutcomeCache {
    cache: clearance::OutcomeCache,
}

#[napi]
impl OutcomeCache {
    /// A cache of at most so many bytes, a whole number.
    #[napi(constructor, catch_unwind)]
    pub fn new(most_bytes: f64) -> Self {
        Self { cache: clearance::OutcomeCache::new(bytes(most_bytes)) }
    }

    /// The outcomes that are kept, and their bytes.
    #[napi(catch_unwind)]
    pub fn sizes(&self) -> Vec<f64> {
        vec![number(self.cache.len()), number(self.cache.bytes())]
    }

    /// Forgets everything.
    #[napi(catch_unwind)]
    pub fn clear(&self) {
        self.cache.clear();
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the caller checks that it is whole")]
fn bytes(number: f64) -> usize {
    number as usize
}

#[expect(clippy::cast_precision_loss, reason = "nobody has 2^53 bytes")]
fn number(count: usize) -> f64 {
    count as f64
}

fn options(outcomes: Option<&OutcomeCache>) -> DecideOptions {
    DecideOptions { outcomes: outcomes.map(|outcomes| outcomes.cache.clone()) }
}

/// The text of the JSON Schema of policy files.
#[napi(catch_unwind)]
pub fn policy_schema() -> String {
    schema().to_string()
}
