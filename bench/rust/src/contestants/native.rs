//! The same Rust as in the components, without a sandbox: what an evaluation costs where nothing is kept apart.

use super::{Contestant, Prepared, Table};
use crate::facts::Question;
use crate::rules::Rule;
use crate::timing::ready;
use anyhow::{Context, Result, anyhow};
use bench_coverage::Coverage;
use bench_redaction::Redaction;
use bench_residency::Residency;
use bench_risk::Risk;
use clearance_rule::{EvaluationError, Mismatch, Outcome, Status, guest, testing};
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::sync::OnceLock;

pub struct Native;

type Returned = Result<Outcome, EvaluationError>;

impl Contestant for Native {
    fn engine(&self) -> &'static str {
        "native"
    }

    fn variant(&self) -> &'static str {
        "no sandbox"
    }

    fn setup(&self) -> &'static str {
        "Clearance's rule as a Rust function, configured before; decodes the same MessagePack as in the sandbox, or the \
         JSON text straight into its own types; returns the complete outcome."
    }

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared> {
        // `notes` as JSON has escapes, which cannot be borrowed.
        #[derive(Deserialize)]
        struct Notes<'a> {
            #[serde(borrow)]
            notes: Cow<'a, str>,
        }
        match question.rule {
            Rule::Coverage => prepare::<Coverage>(table, question, |rule, text| {
                let facts: bench_coverage::Facts<'_> = serde_json::from_str(text).map_err(malformed)?;
                Ok(clearance_rule::Rule::evaluate(rule, &facts, 0))
            }),
            Rule::Risk => prepare::<Risk>(table, question, |rule, text| {
                let facts: bench_risk::Facts<'_> = serde_json::from_str(text).map_err(malformed)?;
                Ok(clearance_rule::Rule::evaluate(rule, &facts, 0))
            }),
            Rule::Residency => prepare::<Residency>(table, question, |rule, text| {
                let facts: bench_residency::Facts<'_> = serde_json::from_str(text).map_err(malformed)?;
                Ok(clearance_rule::Rule::evaluate(rule, &facts, 0))
            }),
            Rule::Redaction => prepare::<Redaction>(table, question, |rule, text| {
                let facts: Notes<'_> = serde_json::from_str(text).map_err(malformed)?;
                let facts = bench_redaction::Facts { notes: &facts.notes };
                Ok(clearance_rule::Rule::evaluate(rule, &facts, 0))
            }),
        }
    }
}

fn prepare<R: clearance_rule::Rule>(
    table: Table,
    question: &Question,
    from_json: impl Fn(&R, &str) -> Returned + 'static,
) -> Result<Prepared> {
    let asked = question.rule;
    let reduce = move |returned: Returned| asked.reduce(&shape(&returned.map_err(refused)?));
    Ok(Prepared::Ready(match table {
        Table::Evaluate => {
            // What the engine hands to a rule: the sections that it declares.
            let facts = rmp_serde::to_vec_named(&json!({ asked.section(): question.facts[asked.section()] }))?;
            let slot = OnceLock::<R>::new();
            guest::configure(&slot, &rmp_serde::to_vec_named(&question.params)?).map_err(mismatched)?;
            ready(move || guest::evaluate(&slot, 0, &facts), reduce)
        }
        Table::FromJson => {
            let rule: R = testing::configure(question.params.clone()).map_err(mismatched)?;
            let text = question.text.clone();
            ready(move || from_json(&rule, &text), reduce)
        }
    }))
}

/// The answer to `rule` with `params` about `facts`.
pub fn answer(rule: Rule, params: &Value, facts: &Value) -> Result<Value> {
    let question =
        Question { rule, text: facts.to_string(), facts: facts.clone(), params: params.clone(), answer: Value::Null };
    match Native.prepare(Table::Evaluate, &question)? {
        Prepared::Ready(mut run) => run.answer(),
        Prepared::Cannot(why) => Err(anyhow!(why)),
    }
    .with_context(|| format!("`{}` has no answer", rule.name()))
}

fn malformed(error: serde_json::Error) -> EvaluationError {
    EvaluationError::Failed(error.to_string())
}

pub fn mismatched(mismatch: Mismatch) -> anyhow::Error {
    anyhow!("the params are refused at `{}`: {}", mismatch.pointer, mismatch.message)
}

pub fn refused(error: EvaluationError) -> anyhow::Error {
    match error {
        EvaluationError::MissingFact(pointer) => anyhow!("the fact `{pointer}` is absent"),
        EvaluationError::MalformedFact(mismatch) => mismatched(mismatch),
        EvaluationError::Failed(message) => anyhow!(message),
    }
}

/// The outcome as the engine serialises it, as far as answers are read off it.
pub fn shape(outcome: &Outcome) -> Value {
    let checks = outcome.checks.iter().map(|check| {
        let observed = check.observed.iter().map(|seen| {
            let value: Option<Value> = seen.value.as_deref().and_then(|value| rmp_serde::from_slice(value).ok());
            json!({ "pointer": seen.pointer, "value": value })
        });
        let status = match check.status {
            Status::Pass => "pass",
            Status::Fail => "fail",
            Status::NotApplicable => "not-applicable",
            Status::Unknown => "unknown",
        };
        let observed: Vec<_> = observed.collect();
        json!({ "subject": check.subject, "status": status, "required": check.required, "observed": observed })
    });
    let checks: Vec<_> = checks.collect();
    let score = outcome.score.as_ref().map(|score| {
        let terms = score.contributions.iter().map(|term| json!({ "factor": term.factor, "points": term.points }));
        json!({ "points": score.points, "contributions": terms.collect::<Vec<_>>() })
    });
    let artifacts = outcome.artifacts.iter().map(|artifact| String::from_utf8_lossy(&artifact.content));
    let artifacts: Vec<_> = artifacts.map(|content| json!({ "content": content })).collect();
    json!({ "checks": checks, "score": score, "artifacts": artifacts })
}
