//! Reads JSON straight into the canonical encoding.

use crate::document::{Encoder, Problem};
use crate::error::{Error, ErrorCode};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The canonical form of a JSON text, or an error with line, column and pointer.
pub(crate) fn parse(text: &str) -> Result<Vec<u8>, Error> {
    let mut encoder = Encoder::with_capacity(text.len());
    let mut problem = None;
    let mut json = serde_json::Deserializer::from_str(text);
    // The encoder's own bound ends the recursion, at the same depth as for every other format.
    json.disable_recursion_limit();
    let parsed = Into { encoder: &mut encoder, problem: &mut problem }.deserialize(&mut json).and_then(|()| json.end());
    match parsed {
        Ok(()) => Ok(encoder.finish()),
        Err(json) => {
            let (line, column) = (json.line() as u64, json.column() as u64);
            let error = match problem {
                Some(problem) => super::error(problem),
                None => Error::new(ErrorCode::FactsSyntax, without_place(&json)),
            };
            Err(error.at_line(line, column))
        }
    }
}

/// The error's text without the place that its `Display` appends.
pub(crate) fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(place) => text[..place].to_owned(),
        None => text,
    }
}

/// Feeds one JSON value into an encoder. A problem is kept whole beside serde's error, which holds only text.
struct Into<'e> {
    encoder: &'e mut Encoder,
    problem: &'e mut Option<Problem>,
}

impl Into<'_> {
    fn note<E: de::Error>(&mut self, result: Result<(), Problem>) -> Result<(), E> {
        result.map_err(|problem| {
            let error = E::custom(&problem.message);
            *self.problem = Some(problem);
            error
        })
    }

    fn inner(&mut self) -> Into<'_> {
        Into { encoder: self.encoder, problem: self.problem }
    }
}

impl<'de> DeserializeSeed<'de> for Into<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Into<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(mut self) -> Result<(), E> {
        let result = self.encoder.null();
        self.note(result)
    }

    fn visit_bool<E: de::Error>(mut self, value: bool) -> Result<(), E> {
        let result = self.encoder.bool(value);
        self.note(result)
    }

    fn visit_u64<E: de::Error>(mut self, value: u64) -> Result<(), E> {
        let result = self.encoder.unsigned(value);
        self.note(result)
    }

    fn visit_i64<E: de::Error>(mut self, value: i64) -> Result<(), E> {
        let result = self.encoder.signed(value);
        self.note(result)
    }

    fn visit_f64<E: de::Error>(mut self, value: f64) -> Result<(), E> {
        let result = self.encoder.float(value);
        self.note(result)
    }

    fn visit_str<E: de::Error>(mut self, text: &str) -> Result<(), E> {
        let result = self.encoder.string(text);
        self.note(result)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let result = self.encoder.begin_array();
        self.note(result)?;
        while items.next_element_seed(self.inner())?.is_some() {}
        let result = self.encoder.end_array();
        self.note(result)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        let result = self.encoder.begin_map();
        self.note(result)?;
        while entries.next_key_seed(Key { encoder: self.encoder })?.is_some() {
            entries.next_value_seed(self.inner())?;
        }
        let result = self.encoder.end_map();
        self.note(result)
    }
}

struct Key<'e> {
    encoder: &'e mut Encoder,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        self.encoder.key(key).map_err(|problem| E::custom(problem.message))
    }
}
