//! The engine: loads policies and rules, on the calling thread or on one of their own.

use crate::crew::LOADING;
use crate::policy::Policy;
use crate::port::{Payload, Port, Reply};
use crate::refusal::{Result, text, thrown};
use crate::rule::Rule;
use clearance::{CodeCache, CodeCacheState, Error, LoadOptions, LoadProgress};
use napi_derive::napi;
use serde_json::json;

/// The limits within which rules run.
#[napi(object)]
pub struct Limits {
    /// WebAssembly instructions.
    pub instructions: f64,
    /// Wall-clock time in milliseconds.
    pub time_ms: f64,
    /// Linear memory in bytes.
    pub memory_bytes: f64,
    /// Elements over all tables.
    pub table_elements: f64,
    /// Call stack in bytes.
    pub stack_bytes: f64,
    /// What a call hands back, in bytes.
    pub output_bytes: f64,
    /// Checks in one outcome.
    pub checks: f64,
    /// The size of one function in bytes.
    pub function_bytes: f64,
    /// Functions of a component.
    pub functions: f64,
    /// The size of a component file in bytes.
    pub component_bytes: f64,
}

#[expect(clippy::cast_precision_loss, reason = "no limit that anybody sets has more than 53 bits")]
impl From<&clearance::Limits> for Limits {
    fn from(limits: &clearance::Limits) -> Self {
        Self {
            instructions: limits.instructions as f64,
            time_ms: limits.time_ms as f64,
            memory_bytes: limits.memory_bytes as f64,
            table_elements: limits.table_elements as f64,
            stack_bytes: limits.stack_bytes as f64,
            output_bytes: limits.output_bytes as f64,
            checks: limits.checks as f64,
            function_bytes: limits.function_bytes as f64,
            functions: limits.functions as f64,
            component_bytes: limits.component_bytes as f64,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the JavaScript layer hands over whole numbers; what is too large stays larger than every ceiling"
)]
impl From<Limits> for clearance::Limits {
    fn from(limits: Limits) -> Self {
        Self {
            instructions: limits.instructions as u64,
            time_ms: limits.time_ms as u64,
            memory_bytes: limits.memory_bytes as u64,
            table_elements: limits.table_elements as u64,
            stack_bytes: limits.stack_bytes as u64,
            output_bytes: limits.output_bytes as u64,
            checks: limits.checks as u64,
            function_bytes: limits.function_bytes as u64,
            functions: limits.functions as u64,
            component_bytes: limits.component_bytes as u64,
        }
    }
}

/// The limits where nothing else is said.
#[napi(catch_unwind)]
pub fn default_limits() -> Limits {
    (&clearance::Limits::default()).into()
}

/// The engine.
#[napi]
pub struct Engine {
    engine: clearance::Engine,
}

#[napi]
impl Engine {
    /// An engine with these limits. `code_cache` is a folder, nothing for the user's, or empty for none.
    #[napi(constructor, catch_unwind)]
    pub fn new(limits: Limits, code_cache: Option<String>) -> Result<Self> {
        let code_cache = match code_cache {
            None => CodeCache::User,
            Some(folder) if folder.is_empty() => CodeCache::Off,
            Some(folder) => CodeCache::Folder(folder.into()),
        };
        let options = clearance::EngineOptions { limits: limits.into(), code_cache };
        let engine = clearance::Engine::with_options(options).map_err(|error| thrown(&error))?;
        Ok(Self { engine })
    }

    /// Where compiled code is kept, as JSON text.
    #[napi(catch_unwind)]
    pub fn code_cache(&self) -> String {
        match self.engine.code_cache() {
            CodeCacheState::Folder(folder) => json!({ "folder": folder.to_string_lossy() }),
            CodeCacheState::Unusable(problem) => json!({ "problem": problem }),
            _ => json!({}),
        }
        .to_string()
    }

    /// Loads a policy file.
    #[napi(catch_unwind)]
    pub fn load_policy_sync(&self, path: String) -> Result<Policy> {
        self.engine.load_policy(path).map(Policy::from).map_err(|error| thrown(&error))
    }

    /// Loads a policy file on another thread, and answers the call through the port; where the load is watched, with how far
    /// it is before.
    #[napi(catch_unwind)]
    pub fn load_policy(&self, path: String, watched: bool, port: &Port, call: u32) {
        self.policy(port, call, watched, move |engine, options| engine.load_policy_with(path, options));
    }

    /// Reads a policy from text.
    #[napi(catch_unwind)]
    pub fn parse_policy_sync(&self, yaml: String, folder: String) -> Result<Policy> {
        self.engine.parse_policy(&yaml, folder).map(Policy::from).map_err(|error| thrown(&error))
    }

    /// Reads a policy from text on another thread, and answers as `load_policy` does.
    #[napi(catch_unwind)]
    pub fn parse_policy(&self, yaml: String, folder: String, watched: bool, port: &Port, call: u32) {
        self.policy(port, call, watched, move |engine, options| engine.parse_policy_with(&yaml, folder, options));
    }

    /// Loads a rule.
    #[napi(catch_unwind)]
    pub fn load_rule_sync(&self, path: String) -> Result<Rule> {
        self.engine.load_rule(path).map(Rule::from).map_err(|error| thrown(&error))
    }

    /// Loads a rule on another thread, and answers the call through the port.
    #[napi(catch_unwind)]
    pub fn load_rule(&self, path: String, port: &Port, call: u32) {
        self.load(port, call, |engine, _| Ok(Payload::Rule(engine.load_rule(path)?.into())));
    }

    fn policy(
        &self,
        port: &Port,
        call: u32,
        watched: bool,
        load: impl FnOnce(&clearance::Engine, LoadOptions<'_>) -> Result<clearance::Policy, Error> + Send + 'static,
    ) {
        self.load(port, call, move |engine, reply| {
            let say = |LoadProgress { entry, step, ready, entries, .. }: LoadProgress<'_>| {
                let step = step.as_str();
                reply.say(json!({ "entry": entry, "step": step, "ready": ready, "entries": entries }).to_string());
            };
            let progress = watched.then_some(&say as &(dyn Fn(LoadProgress<'_>) + Sync));
            Ok(Payload::Policy(load(engine, LoadOptions { progress })?.into()))
        });
    }

    fn load(
        &self,
        port: &Port,
        call: u32,
        load: impl FnOnce(&clearance::Engine, &Reply) -> Result<Payload, Error> + Send + 'static,
    ) {
        let (engine, reply) = (self.engine.clone(), port.reply(call));
        LOADING.run(move || {
            let loaded = load(&engine, &reply);
            reply.send(loaded.map_err(|error| text(&error)));
        });
    }
}
