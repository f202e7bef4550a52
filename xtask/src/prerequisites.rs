//! What a machine needs beside cargo. What is missing is installed where that is allowed; else the command that
//! installs it is named. A C compiler is not looked for: without one this program could not have been linked.

use crate::project::Project;
use crate::{debian, shell};
use anyhow::{Context, Result, bail};
use std::process::Command;

/// What the checks of `cargo xtask test` need.
pub(crate) fn for_tests(project: &Project) -> Result<()> {
    component(project, "fmt", "rustfmt")?;
    component(project, "clippy", "clippy")?;
    git(project)
}

/// Git, of which the demo can do without.
pub(crate) fn git(project: &Project) -> Result<()> {
    if shell::output(shell::git(&project.root).arg("--version")).is_ok() {
        return Ok(());
    }
    debian::install(&["git"]).context("`git` is missing")
}

/// The component of the toolchain that provides `cargo <subcommand>`.
fn component(project: &Project, subcommand: &str, component: &str) -> Result<()> {
    let works = || shell::output(project.cargo().args([subcommand, "--version"])).map(drop);
    let Err(error) = works() else { return Ok(()) };
    println!("{error:#}");
    let mut add = Command::new("rustup");
    add.current_dir(&project.root).args(["component", "add", component]);
    if shell::on_path("rustup").is_none() {
        bail!("`cargo {subcommand}` is missing: install {component} the way your toolchain was installed");
    }
    shell::run(&mut add).and_then(|()| works()).with_context(|| format!("`cargo {subcommand}` is missing"))
}
