//! Errors on their way to JavaScript: as JSON text, of which the JavaScript layer makes its own classes.

use clearance::{Error, EvaluationFailure, Place};
use serde_json::{Map, Value, json};

/// The `code` by which the JavaScript layer knows an error of the engine from every other.
#[derive(Debug, Clone, Copy)]
pub struct OfTheEngine;

impl AsRef<str> for OfTheEngine {
    fn as_ref(&self) -> &'static str {
        "CLEARANCE"
    }
}

/// What a function returns that the engine may refuse.
pub(crate) type Result<T, E = napi::Error<OfTheEngine>> = std::result::Result<T, E>;

/// An error of the engine as one that is thrown.
pub(crate) fn thrown(error: &Error) -> napi::Error<OfTheEngine> {
    napi::Error::new(OfTheEngine, text(error))
}

/// A failed evaluation as an error that is thrown.
pub(crate) fn thrown_failure(failure: &EvaluationFailure) -> napi::Error<OfTheEngine> {
    napi::Error::new(OfTheEngine, failure_text(failure))
}

/// An error with its code, place and remedy.
pub(crate) fn text(error: &Error) -> String {
    described("error", error.code().as_str(), &place(error.place()), &error.to_string(), error.remedy())
}

/// A failed evaluation.
pub(crate) fn failure_text(failure: &EvaluationFailure) -> String {
    let mut place = Map::new();
    if let Some(pointer) = &failure.pointer {
        place.insert("pointer".to_owned(), pointer.as_str().into());
    }
    described("evaluation", &failure.check.to_string(), &place, &failure.to_string(), None)
}

/// A job that ended without an answer, which is a defect of the engine.
pub(crate) fn lost() -> String {
    described("defect", "", &Map::new(), "the engine failed unexpectedly", None)
}

fn described(kind: &str, code: &str, place: &Map<String, Value>, message: &str, remedy: Option<&str>) -> String {
    json!({ "kind": kind, "code": code, "place": place, "message": message, "remedy": remedy }).to_string()
}

fn place(place: &Place) -> Map<String, Value> {
    let mut parts = Map::new();
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            parts.insert(name.to_owned(), value);
        }
    };
    add("file", place.file.as_ref().map(|file| file.display().to_string().into()));
    add("line", place.line.map(Value::from));
    add("column", place.column.map(Value::from));
    add("pointer", place.pointer.as_deref().map(Value::from));
    add("offset", place.offset.map(Value::from));
    parts
}
