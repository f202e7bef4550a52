//! The steps of `cargo xtask test`: what CI runs, one heading a step.

use crate::project::Project;
use crate::{demo, deny, examples, guests, kits, node, packages, parity, prerequisites, proofs, python, shell, tree};
use anyhow::{Result, bail};
use clap::ValueEnum;
use std::time::Instant;

/// A step, in the order in which they run: what is quick to fail comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ValueEnum)]
pub(crate) enum Step {
    /// rustfmt, clippy and git are there, or are installed
    Prerequisites,
    /// Nothing tracked that does not belong there: built files, overlong files, unfinished code
    Tree,
    /// Each `unsafe` has its proof, and `docs/unsafe.md` has them all
    Unsafe,
    /// The code is formatted
    Format,
    /// Dependencies have licences, sources and names that are allowed
    Deny,
    /// Clippy finds nothing in the workspace
    Lint,
    /// Every rule and every guest builds as a component
    Guests,
    /// Every test passes, those in the documentation included
    Tests,
    /// Every kit for authors of rules passes its tests, and their rules agree
    Kits,
    /// The documentation builds without a warning
    Docs,
    /// The demo judges its three releases as it should
    Demo,
    /// The wheel and the npm tarball build
    Package,
    /// The wheel installs, and the Python package's tests pass
    Python,
    /// The tarball installs, and the Node package's tests pass
    Node,
    /// The examples run as a newcomer starts them, and their tests pass
    Examples,
    /// The table of what each language offers is true
    Parity,
}

impl Step {
    fn run(self, project: &Project) -> Result<()> {
        let mut cargo = project.cargo();
        match self {
            Self::Prerequisites => prerequisites::for_tests(project),
            Self::Tree => tree::check(project),
            Self::Unsafe => proofs::check(project),
            Self::Format => shell::run(cargo.args(["fmt", "--all", "--check"])),
            Self::Deny => deny::check(project),
            Self::Lint => shell::run(cargo.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])),
            Self::Guests => guests::build(project),
            Self::Tests => shell::run(cargo.args(["test", "--workspace"])),
            Self::Kits => kits::test(project),
            Self::Docs => {
                shell::run(cargo.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
            }
            Self::Demo => demo::run(project),
            Self::Package => packages::build(project).map(drop),
            Self::Python => python::test(project),
            Self::Node => node::test(project),
            Self::Examples => examples::test(project),
            Self::Parity => parity::check(project),
        }
    }

    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    fn title(self) -> String {
        let help = self.to_possible_value().and_then(|value| value.get_help().map(ToString::to_string));
        help.unwrap_or_default()
    }
}

/// Prints the steps.
pub(crate) fn list() {
    for step in Step::value_variants() {
        println!("{:<14} {}", step.name(), step.title());
    }
}

/// Runs `named`, or every step, and stops at the first that fails.
pub(crate) fn run(project: &Project, named: &[Step]) -> Result<()> {
    let started = Instant::now();
    let steps = chosen(named);
    for (done, step) in steps.iter().enumerate() {
        let outcome = timed(&step.name(), &step.title(), || step.run(project));
        if let Err(error) = outcome {
            println!("\nstopped at `{}` after {:.0} s", step.name(), started.elapsed().as_secs_f64());
            println!("steps: {done} passed, 1 failed");
            bail!("step `{0}` failed: {error:#}\nto run just this step again: cargo xtask test {0}", step.name());
        }
    }
    println!("\nevery step passed in {:.0} s", started.elapsed().as_secs_f64());
    println!("steps: {} passed, 0 failed", steps.len());
    Ok(())
}

/// Runs `work` under a heading, and says how long it took.
pub(crate) fn timed<T>(name: &str, title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    println!("\n== {name}: {title}");
    let outcome = work();
    let verdict = if outcome.is_ok() { "done" } else { "FAILED" };
    println!("== {name}: {verdict} in {:.1} s", started.elapsed().as_secs_f64());
    outcome
}

/// Those `named`, or all, in their order and once.
pub(crate) fn chosen<T: ValueEnum + Copy + PartialEq>(named: &[T]) -> Vec<T> {
    let every = T::value_variants().iter().copied();
    every.filter(|one| named.is_empty() || named.contains(one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_in_their_order_and_once() {
        assert_eq!(chosen(&[Step::Docs, Step::Format, Step::Docs]), [Step::Format, Step::Docs]);
        assert_eq!(chosen::<Step>(&[]), Step::value_variants());
    }

    #[test]
    fn every_step_has_a_name_and_a_title() {
        for step in Step::value_variants() {
            assert!(!step.name().is_empty());
            assert!(!step.title().is_empty(), "{}", step.name());
        }
    }
}
