//! How long a rule takes to load: while it is compiled, and from then on.

use crate::arguments::EngineArguments;
use crate::load;
use anyhow::Result;
use clearance::{CodeCache, Engine, EngineOptions, Rule};
use std::path::Path;
use std::time::{Duration, Instant};

/// A rule that was loaded, with the times that it took.
pub(super) struct Loading {
    /// Loaded by an engine that keeps no code.
    pub(super) rule: Rule,
    /// The first time.
    pub(super) compiled: Duration,
    /// From then on, in another process.
    pub(super) loaded: Duration,
}

pub(super) fn load(component: &Path, arguments: &EngineArguments) -> Result<Loading> {
    let options = EngineOptions { limits: arguments.limits(), code_cache: CodeCache::Off };
    let compiling = Engine::with_options(options)?;
    let (rule, compiled) = timed(|| Ok(compiling.load_rule(component)?))?;
    // What the engine of policies keeps, once it has compiled it.
    load::engine(arguments)?.load_rule(component)?;
    let again = load::engine(arguments)?;
    let (_, loaded) = timed(|| Ok(again.load_rule(component)?))?;
    Ok(Loading { rule, compiled, loaded })
}

pub(super) fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration)> {
    let started = Instant::now();
    let done = work()?;
    Ok((done, started.elapsed()))
}

pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
