//! Writes a new project.

use crate::project::check_name;
use crate::{Language, Project, kits};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;

/// Writes a project named `name` into the folder of that name in `parent`. It builds, and its cases pass.
///
/// # Errors
/// `name` is none that a rule may have, the folder is there already, or something cannot be written.
pub fn new(parent: &Path, name: &str, language: Language) -> Result<Project> {
    check_name(name)?;
    let folder = parent.join(name);
    ensure!(!folder.exists(), "`{}` is there already: choose another name, or move it away", folder.display());
    for (path, text) in kits::template(language) {
        // A file called `.gitignore` or `Cargo.toml` would act where the template is kept.
        let path = folder.join(path.replace("gitignore", ".gitignore").replace("Cargo.template.toml", "Cargo.toml"));
        let parent = path.parent().unwrap_or(&folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, text.replace("{{name}}", name)))
            .with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    let project = Project::open(&folder)?;
    kits::place(&project)?;
    Ok(project)
}
