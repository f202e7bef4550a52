//! `clearance rule bench`: what a rule costs, over its own cases.

use super::arguments::{BenchArguments, PlainFormat};
use super::subject::Found;
use crate::{Answer, render};
use anyhow::{Context, Result};
use clearance::{
    CodeCache, ConfigureOptions, ConfiguredRule, Engine, EngineOptions, Facts, Timestamp, Usage, printable,
};
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
    configure: Duration,
    /// Configured for each evaluation.
    fresh: Latency,
    /// From the memory that `configure` left, as policies have it.
    warm: Latency,
    usage: Usage,
}

pub(crate) fn bench(arguments: &BenchArguments) -> Result<Answer> {
    let found = arguments.subject.find()?;
    let costs = measure(&found, Duration::from_millis(arguments.time_ms), arguments.subject.engine.limits())?;
    Ok(Answer::success(match arguments.format {
        PlainFormat::Text => text(&costs)?,
        PlainFormat::Json => json(&costs),
    }))
}

fn measure(found: &Found, time: Duration, limits: clearance::Limits) -> Result<Costs> {
    let engine = Engine::with_options(EngineOptions { limits, code_cache: CodeCache::Off })?;
    let started = Instant::now();
    let rule = engine.load_rule(&found.component)?;
    let compile = started.elapsed();
    let (case, facts, at) = dearest(found)?;
    let started = Instant::now();
    let warm = rule.configure(&case.params)?;
    let configure = started.elapsed();
    let fresh = rule.configure_with(&case.params, ConfigureOptions { snapshot: false })?;
    let (_, usage) = warm.evaluate_measured(&facts, at);
    Ok(Costs {
        case: case.name,
        bytes: fs::metadata(&found.component)?.len(),
        compile,
        configure,
        fresh: latency(&fresh, &facts, at, time),
        warm: latency(&warm, &facts, at, time),
        usage,
    })
}

/// The case that takes the most instructions, among those that have an outcome.
fn dearest(found: &Found) -> Result<(Case, Facts, Timestamp)> {
    let mut dearest: Option<(u64, (Case, Facts, Timestamp))> = None;
    for case in found.cases()? {
        let asked = found.rule.configure_with(&case.params, ConfigureOptions { snapshot: false });
        let (Ok(rule), Ok(facts), Some(at)) =
            (asked, Facts::from_serialize(&case.facts), Timestamp::from_millis(case.at))
        else {
            continue;
        };
        let (outcome, usage) = rule.evaluate_measured(&facts, at);
        if outcome.is_ok() && dearest.as_ref().is_none_or(|(most, _)| usage.instructions > *most) {
            dearest = Some((usage.instructions, (case, facts, at)));
        }
    }
    let (_, dearest) = dearest.with_context(|| format!("no case in `{}` has an outcome", found.cases.display()))?;
    Ok(dearest)
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

fn text(costs: &Costs) -> Result<String> {
    let mut text = String::new();
    let latency = |Latency { median, slow, rounds }: &Latency| {
        format!("{:>9.1} µs, 99th percentile {:.1} µs ({rounds} times)", micros(*median), micros(*slow))
    };
    writeln!(text, "case          {}: the dearest one\n", printable(&costs.case))?;
    writeln!(text, "warm          {}", latency(&costs.warm))?;
    writeln!(text, "fresh         {}", latency(&costs.fresh))?;
    writeln!(text, "instructions  {:>9}", costs.usage.instructions)?;
    writeln!(text, "memory        {:>9} kB", costs.usage.memory_bytes.div_ceil(1024))?;
    writeln!(text, "compile       {:>9.1} ms", costs.compile.as_secs_f64() * 1e3)?;
    writeln!(text, "configure     {:>9.1} ms", costs.configure.as_secs_f64() * 1e3)?;
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
        "compile_ms": costs.compile.as_secs_f64() * 1e3,
        "configure_ms": costs.configure.as_secs_f64() * 1e3,
        "fresh": latency(&costs.fresh),
        "warm": latency(&costs.warm),
        "instructions": costs.usage.instructions,
        "memory_bytes": costs.usage.memory_bytes,
    });
    render::json(format!("{told:#}\n"))
}
