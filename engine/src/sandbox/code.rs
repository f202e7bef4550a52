//! Compiled code: made by the compiler, or mapped from what an earlier process kept.

use super::runtime::Runtime;
use crate::code_cache::{CodeName, Key};
use crate::cores::on_all_cores;
use crate::{Digest, Limits};
use std::hash::{Hash, Hasher};
use wasmtime::component::Component;

/// What this engine is made of, its dependencies included. Another make of it may read a manifest in another way.
const SOURCE: &str = env!("CLEARANCE_SOURCE");

/// The key of what is kept of a component, or of a component with its params.
pub(super) fn key(runtime: &Runtime, component: Digest, limits: &Limits, params: Option<Digest>) -> Key {
    Key::of(|hasher| {
        SOURCE.hash(hasher);
        // The version of wasmtime, its configuration and what this processor can do.
        runtime.engine.precompile_compatibility_hash().hash(hasher);
        // A rule that fits these limits need not fit others.
        limits.hash(hasher);
        component.as_bytes().hash(hasher);
        match params {
            None => hasher.write_u8(0),
            Some(params) => params.as_bytes().hash(hasher),
        }
    })
}

pub(super) fn compile(runtime: &Runtime, component: &[u8]) -> wasmtime::Result<Component> {
    on_all_cores(|| Component::from_binary(&runtime.engine, component))
}

/// Keeps compiled code for the next process, and gives it back mapped from its file where that can be: what this process
/// does not run of it then takes no memory.
pub(super) fn keep(runtime: &Runtime, compiled: Component) -> (Component, Option<CodeName>) {
    let kept = compiled.serialize().ok().and_then(|code| runtime.code_cache.keep_code(&code));
    match kept {
        None => (compiled, None),
        Some(name) => (map(runtime, &name).unwrap_or(compiled), Some(name)),
    }
}

/// The code that was kept by this name; `None` where it is damaged or gone, or this engine cannot run it.
#[expect(unsafe_code, reason = "code that was compiled before is executed; why that is sound is said below")]
pub(super) fn map(runtime: &Runtime, name: &CodeName) -> Option<Component> {
    let path = runtime.code_cache.code(name)?;
    // SAFETY: the file holds what `Component::serialize` gave and nobody changes it while it is mapped. Its folder and
    // every folder above it can be written to by this user and by root only, and so can the file (`code_cache::folder`);
    // whoever they trust to write there may run code as them anyway. The sum of its bytes is the name that a record, with
    // a sum of its own, keeps under the key of this very component, version and configuration (`code_cache::Store`), so it
    // is neither torn nor damaged nor another's. Files are replaced by renaming, never written in place.
    // wasmtime itself refuses code of another major version, another processor or another configuration.
    unsafe { Component::deserialize_file(&runtime.engine, path) }.ok()
}
