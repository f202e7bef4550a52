//! Gathers the facts of a release out of a repository: what changed, what the notes say, what it is built from. What
//! cannot be known from there is left out, so that a rule that needs it finds it `unknown`.

mod changes;
mod dependencies;
mod notes;
mod repository;
#[cfg(test)]
mod tests;

use anyhow::Result;
use repository::Repository;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The facts of a release.
#[derive(Debug)]
pub(crate) struct Gathered {
    /// The facts, by section.
    pub(crate) facts: Value,
    /// What a reader should know of them: what they count from, and what could not be told and why.
    pub(crate) remarks: Vec<String>,
}

/// Gathers the facts of the release that the repository in `root` is at HEAD, or, where there is no repository, those
/// that its files tell.
pub(crate) fn gather(root: &Path, name: &str) -> Result<Gathered> {
    let mut remarks = vec![];
    let repository = Repository::open(root, &mut remarks);
    let mut release = Map::from_iter([("name".to_owned(), json!(name))]);
    let mut facts = Map::new();

    if let Some(manifest) = repository.file("Cargo.toml")? {
        release.extend(dependencies::version(&manifest)?.map(|version| ("version".to_owned(), json!(version))));
    }
    if let Some(head) = repository.head() {
        release.insert("commit".to_owned(), json!(head.commit));
        release.insert("committed_at".to_owned(), json!(head.committed_at));
        facts
            .extend(changes::since_last_tag(&repository, &mut remarks)?.map(|changes| ("changes".to_owned(), changes)));
    }
    match repository.file("CHANGELOG.md")?.as_deref().and_then(notes::newest_section) {
        Some(markdown) => drop(facts.insert("notes".to_owned(), json!({ "markdown": markdown }))),
        None => remarks.push("there is no section in `CHANGELOG.md`, so there are no notes".to_owned()),
    }
    match repository.file("Cargo.lock")? {
        Some(lock) => drop(facts.insert("dependencies".to_owned(), dependencies::locked(&lock)?)),
        None => remarks.push("there is no `Cargo.lock`, so the dependencies are not known".to_owned()),
    }
    facts.insert("release".to_owned(), release.into());
    Ok(Gathered { facts: facts.into(), remarks })
}
