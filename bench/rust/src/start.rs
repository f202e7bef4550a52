//! From the start of a process to its first decision under fifty rules, and the memory that this takes.

use crate::contestants::{clearance as ours, regorus as rego, zen};
use crate::facts::params;
use crate::report::{Report, Row, Spread};
use crate::rules::{FOLDER, Rule};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::any::Any;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const ROUNDS: usize = 15;
const RULES: usize = 50;
const SIZE: usize = 10;
/// What takes part, and what its rules are loaded from. An empty process is what the others begin with.
const ENGINES: [(&str, &str); 4] =
    [("none", "an empty process"), ("clearance", "components"), ("regorus", "source text"), ("zen", "source text")];

/// Starts each engine in turn, in processes of their own.
pub fn run() -> Result<()> {
    let mut report = Report::without(&["start", "memory"])?;
    let mut taken = ENGINES.map(|_| Vec::new());
    let mut peak = ENGINES.map(|_| Vec::new());
    let mut resident = ENGINES.map(|_| Vec::new());
    // The first round fills the cache of files.
    for round in 0..=ROUNDS {
        for (i, (engine, _)) in ENGINES.iter().enumerate() {
            let (milliseconds, told) = child(engine)?;
            if round > 0 {
                taken[i].push(milliseconds);
                peak[i].push(megabytes(&told["VmHWM"])?);
                resident[i].push(megabytes(&told["VmRSS"])?);
            }
        }
    }
    for (i, (engine, source)) in ENGINES.into_iter().enumerate() {
        let measured = [
            ("start", source, "ms", &taken[i]),
            ("memory", "peak", "MB", &peak[i]),
            ("memory", "resident", "MB", &resident[i]),
        ];
        for (table, variant, unit, values) in measured {
            let spread = Spread::of(values.clone());
            println!("{table:<8} {engine:<10} {variant:<18} {:>8.1} {unit}", spread.median);
            report.rows.push(Row {
                table: table.to_owned(),
                rule: format!("{RULES} rules"),
                components: SIZE,
                engine: engine.to_owned(),
                variant: variant.to_owned(),
                unit: unit.to_owned(),
                spread,
            });
        }
    }
    report.write()
}

/// Milliseconds from start to end of one process, and what it told.
fn child(engine: &str) -> Result<(f64, Value)> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["start-child", "--engine", engine, "--rules", &RULES.to_string()]).stderr(Stdio::inherit());
    let begun = Instant::now();
    let output = command.output().context("the child could not be started")?;
    let taken = begun.elapsed();
    ensure!(output.status.success(), "the child with `{engine}` failed");
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let answered = if engine == "none" { 0 } else { RULES };
    ensure!(told["answered"] == answered, "`{engine}` answered {} rules", told["answered"]);
    Ok((taken.as_secs_f64() * 1e3, told))
}

/// What an engine holds after its decision.
type Alive = Box<dyn Any>;

/// Loads `rules` rules, decides once, and tells how much memory the process had.
pub fn answer(engine: &str, rules: usize) -> Result<()> {
    let text = std::fs::read_to_string(Path::new(FOLDER).join(format!("facts-{SIZE}.json")))?;
    let rules: Vec<(Rule, Value)> = (0..rules).map(different).collect();
    // Kept until the memory is read.
    let (answered, _alive) = match engine {
        "none" => (0, Box::new(()) as Alive),
        "clearance" => ask_clearance(&rules, &text)?,
        "regorus" => ask_regorus(&rules, &text)?,
        "zen" => ask_zen(&rules, &text)?,
        _ => anyhow::bail!("there is no engine `{engine}`"),
    };
    let status = std::fs::read_to_string("/proc/self/status")?;
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    println!("{}", json!({ "answered": answered, "VmHWM": field("VmHWM"), "VmRSS": field("VmRSS") }));
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

fn ask_clearance(rules: &[(Rule, Value)], text: &str) -> Result<(usize, Alive)> {
    let engine = clearance::Engine::new()?;
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

/// Of `  1234 kB`.
fn megabytes(told: &Value) -> Result<f64> {
    let kilobytes = told.as_str().and_then(|text| text.trim().strip_suffix(" kB"));
    Ok(kilobytes.context("the child did not tell its memory")?.parse::<f64>()? / 1024.0)
}
