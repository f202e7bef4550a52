//! A component that exports the contract: who it is, and what it takes to configure it.

use super::bounds::{self, not_compiled};
use super::code;
use super::configured::{Configured, Specialised, Startup};
use super::contract::Template;
use super::failure::Failure;
use super::imports;
use super::lift;
use super::runtime::Runtime;
use super::snapshot;
use super::store::Session;
use crate::code_cache::Key;
use crate::error::{Error, ErrorCode};
use crate::{Digest, Limits, Manifest};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};
use wasmtime::component::{Component, Instance};

/// Who a rule is, whatever its params.
pub(crate) struct Identity {
    pub(crate) manifest: Manifest,
    pub(crate) digest: Digest,
}

/// A rule's component, compiled when something has to be asked of it that was not kept.
pub(crate) struct RuleComponent {
    runtime: Arc<Runtime>,
    identity: Arc<Identity>,
    startup: Startup,
    bytes: Vec<u8>,
    workshop: OnceLock<Arc<Workshop>>,
}

/// What is kept of a component.
#[derive(Serialize, Deserialize)]
struct Kept {
    manifest: Manifest,
    startup: Startup,
}

/// The component compiled in the form in which it describes itself and is configured.
struct Workshop {
    template: Arc<Template>,
    /// Whether what it leaves behind after `configure` can be read.
    startup: Startup,
}

impl RuleComponent {
    /// `digest` is that of `bytes`.
    pub(crate) fn load(runtime: Arc<Runtime>, bytes: Vec<u8>, digest: Digest, watch: &dyn Fn()) -> Result<Self, Error> {
        imports::check_header(&bytes)?;
        bounds::check(&bytes, &runtime.limits)?;
        let key = code::key(&runtime, digest, &runtime.limits, None);
        if let Some(Kept { manifest, startup }) = runtime.code_cache.record(key) {
            let identity = Arc::new(Identity { manifest, digest });
            return Ok(Self { runtime, identity, startup, bytes, workshop: OnceLock::new() });
        }
        watch();
        let workshop = Workshop::open(&runtime, &bytes)?;
        let kept = Kept { manifest: workshop.describe(&runtime)?, startup: workshop.startup.clone() };
        runtime.code_cache.keep_record(key, &kept);
        let identity = Arc::new(Identity { manifest: kept.manifest, digest });
        Ok(Self { runtime, identity, startup: kept.startup, bytes, workshop: OnceLock::from(Arc::new(workshop)) })
    }

    pub(crate) fn identity(&self) -> &Arc<Identity> {
        &self.identity
    }

    pub(crate) fn startup(&self) -> &Startup {
        &self.startup
    }

    /// The limits within which it may be used, and that a policy may narrow.
    pub(crate) fn engine_limits(&self) -> &Limits {
        self.runtime.limits()
    }

    /// Refuses a component that is larger than these limits allow.
    pub(crate) fn check_size(&self, limits: &Limits) -> Result<(), Error> {
        let most = limits.component_bytes;
        if self.bytes.len() as u64 > most { Err(Self::too_large(most)) } else { Ok(()) }
    }

    pub(crate) fn too_large(most: u64) -> Error {
        Error::new(ErrorCode::RuleNotAComponent, format!("the rule's file is larger than {most} bytes"))
            .advise("raise the limit `component_bytes`")
    }

    /// Binds the rule to params, canonical MessagePack, and to limits. `watch` is called before something is compiled.
    pub(crate) fn configure(
        self: &Arc<Self>,
        params: Vec<u8>,
        limits: Limits,
        snapshot: bool,
        watch: &dyn Fn(),
    ) -> Result<Configured, Error> {
        let runtime = &self.runtime;
        let _loading = runtime.loading();
        let digest = Digest::of(&params);
        let ids = (self.identity.digest, digest, limits);
        let key = code::key(runtime, ids.0, &limits, Some(digest));
        let known = runtime.specialised(ids).or_else(|| {
            let found = Arc::new(Specialised::find(runtime, key, &params)?);
            runtime.share(ids, &found);
            Some(found)
        });
        let specialised = match known {
            Some(known) => known,
            None if snapshot => {
                watch();
                let made = Arc::new(self.specialise(key, params, &limits)?);
                runtime.share(ids, &made);
                made
            }
            None => {
                watch();
                let workshop = self.workshop()?;
                workshop.configured(runtime, &params, &limits)?;
                Arc::new(Specialised::plain(Arc::clone(&workshop.template), params))
            }
        };
        // What a cache on disk would bring back is otherwise kept here, for the next policy that binds the rule.
        let component = (!runtime.code_cache.is_usable()).then(|| Arc::clone(self));
        Ok(Configured::new(Arc::clone(runtime), Arc::clone(&self.identity), digest, limits, specialised, component))
    }

