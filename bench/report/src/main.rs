//! Writes `docs/performance.md` and its plots from what the lanes of `bench/` measured. It measures nothing, and every word
//! about who is faster is computed. Run it from the project's folder; `cargo xtask bench` does.

mod lane;
mod results;

mod figures;
mod page;
mod plot;
mod tables;

mod words;

#[cfg(test)]
mod tests;

use anyhow::{Context, Result};
use lane::LANES;
use results::Results;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Where the lanes leave their results.
const RESULTS: &str = "target/bench";
const PAGE: &str = "docs/performance.md";
/// Where the plots come to lie, and how the page names the folder.
const PLOTS: (&str, &str) = ("docs/performance", "performance");

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut every = vec![];
    for lane in &LANES {
        every.push(Results::read(Path::new(RESULTS), lane)?);
    }
    write(PAGE, &page::write(&every, PLOTS.1)?)?;
    for results in &every {
        write(&format!("{}/{}.svg", PLOTS.0, results.lane.name), &plot::draw(results)?)?;
    }
    Ok(())
}

fn write(path: &str, text: &str) -> Result<()> {
    if let Some(folder) = Path::new(path).parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write `{path}`"))?;
    println!("wrote {path}");
    Ok(())
}
