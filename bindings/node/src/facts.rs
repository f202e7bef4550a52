//! Facts that are kept, and the questions that are asked of facts.

use crate::input::{Input, facts};
use crate::refusal::Result;
use clearance::Facts;
use napi::Env;
use napi::bindgen_prelude::BufferSlice;
use napi_derive::napi;
use std::sync::Arc;

/// Facts that the engine holds, so that they are read once and used many times.
#[napi]
pub struct Handle {
    facts: Arc<Facts>,
}

#[napi]
impl Handle {
    /// Reads facts and keeps them.
    #[napi(constructor, catch_unwind)]
    pub fn new(input: Input<'_>, length: u32) -> Result<Self> {
        facts(input, length).map(|facts| Self { facts })
    }

    pub(crate) fn facts(&self) -> Arc<Facts> {
        Arc::clone(&self.facts)
    }
}

/// Facts in their canonical encoding, in memory of JavaScript's own.
#[napi(catch_unwind)]
pub fn facts_canonical<'env>(env: &'env Env, input: Input<'_>, length: u32) -> Result<BufferSlice<'env>> {
    copy(env, facts(input, length)?.as_messagepack())
}

/// The names of the sections.
#[napi(catch_unwind)]
pub fn facts_sections(input: Input<'_>, length: u32) -> Result<Vec<String>> {
    facts(input, length).map(|facts| facts.sections().map(str::to_owned).collect())
}

/// The JSON text of the value at a pointer.
#[napi(catch_unwind)]
pub fn facts_get(input: Input<'_>, length: u32, pointer: String) -> Result<Option<String>> {
    facts(input, length).map(|facts| facts.get(&pointer).map(|value| value.to_string()))
}

/// The digest of the facts, or of one section.
#[napi(catch_unwind)]
pub fn facts_digest(input: Input<'_>, length: u32, section: Option<String>) -> Result<Option<String>> {
    let facts = facts(input, length)?;
    Ok(match section {
        None => Some(facts.digest().to_string()),
        Some(name) => facts.section_digest(&name).map(|digest| digest.to_string()),
    })
}

/// Bytes in memory of JavaScript's own, so that its garbage collector sees them and frees them.
pub(crate) fn copy<'env>(env: &'env Env, bytes: &[u8]) -> Result<BufferSlice<'env>> {
    // Only a JavaScript heap without room refuses, and that ends the process.
    BufferSlice::copy_from(env, bytes)
        .map_err(|error| napi::Error::new(crate::refusal::OfTheEngine, error.reason.clone()))
}
