//! Canonical MessagePack: the one form in which facts, params and derived facts cross into a sandbox and are digested.
//!
//! Maps are keyed by strings in ascending byte order and hold no key twice; integers are in their shortest form; a
//! float whose value is an integer of at most 53 bits is that integer, as RFC 8785 has it; every other number is a
//! finite 64-bit float; there is no binary data and no extension type. So equal facts have equal bytes, whichever
//! language or format they came from.

mod encoder;
mod pointer;
mod read;

pub(crate) use encoder::{Encoder, Problem, ProblemKind};
pub(crate) use pointer::{Pointer, escape, points_into};
pub(crate) use read::{Reader, Token, decode};

use serde_json::Value;

/// How deep maps and arrays may nest.
pub(crate) const MAX_DEPTH: usize = 128;

/// The canonical form of a JSON value.
pub(crate) fn encode(value: &Value) -> Result<Vec<u8>, Problem> {
    let mut encoder = Encoder::new();
    write(&mut encoder, value)?;
    Ok(encoder.finish())
}

fn write(encoder: &mut Encoder, value: &Value) -> Result<(), Problem> {
    match value {
        Value::Null => encoder.null(),
        Value::Bool(value) => encoder.bool(*value),
        Value::Number(number) => {
            if let Some(value) = number.as_u64() {
                encoder.unsigned(value)
            } else if let Some(value) = number.as_i64() {
                encoder.signed(value)
            } else {
                encoder.float(number.as_f64().unwrap_or(f64::NAN))
            }
        }
        Value::String(text) => encoder.string(text),
        Value::Array(items) => {
            encoder.begin_array()?;
            items.iter().try_for_each(|item| write(encoder, item))?;
            encoder.end_array()
        }
        Value::Object(entries) => {
            encoder.begin_map()?;
            for (key, value) in entries {
                encoder.key(key)?;
                write(encoder, value)?;
            }
            encoder.end_map()
        }
    }
}

/// The value of any MessagePack bytes that have a canonical form. A few bytes may stand for a value that takes many times
/// as much memory, so `room` is told how much, and says whether there is that much; where there is not, there is no value.
pub(crate) fn value(bytes: &[u8], room: impl FnOnce(usize) -> bool) -> Result<Option<Value>, Problem> {
    if let Some(value) = read::scalar(bytes) {
        return Ok(Some(value));
    }
    let canonical = canonical(bytes)?;
    Ok(room(read::size_in_memory(&canonical)).then(|| decode(&canonical)))
}

/// Brings any MessagePack value into canonical form, or says what stands in the way.
pub(crate) fn canonical(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut encoder = Encoder::with_capacity(bytes.len());
    let mut reader = Reader::new(bytes);
    read::transcode(&mut reader, &mut encoder)?;
    if reader.is_at_end() { Ok(encoder.finish()) } else { Err(reader.problem("more bytes follow the value")) }
}
