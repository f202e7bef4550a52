//! `clearance rule bench`: what a rule costs, over its own cases.

use super::arguments::{BenchArguments, PlainFormat};
use super::loading::{self, Loading, milliseconds, timed};
use super::subject::Found;
use crate::{Answer, render};
use anyhow::{Context, Result};
use clearance::{ConfigureOptions, ConfiguredRule, Facts, Timestamp, Usage, printable};
use clearance_cases::Case;
use serde_json::json;
use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

/// One way to ask a rule, measured.
struct Latency {
    median: Duration,
    slow: Duration,
    rounds: usize,
}

/// What a rule costs.
struct Costs {
    case: String,
    bytes: u64,
    compile: Duration,
    /// Once it is compiled, for the next process.
    load: Duration,
    configure: Duration,
    /// Configured for each evaluation.
    fresh: Latency,
    /// From the memory that `configure` left, as policies have it.
    warm: Latency,
    usage: Usage,
}

pub(crate) fn bench(arguments: &BenchArguments) -> Result<Answer> {
    let found = arguments.subject.find()?;
    let costs = measure(&found, arguments)?;
    Ok(Answer::success(match arguments.format {
        PlainFormat::Text => text(&costs, arguments.case.is_none())?,
        PlainFormat::Json => json(&costs),
    }))
}

fn measure(found: &Found, arguments: &BenchArguments) -> Result<Costs> {
    let time = Duration::from_millis(arguments.time_ms);
    let Loading { rule, compiled, loaded } = loading::load(&found.component, &arguments.subject.engine)?;
    let (case, facts, at) = match &arguments.case {
        Some(name) => named(found, name)?,
        None => dearest(found)?,
    };
    // First, as it would otherwise begin from the snapshot that is there.
    let fresh = rule.configure_with(&case.params, ConfigureOptions { snapshot: false })?;
    let (warm, configure) = timed(|| Ok(rule.configure(&case.params)?))?;
    let (_, usage) = warm.evaluate_measured(&facts, at);
    Ok(Costs {
        case: case.name,
        bytes: fs::metadata(&found.component)?.len(),
        compile: compiled,
        load: loaded,
        configure,
        fresh: latency(&fresh, &facts, at, time),
        warm: latency(&warm, &facts, at, time),
        usage,
    })
}

/// The case of that name, which has an outcome.
fn named(found: &Found, name: &str) -> Result<(Case, Facts, Timestamp)> {
    let file = found.cases.display();
    let case = found.cases()?.into_iter().find(|case| case.name == name);
    let case = case.with_context(|| format!("no case in `{file}` is named `{name}`"))?;
    let (_, facts, at) =
        measured(found, &case).with_context(|| format!("the case `{name}` in `{file}` has no outcome"))?;
    Ok((case, facts, at))
}

/// The case that takes the most instructions, among those that have an outcome.
fn dearest(found: &Found) -> Result<(Case, Facts, Timestamp)> {
    let mut dearest: Option<(u64, (Case, Facts, Timestamp))> = None;
    for case in found.cases()? {
        let Some((instructions, facts, at)) = measured(found, &case) else { continue };
        if dearest.as_ref().is_none_or(|(most, _)| instructions > *most) {
            dearest = Some((instructions, (case, facts, at)));
        }
    }
    let (_, dearest) = dearest.with_context(|| format!("no case in `{}` has an outcome", found.cases.display()))?;
    Ok(dearest)
}

/// The instructions that a case takes, where it has an outcome, and what the rule is asked about.
fn measured(found: &Found, case: &Case) -> Option<(u64, Facts, Timestamp)> {
    let rule = found.rule.configure_with(&case.params, ConfigureOptions { snapshot: false }).ok()?;
    let (facts, at) = (Facts::from_serialize(&case.facts).ok()?, Timestamp::from_millis(case.at)?);
    let (outcome, usage) = rule.evaluate_measured(&facts, at);
    outcome.is_ok().then_some((usage.instructions, facts, at))
}

fn latency(rule: &ConfiguredRule, facts: &Facts, at: Timestamp, time: Duration) -> Latency {
    let mut taken = vec![];
    let began = Instant::now();
    // The first evaluations fill pools and caches.
    for round in 0.. {
        let started = Instant::now();
        let outcome = rule.evaluate(facts, at);
        let elapsed = started.elapsed();
        drop(outcome);
        if round >= 3 {
            taken.push(elapsed);
        }
        if round >= 5 && began.elapsed() > time {
            break;
        }
    }
    taken.sort_unstable();
    let rounds = taken.len();
    Latency { median: taken[rounds / 2], slow: taken[rounds * 99 / 100], rounds }
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn text(costs: &Costs, chosen: bool) -> Result<String> {
    let mut text = String::new();
    let latency = |Latency { median, slow, rounds }: &Latency| {
        format!("{:>9.1} µs, 99th percentile {:.1} µs ({rounds} times)", micros(*median), micros(*slow))
    };
    let why = if chosen { ": the dearest one" } else { "" };
    writeln!(text, "case          {}{why}\n", printable(&costs.case))?;
    writeln!(text, "warm          {}", latency(&costs.warm))?;
    writeln!(text, "fresh         {}", latency(&costs.fresh))?;
    writeln!(text, "instructions  {:>9}", costs.usage.instructions)?;
    writeln!(text, "memory        {:>9} kB", costs.usage.memory_bytes.div_ceil(1024))?;
    writeln!(text, "compile       {:>9.1} ms", milliseconds(costs.compile))?;
    writeln!(text, "load          {:>9.1} ms, once it is compiled", milliseconds(costs.load))?;
    writeln!(text, "configure     {:>9.1} ms", milliseconds(costs.configure))?;
    writeln!(text, "component     {:>9} kB", costs.bytes.div_ceil(1000))?;
    writeln!(
        text,
        "\nWarm is what a policy has: each evaluation in an instance of its own, which begins in the memory that"
    )?;
    writeln!(text, "`configure` left. Fresh configures each instance anew.")?;
    Ok(text)
}

fn json(costs: &Costs) -> String {
    let latency = |latency: &Latency| json!({ "median_us": micros(latency.median), "p99_us": micros(latency.slow), "rounds": latency.rounds });
    let told = json!({
        "case": costs.case,
        "component_bytes": costs.bytes,
        "compile_ms": milliseconds(costs.compile),
        "load_ms": milliseconds(costs.load),
        "configure_ms": milliseconds(costs.configure),
        "fresh": latency(&costs.fresh),
        "warm": latency(&costs.warm),
        "instructions": costs.usage.instructions,
        "memory_bytes": costs.usage.memory_bytes,
    });
    render::json(format!("{told:#}\n"))
}
