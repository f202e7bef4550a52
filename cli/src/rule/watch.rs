//! `clearance rule test --watch`.

use super::arguments::TestArguments;
use super::test;
use crate::{Answer, render};
use anyhow::Result;
use clearance_build::Project;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, thread};

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(300);
/// What nobody writes by hand.
const NOT_WATCHED: [&str; 4] = ["build", "node_modules", "target", "__pycache__"];

/// Tests now and whenever something changes. An error is shown, too, and waited for to be mended.
pub(crate) fn watch(arguments: &TestArguments) -> Result<Answer> {
    let rule = &arguments.subject.rule;
    let parent = rule.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = if rule.is_dir() { rule.clone() } else { parent.to_owned() };
    loop {
        let cases = cases(arguments);
        let look = || (seen(&folder), cases.as_deref().and_then(looked_at));
        let before = look();
        let text = match test::test(arguments) {
            Ok(answer) => answer.text,
            Err(error) => format!("{}\n", render::failure(&error)),
        };
        let mut out = anstream::stdout();
        out.write_all(text.as_bytes())?;
        writeln!(out, "waiting for a change in `{}`; Ctrl-C ends", folder.display())?;
        out.flush()?;
        let mut last = before.clone();
        while last == before {
            thread::sleep(PAUSE);
            last = look();
        }
        // Editors write in pieces: what is still changing is waited for.
        loop {
            thread::sleep(PAUSE / 3);
            let now = look();
            if now == last {
                break;
            }
            last = now;
        }
        writeln!(out)?;
    }
}

/// The case file, which may lie elsewhere.
fn cases(arguments: &TestArguments) -> Option<PathBuf> {
    let of_project = || Project::open(&arguments.subject.rule).ok().map(|project| project.cases);
    arguments.subject.cases.clone().or_else(of_project)
}

/// A file's time of change and its length.
fn looked_at(path: &Path) -> Option<(Option<SystemTime>, u64)> {
    fs::metadata(path).ok().map(|metadata| (metadata.modified().ok(), metadata.len()))
}

/// Every source with its time of change and its length.
fn seen(folder: &Path) -> Vec<(PathBuf, Option<SystemTime>, u64)> {
    let mut found = vec![];
    collect(folder, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Option<SystemTime>, u64)>) {
    // A folder that goes while it is looked at is a change that the next look sees.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || NOT_WATCHED.contains(&&*name) {
            continue;
        }
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => collect(&path, found),
            Ok(metadata) => found.push((path, metadata.modified().ok(), metadata.len())),
            Err(_) => {}
        }
    }
}
