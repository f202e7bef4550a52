//! Whether a decision costs more where the engine holds other policies too.

use crate::compare::{Comparison, Entered};
use crate::contestants::clearance as ours;
use crate::facts::{Question, params};
use crate::report::Report;
use crate::rules::Rule;
use crate::timing::{Run, ready};
use anyhow::Result;
use clearance::{Facts, Policy};
use serde_json::json;

const LOADED: [usize; 3] = [1, 10, 100];
const SIZE: usize = 10;

pub fn run(rounds: usize) -> Result<()> {
    let mut report = Report::without(&["policies"])?;
    let mut entered = vec![];
    let mut enter = |variant, run| entered.push(Entered { engine: "clearance", variant, run });
    for loaded in LOADED {
        enter(format!("{loaded} loaded, one decides"), decided(loaded, 1)?);
        if loaded > 1 {
            enter(format!("{loaded} loaded, each in turn"), decided(loaded, loaded)?);
        }
    }
    Comparison { table: "policies", rule: "all", components: SIZE }.run(entered, rounds, &mut report);
    report.write()
}

/// Decisions of the first `deciding` of `loaded` policies, in turn. Each has an engine of its own, so that none finds
/// what another has warmed.
fn decided(loaded: usize, deciding: usize) -> Result<Box<dyn Run>> {
    let policies = policies(loaded)?;
    let facts = Facts::from_json(&Question::read(Rule::Coverage, SIZE)?.text)?;
    let (at, mut turn) = (ours::at()?, 0);
    let decide = move || {
        turn = (turn + 1) % deciding;
        policies[turn].decide(&facts, at)
    };
    Ok(ready(decide, |decision| Ok(serde_json::to_value(decision)?)))
}

/// Policies of all four rules, each with params of its own, in one engine, which lives as long as they do.
fn policies(count: usize) -> Result<Vec<Policy>> {
    let engine = ours::engine(ours::kept())?;
    let policies = (0..count).map(|i| {
        let mut params = params();
        params["coverage"]["minimum"]["1"] = json!(85.0 + i as f64 / 100.0);
        params["risk"]["cap"] = json!(12.0 + i as f64 / 100.0);
        params["residency"]["allowed"][format!("class-{i}")] = json!(["eu-west-1"]);
        params["redaction"]["patterns"][0]["name"] = json!(format!("email-{i}"));
        ours::load(&engine, Rule::ALL.map(|rule| (rule, &params[rule.name()])))
    });
    policies.collect()
}
