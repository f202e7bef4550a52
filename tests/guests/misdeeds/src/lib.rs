//! A rule that misbehaves as its params say. The engine's tests assert what becomes of each misdeed.

use clearance_rule::prelude::*;
use std::hint::black_box;

/// The rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Misdeeds {
    /// What it does when it is evaluated.
    deed: Deed,
    /// What it does when it is configured.
    configure: Option<Deed>,
}

/// A misdeed.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Behaves: one check that passes.
    None,
    /// Panics with a message.
    Panic,
    /// Never ends.
    Loop,
    /// Allocates without end.
    Memory,
    /// Calls itself without end.
    Recursion,
    /// Aborts without a word.
    Abort,
    /// Returns a check whose code is not in its manifest.
    UndeclaredCode,
    /// Observes a section that it did not declare.
    UndeclaredSection,
    /// Observes what is no JSON Pointer.
    BrokenPointer,
    /// Returns a score that is not a number.
    NanScore,
    /// Returns more than it may.
    HugeOutput,
    /// Returns more checks than it may.
    ManyChecks,
    /// Names an artifact so that it would be written outside of its folder.
    ArtifactPath,
    /// Derives something that is not MessagePack.
    BrokenDerived,
    /// Says that the params do not suit it.
    Refuse,
    /// Behaves on its first evaluation only.
    SecondTime,
}

/// The facts: nothing is needed, one section is read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts {
    /// Any value.
    pub release: Option<clearance_rule::serde_json::Value>,
}

impl Rule for Misdeeds {
    type Facts<'a> = Facts;

    const ABOUT: About = About {
        id: "misdeeds",
        version: env!("CARGO_PKG_VERSION"),
        title: "Misdeeds",
        summary: "Misbehaves as its params say.",
        checks: &[("behaved", "The rule behaved.")],
        practices: &[],
        controls: &[],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        match self.configure {
            Some(Deed::Refuse) => {
                Err(Mismatch { pointer: "/configure".to_owned(), message: "this deed is refused".to_owned() })
            }
            Some(deed) => {
                commit(deed);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn evaluate(&self, _facts: &Facts, _at: Timestamp) -> Outcome {
        commit(self.deed)
    }
}

#[expect(clippy::panic, reason = "it is what the deed asks for")]
fn commit(deed: Deed) -> Outcome {
    let mut outcome = Outcome::new();
    let behaved = || Check::pass("behaved", "misdeeds", "it behaved");
    match deed {
        Deed::None | Deed::Refuse => outcome.push(behaved()),
        Deed::Panic => panic!("the ledger does not balance: 3 != 4"),
        Deed::Loop => loop {
            black_box(());
        },
        Deed::Memory => {
            let mut kept = Vec::new();
            loop {
                kept.push(black_box(Vec::<u8>::with_capacity(1 << 20)));
            }
        }
        Deed::Recursion => outcome.push(Check::pass("behaved", "misdeeds", recurse(1).to_string())),
        Deed::Abort => std::process::abort(),
        Deed::UndeclaredCode => outcome.push(Check::pass("invented", "misdeeds", "nobody knows this code")),
        Deed::UndeclaredSection => outcome.push(behaved().observe("/payroll/salaries", 1)),
        Deed::BrokenPointer => outcome.push(behaved().observe("release", 1)),
        Deed::NanScore => {
            let mut score = Score::out_of(100.0);
            score.add("chaos", f64::NAN, "not a number");
            return outcome.with_score(score);
        }
        Deed::HugeOutput => {
            // Many strings may share one place in memory only where the guest lies about them; this one is honest.
            outcome.push(Check::pass("behaved", "x".repeat(32 << 20), "long"));
        }
        Deed::ManyChecks => outcome.extend((0..100_001).map(|_| Check::pass("behaved", "", ""))),
        Deed::ArtifactPath => return outcome.with_artifact("../escape.md", "text/markdown", "x"),
        Deed::BrokenDerived => outcome.derived = Some(vec![0xc1]),
        Deed::SecondTime => {
            static BEFORE: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
            let first = !BEFORE.swap(true, std::sync::atomic::Ordering::SeqCst);
            outcome.push(if first { behaved() } else { Check::fail("behaved", "misdeeds", "it remembered") });
        }
    }
    outcome
}

/// Keeps nothing in linear memory, so that it is the host's stack that ends, and not the guest's own.
fn recurse(depth: u64) -> u64 {
    if depth == u64::MAX { 1 } else { recurse(depth + 1).rotate_left(7).wrapping_mul(depth | 1) }
}

clearance_rule::export!(Misdeeds);
