//! The file of results, which is the same for every language.

use crate::facts::put;
use crate::versions;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

const FILE: &str = "rust.json";

/// All that this language measured.
#[derive(Serialize, Deserialize, Default)]
pub struct Report {
    pub lane: String,
    /// What it was measured on, in general terms.
    pub machine: String,
    pub versions: BTreeMap<String, String>,
    pub setup: BTreeMap<String, String>,
    pub rows: Vec<Row>,
    pub cannot: Vec<Cannot>,
}

/// One measurement.
#[derive(Serialize, Deserialize)]
pub struct Row {
    pub table: String,
    pub rule: String,
    pub components: usize,
    pub engine: String,
    pub variant: String,
    pub unit: String,
    #[serde(flatten)]
    pub spread: Spread,
}

/// Median and quartiles over the rounds.
#[derive(Serialize, Deserialize, Clone, Copy)]
pub struct Spread {
    pub median: f64,
    pub low: f64,
    pub high: f64,
    pub rounds: usize,
}

/// What an engine cannot say, and why.
#[derive(Serialize, Deserialize, PartialEq)]
pub struct Cannot {
    pub engine: String,
    pub rule: String,
    pub why: String,
}

impl Spread {
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let place = (values.len() - 1) as f64 * part;
            let (below, above) = (values[place.floor() as usize], values[place.ceil() as usize]);
            below + (above - below) * place.fract()
        };
        Self { median: at(0.5), low: at(0.25), high: at(0.75), rounds: values.len() }
    }
}

impl Report {
    /// What earlier commands left, without the tables that are about to be measured.
    pub fn without(tables: &[&str]) -> Result<Self> {
        let path = Path::new(crate::rules::FOLDER).join(FILE);
        let mut report = match std::fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text).with_context(|| format!("cannot read `{}`", path.display()))?,
            Err(_) => Self { lane: "rust".to_owned(), ..Self::default() },
        };
        report.rows.retain(|row| !tables.contains(&row.table.as_str()));
        Ok(report)
    }

    pub fn write(mut self) -> Result<()> {
        self.versions = versions::all()?;
        self.machine = versions::machine()?;
        put(FILE, &self)
    }
}
