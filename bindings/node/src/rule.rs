//! Rules by themselves, without a policy.

use crate::crew::EVALUATING;
use crate::input::{Input, facts, time};
use crate::port::{Payload, Port};
use crate::refusal::{Result, failure_text, thrown, thrown_failure};
use clearance::Outcome;
use napi_derive::napi;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// A loaded rule.
#[napi]
pub struct Rule {
    rule: clearance::Rule,
}

impl From<clearance::Rule> for Rule {
    fn from(rule: clearance::Rule) -> Self {
        Self { rule }
    }
}

#[napi]
impl Rule {
    /// Manifest and digest, as JSON text.
    #[napi(catch_unwind)]
    pub fn describe(&self) -> String {
        json!({ "manifest": self.rule.manifest(), "digest": self.rule.digest() }).to_string()
    }

    /// Binds the rule to params, which are encoded as facts are.
    #[napi(catch_unwind)]
    pub fn configure(&self, params: Input<'_>, length: u32) -> Result<ConfiguredRule> {
        let params = facts(params, length)?;
        let param = |name: &str| {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            params.get(&pointer).map(|value| (name.to_owned(), value))
        };
        let params: Map<String, Value> = params.sections().filter_map(param).collect();
        let rule = self.rule.configure(&params.into()).map_err(|error| thrown(&error))?;
        Ok(ConfiguredRule { rule: Arc::new(rule) })
    }
}

/// A rule bound to params.
#[napi]
pub struct ConfiguredRule {
    rule: Arc<clearance::ConfiguredRule>,
}

#[napi]
impl ConfiguredRule {
    /// Evaluates here and now.
    #[napi(catch_unwind)]
    pub fn evaluate_sync(&self, input: Input<'_>, length: u32, at: f64) -> Result<String> {
        let outcome = self.rule.evaluate(&*facts(input, length)?, time(at)?);
        outcome.map(|outcome| text(&outcome)).map_err(|failure| thrown_failure(&failure))
    }

    /// Evaluates on another thread, and answers the call through the port.
    #[napi(catch_unwind)]
    pub fn evaluate(&self, input: Input<'_>, length: u32, at: f64, port: &Port, call: u32) -> Result<()> {
        let (facts, at, reply) = (facts(input, length)?, time(at)?, port.reply(call));
        let rule = Arc::clone(&self.rule);
        EVALUATING.run(move || {
            let outcome = rule.evaluate(&facts, at);
            reply.send(outcome.map(|outcome| Payload::Text(text(&outcome))).map_err(|failure| failure_text(&failure)));
        });
        Ok(())
    }
}

fn text(outcome: &Outcome) -> String {
    // Strings, finite numbers and maps keyed by strings always serialise.
    serde_json::to_string(outcome).unwrap_or_default()
}
