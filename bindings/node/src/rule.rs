//! Rules by themselves, without a policy.

use crate::input::{Input, facts, time};
use crate::port::{Payload, Port};
use crate::refusal::{Result, failure_text, thrown, thrown_failure};
use clearance::{ConfigureOptions, Outcome, Startup};
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
        let startup = startup(self.rule.startup());
        json!({ "manifest": self.rule.manifest(), "digest": self.rule.digest(), "startup": startup }).to_string()
    }

    /// Binds the rule to params, which are encoded as facts are.
    #[napi(catch_unwind)]
    pub fn configure(&self, params: Input<'_>, length: u32, snapshot: bool) -> Result<ConfiguredRule> {
        let params = facts(params, length)?;
        let param = |name: &str| {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            params.get(&pointer).map(|value| (name.to_owned(), value))
        };
        let params: Map<String, Value> = params.sections().filter_map(param).collect();
        let options = ConfigureOptions { snapshot };
        let rule = self.rule.configure_with(&params.into(), options).map_err(|error| thrown(&error))?;
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
    /// How an evaluation begins, as JSON text.
    #[napi(catch_unwind)]
    pub fn startup(&self) -> String {
        startup(self.rule.startup()).to_string()
    }

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
        let then = |outcome: std::result::Result<Outcome, clearance::EvaluationFailure>| {
            reply.send(outcome.map(|outcome| Payload::Text(text(&outcome))).map_err(|failure| failure_text(&failure)));
        };
        self.rule.evaluate_then(facts, at, then).map_err(|error| thrown(&error))
    }
}

fn startup(startup: &Startup) -> Value {
    match startup {
        Startup::Snapshot => json!({ "snapshot": true }),
        Startup::Configure(reason) => json!({ "snapshot": false, "reason": reason }),
    }
}

fn text(outcome: &Outcome) -> String {
    // Strings, finite numbers and maps keyed by strings always serialise.
    serde_json::to_string(outcome).unwrap_or_default()
}
