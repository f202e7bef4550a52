//! The examples: started as a newcomer starts them, and tested, from the packages that users install.

use crate::packages::{self, Packages};
use crate::project::Project;
use crate::steps::timed;
use crate::{debian, node, python, shell};
use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use std::path::PathBuf;
use std::process::Command;

const GATE: &str = "examples/python";
const PORTAL: &str = "examples/node/portal";
/// The settings of the Python package hold for the gate, too.
const SETTINGS: &str = "../../bindings/python/pyproject.toml";
/// What newcomers start is installed here, below `target/`.
const STARTED: &str = "examples";
/// When the release of the gate's sample is judged: its waiver is in force then.
const AT: &str = "2026-11-23";

/// An example that can be started.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Example {
    /// The script that stands in a pipeline: judges its sample twice, once with bad test results
    Gate,
    /// The portal for release managers, with releases that are made up
    Portal,
}

/// Starts an example with sample data, on a machine that may be a fresh one.
pub(crate) fn start(project: &Project, example: Example) -> Result<()> {
    let packages = there_or_built(project)?;
    match example {
        Example::Gate => start_gate(project, &packages),
        Example::Portal => start_portal(project, &packages),
    }
}

/// Tests the examples.
pub(crate) fn test(project: &Project) -> Result<()> {
    let packages = packages::find(project)?;
    start_gate(project, &packages)?;
    test_gate(project, &packages)?;
    test_portal(project, &packages)
}

/// The packages as they were built last, or as they are built now.
fn there_or_built(project: &Project) -> Result<Packages> {
    if let Ok(packages) = packages::find(project) {
        println!("taking the packages in `target/packages/`; `cargo xtask package` builds them anew");
        return Ok(packages);
    }
    timed("package", "the packages, which are not there yet; this takes minutes", || packages::build(project))
}

/// Judges the sample's release with both of its files of test results.
fn start_gate(project: &Project, packages: &Packages) -> Result<()> {
    let environment = project.made(STARTED).join("gate");
    timed("install", "the wheel, into an environment of its own", || python::fresh(&environment, &packages.wheel))?;
    let python = environment.join("bin/python");
    for (title, tests, expected) in [
        ("A release that may go", "tests.json", 0),
        (
            "The same release with tests that fail: look at what blocks it, and why a waiver does not help",
            "failing-tests.json",
            20,
        ),
    ] {
        println!("\n== {title}\n");
        let mut gate = Command::new(project.shown(&python));
        gate.arg(format!("{GATE}/deploy_gate.py"));
        gate.arg("--policy").arg(format!("{GATE}/sample/policy.yaml")).args(["--catalogue", "--at", AT]);
        for facts in ["release.json", tests] {
            gate.arg("--facts").arg(format!("{GATE}/sample/{facts}"));
        }
        gate.arg("--comment").arg(format!("target/{STARTED}/comment-{}.md", tests.trim_end_matches(".json")));
        gate.env("PYTHONDONTWRITEBYTECODE", "1").env_remove("GITHUB_STEP_SUMMARY");
        let status = shell::status(&mut gate)?;
        ensure!(status.code() == Some(expected), "the gate should exit with {expected}, and did with {status}");
    }
    println!("\n{GATE}/README.md has it in a job of GitHub Actions");
    Ok(())
}

fn test_gate(project: &Project, packages: &Packages) -> Result<()> {
    let tools = python::tools(project)?;
    python::install(&tools, &packages.wheel)?;
    let inside = |arguments: &[&str]| {
        let mut command = Command::new(tools.join("bin/python"));
        command.current_dir(project.root.join(GATE)).env("PYTHONDONTWRITEBYTECODE", "1").arg("-m").args(arguments);
        command
    };
    shell::run(&mut inside(&["ruff", "check", "--no-cache", "--config", SETTINGS, "."]))?;
    shell::run(&mut inside(&["ruff", "format", "--no-cache", "--config", SETTINGS, "--check", "."]))?;
    let mut mypy = inside(&["mypy", "--config-file", SETTINGS, "--cache-dir", "/dev/null", "--python-version", "3.10"]);
    mypy.args(["deploy_gate.py", "deploy_gate_report.py", "tests"]);
    shell::run(mypy.env("MYPYPATH", ".:tests"))?;
    shell::run(&mut inside(&["pytest", "--quiet", "-c", SETTINGS, "--rootdir", ".", "-p", "no:cacheprovider", "tests"]))
}

/// Starts the portal, which goes on until it is interrupted.
fn start_portal(project: &Project, packages: &Packages) -> Result<()> {
    timed("install", "what the portal needs, the tarball with it", || install_portal(project, packages).map(drop))?;
    println!("\n== The portal, with releases that are made up: open the address that it prints, end it with Ctrl-C\n");
    shell::run(Command::new("node").arg(format!("{PORTAL}/src/main.js")).arg("--sample"))
}

fn test_portal(project: &Project, packages: &Packages) -> Result<()> {
    let browser = browser()?;
    // With which the first page has a newcomer send a webhook.
    let missing: Vec<_> = ["curl", "openssl"].into_iter().filter(|command| shell::on_path(command).is_none()).collect();
    if !missing.is_empty() {
        debian::install(&missing)?;
    }
    let folder = install_portal(project, packages)?;
    shell::run(node::npm(&folder).arg("test").env("CHROMIUM", browser))
}

fn install_portal(project: &Project, packages: &Packages) -> Result<PathBuf> {
    let folder = project.root.join(PORTAL);
    ensure!(folder.join("package.json").is_file(), "there is no portal in `{PORTAL}`: its `package.json` is missing");
    node::install(&folder, &packages.tarball)?;
    Ok(folder)
}

/// The browser in which the portal's pages are tested: the one that `CHROMIUM` names, or Debian's, which is installed where
/// it is missing.
fn browser() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        let named = PathBuf::from(named);
        ensure!(named.is_file(), "`CHROMIUM` names `{}`, and there is no such file", named.display());
        return Ok(named);
    }
    let found = || shell::on_path("chromium");
    if let Some(browser) = found() {
        return Ok(browser);
    }
    let installed = debian::install(&["chromium", "fonts-dejavu-core"]);
    installed.context("the portal's pages are tested in Chromium; `CHROMIUM` may name one that is elsewhere")?;
    match found() {
        Some(browser) => Ok(browser),
        None => bail!("`chromium` was installed, and is not on the path"),
    }
}
