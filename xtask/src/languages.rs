//! What a rule costs in each language: the same rule over the same facts, measured one after the other. The table is for authors who
//! choose a language.

use crate::project::Project;
use crate::{guests, made_part, shell};
use anyhow::{Context, Result, bail};
use clearance_build::Language;
use serde::Deserialize;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PAGE: &str = "docs/authoring/README.md";
/// The task that makes the table.
const TASK: &str = "languages";
/// The rule that there is in every language, its cases, and the one that is measured.
const RULE: &str = "test-thresholds";
const CASES: &str = "example-rules/test-thresholds/cases.yaml";
const CASE: &str = "one short of every threshold, and the remedy says how many";
/// How far a component's size may be from the table's, in percent: not all toolchains make the same bytes twice.
const TOLERANCE: f64 = 5.0;

/// What `clearance rule bench` says.
#[derive(Deserialize)]
struct Costs {
    component_bytes: f64,
    compile_ms: f64,
    load_ms: f64,
    fresh: Latency,
    warm: Latency,
    instructions: f64,
    memory_bytes: f64,
}

#[derive(Deserialize)]
struct Latency {
    median_us: f64,
}

/// Measures every language and writes the table anew.
pub(crate) fn write(project: &Project) -> Result<()> {
    guests::build(project)?;
    let mut cargo = project.cargo();
    shell::run(cargo.args(["build", "--release", "--package", "clearance-cli", "--bin", "clearance"]))?;
    let command = project.cargo_target.join("release/clearance");
    let mut rows = vec![];
    for (language, rule) in rules(project) {
        let mut bench = Command::new(&command);
        bench.current_dir(&project.root).args(["rule", "bench", "--format", "json", "--time-ms", "2000"]);
        bench.args(["--cases", CASES, "--case", CASE]).arg(project.shown(&rule));
        let answer = shell::output(bench.stderr(std::process::Stdio::inherit()))?;
        rows.push((language, serde_json::from_slice(&answer).context("what `clearance rule bench` says")?));
    }
    let path = project.root.join(PAGE);
    let page = fs::read_to_string(&path).with_context(|| format!("cannot read `{PAGE}`"))?;
    fs::write(path, made_part::replaced(&page, TASK, &table(&rows)).with_context(|| PAGE)?)?;
    Ok(())
}

/// Checks that the table has every language, and the sizes of the components as they were built last.
pub(crate) fn check(project: &Project) -> Result<()> {
    let page = fs::read_to_string(project.root.join(PAGE)).with_context(|| format!("cannot read `{PAGE}`"))?;
    let table = made_part::found(&page, TASK).with_context(|| PAGE)?;
    for (language, rule) in rules(project) {
        let again = || format!("`{PAGE}`: write the table anew: `cargo xtask {TASK}`");
        let Some(told) = size(table, language) else {
            bail!("{}: {} is not in it", again(), language.title());
        };
        let rule = if rule.is_dir() { rule.join("build").join(RULE).with_extension("wasm") } else { rule };
        let bytes = fs::metadata(&rule).with_context(|| format!("cannot read `{}`", rule.display()))?.len();
        #[expect(clippy::cast_precision_loss, reason = "a component is not so large")]
        let found = bytes as f64 / 1000.0;
        if (found - told).abs() > told * TOLERANCE / 100.0 {
            bail!("{}: the component in {} has {found:.0} kB, and {told:.0} kB there", again(), language.title());
        }
    }
    Ok(())
}

/// The rule in each language, as its project or its component.
fn rules(project: &Project) -> Vec<(Language, PathBuf)> {
    let languages = Language::ALL.into_iter().filter_map(|language| {
        let kit = project.root.join("rules-sdk").join(language.kit());
        let examples = [format!("examples/{RULE}-{}", language.name()), format!("examples/{RULE}")];
        let mut examples = examples.iter().map(|example| kit.join(example)).filter(|path| is_of(path, language));
        let rule = if language == Language::Rust {
            Some(project.made("rules").join(RULE).with_extension("wasm"))
        } else {
            examples.next()
        };
        Some((language, rule?))
    });
    languages.collect()
}

fn is_of(folder: &Path, language: Language) -> bool {
    clearance_build::Project::open(folder).is_ok_and(|project| project.language == language)
}

/// The size that the table has for a language, in kB.
fn size(table: &str, language: Language) -> Option<f64> {
    let start = format!("| {} |", language.title());
    let row = table.lines().find(|line| line.starts_with(&start))?;
    row.split('|').nth(2)?.trim().strip_suffix(" kB")?.replace(',', "").parse().ok()
}

fn table(rows: &[(Language, Costs)]) -> String {
    let mut table = String::from(
        "| language | component | loads, the first time | loads, from then on | an evaluation | configured for each | instructions | memory |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for (language, costs) in rows {
        let Costs { component_bytes, compile_ms, load_ms, fresh, warm, instructions, memory_bytes } = costs;
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "| {} | {} kB | {} ms | {load_ms:.1} ms | {} µs | {} µs | {} | {} kB |",
            language.title(),
            grouped(component_bytes / 1e3),
            grouped(*compile_ms),
            grouped(warm.median_us),
            grouped(fresh.median_us),
            grouped(*instructions),
            grouped(memory_bytes / 1024.0),
        );
    }
    table
}

/// A number without decimals, its thousands grouped.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_from_the_table_that_is_written() {
        let latency = |median_us| Latency { median_us };
        let costs = Costs {
            component_bytes: 18_778_400.0,
            compile_ms: 5600.4,
            load_ms: 1.25,
            fresh: latency(1400.0),
            warm: latency(51.4),
            instructions: 1_234_567.0,
            memory_bytes: 2_097_152.0,
        };
        let table = table(&[(Language::Python, costs)]);
        let row = "| Python | 18,778 kB | 5,600 ms | 1.2 ms | 51 µs | 1,400 µs | 1,234,567 | 2,048 kB |\n";
        assert!(table.ends_with(row), "{table}");
        assert_eq!(size(&table, Language::Python), Some(18778.0));
        assert_eq!(size(&table, Language::Go), None);
    }
}
