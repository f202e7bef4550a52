//! What an author's `Cargo.toml` says, and the manifest of the crate that is built around the author's.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// What of an author's `Cargo.toml` has to be known.
#[derive(Deserialize)]
pub(super) struct Manifest {
    package: Package,
    #[serde(default)]
    lib: Library,
    #[serde(default)]
    profile: Profiles,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
struct Library {
    crate_type: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
struct Profiles {
    #[serde(default)]
    release: Release,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
struct Release {
    #[serde(default)]
    overflow_checks: bool,
    #[serde(default)]
    debug_assertions: bool,
}

impl Manifest {
    /// Reads the one at `path`, around whose crate another can be built.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let manifest: Self = toml::from_str(&text).with_context(|| format!("`{}`", path.display()))?;
        let kinds = manifest.lib.crate_type.as_deref().unwrap_or_default();
        if !kinds.is_empty() && !kinds.iter().any(|kind| kind == "rlib" || kind == "lib") {
            bail!(
                "`{}`: `[lib]`: `crate-type` names `rlib` beside `cdylib` where lines are to be counted",
                path.display()
            );
        }
        Ok(manifest)
    }

    /// The manifest of a crate around the author's, which does what the component does where numbers overflow.
    pub(super) fn around(&self) -> String {
        let Self { package: Package { name }, profile: Profiles { release }, .. } = self;
        let Release { overflow_checks, debug_assertions } = release;
        format!(
            "[package]\nname = \"{name}-coverage\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\nrule = {{ path = \"../..\", package = {name:?} }}\n\n\
             [profile.release]\nopt-level = 0\nincremental = true\noverflow-checks = {overflow_checks}\ndebug-assertions = {debug_assertions}\n\n\
             [workspace]\n"
        )
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn manifest(text: &str) -> Result<Manifest> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Cargo.toml");
        fs::write(&path, text).unwrap();
        Manifest::read(&path)
    }

    #[test]
    fn the_crate_around_a_rule_checks_numbers_as_its_component_does() {
        let text = "[package]\nname = \"a-rule\"\n[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n";
        let around = manifest(text).unwrap().around();
        assert!(around.contains("package = \"a-rule\""), "{around}");
        assert!(around.contains("overflow-checks = false\ndebug-assertions = false"), "{around}");
        let around = manifest(&format!("{text}[profile.release]\noverflow-checks = true\n")).unwrap().around();
        assert!(around.contains("overflow-checks = true"), "{around}");
    }

    #[test]
    fn a_crate_that_nothing_can_be_built_around_is_told_so() {
        let text = "[package]\nname = \"a\"\n[lib]\ncrate-type = [\"cdylib\"]\n";
        let error = format!("{:#}", manifest(text).err().unwrap());
        assert!(error.contains("names `rlib` beside `cdylib`"), "{error}");
    }
}
