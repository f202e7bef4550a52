//! Tells whether a component is still made of what the project holds.

use crate::Project;
use crate::component::write;
use crate::kits;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// How components are made. Where that changes, they are made anew.
const RECIPES: [&str; 6] = [
    include_str!("component.rs"),
    include_str!("languages/c.rs"),
    include_str!("languages/go.rs"),
    include_str!("languages/javascript.rs"),
    include_str!("languages/python.rs"),
    include_str!("languages/zig.rs"),
];
/// Folders of a project in which nothing lies that its component is made of.
const NOT_SOURCES: [&str; 6] = ["build", "node_modules", "target", "__pycache__", "zig-out", "zig-cache"];

/// The sum of all that a component is made of.
pub(crate) struct Stamp {
    sum: String,
    kept: PathBuf,
}

impl Stamp {
    pub(crate) fn of(project: &Project) -> Result<Self> {
        let mut sum = Sha256::new();
        for recipe in RECIPES {
            sum.update(recipe);
        }
        sum.update(project.language.name());
        let mut add = |name: &str, bytes: &[u8]| {
            // Lengths first, so that no two lists of files look alike.
            for part in [name.as_bytes(), bytes] {
                sum.update(part.len().to_le_bytes());
                sum.update(part);
            }
        };
        add("contract", kits::CONTRACT.as_bytes());
        for (name, text) in kits::kit(project.language) {
            add(name, text.as_bytes());
        }
        let mut files = vec![];
        sources(&project.folder, &mut files)?;
        // An author changes cases more often than anything else.
        files.retain(|file| *file != project.cases);
        files.sort();
        for file in files {
            let bytes = fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
            add(&file.strip_prefix(&project.folder).unwrap_or(&file).to_string_lossy(), &bytes);
        }
        Ok(Self { sum: hex(&sum.finalize()), kept: project.made().join("built") })
    }

    /// The size of the component at `path`, where it is the one that was made of the same.
    pub(crate) fn built(&self, path: &Path) -> Option<usize> {
        let kept = fs::read_to_string(&self.kept).ok()?;
        let made = fs::read(path).ok()?;
        (kept == self.line(&made)).then_some(made.len())
    }

    /// Remembers that `made` is made of this.
    pub(crate) fn keep(&self, made: &[u8]) -> Result<()> {
        write(&self.kept, self.line(made).as_bytes()).map(drop)
    }

    fn line(&self, made: &[u8]) -> String {
        format!("{} {}\n", self.sum, hex(&Sha256::digest(made)))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') || NOT_SOURCES.contains(&&*name) {
            continue;
        }
        if path.is_dir() {
            sources(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
