//! What may be depended on: licences, bans and sources, and advisories where their database can be had. `deny.toml` says
//! what and why; cargo-deny checks it.

use crate::project::Project;
use crate::shell;
use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// The one version that checks, so that what passes today passes tomorrow.
const VERSION: &str = "0.20.2";
/// What cargo-deny asks for advisories.
const ADVISORIES: &str = "https://github.com/RustSec/advisory-db";
/// A workspace of its own, of what is only measured: its licences bind nobody, but nothing comes from elsewhere.
const MEASURED: &str = "bench/rust/Cargo.toml";

/// Checks the dependencies of everything that is built here.
pub(crate) fn check(project: &Project) -> Result<()> {
    let tool = tool(project)?;
    let deny =
        |arguments: &[&str]| shell::run(Command::new(project.shown(&tool)).current_dir(&project.root).args(arguments));
    deny(&["--locked", "check", "licenses", "bans", "sources"])?;
    deny(&["--locked", "--manifest-path", MEASURED, "check", "sources"])?;
    let mut ask = shell::git(&project.root);
    ask.args(["ls-remote", "--exit-code", ADVISORIES, "HEAD"]).env("GIT_TERMINAL_PROMPT", "0");
    match shell::run_within(&mut ask, Duration::from_secs(30)) {
        Ok(()) => deny(&["--locked", "check", "advisories"]),
        // Whoever works without the network must be able to test; those who publish look at what is said here.
        Err(error) => {
            println!("advisories were NOT checked, for `{ADVISORIES}` cannot be reached: {error:#}");
            Ok(())
        }
    }
}

/// The program `cargo-deny`, installed into the project where it is not there in this version.
fn tool(project: &Project) -> Result<PathBuf> {
    let root = project.made("tools");
    let tool = root.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    let is_there = || {
        let version = shell::text(Command::new(project.shown(&tool)).arg("--version"));
        version.is_ok_and(|version| version == format!("cargo-deny {VERSION}"))
    };
    if tool.is_file() && is_there() {
        return Ok(tool);
    }
    println!(
        "cargo-deny {VERSION} is not in `{}`: it is built, which takes a minute or two",
        project.shown(&root).display()
    );
    let mut install = project.cargo();
    install.args(["install", "--locked", "--force", "--debug", "--root"]).arg(project.shown(&root));
    install.arg(format!("cargo-deny@{VERSION}"));
    // It runs for seconds: what counts is how soon a fresh machine has it.
    shell::run(install.env("CARGO_PROFILE_DEV_DEBUG", "0")).context("cargo-deny cannot be installed")?;
    ensure!(is_there(), "`{}` does not say that it is version {VERSION}", project.shown(&tool).display());
    Ok(tool)
}
