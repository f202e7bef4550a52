//! What a rule makes of a case, in the words of case files.

use anyhow::Result;
use clearance::{ConfigureOptions, ConfiguredRule, EngineCheck, EvaluationFailure, Facts, Outcome, Rule, Timestamp};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::rc::Rc;

/// A rule that is asked about cases. Cases often share their params: each set of them is configured once.
pub(crate) struct Judge<'r> {
    rule: &'r Rule,
    configured: HashMap<String, Result<Rc<ConfiguredRule>, Value>>,
}

impl<'r> Judge<'r> {
    pub(crate) fn new(rule: &'r Rule) -> Self {
        Self { rule, configured: HashMap::new() }
    }

    /// `{"outcome": …}`, `{"error": …}` or `{"refused": …}`, as `clearance_cases` compares them.
    pub(crate) fn judge(&mut self, params: &Value, facts: &Value, at: i64) -> Value {
        let configured = match self.configured(params) {
            Ok(configured) => configured,
            Err(refused) => return refused,
        };
        let Some(at) = Timestamp::from_millis(at) else {
            return json!({ "error": { "code": "time", "message": format!("{at} ms is no time that there is") } });
        };
        match Facts::from_serialize(facts) {
            Ok(facts) => told(configured.evaluate(&facts, at)),
            Err(error) => json!({ "error": { "code": error.code().as_str(), "message": error.message() } }),
        }
    }

    pub(crate) fn configured(&mut self, params: &Value) -> Result<Rc<ConfiguredRule>, Value> {
        let known = self.configured.entry(params.to_string());
        // What is asked a few times is not worth a compilation of its own.
        let once = ConfigureOptions { snapshot: false };
        let configured = known.or_insert_with(|| match self.rule.configure_with(params, once) {
            Ok(configured) => Ok(Rc::new(configured)),
            Err(error) => {
                let pointer = error.place().pointer.clone().unwrap_or_default();
                Err(json!({ "refused": { "pointer": pointer, "message": error.message() } }))
            }
        });
        configured.clone()
    }
}

fn told(evaluated: Result<Outcome, EvaluationFailure>) -> Value {
    match evaluated {
        Ok(outcome) => json!({ "outcome": shape(&outcome) }),
        Err(failure) => {
            // Cases say `failed` where the engine says whose failure it is.
            let code = match failure.check {
                EngineCheck::RuleFailed => "failed",
                check => check.as_str(),
            };
            let mut error = json!({ "code": code, "pointer": failure.pointer, "message": failure.message });
            if let Some((limit, advice)) = within(failure.check) {
                error["remedy"] = json!(format!("{advice}; an engine may allow more: `--limit {limit}=NUMBER`"));
            }
            json!({ "error": error })
        }
    }
}

/// The limit that was hit, and what an author does about it first.
fn within(check: EngineCheck) -> Option<(&'static str, &'static str)> {
    Some(match check {
        EngineCheck::LimitInstructions => {
            ("instructions", "see that every loop ends, and do in `prepare` what facts do not change")
        }
        EngineCheck::LimitTime => ("time_ms", "see that every loop ends, and do in `prepare` what facts do not change"),
        EngineCheck::LimitMemory => ("memory_bytes", "see that nothing grows without end, and keep less at a time"),
        EngineCheck::LimitStack => ("stack_bytes", "see that every recursion ends, or make it a loop"),
        EngineCheck::LimitTable => ("table_elements", "see that nothing grows without end"),
        EngineCheck::LimitOutput => ("output_bytes", "return fewer rows, shorter texts or smaller documents"),
        _ => return None,
    })
}

/// Every field is there, so that a case can say that there is none; artifacts have no digests.
fn shape(outcome: &Outcome) -> Value {
    let mut shaped = serde_json::to_value(outcome).unwrap_or_default();
    for (check, raw) in shaped["checks"].as_array_mut().into_iter().flatten().zip(&outcome.checks) {
        check["required"] = json!(raw.required);
        check["remedy"] = json!(raw.remedy);
        let seen = raw.observed.iter().map(|seen| json!({ "pointer": seen.pointer, "value": seen.value }));
        check["observed"] = seen.collect();
    }
    shaped
}
