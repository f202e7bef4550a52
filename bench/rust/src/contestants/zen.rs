//! ZEN, the engine of GoRules: a decision graph with an expression node, or with a function node where expressions do
//! not suffice.

use super::{Contestant, Prepared, Table};
use crate::facts::Question;
use crate::rules::Rule;
use crate::timing::ready;
use anyhow::{Result, anyhow};
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use zen_engine::model::GraphContent;
use zen_engine::{Decision, DecisionEngine, DecisionGraphResponse, Variable};

pub struct Zen;

/// The text of a rule's decision graph.
pub fn graph(rule: Rule) -> &'static str {
    match rule {
        Rule::Coverage => include_str!("../../policies/coverage.jdm.json"),
        Rule::Risk => include_str!("../../policies/risk.jdm.json"),
        Rule::Residency => include_str!("../../policies/residency.jdm.json"),
        Rule::Redaction => include_str!("../../policies/redaction.jdm.json"),
    }
}

/// A graph that is ready to be evaluated.
pub fn decision(rule: Rule) -> Result<Decision> {
    let content: GraphContent = serde_json::from_str(graph(rule))?;
    let engine = DecisionEngine::default();
    let mut decision = engine.create_decision(Arc::new(content.into())).map_err(|error| anyhow!("{error}"))?;
    decision.compile();
    Ok(decision)
}

/// What polls the engine's futures, on this thread.
pub fn executor() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_time().build()?)
}

impl Contestant for Zen {
    fn engine(&self) -> &'static str {
        "zen"
    }

    fn variant(&self) -> &'static str {
        "compiled decision"
    }

    fn setup(&self) -> &'static str {
        "One `Decision`, compiled once, evaluated with a clone of a `Variable` as in the benchmarks of its repository; \
         its futures are polled on the calling thread. Expressions say coverage, risk and residency; redaction is a \
         function node, because no expression replaces what a regular expression matches."
    }

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared> {
        let decision = decision(question.rule)?;
        let executor = executor()?;
        let context: Variable = serde_json::from_str(&question.text)?;
        let params = Variable::from(&question.params);
        context.dot_insert("params", params.clone());
        let text = question.text.clone();
        Ok(Prepared::Ready(match table {
            Table::Evaluate => ready(move || executor.block_on(decision.evaluate(context.clone())), json),
            Table::FromJson => ready(
                move || -> Result<_> {
                    let context: Variable = serde_json::from_str(&text)?;
                    context.dot_insert("params", params.clone());
                    Ok(executor.block_on(decision.evaluate(context)))
                },
                |response| json(response?),
            ),
        }))
    }
}

type Returned = Result<DecisionGraphResponse, Box<zen_engine::EvaluationError>>;

fn json(response: Returned) -> Result<serde_json::Value> {
    let response = response.map_err(|error| anyhow!("{error}"))?;
    let mut result: serde_json::Value = response.result.into();
    Ok(result["answer"].take())
}
