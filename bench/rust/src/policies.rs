//! Whether a decision costs more where the engine holds other policies too.

use crate::contestants::clearance as ours;
use crate::facts::{Question, params};
use crate::report::{Report, Row};
use crate::rules::Rule;
use crate::timing::{Run, measure, ready};
use anyhow::Result;
use clearance::{Engine, Facts, Policy};
use serde_json::json;

const LOADED: [usize; 3] = [1, 10, 100];
const SIZE: usize = 10;

pub fn run() -> Result<()> {
    let mut report = Report::without(&["policies"])?;
    let mut names = vec![];
    let mut runs: Vec<Box<dyn Run>> = vec![];
    for loaded in LOADED {
        names.push(format!("{loaded} loaded, one decides"));
        runs.push(decided(loaded, 1)?);
        if loaded > 1 {
            names.push(format!("{loaded} loaded, each in turn"));
            runs.push(decided(loaded, loaded)?);
        }
    }
    for (variant, spread) in names.into_iter().zip(measure(&mut runs)) {
        println!("{variant:<28} {:>8.1} us  ({:.1} to {:.1})", spread.median, spread.low, spread.high);
        report.rows.push(Row {
            table: "policies".to_owned(),
            rule: "all".to_owned(),
            components: SIZE,
            engine: "clearance".to_owned(),
            variant,
            unit: "us".to_owned(),
            spread,
        });
    }
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
    let engine = Engine::new()?;
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
