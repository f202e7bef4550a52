//! What one lane measured, and how rows are found in it. What is missing is an error that names the command for it.

use crate::lane::{Lane, OURS};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The results of a lane.
pub(crate) struct Results {
    pub(crate) lane: &'static Lane,
    pub(crate) file: File,
}

/// The file that a lane writes.
#[derive(Deserialize)]
pub(crate) struct File {
    /// Processor, cores and system.
    pub(crate) machine: String,
    pub(crate) versions: BTreeMap<String, String>,
    /// How each engine is set up.
    pub(crate) setup: BTreeMap<String, String>,
    pub(crate) rows: Vec<Row>,
    pub(crate) cannot: Vec<Cannot>,
}

/// One measurement: median and quartiles over the rounds.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) table: String,
    pub(crate) rule: String,
    pub(crate) components: usize,
    pub(crate) engine: String,
    pub(crate) variant: String,
    pub(crate) median: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) rounds: usize,
}

/// What an engine has no figure for, and why.
#[derive(Deserialize)]
pub(crate) struct Cannot {
    pub(crate) engine: String,
    pub(crate) rule: String,
    pub(crate) why: String,
}

/// What contestants were asked.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) table: &'a str,
    pub(crate) rule: &'a str,
    pub(crate) components: usize,
}

impl Results {
    /// Reads what `lane` left in `folder`, where no table may be missing.
    pub(crate) fn read(folder: &Path, lane: &'static Lane) -> Result<Self> {
        let path = folder.join(format!("{}.json", lane.name));
        let read = || -> Result<File> { Ok(serde_json::from_slice(&fs::read(&path)?)?) };
        let file = read().with_context(|| format!("cannot use `{}`; {}", path.display(), remedy(lane)))?;
        let results = Self { lane, file };
        for (table, _) in lane.tables {
            let there = results.file.rows.iter().any(|row| row.table == *table);
            ensure!(there, "`{}` has no table `{table}`; {}", path.display(), remedy(lane));
        }
        Ok(results)
    }

    /// The rows that answer `question`.
    pub(crate) fn rows<'a>(&'a self, question: Question<'a>) -> impl Iterator<Item = &'a Row> + 'a {
        self.table(question.table).filter(move |row| row.rule == question.rule && row.components == question.components)
    }

    /// The rows of a table.
    pub(crate) fn table<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a Row> + 'a {
        self.file.rows.iter().filter(move |row| row.table == table)
    }

    /// One contestant's answer.
    pub(crate) fn row<'a>(&'a self, question: Question<'a>, engine: &str, variant: &str) -> Result<&'a Row> {
        let mut rows = self.rows(question);
        let found = rows.find(|row| row.engine == engine && row.variant == variant);
        found.with_context(|| self.without(question, &format!("`{engine}`, {variant}")))
    }

    /// Our rule, in a fresh sandbox.
    pub(crate) fn fresh<'a>(&'a self, question: Question<'a>) -> Result<&'a Row> {
        self.row(question, OURS, self.lane.fresh)
    }

    /// The rule without an engine.
    pub(crate) fn limit<'a>(&'a self, question: Question<'a>) -> Result<&'a Row> {
        let found = self.rows(question).find(|row| row.engine == self.lane.limit);
        found.with_context(|| self.without(question, &format!("`{}`", self.lane.limit)))
    }

    /// The fastest that is neither ours nor the limit, among those that are `wanted`.
    pub(crate) fn fastest<'a>(&'a self, question: Question<'a>, wanted: impl Fn(&Row) -> bool) -> Result<&'a Row> {
        let peers = self.rows(question).filter(|row| self.is_peer(row) && wanted(row));
        let fastest = peers.min_by(|a, b| a.median.total_cmp(&b.median));
        fastest.with_context(|| self.without(question, "a peer"))
    }

    pub(crate) fn is_peer(&self, row: &Row) -> bool {
        row.engine != OURS && row.engine != self.lane.limit
    }

    pub(crate) fn is_interpreter(&self, row: &Row) -> bool {
        !self.lane.compiled.contains(&row.engine.as_str())
    }

    /// The rounds of the table that had the fewest for what it should have, unless all had enough.
    pub(crate) fn too_few_rounds(&self) -> Option<usize> {
        let tables = self.lane.tables.iter();
        // What is slow has fewer rounds of itself, so the most of a table counts.
        let most = tables.filter_map(|(table, full)| Some((self.table(table).map(|row| row.rounds).max()?, full)));
        most.filter(|(rounds, full)| rounds < full).map(|(rounds, _)| rounds).min()
    }

    fn without(&self, question: Question<'_>, what: &str) -> String {
        let Question { table, rule, components } = question;
        format!("`{table}` lacks {what} for `{rule}` about {components}; {}", remedy(self.lane))
    }
}

fn remedy(lane: &Lane) -> String {
    format!("run `cargo xtask bench --lane {}`", lane.name)
}
