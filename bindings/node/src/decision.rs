//! Decisions that come back from outside: read, and written in their canonical forms.

use crate::facts::copy;
use crate::refusal::{Result, thrown};
use clearance::{Decision, Timings};
use napi::Env;
use napi::bindgen_prelude::BufferSlice;
use napi_derive::napi;
use serde_json::json;

/// The canonical JSON text of a decision's JSON text.
#[napi(catch_unwind)]
pub fn decision_json(text: String) -> Result<String> {
    read(&text).map(|decision| decision.to_json())
}

/// The MessagePack of a decision's JSON text.
#[napi(catch_unwind)]
pub fn decision_messagepack(env: &Env, text: String) -> Result<BufferSlice<'_>> {
    copy(env, &read(&text)?.to_messagepack())
}

fn read(text: &str) -> Result<Decision> {
    Decision::from_json(text).map_err(|error| thrown(&error))
}

/// The timings in one line of JSON, and the decision in the next: its text stays as it is.
pub(crate) fn timed((decision, timings): &(Decision, Timings)) -> String {
    let millis = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    let entries: Vec<_> = timings.entries.iter().map(|(id, time)| json!({ "id": id, "ms": millis(*time) })).collect();
    format!("{}\n{}", json!({ "totalMs": millis(timings.total), "entries": entries }), decision.to_json())
}
