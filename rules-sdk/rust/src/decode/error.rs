//! A mismatch while decoding, which learns its place on the way out: a value that fits pays nothing for it.

use crate::guest::escape;
use serde::de::{self, Unexpected};
use std::fmt;

/// What did not fit, and where.
#[derive(Debug)]
pub(crate) struct DecodeError {
    // Boxed, so that the result of every step stays small.
    mismatch: Box<Mismatch>,
}

#[derive(Debug)]
struct Mismatch {
    message: String,
    /// From the innermost out.
    path: Vec<Segment>,
}

#[derive(Debug)]
pub(super) enum Segment {
    Key(String),
    Index(u32),
}

impl Segment {
    pub(super) fn key(bytes: &[u8]) -> Self {
        Self::Key(String::from_utf8_lossy(bytes).into_owned())
    }
}

impl DecodeError {
    pub(super) fn truncated() -> Self {
        de::Error::custom("the document ends in the middle of a value")
    }

    /// The error as seen from outside of a value.
    pub(super) fn within(mut self, segment: Segment) -> Self {
        self.mismatch.path.push(segment);
        self
    }

    /// In serde's words, but for the digits of a number with a fraction: what the standard library writes every number of that kind
    /// with is a tenth of a component.
    #[cold]
    #[inline(never)]
    fn unlike(what: &str, found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let found = match found {
            Unexpected::Bool(value) => format!("boolean `{value}`"),
            Unexpected::Unsigned(value) => format!("integer `{value}`"),
            Unexpected::Signed(value) => format!("integer `{value}`"),
            Unexpected::Float(_) => "a number with a fraction".to_owned(),
            Unexpected::Str(value) => format!("string {value:?}"),
            Unexpected::Unit => "unit value".to_owned(),
            Unexpected::Seq => "sequence".to_owned(),
            Unexpected::Map => "map".to_owned(),
            Unexpected::Other(value) => value.to_owned(),
            // What no document has.
            _ => "another value".to_owned(),
        };
        de::Error::custom(format_args!("{what}: {found}, expected {expected}"))
    }

    /// The RFC 6901 JSON Pointer to the place.
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for segment in self.mismatch.path.iter().rev() {
            pointer.push('/');
            match segment {
                Segment::Key(key) => pointer.push_str(&escape(key)),
                Segment::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }

    /// What was found and what was expected.
    pub(crate) fn message(&self) -> &str {
        &self.mismatch.message
    }
}

impl de::Error for DecodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { mismatch: Box::new(Mismatch { message: message.to_string(), path: Vec::new() }) }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::unlike("invalid type", found, expected)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::unlike("invalid value", found, expected)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mismatch.message)
    }
}

impl std::error::Error for DecodeError {}
