//! What a machine needs beside cargo. What is missing is installed where that is allowed; else the command that
//! installs it is named. A C compiler is not looked for: without one this program could not have been linked.

use crate::project::Project;
use crate::shell;
use anyhow::{Context, Result, bail, ensure};
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
    apt_get_install(&["git"]).context("`git` is missing")
}

/// Installs Debian packages, and removes none for their sake.
pub(crate) fn apt_get_install(packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get update && apt-get install --no-install-recommends {}", packages.join(" "));
    ensure!(shell::on_path("apt-get").is_some(), "not a Debian system, so no `{by_hand}`");
    let Some(prefix) = administrator() else {
        bail!("run `{by_hand}` as root; it can be done here only by root or with `sudo` that asks no password");
    };
    let apt_get = |arguments: &[&str]| {
        let mut words = prefix.iter().chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        let mut command = Command::new(words.next().unwrap_or(&"apt-get"));
        command.args(words).args(arguments);
        command
    };
    // One list that cannot be fetched need not be the one with our packages.
    if let Err(error) = shell::run(&mut apt_get(&["update", "-q"])) {
        println!("{error:#}");
    }
    let options = ["install", "-q", "-y", "--no-install-recommends", "--no-remove"];
    shell::run(&mut apt_get(&[&options[..], packages].concat()))
}

/// What to put before a command that only root may run; none where we may not run it.
fn administrator() -> Option<&'static [&'static str]> {
    if shell::text(Command::new("id").arg("-u")).is_ok_and(|id| id == "0") {
        return Some(&[]);
    }
    let sudo = shell::on_path("sudo").is_some() && shell::output(Command::new("sudo").args(["-n", "true"])).is_ok();
    sudo.then_some(&["sudo", "-n"])
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
