//! Loads a component, asks it who it is, configures it and evaluates it.

use super::bindings::{ReleaseRule, ReleaseRulePre};
use super::compiler::on_all_cores;
use super::failure::Failure;
use super::lift;
use super::runtime::Runtime;
use super::store::{Growth, Session};
use crate::error::{Error, ErrorCode};
use crate::{Digest, Manifest, Outcome, Timestamp};
use std::sync::Arc;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker};

/// A compiled component that exports the contract, with its manifest.
pub(crate) struct Compiled {
    runtime: Arc<Runtime>,
    template: ReleaseRulePre<Growth>,
    manifest: Manifest,
    digest: Digest,
}

impl Compiled {
    pub(crate) fn load(runtime: Arc<Runtime>, bytes: &[u8]) -> Result<Self, Error> {
        check_header(bytes)?;
        let component = on_all_cores(|| Component::from_binary(&runtime.engine, bytes)).map_err(|error| {
            Error::new(ErrorCode::RuleNotAComponent, format!("not a valid component: {:#}", flatten(&error)))
                .advise("the file may be damaged or truncated: build the rule again")
        })?;
        check_imports(&runtime, &component)?;
        let linker = Linker::<Growth>::new(&runtime.engine);
        let template = linker
            .instantiate_pre(&component)
            .and_then(ReleaseRulePre::new)
            .map_err(|error| wrong_world(&runtime, &component, &error))?;
        let manifest = describe(&runtime, &template)?;
        Ok(Self { runtime, template, manifest, digest: Digest::of(bytes) })
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(crate) fn digest(&self) -> Digest {
        self.digest
    }

    /// Checks the params, canonical MessagePack, by configuring an instance with them.
    pub(crate) fn configure(self: &Arc<Self>, params: Vec<u8>) -> Result<Configured, Error> {
        let failed = |failure: Failure| {
            Error::new(ErrorCode::RuleFailed, format!("it fails while it is configured: {}", failure.message))
        };
        let configured = Configured { compiled: Arc::clone(self), params };
        let mut session = self.session().map_err(failed)?;
        match configured.instance(&mut session).map_err(failed)? {
            Ok(_) => Ok(configured),
            Err(mismatch) => Err(Error::new(ErrorCode::RuleParams, mismatch.message).at_pointer(mismatch.pointer)),
        }
    }

    fn session(&self) -> Result<Session<'_>, Failure> {
        Session::open(&self.runtime).map_err(|error| {
            Failure::of_rule(crate::EngineCheck::RuleTrapped, format!("no sandbox could be opened: {error}"))
        })
    }
}

/// A rule with the params of one policy entry.
pub(crate) struct Configured {
    compiled: Arc<Compiled>,
    params: Vec<u8>,
}

impl Configured {
    pub(crate) fn compiled(&self) -> &Arc<Compiled> {
        &self.compiled
    }

    pub(crate) fn params_digest(&self) -> Digest {
        Digest::of(&self.params)
    }

    /// Evaluates a document of sections in a fresh instance.
    pub(crate) fn evaluate(&self, facts: &Vec<u8>, at: Timestamp) -> Result<Outcome, Failure> {
        let mut session = self.compiled.session()?;
        let instance = match self.instance(&mut session)? {
            Ok(instance) => instance,
            Err(mismatch) => {
                let message = format!("the rule refuses params that it took at load: {}", mismatch.message);
                return Err(Failure::of_rule(crate::EngineCheck::RuleFailed, message));
            }
        };
        let runtime = &self.compiled.runtime;
        let rule = instance.clearance_rule_rule();
        let returned = session
            .rearm(runtime)
            .and_then(|()| runtime.with_stack(|| rule.call_evaluate(&mut session.store, at.as_millis(), facts)))
            .map_err(|error| Failure::from_wasmtime(&error, &session.store))?;
        lift::outcome(returned, &self.compiled.manifest, self.compiled.runtime.limits())
    }

    /// A fresh instance that has its params, or the mismatch with which it refuses them.
    fn instance(&self, session: &mut Session<'_>) -> Result<Result<ReleaseRule, lift::Mismatch>, Failure> {
        let called = self.compiled.runtime.with_stack(|| {
            let instance = self.compiled.template.instantiate(&mut session.store)?;
            let configured = instance.clearance_rule_rule().call_configure(&mut session.store, &self.params)?;
            Ok(configured.map(|()| instance))
        });
        called.map_err(|error| Failure::from_wasmtime(&error, &session.store))
    }
}

fn describe(runtime: &Runtime, template: &ReleaseRulePre<Growth>) -> Result<Manifest, Error> {
    let failed = |message: String| {
        Error::new(ErrorCode::RuleFailed, format!("the rule fails while it describes itself: {message}"))
    };
    let mut session = Session::open(runtime).map_err(|error| failed(error.to_string()))?;
    let described = runtime.with_stack(|| {
        let instance = template.instantiate(&mut session.store)?;
        instance.clearance_rule_rule().call_describe(&mut session.store)
    });
    match described {
        Ok(manifest) => lift::manifest(manifest),
        Err(error) => Err(failed(Failure::from_wasmtime(&error, &session.store).message)),
    }
}

fn check_header(bytes: &[u8]) -> Result<(), Error> {
    let refuse =
        |message: &str, remedy: &str| Err(Error::new(ErrorCode::RuleNotAComponent, message).advise(remedy.to_owned()));
    match bytes.get(..8) {
        Some(b"\0asm\x0d\0\x01\0") => Ok(()),
        Some(b"\0asm\x01\0\0\0") => refuse(
            "this is a core WebAssembly module, and should be a component",
            "turn it into one, for example with `wasm-tools component new`",
        ),
        _ => refuse("this is not a WebAssembly component", "name the `.wasm` file that the rule's build wrote"),
    }
}

/// A rule is a pure function: it may import the contract's types, which are no more than names, and nothing else.
fn check_imports(runtime: &Runtime, component: &Component) -> Result<(), Error> {
    let engine = &runtime.engine;
    let ty = component.component_type();
    let wanted: Vec<&str> = ty
        .imports(engine)
        .filter(|(_, import)| match &import.ty {
            ComponentItem::ComponentInstance(instance) => {
                instance.exports(engine).any(|(_, item)| !matches!(item.ty, ComponentItem::Type(_)))
            }
            ComponentItem::Type(_) => false,
            _ => true,
        })
        .map(|(name, _)| name)
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let message = format!("the component wants imports, and a rule has none: `{}`", wanted.join("`, `"));
    let remedy = if wanted.iter().any(|name| name.starts_with("wasi:")) {
        "build it without WASI: for Rust, for `wasm32-unknown-unknown` instead of `wasm32-wasip2`"
    } else {
        "a rule is a pure function of its params and facts: pass what it needs as facts"
    };
    Err(Error::new(ErrorCode::RuleImports, message).advise(remedy))
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
