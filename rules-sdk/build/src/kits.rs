//! The kits and templates that the command carries with it.

use crate::component::write;
use crate::{Language, Project};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

include!(concat!(env!("OUT_DIR"), "/kits.rs"));

/// The files of the kit of `language` with their places in it.
pub(crate) fn kit(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    files(language).filter(|(name, _)| !name.starts_with("template"))
}

/// The files of a new project in `language`.
pub(crate) fn template(language: Language) -> Vec<(&'static str, &'static str)> {
    let own = format!("template-{}/", language.name());
    let of = |folder: &str| -> Vec<_> {
        files(language).filter_map(|(name, text)| Some((name.strip_prefix(folder)?, text))).collect()
    };
    let found = of(&own);
    if found.is_empty() { of("template/") } else { found }
}

fn files(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    let kit = KITS.iter().find(|(name, _)| *name == language.kit());
    kit.into_iter().flat_map(|(_, files)| files.iter().copied())
}

/// The folders of a project that hold the kit and the contract.
pub(crate) struct Placed {
    pub(crate) kit: PathBuf,
    pub(crate) contract: PathBuf,
}

/// Puts kit and contract into the project. What is there already keeps its time of change; what no kit has is removed.
pub(crate) fn place(project: &Project) -> Result<Placed> {
    let made = project.made();
    // The kit for Rust finds the contract two folders above its own.
    let kit = if project.language == Language::Rust { made.join("kit/rust") } else { made.join("kit") };
    let mut kept = BTreeSet::new();
    for (name, text) in self::kit(project.language) {
        let path = kit.join(name);
        write(&path, text.as_bytes())?;
        kept.insert(path);
    }
    remove_others(&kit, &kept)?;
    let contract = made.join("wit");
    write(&contract.join("rule.wit"), CONTRACT.as_bytes())?;
    Ok(Placed { kit, contract })
}

fn remove_others(folder: &Path, kept: &BTreeSet<PathBuf>) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("cannot read `{}`", folder.display()))?,
    };
    for entry in entries {
        let path = entry?.path();
        // What compilers leave there is theirs.
        let compiled = [".pyc", "Cargo.lock"].iter().any(|end| path.to_string_lossy().ends_with(end));
        if path.is_dir() {
            if !path.ends_with("target") {
                remove_others(&path, kept)?;
            }
        } else if !kept.contains(&path) && !compiled {
            fs::remove_file(&path).with_context(|| format!("cannot remove `{}`", path.display()))?;
        }
    }
    Ok(())
}
