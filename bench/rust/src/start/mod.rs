//! From the start of a process to its first decision under fifty rules, and the memory that this takes.

pub mod child;

use crate::report::{Report, Row, Spread};
use crate::rules::FOLDER;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Rounds that count, unless others are asked for.
pub const ROUNDS: usize = 15;
/// What takes part, and what its rules are loaded from. An empty process is what the others begin with.
const CONTESTANTS: [(&str, &str); 5] = [
    ("none", "an empty process"),
    ("clearance", EMPTY),
    ("clearance", "warm code cache"),
    ("regorus", "source text"),
    ("zen", "source text"),
];
const EMPTY: &str = "empty code cache";

/// What is measured of one process: the time to its first decision, and its memory after it.
const TABLES: [(&str, &str); 3] = [("start", "ms"), ("memory", "MB"), ("peak-memory", "MB")];

/// Starts each engine in turn, in processes of their own.
pub fn run(rounds: usize) -> Result<()> {
    let mut report = Report::without(&TABLES.map(|(table, _)| table))?;
    let mut told = CONTESTANTS.map(|_| Vec::new());
    // The first round fills the caches, the system's cache of files among them.
    for round in 0..=rounds {
        for (i, (engine, variant)) in CONTESTANTS.into_iter().enumerate() {
            let one = start(engine, variant).with_context(|| format!("{engine}, {variant}"))?;
            if round > 0 {
                told[i].push(one);
            }
        }
    }
    for ((engine, variant), told) in CONTESTANTS.into_iter().zip(told) {
        for (measured, (table, unit)) in TABLES.into_iter().enumerate() {
            let spread = Spread::of(told.iter().map(|one| one[measured]).collect());
            println!("{table:<12} {engine:<10} {variant:<18} {:>8.1} {unit}", spread.median);
            report.rows.push(Row {
                table: table.to_owned(),
                rule: format!("{} rules", child::RULES),
                components: child::SIZE,
                engine: engine.to_owned(),
                variant: variant.to_owned(),
                unit: unit.to_owned(),
                spread,
            });
        }
    }
    report.write()
}

/// Starts one process, and gives a value for each table. The clock stops when the process says that it has decided.
fn start(engine: &str, variant: &str) -> Result<[f64; TABLES.len()]> {
    let cache = Path::new(FOLDER).join("start").join(variant.replace(' ', "-"));
    if variant == EMPTY && cache.exists() {
        std::fs::remove_dir_all(&cache).context("the code cache cannot be emptied")?;
    }
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["start-child", engine]).arg(cache).stdout(Stdio::piped());
    let begun = Instant::now();
    let mut child = command.spawn().context("the child could not be started")?;
    let mut lines = BufReader::new(child.stdout.take().context("the child has no output")?).lines();
    let answered = lines.next().context("the child decided nothing")??;
    let taken = begun.elapsed();
    let memory: BTreeMap<String, String> = lines
        .map(|line| Ok(line?.split_once(':').map(|(name, value)| (name.to_owned(), value.to_owned()))))
        .filter_map(Result::transpose)
        .collect::<Result<_>>()?;
    ensure!(child.wait()?.success(), "the child failed");
    let expected = if engine == "none" { 0 } else { child::RULES };
    ensure!(answered == expected.to_string(), "it answered {answered} rules");
    let milliseconds = taken.as_secs_f64() * 1e3;
    Ok([milliseconds, megabytes(&memory, "VmRSS")?, megabytes(&memory, "VmHWM")?])
}

/// Of `  1234 kB`.
fn megabytes(memory: &BTreeMap<String, String>, name: &str) -> Result<f64> {
    let kilobytes = memory.get(name).and_then(|value| value.trim().strip_suffix(" kB"));
    Ok(kilobytes.with_context(|| format!("the child did not tell its `{name}`"))?.parse::<f64>()? / 1024.0)
}
