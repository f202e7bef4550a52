//! A rule with its params, ready to be evaluated.

use super::code;
use super::component::{Identity, RuleComponent};
use super::contract::Template;
use super::failure::Failure;
use super::lift;
use super::runtime::Runtime;
use super::store::{Session, Usage};
use crate::code_cache::{CodeName, Key};
use crate::error::{Error, ErrorCode};
use crate::{Digest, Limits, Outcome, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use wasmtime::component::Component;

/// How an evaluation of a rule begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Startup {
    /// From the memory that the rule had after it was configured.
    Snapshot,
    /// By configuring the rule anew, because its memory cannot be kept for the reason given.
    Configure(String),
}

/// Code for one component and its params. It holds no state, and whoever uses the same rule in the same way shares it.
pub(crate) struct Specialised {
    template: Arc<Template>,
    /// The params, where each evaluation has to be configured with them.
    params: Option<Vec<u8>>,
    startup: Startup,
}

/// What is kept of a component with its params: that it takes them, and which code it is.
#[derive(Serialize, Deserialize)]
struct Kept {
    startup: Startup,
    code: CodeName,
}

impl Specialised {
    /// What an earlier process kept under `key`.
    pub(super) fn find(runtime: &Runtime, key: Key, params: &[u8]) -> Option<Self> {
        let Kept { startup, code } = runtime.code_cache.record(key)?;
        Self::new(runtime, &code::map(runtime, &code)?, startup, params.to_vec()).ok()
    }

    /// Keeps what was compiled for the next process.
    pub(super) fn keep(
        runtime: &Runtime,
        key: Key,
        compiled: Component,
        startup: Startup,
        params: Vec<u8>,
    ) -> Result<Self, Error> {
        let (component, code) = code::keep(runtime, compiled);
        if let Some(code) = code {
            runtime.code_cache.keep_record(key, &Kept { startup: startup.clone(), code });
        }
        Self::new(runtime, &component, startup, params)
            .map_err(|error| Error::new(ErrorCode::RuleWrongWorld, format!("{error:#}")))
    }

    /// Code that is given the params in each evaluation.
    pub(super) fn plain(template: Arc<Template>, params: Vec<u8>) -> Self {
        Self { template, params: Some(params), startup: Startup::Configure("no snapshot was asked for".to_owned()) }
    }

    fn new(runtime: &Runtime, component: &Component, startup: Startup, params: Vec<u8>) -> wasmtime::Result<Self> {
        let params = matches!(startup, Startup::Configure(_)).then_some(params);
        Ok(Self { template: Arc::new(Template::of(runtime, component)?), params, startup })
    }
}

/// A rule with the params of one policy entry.
pub(crate) struct Configured {
    runtime: Arc<Runtime>,
    identity: Arc<Identity>,
    params: Digest,
    limits: Limits,
    specialised: Arc<Specialised>,
    _component: Option<Arc<RuleComponent>>,
}

impl Configured {
    pub(super) fn new(
        runtime: Arc<Runtime>,
        identity: Arc<Identity>,
        params: Digest,
        limits: Limits,
        specialised: Arc<Specialised>,
        component: Option<Arc<RuleComponent>>,
    ) -> Self {
        Self { runtime, identity, params, limits, specialised, _component: component }
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(crate) fn params_digest(&self) -> Digest {
        self.params
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn startup(&self) -> &Startup {
        &self.specialised.startup
    }

    /// Evaluates a document of sections in a fresh instance, and says what that used.
    pub(crate) fn evaluate(&self, facts: &[u8], at: Timestamp) -> (Result<Outcome, Failure>, Usage) {
        let mut session = match Session::for_rule(&self.runtime, &self.limits) {
            Ok(session) => session,
            Err(failure) => return (Err(failure), Usage::default()),
        };
        let outcome = self.evaluate_in(&mut session, facts, at);
        (outcome, session.usage())
    }

    fn evaluate_in(&self, session: &mut Session<'_>, facts: &[u8], at: Timestamp) -> Result<Outcome, Failure> {
        let runtime = &*self.runtime;
        let at = if self.identity.manifest.timeless { 0 } else { at.as_millis() };
        let called = runtime.with_stack(|| {
            let template = &self.specialised.template;
            let instance = template.instantiate(&mut session.store)?;
            if let Some(params) = &self.specialised.params {
                if let Err(mismatch) = template.configure(&mut session.store, &instance, params)? {
                    return Ok(Err(mismatch));
                }
                session.rearm()?;
            }
            template.evaluate(&mut session.store, &instance, at, facts).map(Ok)
        });
        match called {
            Ok(Ok(returned)) => lift::outcome(returned, &self.identity.manifest, &self.limits),
            Ok(Err(mismatch)) => {
                let message = format!("the rule refuses params that it took at load: {}", mismatch.message);
                Err(Failure::of_rule(crate::EngineCheck::RuleFailed, message))
            }
            Err(error) => Err(Failure::from_wasmtime(&error, &session.store)),
        }
    }
}
