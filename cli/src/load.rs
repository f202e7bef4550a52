//! Loading a policy, with a word to who waits at a terminal.

use crate::arguments::EngineArguments;
use anyhow::Result;
use clearance::{CodeCacheState, Engine, EngineOptions, LoadOptions, LoadProgress, LoadStep, Policy, printable};
use std::io::{IsTerminal, Write};
use std::path::Path;

/// An engine as the arguments have it.
pub(crate) fn engine(arguments: &EngineArguments) -> Result<Engine> {
    Ok(Engine::with_options(EngineOptions { limits: arguments.limits(), ..EngineOptions::default() })?)
}

pub(crate) fn policy(path: &Path, arguments: &EngineArguments) -> Result<Policy> {
    let engine = engine(arguments)?;
    let tell = |text: &str| {
        // What cannot be written there is no loss.
        let _ = writeln!(anstream::stderr(), "{text}");
    };
    let watch = |progress: LoadProgress<'_>| {
        if progress.step == LoadStep::Compiling {
            tell(&format!("compiling the rule of `{}`", printable(progress.entry)));
        }
    };
    let watched = std::io::stderr().is_terminal();
    let progress = watched.then_some(&watch as &(dyn Fn(LoadProgress<'_>) + Sync));
    let policy = engine.load_policy_with(path, LoadOptions { progress })?;
    if let (true, CodeCacheState::Unusable(why)) = (watched, engine.code_cache()) {
        tell(&format!("compiled rules are not kept for the next time: {}", printable(why)));
    }
    Ok(policy)
}
