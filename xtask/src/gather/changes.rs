//! What changed since the last release, which is the last tag.

use super::repository::Repository;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

/// The section `changes`: commits, authors and lines from the last tag to HEAD, or from the beginning where there is
/// no tag. None where the clone is too shallow to tell, which the remarks then say.
pub(super) fn since_last_tag(repository: &Repository, remarks: &mut Vec<String>) -> Result<Option<Value>> {
    let tag = last_tag(repository)?;
    let range = tag.as_ref().map_or_else(|| "HEAD".to_owned(), |tag| format!("refs/tags/{tag}..HEAD"));
    let log = repository.git(&["log", "--no-show-signature", "--format=%H %aE", &range])?;
    let (commits, authors): (BTreeSet<_>, BTreeSet<_>) = log.lines().filter_map(|line| line.split_once(' ')).unzip();
    if shallow(repository)?.iter().any(|commit| commits.contains(&**commit)) {
        remarks.push(
            "what changed is not known: the clone is too shallow; `git fetch --unshallow --tags` gets the rest"
                .to_owned(),
        );
        return Ok(None);
    }

    let base = match &tag {
        Some(tag) => format!("refs/tags/{tag}"),
        None => repository.git(&["hash-object", "-t", "tree", "--stdin"])?,
    };
    let told = repository.git(&["diff-tree", "-r", "-M", "-z", "--numstat", &base, "HEAD"])?;
    let files = changed_files(&told)?;
    let total = |lines: fn(&ChangedFile) -> Option<u64>| files.iter().filter_map(lines).sum::<u64>();
    let (added, removed) = (total(|file| file.added), total(|file| file.removed));

    let since = tag.as_ref().map_or_else(|| "the beginning".to_owned(), |tag| format!("`{tag}`"));
    remarks.push(format!(
        "since {since}: commits {}, authors {}, files {}, lines added {added}, lines removed {removed}",
        commits.len(),
        authors.len(),
        files.len(),
    ));
    let listed: Vec<_> = files.iter().map(ChangedFile::to_fact).collect();
    let mut changes = json!({
        "commits": commits.len(),
        "authors": authors.len(),
        "files": files.len(),
        "lines_added": added,
        "lines_removed": removed,
        "changed_files": listed,
    });
    if let Some(tag) = tag {
        changes["since"] = tag.into();
    }
    Ok(Some(changes))
}

/// The nearest tag behind HEAD. A tag on HEAD itself is the release that is being judged, so it does not count.
fn last_tag(repository: &Repository) -> Result<Option<String>> {
    let here = repository.git(&["tag", "--points-at", "HEAD"])?;
    let excluded = here.lines().map(|tag| format!("--exclude={tag}"));
    let merged = repository.git(&["tag", "--merged", "HEAD"])?;
    if merged.lines().count() == here.lines().count() {
        return Ok(None);
    }
    let arguments: Vec<_> =
        ["describe", "--tags", "--abbrev=0"].map(str::to_owned).into_iter().chain(excluded).collect();
    repository.git(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).map(Some)
}

/// The commits at which a shallow clone ends.
fn shallow(repository: &Repository) -> Result<Vec<String>> {
    if repository.git(&["rev-parse", "--is-shallow-repository"])? != "true" {
        return Ok(vec![]);
    }
    let path = repository.git(&["rev-parse", "--path-format=absolute", "--git-path", "shallow"])?;
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read `{path}`"))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// A file that changed. Lines of a file that is no text are not counted.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct ChangedFile {
    path: String,
    renamed_from: Option<String>,
    added: Option<u64>,
    removed: Option<u64>,
}

impl ChangedFile {
    fn to_fact(&self) -> Value {
        let mut fact = json!({ "path": self.path });
        if let Some(from) = &self.renamed_from {
            fact["renamed_from"] = json!(from);
        }
        if let (Some(added), Some(removed)) = (self.added, self.removed) {
            fact["lines_added"] = json!(added);
            fact["lines_removed"] = json!(removed);
        }
        fact
    }
}

/// Reads what `git diff-tree -z --numstat` prints: added, removed and path, or for a renamed file both paths after.
pub(super) fn changed_files(told: &str) -> Result<Vec<ChangedFile>> {
    let mut fields = told.split_terminator('\0');
    let mut files = vec![];
    while let Some(field) = fields.next() {
        let mut parts = field.splitn(3, '\t');
        let mut part = || parts.next().with_context(|| format!("cannot read `{field}` of what git says"));
        let (added, removed, path) = (part()?, part()?, part()?);
        let mut next = || fields.next().map(str::to_owned).context("git names no path for a renamed file");
        let (renamed_from, path) = if path.is_empty() { (Some(next()?), next()?) } else { (None, path.to_owned()) };
        files.push(ChangedFile { path, renamed_from, added: added.parse().ok(), removed: removed.parse().ok() });
    }
    Ok(files)
}
