//! Writes what came into a case file, in place of what was expected, and leaves all else as its author wrote it.

use crate::edit::{Edit, anew, applied, in_place};
use crate::file::{malformed, text};
use crate::located::{Located, Node};
use crate::renew::{Renewed, renewed};
use crate::span::Source;
use crate::{CaseFile, CaseFileError, compare};
use serde_json::Value;
use std::io::{Error, ErrorKind, Write};
use std::path::Path;

/// Judges every case of a file and writes anew what those expect that failed, or expect nothing. Fields that an expectation
/// did not name are not added to it. Gives the names of the cases that changed.
///
/// The file is changed as a whole or not at all: every case then passes, with the params and facts that it had.
///
/// # Errors
/// The file cannot be read or written, is not a case file, or has a case that cannot be changed without changing others.
pub fn update(path: &Path, mut judge: impl FnMut(&Value, &Value, i64) -> Value) -> Result<Vec<String>, CaseFileError> {
    let text = text(path)?;
    let located = Located::parse(&text).map_err(|mismatch| malformed(path, mismatch))?;
    let file = CaseFile::of(&located).map_err(|mismatch| malformed(path, mismatch))?;
    let judged: Vec<Value> = file.cases.iter().map(|case| judge(&case.params, &case.facts, case.at)).collect();
    let cases = match located.get("cases").map(|cases| &cases.node) {
        Some(Node::List(cases)) => cases.as_slice(),
        _ => &[],
    };
    let failed: Vec<(usize, Renewed)> = (0..file.cases.len())
        .filter(|&i| !compare::differences(&file.cases[i].expect, &judged[i]).is_empty())
        .map(|i| (i, renewed(&file.cases[i].expect, &judged[i])))
        .collect();
    if failed.is_empty() {
        return Ok(vec![]);
    }
    let source = Source::new(&text);
    let mut changes: Vec<Vec<Edit>> =
        failed.iter().map(|(i, renewed)| in_place(&source, &cases[*i], renewed)).collect();
    let mut whole = applied(&text, changes.iter().flatten());
    let mut problem = wrong(&whole, &file, &judged, |_| true);
    if problem.is_some() {
        // Where a value cannot be changed by itself, all that its case expects is written anew.
        for (change, (i, renewed)) in changes.iter_mut().zip(&failed) {
            if wrong(&applied(&text, change.iter()), &file, &judged, |other| other == *i).is_some() {
                *change = anew(&source, &cases[*i], &renewed.expect);
            }
        }
        whole = applied(&text, changes.iter().flatten());
        problem = wrong(&whole, &file, &judged, |_| true);
    }
    if let Some(i) = problem {
        let (i, at) = cases.get(i).map_or((0, located.at), |case| (i, case.at));
        let message = format!(
            "the case `{}` cannot be updated by itself, as when it shares what it expects with others by an alias: write \
             what it expects by hand",
            file.cases[i].name
        );
        return Err(malformed(path, at.mismatch(message)));
    }
    replace(path, &whole).map_err(|source| CaseFileError::Unwritable { path: path.to_owned(), source })?;
    Ok(failed.iter().map(|(i, _)| file.cases[*i].name.clone()).collect())
}

/// The number of the first case with which something is wrong now: it is not the one that it was, or does not pass, among those
/// that should.
fn wrong(whole: &str, before: &CaseFile, judged: &[Value], should: impl Fn(usize) -> bool) -> Option<usize> {
    let Ok(after) = CaseFile::parse(whole) else { return Some(0) };
    if after.cases.len() != before.cases.len() {
        return Some(0);
    }
    let mut cases = after.cases.iter().zip(&before.cases).zip(judged).enumerate();
    let found = cases.find(|(i, ((after, before), judged))| {
        (&after.name, after.at, &after.params, &after.facts) != (&before.name, before.at, &before.params, &before.facts)
            || should(*i) && !compare::differences(&after.expect, judged).is_empty()
    });
    found.map(|(i, _)| i)
}

/// Writes beside the file and takes its place, so that a process that is killed loses nothing.
fn replace(path: &Path, text: &str) -> Result<(), Error> {
    // What a link leads to is replaced, not the link.
    let path = path.canonicalize()?;
    let permissions = std::fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(Error::new(ErrorKind::PermissionDenied, "it is read-only"));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut made = tempfile::Builder::new().prefix(".cases-").tempfile_in(folder)?;
    made.write_all(text.as_bytes())?;
    made.as_file().set_permissions(permissions)?;
    made.as_file().sync_all()?;
    made.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests;
