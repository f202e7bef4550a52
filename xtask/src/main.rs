//! `cargo xtask …`: everything a contributor or CI runs. It drives the other crates through their commands and never
//! depends on them, so that it compiles quickly on a fresh machine.

mod bench;
mod demo;
mod deny;
mod examples;
mod fuzz;
mod gather;
mod guests;
mod hostile;
mod kits;
mod languages;
mod made_part;
mod node;
mod packages;
mod pages;
mod parity;
mod plugin;
mod prerequisites;
mod project;
mod proofs;
mod python;
mod steps;
mod tree;

use anyhow::Result;
use bench::Lane;
use clap::{Parser, Subcommand};
use clearance_build::{component, debian, shell, wasm_target};
use examples::Example;
use project::Project;
use std::process::ExitCode;
use steps::Step;

/// Everything a contributor or CI runs. Each external command is printed before it starts.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
#[command(after_long_help = wasm_target::HELP)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Makes every rule, every guest of the tests and every rule that is measured from its source, as a WebAssembly
    /// component.
    ///
    /// Each crate under `example-rules/`, `tests/guests/` and `bench/rules/` that is a `cdylib` is built with the profile
    /// `guest`, becomes a component, is validated, and is written to `target/rules/`, `target/guests/` or `target/bench/`
    /// under its package's name. A component that imports anything is refused. Files that would not change are left
    /// alone; components whose crate is gone are removed.
    #[command(after_long_help = wasm_target::HELP)]
    Guests,
    /// Runs what CI runs, or the steps named, and stops at the first that fails.
    ///
    /// Steps run in the order of `--list`, whatever the order they are named in.
    #[command(after_long_help = wasm_target::HELP)]
    Test {
        /// The steps to run; all when none is named.
        #[arg(value_enum, value_name = "STEP")]
        steps: Vec<Step>,
        /// Lists the steps and runs none.
        #[arg(long)]
        list: bool,
    },
    /// Builds the packages for Python and Node into `target/packages/`: a wheel and an npm tarball.
    ///
    /// They are for the platform at hand, and bring the rules of `example-rules/`.
    Package,
    /// Makes the plug-in that the measurements in `bench/rust` run in Extism, as `target/bench/plugins/extism.wasm`.
    #[command(after_long_help = wasm_target::HELP)]
    Plugin,
    /// Measures Clearance beside other engines, and writes `docs/performance.md`.
    ///
    /// Builds what is measured, the packages included, installs the other engines into `target/` and
    /// `bench/node/node_modules`, and runs every lane named, or all. Takes the better part of an hour; compare figures
    /// within a run, on a machine that does nothing else.
    #[command(after_long_help = wasm_target::HELP)]
    Bench {
        /// A lane to run; all when none is named. May be given several times.
        #[arg(long = "lane", value_enum, value_name = "LANE")]
        lanes: Vec<Lane>,
        /// Rounds that count, in place of each measurement's own number. Few show that everything works, and no more:
        /// the page says so.
        #[arg(long, value_parser = clap::value_parser!(u32).range(2..))]
        rounds: Option<u32>,
    },
    /// Feeds what takes foreign input with what libFuzzer invents, and says how much of it.
    ///
    /// Needs a nightly compiler and cargo-fuzz, which is installed where it is missing. Begins with real inputs and with
    /// what is kept in `tests/fuzz/corpus`, and stops at the first find. `cargo xtask test tests` replays the corpus and needs
    /// neither.
    Fuzz {
        /// A target to run; all when none is named.
        #[arg(value_name = "TARGET")]
        targets: Vec<String>,
        /// Seconds for each target.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Checks licences, bans, sources and advisories of all dependencies, as `deny.toml` has them.
    ///
    /// Builds cargo-deny into `target/tools/` where it is missing.
    Deny,
    /// Writes the table of what Rust, Python and Node offer into `bindings/README.md`.
    Parity,
    /// Measures what the same rule costs in each language, and writes the table into `docs/authoring/README.md`.
    ///
    /// Builds the rule with every kit, and fetches the compilers that are missing. Compare figures within a run.
    #[command(after_long_help = wasm_target::HELP)]
    Languages,
    /// Writes every `unsafe` with its proof into `docs/unsafe.md`.
    Unsafe,
    /// Judges three releases: one allowed, one denied, and this repository at HEAD.
    ///
    /// Builds the rules and the `clearance` command first. Fails when a release is not judged, or not as it should be.
    /// What it wrote is left in `target/demo/`.
    #[command(after_long_help = wasm_target::HELP)]
    Demo,
    /// Starts an example with sample data: the gate of a pipeline in Python, or the portal in Node.
    ///
    /// Builds the packages where they are missing, and installs them and what else it takes into `target/` and
    /// `examples/node/portal/node_modules`.
    #[command(after_long_help = wasm_target::HELP)]
    Example {
        /// The example to start.
        #[arg(value_enum, value_name = "EXAMPLE")]
        example: Example,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Guests => guests::build(&Project::load()?),
        Task::Test { list: true, .. } => {
            steps::list();
            Ok(())
        }
        Task::Test { steps, .. } => steps::run(&Project::load()?, &steps),
        Task::Package => packages::build(&Project::load()?).map(drop),
        Task::Plugin => plugin::build(&Project::load()?),
        Task::Bench { lanes, rounds } => bench::run(&Project::load()?, &lanes, rounds),
        Task::Fuzz { targets, seconds } => fuzz::run(&Project::load()?, &targets, seconds),
        Task::Deny => deny::check(&Project::load()?),
        Task::Parity => parity::write(&Project::load()?),
        Task::Languages => languages::write(&Project::load()?),
        Task::Unsafe => proofs::write(&Project::load()?),
        Task::Demo => demo::run(&Project::load()?),
        Task::Example { example } => examples::start(&Project::load()?, example),
    }
}
