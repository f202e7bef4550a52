//! Which lines of a rule in Rust its cases reach.
//!
//! The rule is built once more, for this machine and with counters, behind a `main` that judges one case. What it says there is
//! nobody's answer: the sandbox judges, and here lines are only counted. Nothing of LLVM's own tools is needed.

mod harness;
mod lines;
mod manifest;

pub use lines::FileLines;

use crate::{Language, Project};
use anyhow::{Context, Result, anyhow, ensure};
use harness::Harness;
use lines::Region;
use llvm_profparser::{CoverageMapping, CoverageReport, merge_profiles};
use serde_json::Value;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// A case as the rule is asked about it.
#[derive(Debug)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// `{"params": …, "facts": …, "at": …}`.
    pub input: Value,
}

/// Whether the lines of `project` can be counted.
///
/// # Errors
/// It is not in Rust.
pub fn check(project: &Project) -> Result<()> {
    ensure!(
        project.language == Language::Rust,
        "`{}` is in {}: lines are counted for rules in Rust only; leave out `--coverage` and `--min-lines`",
        project.name,
        project.language.name()
    );
    Ok(())
}

/// Counts the lines of the project that `cases` reach, a file after the other, by name.
///
/// # Errors
/// The rule is not in Rust, the compiler cannot count, or the rule does not build outside of the sandbox: the error says what to
/// do.
pub fn lines(project: &Project, cases: &[Asked]) -> Result<Vec<FileLines>> {
    check(project)?;
    let harness = Harness::build(project)?;
    let profiles = harness.run(cases)?;
    let root = project.folder.canonicalize().with_context(|| format!("cannot find `{}`", project.folder.display()))?;
    let report = catch_unwind(AssertUnwindSafe(|| read(&root, &profiles, harness.program())))
        .unwrap_or_else(|_| Err(anyhow!("it is not in a form that is known")))
        .with_context(|| format!("cannot read what {} counted: another toolchain may do", harness.compiler()))?;
    let mut files = vec![];
    for (path, result) in report.files {
        let Some(name) = own(&root, &path) else { continue };
        let source = fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let regions: Vec<Region> = result
            .hits
            .into_iter()
            .map(|(place, count)| Region {
                start: (place.line_start, place.column_start),
                end: (place.line_end, place.column_end),
                reached: count > 0,
            })
            .collect();
        files.push(FileLines::of(name, &source, &regions));
    }
    ensure!(!files.is_empty(), "no line of `{}` counts what reaches it", project.name);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read(root: &Path, profiles: &[PathBuf], program: &Path) -> Result<CoverageReport> {
    let profile = merge_profiles(profiles)?;
    let programs = [program.to_owned()];
    // An error is to be seen, rather than a program that has no lines.
    let mapping = CoverageMapping::new(&programs, &profile, true)?;
    mapping.generate_subreport(|paths| paths.iter().any(|path| own(root, path).is_some()))
}

/// The path in the project of a file that its author wrote.
fn own(root: &Path, path: &Path) -> Option<PathBuf> {
    let path = path.canonicalize().ok()?;
    let name = path.strip_prefix(root).ok()?;
    let made = [".clearance", "target", "build"].iter().any(|folder| name.starts_with(folder));
    (path.is_file() && !made).then(|| name.to_owned())
}
