//! The Node package: packed by npm, installed into a folder of its own, tested by Node's own runner.

use crate::packages::{self, empty};
use crate::project::Project;
use crate::{debian, shell};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const PACKAGE: &str = "bindings/node";
const CRATE: &str = "clearance-node";
const LIBRARY: &str = "libclearance_node.so";
/// The oldest Node that the package is for.
const OLDEST: u32 = 20;
/// Installs and leaves no trace in the tree.
const INSTALL: [&str; 5] = ["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"];

/// Builds the tarball into `folder`.
pub(crate) fn package(project: &Project, folder: &Path) -> Result<()> {
    needs()?;
    let mut cargo = project.cargo();
    cargo.args(["build", "--release", "--locked", "--package", CRATE]);
    shell::run(cargo.stderr(Stdio::inherit()))?;
    let native = project.root.join(PACKAGE).join("native");
    empty(&native)?;
    let built = project.cargo_target.join("release").join(LIBRARY);
    let platform = shell::text(Command::new("node").args(["-p", "`${process.platform}-${process.arch}`"]))?;
    let placed = native.join(format!("clearance.{platform}.node"));
    fs::copy(&built, &placed).with_context(|| format!("cannot copy `{}`", built.display()))?;
    let mut pack = npm(&project.root.join(PACKAGE));
    shell::run(pack.args(["pack", "--silent", "--pack-destination"]).arg(folder))
}

/// Tests the package in its folder, and as its users have it: installed from the tarball.
pub(crate) fn test(project: &Project) -> Result<()> {
    let packages = packages::find(project)?;
    shell::run(npm(&project.root.join(PACKAGE)).args(INSTALL))?;
    shell::run(npm(&project.root.join(PACKAGE)).arg("test"))?;
    quickstart(project, &packages.tarball)
}

/// What a newcomer does: an empty folder, the tarball, the README's program, nothing of this repository.
fn quickstart(project: &Project, tarball: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("package.json"), "{\"private\": true}\n")?;
    let mut install = Command::new("npm");
    install.current_dir(folder.path()).args(["install", "--offline", "--no-audit", "--no-fund"]);
    shell::run(install.arg(tarball))?;
    fs::write(folder.path().join("quickstart.mjs"), packages::quickstart(project, "js")?)?;
    packages::run_quickstart(Command::new("node").arg("quickstart.mjs").current_dir(folder.path()))
}

/// Makes `tarball` and what the `package.json` in `folder` names available there, and writes nothing but `node_modules`.
pub(crate) fn install(folder: &Path, tarball: &Path) -> Result<()> {
    needs()?;
    let older = folder.join("node_modules/clearance");
    // npm takes what is there for this one, because the version is the same.
    if older.exists() {
        fs::remove_dir_all(&older).with_context(|| format!("cannot remove `{}`", older.display()))?;
    }
    shell::run(npm(folder).args(INSTALL).arg(tarball))
}

/// `npm` in `folder`.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder);
    command
}

/// Node and npm, of an age that serves.
fn needs() -> Result<()> {
    let ask = || shell::text(Command::new("node").args(["-p", "process.versions.node.split('.')[0]"]));
    let answer = ask().or_else(|_| debian::install(&["nodejs", "npm"]).and_then(|()| ask()))?;
    let major: u32 = answer.parse().context("`node` does not say its version")?;
    ensure!(major >= OLDEST, "`node` is version {major}, and {OLDEST} is the oldest that serves; install a newer one");
    ensure!(shell::on_path("npm").is_some(), "`npm` is missing: install it with your Node");
    Ok(())
}
