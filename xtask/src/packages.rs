//! The packages for Python and Node: a wheel and an npm tarball in `target/packages/`, for the platform at hand.

use crate::project::Project;
use crate::{guests, node, python, shell};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the packages come to lie, below `target/`.
const FOLDER: &str = "packages";
/// The folders into which each package takes the catalogue's rules.
const CATALOGUES: [&str; 2] = ["bindings/python/python/clearance/catalogue", "bindings/node/catalogue"];

/// The two packages.
pub(crate) struct Packages {
    /// The wheel.
    pub(crate) wheel: PathBuf,
    /// The npm tarball.
    pub(crate) tarball: PathBuf,
}

/// Builds both packages, and the rules that they bring.
pub(crate) fn build(project: &Project) -> Result<Packages> {
    guests::build(project)?;
    for folder in CATALOGUES {
        copy_catalogue(project, &project.root.join(folder))?;
    }
    let folder = project.made(FOLDER);
    // A package of an earlier version would be taken for this one.
    empty(&folder)?;
    node::package(project, &folder)?;
    python::package(project, &folder)?;
    let packages = find(project)?;
    for package in [&packages.wheel, &packages.tarball] {
        let kilobytes = fs::metadata(package)?.len() / 1000;
        println!("- `{}`, {kilobytes} kB", project.shown(package).display());
    }
    Ok(packages)
}

/// The packages as they were built last.
pub(crate) fn find(project: &Project) -> Result<Packages> {
    let folder = project.made(FOLDER);
    let only = |extension: &str| -> Result<PathBuf> {
        let mut found = with_extension(&folder, extension)?;
        ensure!(found.len() == 1, "`{}` should hold one `.{extension}`; run `cargo xtask package`", folder.display());
        Ok(found.remove(0))
    };
    Ok(Packages { wheel: only("whl")?, tarball: only("tgz")? })
}

fn copy_catalogue(project: &Project, folder: &Path) -> Result<()> {
    empty(folder)?;
    for rule in with_extension(&project.made("rules"), "wasm")? {
        let name = rule.file_name().context("a component has a name")?;
        fs::copy(&rule, folder.join(name)).with_context(|| format!("cannot copy `{}`", rule.display()))?;
    }
    Ok(())
}

/// Makes `folder` an empty one.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty `{}`", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))
}

fn with_extension(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == extension)).collect())
}

/// The first snippet in `language` of the README: what a newcomer of that language types.
pub(crate) fn quickstart(project: &Project, language: &str) -> Result<String> {
    let readme = fs::read_to_string(project.root.join("README.md")).context("cannot read the README")?;
    snippet(&readme, language).with_context(|| format!("the README has no snippet in `{language}`"))
}

fn snippet(page: &str, language: &str) -> Option<String> {
    let start = page.split_once(&format!("```{language}\n"))?.1;
    Some(start.split_once("```")?.0.to_owned())
}

/// Runs a newcomer's program and checks that it says something.
pub(crate) fn run_quickstart(command: &mut std::process::Command) -> Result<()> {
    let said = shell::text(command)?;
    println!("{said}");
    ensure!(said.contains("deny"), "the quickstart does not show a verdict");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_snippet_of_a_language_is_found() {
        let page = "a\n```sh\nls\n```\n```python\nimport a\n```\n```python\nimport b\n```\n";
        assert_eq!(snippet(page, "python").as_deref(), Some("import a\n"));
        assert_eq!(snippet(page, "js"), None);
    }
}
