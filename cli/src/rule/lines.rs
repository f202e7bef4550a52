//! Which lines of a rule in Rust its cases reach, shown.

use super::arguments::Subject;
use anyhow::{Result, ensure};
use clearance::printable;
use clearance_build::Project;
use clearance_build::coverage::{self, Asked, FileLines};
use serde_json::{Map, Value, json};
use std::fmt;

/// The lines of every file.
pub(crate) struct Lines(Vec<FileLines>);

/// The project of `subject`, where its lines can be counted.
pub(crate) fn countable(subject: &Subject) -> Result<Project> {
    let rule = subject.rule.display();
    ensure!(
        !subject.rule.is_file(),
        "`{rule}` is a component: lines are counted where its source is, so name the folder of its project"
    );
    let project = Project::open(&subject.rule)?;
    coverage::check(&project)?;
    Ok(project)
}

impl Lines {
    /// Counts what the cases `asked` reach.
    pub(crate) fn count(project: &Project, asked: &[Asked]) -> Result<Self> {
        Ok(Self(coverage::lines(project, asked)?))
    }

    /// Whether at least so many percent are reached.
    pub(crate) fn reach(&self, percent: u8) -> bool {
        let (covered, lines) = self.sum();
        covered * 100 >= lines * usize::from(percent)
    }

    pub(crate) fn json(&self) -> Value {
        let (covered, lines) = self.sum();
        let files = self.0.iter().map(|file| {
            let unreached: Vec<_> = file.unreached.iter().map(|range| [range.start(), range.end()]).collect();
            let mut told = shares(file.covered, file.lines);
            told["unreached"] = json!(unreached);
            (file.path.display().to_string(), told)
        });
        let files: Map<String, Value> = files.collect();
        let mut told = shares(covered, lines);
        told["files"] = Value::Object(files);
        told
    }

    /// Lines that are reached, and all.
    fn sum(&self) -> (usize, usize) {
        self.0.iter().fold((0, 0), |(covered, lines), file| (covered + file.covered, lines + file.lines))
    }
}

fn shares(covered: usize, lines: usize) -> Value {
    json!({ "covered": covered, "lines": lines, "percent": percent(covered, lines) })
}

/// Rounded down to a tenth, so that 100 is all.
#[expect(clippy::cast_precision_loss, reason = "no source has so many lines")]
fn percent(covered: usize, lines: usize) -> f64 {
    (covered * 1000).checked_div(lines).map_or(100.0, |permille| permille as f64 / 10.0)
}

impl fmt::Display for Lines {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (covered, lines) = self.sum();
        let mut rows: Vec<_> = self
            .0
            .iter()
            .map(|file| (file.path.display().to_string(), file.covered, file.lines, ranges(file)))
            .collect();
        if rows.len() > 1 {
            rows.push(("all".to_owned(), covered, lines, String::new()));
        }
        let width = rows.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0).max("file".len());
        write!(formatter, "{:<width$}  covered  lines  percent", "file")?;
        for (name, covered, lines, unreached) in rows {
            let (name, percent) = (printable(&name), percent(covered, lines));
            write!(formatter, "\n{name:<width$}  {covered:>7}  {lines:>5}  {percent:>7.1}{unreached}")?;
        }
        writeln!(formatter)
    }
}

fn ranges(file: &FileLines) -> String {
    let range = |(from, to): (usize, usize)| if from == to { from.to_string() } else { format!("{from}-{to}") };
    let ranges: Vec<_> = file.unreached.iter().map(|lines| range((*lines.start(), *lines.end()))).collect();
    if ranges.is_empty() { String::new() } else { format!("  reached by no case: {}", ranges.join(", ")) }
}
