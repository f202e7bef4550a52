//! A mismatch while decoding, which learns its place on the way out: a value that fits pays nothing for it.

use crate::guest::escape;
use crate::text;
use serde::de;
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

    /// The error as seen from outside of the value of a key.
    #[cold]
    #[inline(never)]
    pub(super) fn within_key(self, key: &[u8]) -> Self {
        self.within(Segment::key(key))
    }

    /// The error as seen from outside of a value.
    #[cold]
    #[inline(never)]
    pub(super) fn within(mut self, segment: Segment) -> Self {
        self.mismatch.path.push(segment);
        self
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
    #[cold]
    #[inline(never)]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { mismatch: Box::new(Mismatch { message: message.to_string(), path: Vec::new() }) }
    }

    #[cold]
    #[inline(never)]
    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!("invalid type: {}, expected {expected}", Found(found)))
    }

    #[cold]
    #[inline(never)]
    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!("invalid value: {}, expected {expected}", Found(found)))
    }
}

/// What was found, in the words of `serde`, but for what writes floats.
struct Found<'a>(de::Unexpected<'a>);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use de::Unexpected;
        match self.0 {
            Unexpected::Bool(value) => write!(f, "boolean `{value}`"),
            Unexpected::Unsigned(value) => write!(f, "integer `{value}`"),
            Unexpected::Signed(value) => write!(f, "integer `{value}`"),
            Unexpected::Float(value) => write!(f, "floating point `{}`", text::number(value)),
            Unexpected::Char(value) => write!(f, "character `{value}`"),
            Unexpected::Str(value) => write!(f, "string {value:?}"),
            Unexpected::Bytes(_) => f.write_str("byte array"),
            Unexpected::Unit => f.write_str("unit value"),
            Unexpected::Option => f.write_str("Option value"),
            Unexpected::NewtypeStruct => f.write_str("newtype struct"),
            Unexpected::Seq => f.write_str("sequence"),
            Unexpected::Map => f.write_str("map"),
            Unexpected::Enum => f.write_str("enum"),
            Unexpected::UnitVariant => f.write_str("unit variant"),
            Unexpected::NewtypeVariant => f.write_str("newtype variant"),
            Unexpected::TupleVariant => f.write_str("tuple variant"),
            Unexpected::StructVariant => f.write_str("struct variant"),
            Unexpected::Other(what) => f.write_str(what),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mismatch.message)
    }
}

impl std::error::Error for DecodeError {}
