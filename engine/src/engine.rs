//! The engine: loads rules and policies.

use crate::code_cache::Store;
use crate::error::{Error, ErrorCode};
use crate::sandbox::{RuleComponent, Runtime};
use crate::workers::Workers;
use crate::{CodeCache, CodeCacheState, Digest, Limits, LoadOptions, Policy, Rule, bounded, policy};
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Loads rules and policies and holds what they share: the compiler, the pool of sandboxes and the limits. Cheap to
/// clone; clones are the same engine. It may be shared between threads.
#[derive(Clone)]
pub struct Engine {
    runtime: Arc<Runtime>,
    /// Components by digest, for as long as somebody uses them.
    components: Arc<Mutex<HashMap<Digest, Weak<RuleComponent>>>>,
    workers: Arc<Workers>,
}

/// What an engine may be told.
#[derive(Debug, Clone, Default)]
pub struct EngineOptions {
    /// What one call of a rule may use.
    pub limits: Limits,
    /// Where compiled code is kept for the next process.
    pub code_cache: CodeCache,
}

impl Engine {
    /// An engine with the default [`EngineOptions`].
    ///
    /// # Errors
    /// The sandbox cannot be set up on this machine.
    pub fn new() -> Result<Self, Error> {
        Self::with_options(EngineOptions::default())
    }

    /// An engine with these options.
    ///
    /// # Errors
    /// A limit is nothing or above its ceiling, a folder was named in which compiled code cannot be kept safely, or the
    /// sandbox cannot be set up on this machine.
    pub fn with_options(options: EngineOptions) -> Result<Self, Error> {
        let EngineOptions { limits, code_cache } = options;
        let runtime = Runtime::new(limits, Store::open(&code_cache)?)?;
        Ok(Self { runtime: Arc::new(runtime), components: Arc::default(), workers: Arc::default() })
    }

    /// The limits within which rules run.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        self.runtime.limits()
    }

    /// Where compiled code is kept for the next process, or why it is not.
    #[must_use]
    pub fn code_cache(&self) -> CodeCacheState<'_> {
        self.runtime.code_cache.state()
    }

    /// Loads a policy and its rules. Paths of rules are relative to the policy file.
    ///
    /// # Errors
    /// The file, a rule or its params cannot be used; the error names file, line and column.
    pub fn load_policy(&self, path: impl AsRef<Path>) -> Result<Policy, Error> {
        self.load_policy_with(path, LoadOptions::default())
    }

    /// As [`Engine::load_policy`], with options.
    ///
    /// # Errors
    /// As [`Engine::load_policy`].
    pub fn load_policy_with(&self, path: impl AsRef<Path>, options: LoadOptions<'_>) -> Result<Policy, Error> {
        policy::read(self, path.as_ref(), options)
    }

    /// Reads a policy from YAML text. Paths of rules are relative to `folder`.
    ///
    /// # Errors
    /// The text, a rule or its params cannot be used; the error names line and column.
    pub fn parse_policy(&self, yaml: &str, folder: impl AsRef<Path>) -> Result<Policy, Error> {
        self.parse_policy_with(yaml, folder, LoadOptions::default())
    }

    /// As [`Engine::parse_policy`], with options.
    ///
    /// # Errors
    /// As [`Engine::parse_policy`].
    pub fn parse_policy_with(
        &self,
        yaml: &str,
        folder: impl AsRef<Path>,
        options: LoadOptions<'_>,
    ) -> Result<Policy, Error> {
        policy::parse(self, yaml, folder.as_ref(), options)
    }

    /// Loads one rule, to look at it or to evaluate it without a policy.
    ///
    /// # Errors
    /// The file is not a rule component.
    pub fn load_rule(&self, path: impl AsRef<Path>) -> Result<Rule, Error> {
        let path = path.as_ref();
        let _loading = self.runtime.loading();
        let component =
            self.load_component(path, self.limits().component_bytes, &|| ()).map_err(|error| error.in_file(path))?;
        Ok(Rule::new(component, self.workers()))
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The engine's own threads.
    pub(crate) fn workers(&self) -> Arc<Workers> {
        Arc::clone(&self.workers)
    }

    /// Loads a component of at most so many bytes, or finds it among those that are loaded. `watch` is called before it is
    /// compiled.
    pub(crate) fn load_component(&self, path: &Path, most: u64, watch: &dyn Fn()) -> Result<Arc<RuleComponent>, Error> {
        let unreadable =
            |error: std::io::Error| Error::new(ErrorCode::RuleUnreadable, format!("cannot read the rule: {error}"));
        let Some(bytes) = bounded::read(path, most).map_err(unreadable)? else {
            return Err(RuleComponent::too_large(most));
        };
        let digest = Digest::of(&bytes);
        let known = || self.components.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(component) = known().get(&digest).and_then(Weak::upgrade) {
            return Ok(component);
        }
        let component = Arc::new(RuleComponent::load(Arc::clone(&self.runtime), bytes, digest, watch)?);
        let mut known = known();
        known.retain(|_, component| component.strong_count() > 0);
        known.insert(digest, Arc::downgrade(&component));
        Ok(component)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("limits", self.limits()).finish_non_exhaustive()
    }
}
