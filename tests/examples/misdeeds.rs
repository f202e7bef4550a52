//! Commits each misdeed of `tests/hostile.yaml` in a process of its own, and prints a table of what stopped it, how long it
//! took to load the rule and to decide twice, and how much memory that took at its peak. What is there before does not count:
//! the engine, and the rule that is decided beside it.
//!
//! `cargo run --release --package clearance-tests --example misdeeds`, after `cargo xtask guests`.

use clearance_tests::hostile::{Consequence, Misdeed, misdeeds};
use clearance_tests::{guest, process};
use serde_json::json;
use std::process::{Command, ExitCode};
use std::time::Instant;

fn main() -> ExitCode {
    let misdeeds = misdeeds();
    if let Some(position) = std::env::args().nth(1) {
        let misdeed = position.parse::<usize>().ok().and_then(|position| misdeeds.get(position));
        return misdeed.map_or(ExitCode::FAILURE, commit);
    }
    println!("| misdeed | what stopped it | ms | MB at the peak |\n|---|---|---:|---:|");
    let all = (0..misdeeds.len()).map(|position| {
        let this = std::env::current_exe().ok()?;
        Command::new(this).arg(position.to_string()).status().ok().filter(std::process::ExitStatus::success)
    });
    let ended = all.flatten().count();
    if ended == misdeeds.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn commit(misdeed: &Misdeed) -> ExitCode {
    let engine = misdeed.engine();
    let entry = json!({ "id": "next", "rule": "misdeeds.wasm", "params": { "deed": "none" } });
    let beside = json!({ "policy": "beside", "entries": [entry] }).to_string();
    let folder = guest("misdeeds").parent().map(std::path::Path::to_owned).unwrap_or_default();
    let Ok(_beside) = engine.parse_policy(&beside, folder) else { return ExitCode::FAILURE };
    let before = process::memory();
    let _ = process::forget_peak();
    let begun = Instant::now();
    let (consequence, _) = misdeed.commit(&engine);
    let (took, peak) = (begun.elapsed(), process::peak_memory().saturating_sub(before));
    let stopped = match &consequence {
        Consequence::Row(code) => format!("row `{code}`"),
        Consequence::Error(code) => format!("not loaded, `{code}`"),
        Consequence::None => "nothing: no harm done".to_owned(),
    };
    let (ms, mb) = (took.as_millis(), peak / 1_000_000);
    println!("| {} | {stopped} | {ms} | {mb} |", misdeed.name);
    if consequence == misdeed.expected() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
