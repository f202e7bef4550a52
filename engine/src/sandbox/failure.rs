//! Why a call of a rule came to no result.

use super::checks::{NotCanonical, Outsized};
use super::store::{Growth, Outgrown};
use crate::Limits;
use crate::engine_check::EngineCheck;
use std::fmt;
use wasmtime::{Store, Trap, WasmCoreDump};

/// What a Rust rule's panic hook leaves in memory before the message, as the contract describes.
const LAST_WORDS: &[u8; 16] = b"clearance:panic\n";
const LAST_WORDS_MOST: usize = 4096;

/// Why an evaluation has no outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) check: EngineCheck,
    pub(crate) message: String,
    /// The fact that is missing or malformed.
    pub(crate) pointer: Option<String>,
    pub(crate) source: FailureSource,
}

/// Whose doing it was: what to advise depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureSource {
    Facts,
    Rule,
}

impl Failure {
    pub(crate) fn of_rule(check: EngineCheck, message: impl Into<String>) -> Self {
        Self { check, message: message.into(), pointer: None, source: FailureSource::Rule }
    }

    pub(crate) fn of_facts(check: EngineCheck, pointer: String, message: impl Into<String>) -> Self {
        Self { check, message: message.into(), pointer: Some(pointer), source: FailureSource::Facts }
    }

    /// A limit was hit.
    pub(super) fn of_limit(check: EngineCheck, limits: &Limits) -> Self {
        let message = match check {
            EngineCheck::LimitTime => format!("the rule ran longer than {} milliseconds", limits.time_ms),
            EngineCheck::LimitMemory => format!("the rule wanted more than {} bytes of memory", limits.memory_bytes),
            EngineCheck::LimitTable => format!("the rule wanted more than {} table elements", limits.table_elements),
            EngineCheck::LimitStack => {
                format!("the rule's calls nested deeper than {} bytes of stack allow", limits.stack_bytes)
            }
            EngineCheck::LimitOutput => format!("the rule returned more than {} bytes", limits.output_bytes),
            _ => format!("the rule executed more than {} instructions", limits.instructions),
        };
        Self::of_rule(check, message)
    }

    /// An outcome came back, and is not as the contract wants it.
    pub(super) fn broken_contract(how: impl fmt::Display) -> Self {
        Self::of_rule(EngineCheck::InvalidOutcome, format!("the outcome breaks the contract: {how}"))
    }

    /// Reads a wasmtime error. The text of traps is wasmtime's own, without addresses or backtraces, so that it is the
    /// same on every machine.
    pub(super) fn from_wasmtime(error: &wasmtime::Error, store: &Store<Growth>) -> Self {
        let limits = &store.data().limits;
        if let Some(outgrown) = error.downcast_ref::<Outgrown>() {
            return Self::of_limit(
                match outgrown {
                    Outgrown::Memory => EngineCheck::LimitMemory,
                    Outgrown::Table => EngineCheck::LimitTable,
                },
                limits,
            );
        }
        if let Some(problem) = error.downcast_ref::<NotCanonical>() {
            return Self::broken_contract(format_args!("an observed fact: {problem}"));
        }
        if error.is::<Outsized>() {
            return Self::of_limit(EngineCheck::LimitOutput, limits);
        }
        match error.downcast_ref::<Trap>() {
            Some(Trap::OutOfFuel) => Self::of_limit(EngineCheck::LimitInstructions, limits),
            Some(Trap::Interrupt) => Self::of_limit(EngineCheck::LimitTime, limits),
            Some(Trap::StackOverflow) => Self::of_limit(EngineCheck::LimitStack, limits),
            Some(trap) => match last_words(error, store) {
                Some(message) => Self::of_rule(EngineCheck::RuleFailed, message),
                None => Self::of_rule(EngineCheck::RuleTrapped, format!("the rule trapped: {trap}{}", hint(*trap))),
            },
            // Not a trap: what came back could not be lifted.
            None => {
                let message = error.root_cause().to_string();
                // wasmtime has no type for this error.
                if message.contains("fuel allocated for hostcalls") {
                    Self::of_limit(EngineCheck::LimitOutput, limits)
                } else {
                    Self::of_rule(
                        EngineCheck::InvalidOutcome,
                        format!("what the rule returned is unreadable: {message}"),
                    )
                }
            }
        }
    }
}

/// What a trap usually means of which wasmtime's own words tell an author little.
fn hint(trap: Trap) -> &'static str {
    match trap {
        Trap::UnreachableCodeReached => "; it ended itself without a word, as an abort or an exit does",
        Trap::MemoryOutOfBounds => "; its calls nest deeper than its own stack allows, or it used a pointer to nowhere",
        _ => "",
    }
}

/// The message that a panicking rule left in its memory.
fn last_words(error: &wasmtime::Error, store: &Store<Growth>) -> Option<String> {
    let dump = error.downcast_ref::<WasmCoreDump>()?;
    dump.memories().iter().find_map(|memory| {
        let data = memory.data(store);
        let at = memchr::memmem::find(data, LAST_WORDS)? + LAST_WORDS.len();
        let (length, rest) = data.get(at..)?.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let words = rest.get(..length.min(LAST_WORDS_MOST))?;
        if words.is_empty() { None } else { Some(String::from_utf8_lossy(words).into_owned()) }
    })
}
