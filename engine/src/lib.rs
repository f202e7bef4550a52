//! x
mod decide;
mod decision;
mod digest;
mod document;
mod engine;
mod engine_check;
mod error;
mod facts;
mod limits;
mod manifest;
mod outcome;
mod policy;
mod sandbox;
mod timestamp;
pub use decision::{
    Basis, Decision, Effect, Enforcement, EntryDecision, EntryState, FactsReference, PolicyReference, Row,
    RuleReference, Timings, Verdict, WaiverDecision, WaiverState,
};
pub use digest::Digest;
pub use digest::NotADigest;
pub use engine::{ConfiguredRule, Engine, EvaluationFailure, Rule};
pub use engine_check::EngineCheck;
pub use error::{Error, ErrorCode, Place};
pub use facts::Facts;
pub use limits::Limits;
pub use manifest::{CheckKind, Manifest, SectionNeed};
pub use outcome::{Artifact, Check, Contribution, Observation, Outcome, Score, Severity, Status};
pub use policy::{Lint, LintKind, Policy, policy_schema};
pub use timestamp::NotATimestamp;
pub use timestamp::Timestamp;