    /// Compiles the component with the memory that it has after it was configured; as it is, where that cannot be had.
    fn specialise(&self, key: Key, params: Vec<u8>, limits: &Limits) -> Result<Specialised, Error> {
        let runtime = &self.runtime;
        let workshop = self.workshop()?;
        let (mut session, instance) = workshop.configured(runtime, &params, limits)?;
        let (compiled, startup) = match &workshop.startup {
            Startup::Configure(_) => (workshop.template.component().clone(), workshop.startup.clone()),
            Startup::Snapshot => {
                let component = snapshot::of(&self.bytes, &mut session.store, instance);
                let compiled =
                    component.and_then(|component| code::compile(runtime, &component).map_err(|error| flatten(&error)));
                match compiled {
                    Ok(compiled) => (compiled, Startup::Snapshot),
                    Err(why) => {
                        let plain =
                            code::compile(runtime, &self.bytes).map_err(|error| not_compiled(&flatten(&error)))?;
                        (plain, Startup::Configure(why))
                    }
                }
            }
        };
        Specialised::keep(runtime, key, compiled, startup, params)
    }

    /// Whoever comes first makes it. Two who come at once both do: to wait here for another thread of the compiler's pool
    /// could be to wait for oneself.
    fn workshop(&self) -> Result<Arc<Workshop>, Error> {
        if let Some(workshop) = self.workshop.get() {
            return Ok(Arc::clone(workshop));
        }
        let made = Arc::new(Workshop::open(&self.runtime, &self.bytes)?);
        Ok(Arc::clone(self.workshop.get_or_init(|| made)))
    }
}

impl Workshop {
    fn open(runtime: &Runtime, bytes: &[u8]) -> Result<Self, Error> {
        // Before it is compiled: what brings a language's runtime with it takes long, and may want all of a system.
        imports::check(bytes, &bounds::validate(bytes)?)?;
        let why_not = match snapshot::readable(bytes) {
            Err(why) => why,
            Ok(readable) => {
                match code::compile(runtime, &readable).and_then(|component| Template::of(runtime, &component)) {
                    Ok(template) => return Ok(Self { template: Arc::new(template), startup: Startup::Snapshot }),
                    Err(error) => flatten(&error),
                }
            }
        };
        // What is wrong with the component itself is said of it as it is.
        let component = code::compile(runtime, bytes).map_err(|error| not_compiled(&flatten(&error)))?;
        let template = Template::of(runtime, &component).map_err(|error| wrong_world(runtime, &component, &error))?;
        Ok(Self { template: Arc::new(template), startup: Startup::Configure(why_not) })
    }

    fn describe(&self, runtime: &Runtime) -> Result<Manifest, Error> {
        let failed = |message: String| {
            Error::new(ErrorCode::RuleFailed, format!("the rule fails while it describes itself: {message}"))
        };
        let mut session = Session::open(runtime, &runtime.limits).map_err(|error| failed(error.to_string()))?;
        let described = runtime.with_stack(|| {
            let instance = self.template.instantiate(&mut session.store)?;
            if let Err(error) = self.template.check_types(&mut session.store, &instance) {
                return Ok(Err(wrong_world(runtime, self.template.component(), &error)));
            }
            self.template.describe(&mut session.store, &instance).map(Ok)
        });
        match described {
            Ok(manifest) => lift::manifest(manifest?),
            Err(error) => Err(failed(Failure::from_wasmtime(&error, &session.store).message)),
        }
    }

    /// An instance that took the params.
    fn configured<'r>(
        &self,
        runtime: &'r Runtime,
        params: &[u8],
        limits: &Limits,
    ) -> Result<(Session<'r>, Instance), Error> {
        let failed = |failure: Failure| {
            Error::new(ErrorCode::RuleFailed, format!("it fails while it is configured: {}", failure.message))
        };
        let mut session = Session::for_rule(runtime, limits).map_err(failed)?;
        let called = runtime.with_stack(|| {
            let instance = self.template.instantiate(&mut session.store)?;
            let answer = self.template.configure(&mut session.store, &instance, params)?;
            session.rearm()?;
            Ok(answer.map(|()| instance))
        });
        match called.map_err(|error| failed(Failure::from_wasmtime(&error, &session.store)))? {
            Ok(instance) => Ok((session, instance)),
            Err(mismatch) => Err(Error::new(ErrorCode::RuleParams, mismatch.message).at_pointer(mismatch.pointer)),
        }
    }
}

fn wrong_world(runtime: &Runtime, component: &Component, error: &wasmtime::Error) -> Error {
    let ty = component.component_type();
    let exports: Vec<&str> = ty.exports(&runtime.engine).map(|(name, _)| name).collect();
    let found = if exports.is_empty() { "nothing".to_owned() } else { format!("`{}`", exports.join("`, `")) };
    let message = format!(
        "the component does not export `clearance:rule/rule@0.1.0` as the contract has it: it exports {found} ({})",
        flatten(error)
    );
    Error::new(ErrorCode::RuleWrongWorld, message).advise("build it against the world `clearance:rule/release-rule`")
}

/// An error and its causes on one line.
fn flatten(error: &wasmtime::Error) -> String {
    format!("{error:#}").split_whitespace().collect::<Vec<_>>().join(" ")
}
