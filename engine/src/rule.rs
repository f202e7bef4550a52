//! A rule by itself, without a policy.

use crate::error::Error;
use crate::facts::{self, View};
use crate::sandbox::{Configured, Failure, RuleComponent, Startup, Usage};
use crate::workers::Workers;
use crate::{Digest, EngineCheck, Facts, Manifest, Outcome, Timestamp, document, printable};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// A rule by itself, without a policy.
#[derive(Clone)]
pub struct Rule {
    component: Arc<RuleComponent>,
    workers: Arc<Workers>,
}

impl Rule {
    pub(crate) fn new(component: Arc<RuleComponent>, workers: Arc<Workers>) -> Self {
        Self { component, workers }
    }

    /// What the rule says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.component.identity().manifest
    }

    /// The digest of the component's bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.component.identity().digest
    }

    /// How an evaluation of the rule begins, unless its params make it otherwise.
    #[must_use]
    pub fn startup(&self) -> &Startup {
        self.component.startup()
    }

    /// Binds the rule to params, a map.
    ///
    /// # Errors
    /// The params hold what canonical MessagePack cannot, or the rule refuses them.
    pub fn configure(&self, params: &Value) -> Result<ConfiguredRule, Error> {
        self.configure_with(params, ConfigureOptions::default())
    }

    /// As [`Rule::configure`], with options.
    ///
    /// # Errors
    /// As [`Rule::configure`].
    pub fn configure_with(&self, params: &Value, options: ConfigureOptions) -> Result<ConfiguredRule, Error> {
        let params = document::encode(params).map_err(facts::error)?;
        let limits = *self.component.engine_limits();
        let configured = self.component.configure(params, limits, options.snapshot, &|| ())?;
        Ok(ConfiguredRule { configured, workers: Arc::clone(&self.workers) })
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule").field("id", &self.manifest().id).field("digest", &self.digest()).finish()
    }
}

/// How a rule is bound to params.
#[derive(Debug, Clone, Copy)]
pub struct ConfigureOptions {
    /// Whether the rule is compiled once more with the memory that `configure` leaves, so that no evaluation has to
    /// configure it. The default. It takes a moment, which is not worth while for a few evaluations.
    pub snapshot: bool,
}

impl Default for ConfigureOptions {
    fn default() -> Self {
        Self { snapshot: true }
    }
}

/// A rule bound to params.
pub struct ConfiguredRule {
    configured: Configured,
    workers: Arc<Workers>,
}

impl ConfiguredRule {
    /// How an evaluation begins.
    #[must_use]
    pub fn startup(&self) -> &Startup {
        self.configured.startup()
    }

    /// Evaluates the sections that the rule declares in a fresh sandbox.
    ///
    /// # Errors
    /// What a decision would show as a row of the engine.
    pub fn evaluate(&self, facts: &Facts, at: Timestamp) -> Result<Outcome, EvaluationFailure> {
        self.evaluate_measured(facts, at).0
    }

    /// As [`ConfiguredRule::evaluate`], with what the evaluation used of its limits: of nothing where the rule was not
    /// called, because a section is absent that it needs.
    pub fn evaluate_measured(&self, facts: &Facts, at: Timestamp) -> (Result<Outcome, EvaluationFailure>, Usage) {
        let (outcome, usage) = crate::decide::evaluate(&self.configured, &View::of_facts(facts.indexed()), at);
        let failed = |failure: Failure| EvaluationFailure {
            check: failure.check,
            pointer: failure.pointer,
            message: failure.message,
        };
        (outcome.map_err(failed), usage)
    }

    /// Evaluates on one of the engine's own threads, and hands what comes of it to `then` there.
    ///
    /// # Errors
    /// The system has no thread to give: [`ErrorCode::Sandbox`](crate::ErrorCode::Sandbox).
    pub fn evaluate_then(
        self: &Arc<Self>,
        facts: impl Into<Arc<Facts>>,
        at: Timestamp,
        then: impl FnOnce(Result<Outcome, EvaluationFailure>) + Send + 'static,
    ) -> Result<(), Error> {
        let (rule, facts) = (Arc::clone(self), facts.into());
        self.workers.submit(Box::new(move || then(rule.evaluate(&facts, at))))
    }
}

impl fmt::Debug for ConfiguredRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfiguredRule").field("id", &self.configured.identity().manifest.id).finish_non_exhaustive()
    }
}

/// Why an evaluation has no outcome.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{check}: {}", printable(message))]
#[non_exhaustive]
pub struct EvaluationFailure {
    /// The code of the row it would be in a decision.
    pub check: EngineCheck,
    /// The fact that is missing or malformed.
    pub pointer: Option<String>,
    /// What happened.
    pub message: String,
}
