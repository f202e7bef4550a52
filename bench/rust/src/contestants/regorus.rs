//! Regorus: Rego in Rust. Its interpreter, and the virtual machine that it also has.

use super::{Contestant, Prepared, Table};
use crate::facts::Question;
use crate::rules::Rule;
use crate::timing::ready;
use anyhow::Result;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, Value};

/// The rule in the policies that answers.
const ANSWER: &str = "data.bench.answer";

const SETUP: &str = "Policy and params are loaded once; the input is a parsed `Value`, which is cloned by counting. The \
                     interpreter is used as in the crate's documentation (`set_input`, `eval_rule` on one engine), the \
                     virtual machine as in the hot benchmarks of its repository (`set_input`, `execute` on one machine). \
                     Default features, which the virtual machine needs.";

/// The text of a rule's policy.
pub fn policy(rule: Rule) -> &'static str {
    match rule {
        Rule::Coverage => include_str!("../../policies/coverage.rego"),
        Rule::Risk => include_str!("../../policies/risk.rego"),
        Rule::Residency => include_str!("../../policies/residency.rego"),
        Rule::Redaction => include_str!("../../policies/redaction.rego"),
    }
}

/// The engine's own evaluation.
pub struct Interpreter;

impl Contestant for Interpreter {
    fn engine(&self) -> &'static str {
        "regorus"
    }

    fn variant(&self) -> &'static str {
        "interpreter"
    }

    fn setup(&self) -> &'static str {
        SETUP
    }

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared> {
        let mut engine = loaded(question)?;
        let input = Value::from_json_str(&question.text)?;
        let text = question.text.clone();
        Ok(Prepared::Ready(match table {
            Table::Evaluate => ready(
                move || {
                    engine.set_input(input.clone());
                    engine.eval_rule(ANSWER.to_owned())
                },
                |answer| json(answer?),
            ),
            Table::FromJson => ready(
                move || {
                    engine.set_input(Value::from_json_str(&text)?);
                    engine.eval_rule(ANSWER.to_owned())
                },
                |answer| json(answer?),
            ),
        }))
    }
}

/// Bytecode on the virtual machine.
pub struct Machine;

impl Contestant for Machine {
    fn engine(&self) -> &'static str {
        "regorus"
    }

    fn variant(&self) -> &'static str {
        "virtual machine"
    }

    fn setup(&self) -> &'static str {
        SETUP
    }

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared> {
        let compiled = loaded(question)?.compile_with_entrypoint(&ANSWER.into())?;
        let mut machine = RegoVM::new();
        // The default, 25,000, ends a release of 1,000 components.
        machine.set_max_instructions(usize::MAX);
        machine.load_program(Compiler::compile_from_policy(&compiled, &[ANSWER])?);
        machine.set_data(Value::from(question.params.clone()))?;
        let input = Value::from_json_str(&question.text)?;
        let text = question.text.clone();
        Ok(Prepared::Ready(match table {
            Table::Evaluate => ready(
                move || {
                    machine.set_input(input.clone());
                    machine.execute()
                },
                |answer| json(answer?),
            ),
            Table::FromJson => ready(
                move || -> Result<Value> {
                    machine.set_input(Value::from_json_str(&text)?);
                    Ok(machine.execute()?)
                },
                |answer| json(answer?),
            ),
        }))
    }
}

fn loaded(question: &Question) -> Result<Engine> {
    let mut engine = Engine::new();
    engine.add_policy(format!("{}.rego", question.rule.name()), policy(question.rule).to_owned())?;
    engine.add_data(Value::from(question.params.clone()))?;
    Ok(engine)
}

fn json(answer: Value) -> Result<serde_json::Value> {
    Ok(serde_json::from_str(&answer.to_json_str()?)?)
}
