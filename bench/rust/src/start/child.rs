//! One process that loads fifty rules, decides once, and tells how much memory it has.

use crate::contestants::{clearance as ours, regorus as rego, zen};
use crate::facts::params;
use crate::rules::{FOLDER, Rule};
use anyhow::{Result, bail};
use clearance::CodeCache;
use serde_json::{Value, json};
use std::any::Any;
use std::path::Path;

/// How many rules are loaded.
pub const RULES: usize = 50;
/// How many components the release has.
pub const SIZE: usize = 10;

/// What an engine holds after its decision.
type Alive = Box<dyn Any>;

/// Loads the rules, decides, says how many rules answered, and then what the system knows of the process.
pub fn run(engine: &str, cache: &str) -> Result<()> {
    let text = std::fs::read_to_string(Path::new(FOLDER).join(format!("facts-{SIZE}.json")))?;
    let rules: Vec<(Rule, Value)> = (0..RULES).map(different).collect();
    // Kept until the memory is read.
    let (answered, _alive) = match engine {
        "none" => (0, Box::new(()) as Alive),
        "clearance" => ask_clearance(&rules, &text, cache)?,
        "regorus" => ask_regorus(&rules, &text)?,
        "zen" => ask_zen(&rules, &text)?,
        _ => bail!("there is no engine `{engine}`"),
    };
    println!("{answered}");
    print!("{}", std::fs::read_to_string("/proc/self/status")?);
    Ok(())
}

/// The `i`th of many rules: each of the four with params that no other has.
fn different(i: usize) -> (Rule, Value) {
    let rule = Rule::ALL[i % Rule::ALL.len()];
    let mut params = params()[rule.name()].take();
    match rule {
        Rule::Coverage => params["minimum"]["1"] = json!(85.0 + i as f64 / 100.0),
        Rule::Risk => params["cap"] = json!(12.0 + i as f64 / 100.0),
        Rule::Residency => params["allowed"][format!("class-{i}")] = json!(["eu-west-1"]),
        Rule::Redaction => params["patterns"][0]["name"] = json!(format!("email-{i}")),
    }
    (rule, params)
}

fn ask_clearance(rules: &[(Rule, Value)], text: &str, cache: &str) -> Result<(usize, Alive)> {
    let engine = ours::engine(CodeCache::Folder(cache.into()))?;
    let policy = ours::load(&engine, rules.iter().map(|(rule, params)| (*rule, params)))?;
    let facts = clearance::Facts::from_json(text)?;
    let decision = policy.decide(&facts, ours::at()?);
    let answers = decision.entries.iter().filter(|entry| !entry.checks.is_empty() || entry.score.is_some());
    Ok((answers.count(), Box::new((engine, policy, facts))))
}

/// A package for each rule, in one engine.
fn ask_regorus(rules: &[(Rule, Value)], text: &str) -> Result<(usize, Alive)> {
    let mut engine = regorus::Engine::new();
    let mut data = json!({});
    for (i, (rule, params)) in rules.iter().enumerate() {
        let policy = rego::policy(*rule).replace("data.", &format!("data.params{i}."));
        engine.add_policy(format!("{i}.rego"), policy.replace("package bench", &format!("package bench{i}")))?;
        data[format!("params{i}")] = params.clone();
    }
    engine.add_data(data.into())?;
    engine.set_input_json(text)?;
    let mut answered = 0;
    for i in 0..rules.len() {
        let answer = engine.eval_rule(format!("data.bench{i}.answer"))?;
        answered += usize::from(answer != regorus::Value::Undefined);
    }
    Ok((answered, Box::new(engine)))
}

/// A graph for each rule.
fn ask_zen(rules: &[(Rule, Value)], text: &str) -> Result<(usize, Alive)> {
    let executor = zen::executor()?;
    let facts: zen_engine::Variable = serde_json::from_str(text)?;
    let graphs = rules.iter().map(|(rule, _)| zen::decision(*rule)).collect::<Result<Vec<_>>>()?;
    let mut answered = 0;
    for (decision, (_, params)) in graphs.iter().zip(rules) {
        let context = facts.shallow_clone();
        context.dot_insert("params", zen_engine::Variable::from(params));
        let response = executor.block_on(decision.evaluate(context)).map_err(|error| anyhow::anyhow!("{error}"))?;
        answered += usize::from(response.result.dot("answer").is_some());
    }
    Ok((answered, Box::new((executor, facts, graphs))))
}
