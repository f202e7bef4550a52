//! Is this release cleared to go, and if not, exactly why?
//!
//! Governance rules are WebAssembly components. A [`Policy`] binds them to parameters, scope, enforcement, effective
//! dates and waivers. [`Facts`] are everything known about a release. The [`Engine`] runs each rule in a fresh sandbox
//! on just the sections of the facts that it declares, and [`Policy::decide`] weighs what they found into a
//! [`Decision`]: allow, review or deny, every check with the facts it read and the remedy, every waiver used, the
//! digests of all that went in.
//!
//! ```
//! use clearance::{Engine, Facts, Verdict};
//!
//! let engine = Engine::new()?;
//! let policy = engine.load_policy("../example-rules/demo/policy.yaml")?;
//! let facts = Facts::from_json(&std::fs::read_to_string("../example-rules/demo/denied.json")?)?;
//!
//! let decision = policy.decide(&facts, "2026-11-23T08:00:00Z".parse()?);
//!
//! assert_eq!(decision.verdict, Verdict::Deny);
//! for (entry, row) in decision.failing() {
//!     println!("{}: {}: {}", entry.id, row.check.subject, row.check.message);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Loading can fail, and says where and why: [`Error`]. Deciding cannot: a rule that traps, hits one of the [`Limits`]
//! or lacks a fact is a row of the decision that counts as a failure. The same rules, policy, facts and time give the
//! same decision, byte for byte.

mod engine;
mod facts;
mod policy;
mod rule;

mod decide;
mod decision;
mod outcome;
mod outcome_cache;

mod engine_check;
mod error;
mod limits;
mod manifest;
mod printable;

mod bounded;
mod code_cache;
mod cores;
mod digest;
mod document;
mod sandbox;
mod timestamp;
mod workers;

/// A text of a decision. It is read as a `str` is; up to 24 bytes it takes no memory of its own.
pub use compact_str::CompactString as Text;

pub use code_cache::{CodeCache, CodeCacheState};
pub use decide::{Batch, DecideOptions};
pub use decision::{
    Basis, Decision, Effect, Enforcement, EntryDecision, EntryState, FactsReference, PolicyReference, Row,
    RuleReference, Timings, Verdict, Waiver, WaiverState,
};
pub use digest::{Digest, NotADigest};
pub use engine::{Engine, EngineOptions};
pub use engine_check::EngineCheck;
pub use error::{Error, ErrorCode, Place};
pub use facts::{Facts, FactsEncoder};
pub use limits::{Limit, LimitUnit, Limits};
pub use manifest::{CheckKind, Manifest, SectionNeed};
pub use outcome::{Artifact, Check, Contribution, Observation, Outcome, Score, Severity, Status};
pub use outcome_cache::OutcomeCache;
pub use policy::{Lint, LintKind, LoadOptions, LoadProgress, LoadStep, Policy, policy_schema};
pub use printable::printable;
pub use rule::{ConfigureOptions, ConfiguredRule, EvaluationFailure, Rule};
pub use sandbox::{Startup, Usage};
pub use timestamp::{NotATimestamp, Timestamp};
