//! What JavaScript hands over: facts in one of three forms, and times.

use crate::facts::Handle;
use crate::refusal::{Result, thrown};
use clearance::{Facts, NotATimestamp, Timestamp};
use napi::bindgen_prelude::{ClassInstance, Either3, Uint8ArraySlice};
use napi_derive::napi;
use std::sync::Arc;

/// Facts as bytes of MessagePack, as JSON text, or as what the engine already holds.
pub(crate) type Input<'a> = Either3<Uint8ArraySlice<'a>, String, ClassInstance<'a, Handle>>;

/// Reads facts. Of bytes, the first `length` are theirs.
pub(crate) fn facts(input: Input<'_>, length: u32) -> Result<Arc<Facts>> {
    let read = match input {
        Either3::A(bytes) => Facts::from_messagepack(bytes.get(..length as usize).unwrap_or(&bytes)),
        Either3::B(text) => Facts::from_json(&text),
        Either3::C(handle) => return Ok(handle.facts()),
    };
    read.map(Arc::new).map_err(|error| thrown(&error))
}

/// A time from its milliseconds since 1970. One that there is not is answered as text that is no time is.
pub(crate) fn time(millis: f64) -> Result<Timestamp> {
    #[expect(clippy::cast_possible_truncation, reason = "what does not fit is out of range either way")]
    let at = Timestamp::from_millis(millis as i64);
    at.ok_or(()).or_else(|()| read_time(&format!("{millis} ms")))
}

fn read_time(text: &str) -> Result<Timestamp> {
    text.parse().map_err(|error: NotATimestamp| thrown(&error.into()))
}

/// The milliseconds since 1970 of a text that names a time.
#[napi(catch_unwind)]
pub fn parse_time(text: String) -> Result<f64> {
    read_time(&text).map(millis)
}

#[expect(clippy::cast_precision_loss, reason = "the years up to 9999 have fewer than 53 bits of milliseconds")]
fn millis(at: Timestamp) -> f64 {
    at.as_millis() as f64
}
