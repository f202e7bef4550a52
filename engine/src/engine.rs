//! The engine: loads rules and policies.

use crate::error::{Error, ErrorCode};
use crate::facts::{self, View};
use crate::sandbox::{Compiled, Configured, Runtime};
use crate::workers::Workers;
use crate::{Digest, EngineCheck, Facts, Limits, Manifest, Outcome, Policy, Timestamp, bounded, document, policy};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Loads rules and policies and holds what they share: the compiler, the pool of sandboxes and the limits. Cheap to
/// clone; clones are the same engine. It may be shared between threads.
#[derive(Clone)]
pub struct Engine {
    runtime: Arc<Runtime>,
    /// Compiled components by digest, for as long as somebody uses them.
    compiled: Arc<Mutex<HashMap<Digest, Weak<Compiled>>>>,
    workers: Arc<Workers>,
}

impl Engine {
    /// An engine with the default [`Limits`].
    ///
    /// # Errors
    /// The sandbox cannot be set up on this machine.
    pub fn new() -> Result<Self, Error> {
        Self::with_limits(Limits::default())
    }

    /// An engine with these limits.
    ///
    /// # Errors
    /// A limit is nothing or above its ceiling, or the sandbox cannot be set up on this machine.
    pub fn with_limits(limits: Limits) -> Result<Self, Error> {
        Ok(Self { runtime: Arc::new(Runtime::new(limits)?), compiled: Arc::default(), workers: Arc::default() })
    }

    /// The limits within which rules run.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        self.runtime.limits()
    }

    /// Loads a policy and its rules. Paths of rules are relative to the policy file.
    ///
    /// # Errors
    /// The file, a rule or its params cannot be used; the error names file, line and column.
    pub fn load_policy(&self, path: impl AsRef<Path>) -> Result<Policy, Error> {
        policy::read(self, path.as_ref())
    }

    /// Reads a policy from YAML text. Paths of rules are relative to `folder`.
    ///
    /// # Errors
    /// The text, a rule or its params cannot be used; the error names line and column.
    pub fn parse_policy(&self, yaml: &str, folder: impl AsRef<Path>) -> Result<Policy, Error> {
        policy::parse(self, yaml, folder.as_ref())
    }

    /// Loads one rule, to look at it or to evaluate it without a policy.
    ///
    /// # Errors
    /// The file is not a rule component.
    pub fn load_rule(&self, path: impl AsRef<Path>) -> Result<Rule, Error> {
        let path = path.as_ref();
        Ok(Rule { compiled: self.compile(path).map_err(|error| error.in_file(path))? })
    }

    /// The engine's own threads.
    pub(crate) fn workers(&self) -> Arc<Workers> {
        Arc::clone(&self.workers)
    }

    /// Compiles a component, or finds it among those compiled already.
    pub(crate) fn compile(&self, path: &Path) -> Result<Arc<Compiled>, Error> {
        let unreadable =
            |error: std::io::Error| Error::new(ErrorCode::RuleUnreadable, format!("cannot read the rule: {error}"));
        let most = self.limits().component_bytes as u64;
        let Some(bytes) = bounded::read(path, most).map_err(unreadable)? else {
            let message = format!("the rule's file is larger than {most} bytes");
            return Err(Error::new(ErrorCode::RuleNotAComponent, message).advise("raise `component_bytes`"));
        };
        let digest = Digest::of(&bytes);
        let known = || self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compiled) = known().get(&digest).and_then(Weak::upgrade) {
            return Ok(compiled);
        }
        let compiled = Arc::new(Compiled::load(Arc::clone(&self.runtime), &bytes)?);
        let mut known = known();
        known.retain(|_, compiled| compiled.strong_count() > 0);
        known.insert(digest, Arc::downgrade(&compiled));
        Ok(compiled)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("limits", self.limits()).finish_non_exhaustive()
    }
}

/// A rule by itself, without a policy.
#[derive(Clone)]
pub struct Rule {
    compiled: Arc<Compiled>,
}

impl Rule {
    /// What the rule says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        self.compiled.manifest()
    }

    /// The digest of the component's bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.compiled.digest()
    }

    /// Binds the rule to params, a map.
    ///
    /// # Errors
    /// The params hold what canonical MessagePack cannot, or the rule refuses them.
    pub fn configure(&self, params: &Value) -> Result<ConfiguredRule, Error> {
        let params = document::encode(params).map_err(facts::error)?;
        Ok(ConfiguredRule { configured: self.compiled.configure(params)? })
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule").field("id", &self.manifest().id).field("digest", &self.digest()).finish()
    }
}

/// A rule bound to params.
pub struct ConfiguredRule {
    configured: Configured,
}

impl ConfiguredRule {
    /// Evaluates the sections that the rule declares in a fresh sandbox.
    ///
    /// # Errors
    /// What a decision would show as a row of the engine.
    pub fn evaluate(&self, facts: &Facts, at: Timestamp) -> Result<Outcome, EvaluationFailure> {
        let view = View::of_facts(facts.indexed());
        crate::decide::evaluate(&self.configured, &view, at).map_err(|failure| EvaluationFailure {
            check: failure.check,
            pointer: failure.pointer,
            message: failure.message,
        })
    }
}

impl fmt::Debug for ConfiguredRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfiguredRule").field("id", &self.configured.compiled().manifest().id).finish_non_exhaustive()
    }
}

/// Why an evaluation has no outcome.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{check}: {message}")]
#[non_exhaustive]
pub struct EvaluationFailure {
    /// The code of the row it would be in a decision.
    pub check: EngineCheck,
    /// The fact that is missing or malformed.
    pub pointer: Option<String>,
    /// What happened.
    pub message: String,
}
