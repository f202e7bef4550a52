//! Facts: everything known about a release, encoded once and indexed by section.

mod encoder;
mod json;
mod sections;

pub use encoder::FactsEncoder;
pub(crate) use json::without_place;
pub(crate) use sections::{Derived, Sections, View};

use crate::document::{self, Problem, Reader};
use crate::error::{Error, ErrorCode};
use crate::{Digest, document::Pointer};
use serde::Serialize;
use serde_json::Value;

/// Everything known about a release: one document of named top-level sections.
///
/// Facts are held in one canonical encoding, whatever they came from, so that equal facts have equal digests. They are
/// made of null, booleans, numbers, strings, arrays and maps keyed by strings. Integers have 64 bits; every other
/// number is a finite 64-bit float, and a float without a fraction is the integer of the same value. A key that stands
/// twice in a map, a NaN, an infinity and binary data are errors.
///
/// ```
/// use clearance::Facts;
///
/// let facts = Facts::from_json(r#"{ "release": { "name": "web", "version": "1.4.0" } }"#)?;
/// assert_eq!(facts.sections().collect::<Vec<_>>(), ["release"]);
/// assert_eq!(facts.get("/release/name"), Some("web".into()));
/// # Ok::<(), clearance::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Facts {
    sections: Sections,
}

impl Facts {
    /// The largest encoding of facts, in bytes.
    pub const MAX_BYTES: usize = 64 << 20;

    /// How deep maps and arrays may nest.
    pub const MAX_DEPTH: usize = document::MAX_DEPTH;

    /// Reads a JSON text (RFC 8259). An integer beyond 64 bits becomes the nearest float.
    ///
    /// # Errors
    /// The text is not JSON, not an object, or holds what facts cannot; the error names line, column and pointer.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        check_size(text.len())?;
        Self::from_canonical(json::parse(text)?)
    }

    /// Reads one MessagePack value.
    ///
    /// # Errors
    /// The bytes are not MessagePack, not a map, or hold what facts cannot; the error names byte offset and pointer.
    pub fn from_messagepack(bytes: &[u8]) -> Result<Self, Error> {
        check_size(bytes.len())?;
        Self::from_canonical(document::canonical(bytes).map_err(error)?)
    }

    /// Takes any value that serde can serialise as a map.
    ///
    /// # Errors
    /// The value is not a map, or holds what facts cannot; the error names the pointer.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        let bytes = rmp_serde::to_vec_named(value)
            .map_err(|error| Error::new(ErrorCode::FactsValue, format!("the facts do not serialise: {error}")))?;
        check_size(bytes.len())?;
        let canonical = document::canonical(&bytes).map_err(|problem| error(Problem { offset: None, ..problem }))?;
        Self::from_canonical(canonical)
    }

    fn from_canonical(document: Vec<u8>) -> Result<Self, Error> {
        Ok(Self { sections: Sections::index(document)? })
    }

    /// The names of the sections, in ascending order.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.sections.names()
    }

    /// The value at an RFC 6901 JSON Pointer; `None` where nothing stands there, or `pointer` is not one.
    #[must_use]
    pub fn get(&self, pointer: &str) -> Option<Value> {
        let pointer = Pointer::parse(pointer)?;
        let section = self.sections.get(pointer.section()?)?;
        pointer.find_in_section(section).map(document::decode)
    }

    /// The facts in their canonical MessagePack encoding.
    #[must_use]
    pub fn as_messagepack(&self) -> &[u8] {
        self.sections.document()
    }

    /// The digest of the facts: SHA-256 of the canonical MessagePack map of section names to the texts of
    /// [the sections' digests](Self::section_digest). Whoever holds some of the sections can so prove that they belong
    /// to these facts without showing the others.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.sections.digest()
    }

    /// The digest of one section: SHA-256 of its canonical MessagePack encoding.
    #[must_use]
    pub fn section_digest(&self, name: &str) -> Option<Digest> {
        self.sections.digest_of(name)
    }

    pub(crate) fn indexed(&self) -> &Sections {
        &self.sections
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.as_messagepack() == other.as_messagepack()
    }
}

fn check_size(bytes: usize) -> Result<(), Error> {
    if bytes <= Facts::MAX_BYTES {
        return Ok(());
    }
    Err(Error::new(ErrorCode::FactsLimit, format!("the facts are {bytes} bytes, more than {}", Facts::MAX_BYTES))
        .advise("leave out what no rule reads (`clearance policy schema` lists what they read)"))
}

/// A problem of encoding as an error about facts.
pub(crate) fn error(problem: Problem) -> Error {
    use crate::document::ProblemKind;
    let code = match problem.kind {
        ProblemKind::Syntax => ErrorCode::FactsSyntax,
        ProblemKind::Key => ErrorCode::FactsKey,
        ProblemKind::Value => ErrorCode::FactsValue,
        ProblemKind::Limit => ErrorCode::FactsLimit,
    };
    let mut error = Error::new(code, problem.message);
    if !problem.pointer.is_empty() {
        error = error.at_pointer(problem.pointer);
    }
    match problem.offset {
        Some(offset) => error.at_offset(offset),
        None => error,
    }
}

/// Says what a document is that should have been a map.
pub(crate) fn kind_of(document: &[u8]) -> &'static str {
    use crate::document::Token;
    match Reader::new(document).next() {
        Some(Token::Null) => "null",
        Some(Token::Bool(_)) => "a boolean",
        Some(Token::Unsigned(_) | Token::Signed(_) | Token::Float(_)) => "a number",
        Some(Token::String(_)) => "a string",
        Some(Token::Array(_)) => "an array",
        Some(Token::Map(_)) => "a map",
        Some(Token::Foreign(_)) | None => "nothing",
    }
}

#[cfg(test)]
mod tests;
