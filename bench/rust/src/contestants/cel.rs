//! CEL in Rust.

use super::typed::Facts;
use super::{Contestant, Prepared, Table};
use crate::facts::Question;
use crate::rules::Rule;
use crate::timing::ready;
use ::cel::{Context, Env, ExecutionError, Value, extensions, to_value};
use anyhow::{Result, anyhow};
use std::sync::Arc;

pub struct Cel;

impl Contestant for Cel {
    fn engine(&self) -> &'static str {
        "cel"
    }

    fn variant(&self) -> &'static str {
        "compiled program"
    }

    fn setup(&self) -> &'static str {
        "The program is compiled once and the context made once, facts and params as variables, as in the crate's \
         documentation. CEL cannot add up a list, so `sum` is a function of the host, which the documentation shows \
         how to add; CEL has no arithmetic between integers and floats, so the params are floats."
    }

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared> {
        let source = match question.rule {
            Rule::Coverage => include_str!("../../policies/coverage.cel"),
            Rule::Risk => include_str!("../../policies/risk.cel"),
            Rule::Residency => include_str!("../../policies/residency.cel"),
            Rule::Redaction => {
                return Ok(Prepared::Cannot("has no function that replaces what a regular expression matches"));
            }
        };
        let mut env = Env::stdlib();
        env.add_extension(extensions::lists).map_err(|error| anyhow!("{error}"))?;
        env.add_extension(extensions::math).map_err(|error| anyhow!("{error}"))?;
        let env = Arc::new(env);
        let program = env.compile(source)?;
        let mut context = Context::with_env(env);
        context.add_function("sum", sum).map_err(|error| anyhow!("{error}"))?;
        context.add_variable_from_value("params", to_value(floats(&question.params))?);
        let text = question.text.clone();
        Ok(Prepared::Ready(match table {
            Table::Evaluate => {
                context.add_variable_from_value("facts", to_value(&question.facts)?);
                ready(move || program.execute(&context), json)
            }
            Table::FromJson => ready(
                move || {
                    let facts: Facts<'_> = serde_json::from_str(&text).map_err(failed)?;
                    context.add_variable_from_value("facts", to_value(facts).map_err(failed)?);
                    program.execute(&context)
                },
                json,
            ),
        }))
    }
}

fn failed(error: impl ToString) -> ExecutionError {
    ExecutionError::function_error("from JSON", error)
}

fn sum(list: Arc<Vec<Value>>) -> Result<f64, ExecutionError> {
    let number = |value: &Value| match value {
        Value::Float(number) => Ok(*number),
        _ => Err(ExecutionError::function_error("sum", "expected floats")),
    };
    list.iter().map(number).sum()
}

/// `params` with every number a float.
fn floats(params: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match params {
        Value::Number(number) => number.as_f64().into(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), floats(value))).collect(),
        other => other.clone(),
    }
}

fn json(answer: Result<Value, ExecutionError>) -> Result<serde_json::Value> {
    answer?.json().map_err(|error| anyhow!("{error}"))
}
