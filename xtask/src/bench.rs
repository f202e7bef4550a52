//! Runs the measurements in `bench/`, from nothing to the page with their figures.

use crate::project::Project;
use crate::steps::{chosen, timed};
use crate::{guests, node, packages, plugin, python, shell};
use anyhow::Result;
use clap::ValueEnum;
use std::path::PathBuf;
use std::process::Command;

/// A part of the measurements, in the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Lane {
    /// The engines for Rust: evaluations, the catalogue, starts, throughput, many policies
    Rust,
    /// The packages for Python
    Python,
    /// The packages for Node
    Node,
    /// The page and its plots, made of the results of the others
    Report,
}

/// The measurements in Rust, each a command of its own, and what it measures.
const MEASUREMENTS: [(&str, &str); 6] = [
    ("evaluate", "one rule at a time, beside the other engines"),
    ("catalogue", "the rules of the catalogue, beside the same crates without a sandbox"),
    ("limits", "what each limit costs"),
    ("start", "from the start of a process to its first decision"),
    ("throughput", "many releases, on one core and on two"),
    ("policies", "an engine with many policies"),
];
const REQUIREMENTS: &str = "bench/python/requirements.txt";

/// Runs the lanes `named`, or all.
pub(crate) fn run(project: &Project, named: &[Lane], rounds: Option<u32>) -> Result<()> {
    let lanes = chosen(named);
    let packed = lanes.contains(&Lane::Python) || lanes.contains(&Lane::Node);
    if packed {
        timed("packages", "the wheel, the tarball and the rules", || packages::build(project).map(drop))?;
    } else if lanes.contains(&Lane::Rust) {
        timed("guests", "the rules, as components", || guests::build(project))?;
    }
    if lanes != [Lane::Report] {
        timed("facts", "facts, params and answers, for every lane", || {
            build(project)?;
            shell::run(bench(project).arg("facts"))
        })?;
    }
    for lane in lanes {
        match lane {
            Lane::Rust => rust(project, rounds)?,
            Lane::Python => timed("python", "the packages for Python", || measure_python(project, rounds))?,
            Lane::Node => timed("node", "the packages for Node", || measure_node(project, rounds))?,
            Lane::Report => timed("report", "the page and its plots", || report(project))?,
        }
    }
    Ok(())
}

/// Where the binary of `bench/rust` is built.
fn folder(project: &Project) -> PathBuf {
    project.cargo_target.join("bench-build")
}

fn build(project: &Project) -> Result<()> {
    let mut cargo = project.cargo();
    // Not `--locked`: what the engine depends on changes with the engine, and the peers stay pinned all the same.
    cargo.args(["build", "--release", "--manifest-path", "bench/rust/Cargo.toml", "--target-dir"]);
    shell::run(cargo.arg(project.shown(&folder(project))))
}

fn bench(project: &Project) -> Command {
    let binary = folder(project).join("release/bench");
    let mut command = Command::new(project.shown(&binary));
    command.current_dir(&project.root);
    command
}

fn rust(project: &Project, rounds: Option<u32>) -> Result<()> {
    timed("plugin", "the plug-in for Extism", || plugin::build(project))?;
    for (measurement, title) in MEASUREMENTS {
        timed(measurement, title, || shell::run(in_rounds(bench(project).arg(measurement), rounds)))?;
    }
    Ok(())
}

fn measure_python(project: &Project, rounds: Option<u32>) -> Result<()> {
    let environment = python::environment(project, "bench/venv", REQUIREMENTS)?;
    python::install(&environment, &packages::find(project)?.wheel)?;
    let mut command = Command::new(project.shown(&environment.join("bin/python")));
    shell::run(in_rounds(command.current_dir(&project.root).arg("bench/python/run.py"), rounds))
}

fn measure_node(project: &Project, rounds: Option<u32>) -> Result<()> {
    node::install(&project.root.join("bench/node"), &packages::find(project)?.tarball)?;
    shell::run(in_rounds(Command::new("node").current_dir(&project.root).arg("bench/node/run.mjs"), rounds))
}

fn report(project: &Project) -> Result<()> {
    shell::run(project.cargo().args(["run", "--profile", "xtask", "--package", "bench-report"]))
}

fn in_rounds(command: &mut Command, rounds: Option<u32>) -> &mut Command {
    command.args(rounds.iter().flat_map(|rounds| ["--rounds".to_owned(), rounds.to_string()]))
}
