//! Runs the cases that stand beside a rule: facts and params in, expected checks out.
//!
//! The crate knows the file format and how to compare; who evaluates is the caller's closure, so that one file proves
//! the same rule natively, in its sandbox and in another language. The closure answers with one JSON object:
//! `{"outcome": {…}}`, `{"error": {"code", "pointer" | "message"}}` or `{"refused": {"pointer", "message"}}`.

mod file;
mod located;

mod align;
mod compare;

mod edit;
mod renew;
mod span;
mod update;
mod yaml;

pub use file::{Case, CaseFile, CaseFileError, Expectation};
pub use update::update;

use serde_json::Value;
use std::fmt;
use std::path::Path;

/// What became of one case.
#[derive(Debug, Clone)]
pub struct CaseResult {
    /// The case's name.
    pub name: String,
    /// The line of the file in which it begins, counted from one.
    pub line: usize,
    /// Each difference between what was expected and what came; empty where the case passes.
    pub differences: Vec<String>,
}

/// What became of a whole file.
#[derive(Debug, Clone)]
pub struct Report {
    /// One result a case, in the order of the file.
    pub results: Vec<CaseResult>,
}

impl Report {
    /// Whether every case passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.results.iter().all(|result| result.differences.is_empty())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for result in &self.results {
            let mark = if result.differences.is_empty() { "ok    " } else { "FAILED" };
            let place = if result.differences.is_empty() { String::new() } else { format!(" (line {})", result.line) };
            writeln!(f, "{mark} {}{place}", result.name)?;
            for difference in &result.differences {
                for line in difference.lines() {
                    writeln!(f, "         {line}")?;
                }
            }
        }
        let failed = self.results.iter().filter(|result| !result.differences.is_empty()).count();
        write!(f, "{} passed, {failed} failed", self.results.len() - failed)
    }
}

/// Runs every case of a file. `judge` is handed params, facts and the time in milliseconds since 1970.
///
/// # Errors
/// The file cannot be read, or is not a case file.
pub fn run(path: &Path, mut judge: impl FnMut(&Value, &Value, i64) -> Value) -> Result<Report, CaseFileError> {
    let file = CaseFile::read(path)?;
    let results = file
        .cases
        .iter()
        .map(|case| CaseResult {
            name: case.name.clone(),
            line: case.line,
            differences: compare::differences(&case.expect, &judge(&case.params, &case.facts, case.at)),
        })
        .collect();
    Ok(Report { results })
}

/// As [`run`], for a test.
///
/// # Panics
/// Where the file cannot be read or a case fails, with a report that shows each difference.
#[expect(clippy::panic, reason = "this is how a test fails")]
pub fn assert_cases(path: impl AsRef<Path>, judge: impl FnMut(&Value, &Value, i64) -> Value) {
    match run(path.as_ref(), judge) {
        Ok(report) if report.passed() && !report.results.is_empty() => {}
        Ok(report) => panic!("{}\n{report}", path.as_ref().display()),
        Err(error) => panic!("{error}"),
    }
}
