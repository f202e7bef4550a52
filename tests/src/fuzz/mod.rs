//! What is fuzzed, each target a plain function: `tests/fuzz` feeds it what libFuzzer invents, and the test
//! `fuzz_corpus` what is kept in `tests/fuzz/corpus`, with any toolchain. A target returns, or panics and has found
//! something.
#![expect(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a target tells what it found by panicking"
)]

mod component;
mod facts;
mod guest;
mod outcome;
mod policy;
mod redaction;
mod seeds;

pub use component::component;
pub use facts::facts;
pub use outcome::outcome;
pub use policy::policy;
pub use redaction::redaction;

use crate::{root, tight_limits};
use clearance::{CodeCache, Decision, Engine, EngineOptions, Error, Facts, Limits, Policy, Timestamp, Verdict};
use std::path::{Path, PathBuf};

/// Something that is fuzzed.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its corpus and of its program in `tests/fuzz`.
    pub name: &'static str,
    /// Feeds it one input.
    pub run: fn(&[u8]),
    seeds: fn() -> Vec<Vec<u8>>,
}

/// All that is fuzzed.
pub const TARGETS: [Target; 5] = [
    Target { name: "policy", run: policy, seeds: seeds::policies },
    Target { name: "facts", run: facts, seeds: seeds::facts },
    Target { name: "component", run: component, seeds: seeds::components },
    Target { name: "outcome", run: outcome, seeds: seeds::outcomes },
    Target { name: "redaction", run: redaction, seeds: seeds::notes },
];

impl Target {
    /// Where its corpus stands.
    #[must_use]
    pub fn corpus(&self) -> PathBuf {
        folder().join(self.name)
    }

    /// Real inputs, and what is kept in the corpus: each with its name.
    #[must_use]
    pub fn inputs(&self) -> Vec<(String, Vec<u8>)> {
        let seeds = (self.seeds)().into_iter().enumerate().map(|(index, seed)| (format!("seed-{index}"), seed));
        let mut kept: Vec<PathBuf> =
            std::fs::read_dir(self.corpus()).unwrap().map(|entry| entry.unwrap().path()).collect();
        kept.sort();
        let kept = kept.iter().map(|path| (path.file_name().unwrap().display().to_string(), read(path)));
        seeds.chain(kept).collect()
    }
}

/// Begins a run of libFuzzer on a target: leaves its inputs in the folder that `CLEARANCE_FUZZ_INPUTS` names, for libFuzzer
/// to read them.
pub fn begin(target: &str) {
    // libFuzzer's own ends the process. The engine catches panics of what rewrites components, which are no find; every
    // other panic still reaches libFuzzer.
    drop(std::panic::take_hook());
    let target = TARGETS.iter().find(|known| known.name == target).unwrap();
    if let Some(folder) = std::env::var_os("CLEARANCE_FUZZ_INPUTS") {
        for (name, input) in target.inputs() {
            std::fs::write(Path::new(&folder).join(name), input).unwrap();
        }
    }
}

/// Where the corpora stand, a folder for each target.
#[must_use]
pub fn folder() -> PathBuf {
    root().join("tests/fuzz/corpus")
}

/// A file of a corpus. Bytes that are no text are kept in hexadecimal.
fn read(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    if path.extension().is_none_or(|extension| extension != "hex") {
        return bytes;
    }
    let digits: Vec<u8> = bytes.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// An engine whose rules end soon, and which leaves nothing on the disk.
fn engine() -> Engine {
    let limits = Limits {
        instructions: 5_000_000,
        memory_bytes: 4 << 20,
        output_bytes: 1 << 20,
        checks: 1_000,
        component_bytes: 1 << 20,
        ..tight_limits()
    };
    Engine::with_options(EngineOptions { limits, code_cache: CodeCache::Off }).unwrap()
}

/// The time of every decision.
fn now() -> Timestamp {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

/// An error says what is wrong, and where as far as it can be told.
fn check_error(error: &Error) {
    assert!(!error.code().as_str().is_empty());
    assert!(!error.message().is_empty(), "{:?} says nothing", error.code());
    let shown = error.to_string();
    assert!(shown.contains(&*clearance::printable(error.message())), "{shown}");
}

/// What holds of every decision: it comes again, reads back, and its verdict is that of its gravest row.
fn check_decision(policy: &Policy, facts: &Facts) -> Decision {
    let decision = policy.decide(facts, now());
    let json = decision.to_json();
    match Decision::from_json(&json) {
        Ok(read) => assert_eq!(read, decision, "it reads back as another: {json}"),
        Err(error) => panic!("it does not read back: {error}: {json}"),
    }
    assert_eq!(policy.decide(facts, now()).to_json(), json, "it does not come again");
    assert!(!decision.to_messagepack().is_empty(), "it has no MessagePack: {json}");
    let gravest = decision.entries.iter().flat_map(|entry| &entry.checks).map(|row| row.effect.verdict()).max();
    match decision.basis {
        clearance::Basis::Rules => assert_eq!(decision.verdict, gravest.unwrap_or(Verdict::Allow), "{json}"),
        clearance::Basis::NoRuleApplied => assert_eq!(decision.verdict, Verdict::Deny, "{json}"),
    }
    for (_, row) in decision.failing() {
        assert!(row.check.status.is_failing() && row.waived.is_none(), "{json}");
    }
    decision
}
