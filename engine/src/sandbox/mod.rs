//! Runs rules on wasmtime. The only part of the engine that names it: what crosses this module's boundary are the
//! engine's own types. It knows nothing of policies.

mod bounds;
mod checks;
mod code;
mod compiler;
mod component;
mod configured;
mod contract;
mod deadline;
mod failure;
mod imports;
mod lean;
mod lift;
mod runtime;
mod snapshot;
mod store;

pub(crate) use component::RuleComponent;
pub(crate) use configured::Configured;
pub use configured::Startup;
pub(crate) use failure::{Failure, FailureSource};
pub(crate) use runtime::Runtime;
pub use store::Usage;
