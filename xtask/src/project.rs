//! Where the project is and what it consists of, as cargo tells it.

use crate::shell;
use anyhow::{Context, Result};
use clearance_build::wasm_target::Workspace;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The workspace.
pub(crate) struct Project {
    /// Its folder.
    pub(crate) root: PathBuf,
    /// Cargo's own folder for what it builds. What we build for others to read goes to [`Project::made`] instead.
    pub(crate) cargo_target: PathBuf,
    /// Its packages.
    pub(crate) packages: Vec<Package>,
}

/// A package of the workspace.
#[derive(Deserialize)]
pub(crate) struct Package {
    /// The id by which cargo's messages name it.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// The oldest compiler that builds it.
    pub(crate) rust_version: Option<String>,
    manifest_path: PathBuf,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    crate_types: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    target_directory: PathBuf,
    workspace_root: PathBuf,
}

impl Project {
    /// Asks cargo about the workspace of this crate, and makes its folder the current one, so that commands can be shown
    /// and repeated with paths relative to it.
    pub(crate) fn load() -> Result<Self> {
        // The folder at run time, not at compile time: a binary built in one checkout may be run in a copy.
        let folder = std::env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask …`, through cargo")?;
        let mut command = shell::cargo(Path::new(&folder));
        let answer = shell::output(command.args(["metadata", "--no-deps", "--format-version", "1"]))?;
        let metadata: Metadata = serde_json::from_slice(&answer).context("cannot read what `cargo metadata` says")?;
        std::env::set_current_dir(&metadata.workspace_root).context("cannot go to the project's folder")?;
        Ok(Self { root: metadata.workspace_root, cargo_target: metadata.target_directory, packages: metadata.packages })
    }

    /// `cargo` in the project's folder.
    pub(crate) fn cargo(&self) -> std::process::Command {
        shell::cargo(&self.root)
    }

    /// The project as one whose crates are compiled for WebAssembly; what that needs may be installed.
    pub(crate) fn workspace(&self) -> Workspace {
        let asked =
            self.packages.iter().filter_map(|package| Some((package.name.clone(), package.rust_version.clone()?)));
        Workspace {
            root: self.root.clone(),
            cargo_target: self.cargo_target.clone(),
            rust_versions: asked.collect(),
            may_install: true,
        }
    }

    /// The folder `target/<name>` of the project. It stays there even where `CARGO_TARGET_DIR` sends cargo's own files
    /// elsewhere, because policies and tests name what is in it by its path.
    pub(crate) fn made(&self, name: &str) -> PathBuf {
        self.root.join("target").join(name)
    }

    /// `path` as a user in the project's folder would type it.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

impl Package {
    /// Whether the package makes a WebAssembly module when it is built for a Wasm target.
    pub(crate) fn is_cdylib(&self) -> bool {
        self.targets.iter().any(|target| target.crate_types.iter().any(|kind| kind == "cdylib"))
    }

    /// Whether the package lies in `folder` of the project, at any depth.
    pub(crate) fn lies_in(&self, project: &Project, folder: &str) -> bool {
        self.manifest_path.starts_with(project.root.join(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(manifest: &str, crate_types: &[&str]) -> Package {
        let crate_types = crate_types.iter().map(ToString::to_string).collect();
        Package {
            id: String::new(),
            name: String::new(),
            rust_version: None,
            manifest_path: manifest.into(),
            targets: vec![Target { crate_types: vec!["bin".into()] }, Target { crate_types }],
        }
    }

    #[test]
    fn packages_are_told_apart_by_folder_and_by_crate_type() {
        let project = Project { root: "/project".into(), cargo_target: "/elsewhere".into(), packages: vec![] };
        let rule = package("/project/example-rules/risk-score/Cargo.toml", &["cdylib", "rlib"]);
        assert!(rule.is_cdylib());
        assert!(rule.lies_in(&project, "example-rules"));
        assert!(!rule.lies_in(&project, "tests/guests"));
        let guest = package("/project/tests/guests/spin/Cargo.toml", &["lib"]);
        assert!(!guest.is_cdylib());
        assert!(guest.lies_in(&project, "tests/guests"));
        assert!(!guest.lies_in(&project, "example-rules"));
    }

    #[test]
    fn what_we_make_stays_in_the_project() {
        let project = Project { root: "/project".into(), cargo_target: "/elsewhere".into(), packages: vec![] };
        assert_eq!(project.made("rules"), Path::new("/project/target/rules"));
        assert_eq!(project.shown(Path::new("/project/target/rules/a.wasm")), Path::new("target/rules/a.wasm"));
        assert_eq!(project.shown(Path::new("/elsewhere/a.wasm")), Path::new("/elsewhere/a.wasm"));
    }
}
