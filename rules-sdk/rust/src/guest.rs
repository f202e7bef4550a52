//! What the exported functions do; [`crate::export!`] only names the rule's type.

use crate::{EvaluationError, Manifest, Mismatch, Outcome, Rule, Timestamp, decode, manifest};
#[cfg(feature = "described")]
use crate::{Section, bindings::clearance::rule::types::CheckKind};
use serde::Deserialize;
use std::sync::OnceLock;

/// The manifest of `R`.
#[must_use]
pub fn describe<R: Rule>() -> Manifest {
    keep_last_words();
    manifest::of::<R>()
}

/// A manifest as the build writes it, in the order of the contract: id, version, title, summary, sections, the params' schema,
/// checks, practices, controls, whether it is timeless.
#[cfg(feature = "described")]
pub type Described<'a> = (
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a [(&'a str, bool, &'a str)],
    &'a str,
    &'a [(&'a str, &'a str)],
    &'a [&'a str],
    &'a [&'a str],
    bool,
);

/// The manifest that was read off the rule's types before.
#[cfg(feature = "described")]
#[must_use]
pub fn described(manifest: &Described<'_>) -> Manifest {
    let &(id, version, title, summary, reads, params_schema, checks, practices, controls, timeless) = manifest;
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    let section = |&(name, required, schema): &(&str, bool, &str)| Section {
        name: name.to_owned(),
        required,
        schema: schema.to_owned(),
    };
    let kind = |&(code, summary): &(&str, &str)| CheckKind { code: code.to_owned(), summary: summary.to_owned() };
    Manifest {
        id: id.to_owned(),
        version: version.to_owned(),
        title: title.to_owned(),
        summary: summary.to_owned(),
        reads: reads.iter().map(section).collect(),
        params_schema: params_schema.to_owned(),
        checks: checks.iter().map(kind).collect(),
        practices: texts(practices),
        controls: texts(controls),
        timeless,
    }
}

/// Decodes and prepares `R` and keeps it in `slot`.
pub fn configure<R: Rule>(slot: &OnceLock<R>, params: &[u8]) -> Result<(), Mismatch> {
    keep_last_words();
    let rule = prepared(decode::<R>(params)?)?;
    slot.set(rule).map_err(|_| whole("this instance is configured already"))
}

/// Evaluates the rule in `slot`.
pub fn evaluate<R: Rule>(slot: &OnceLock<R>, at: Timestamp, facts: &[u8]) -> Result<Outcome, EvaluationError> {
    let Some(rule) = slot.get() else {
        return Err(EvaluationError::Failed("`evaluate` was called before `configure`".to_owned()));
    };
    evaluate_with(rule, at, facts)
}

pub(crate) fn prepared<R: Rule>(mut rule: R) -> Result<R, Mismatch> {
    rule.prepare()?;
    Ok(rule)
}

pub(crate) fn evaluate_with<R: Rule>(rule: &R, at: Timestamp, facts: &[u8]) -> Result<Outcome, EvaluationError> {
    let at = if R::TIMELESS { 0 } else { at };
    match decode::<R::Facts<'_>>(facts) {
        Ok(facts) => Ok(rule.evaluate(&facts, at)),
        Err(mismatch) => Err(match missing_field(&mismatch.message) {
            Some(field) => EvaluationError::MissingFact(format!("{}/{}", mismatch.pointer, escape(field))),
            None => EvaluationError::MalformedFact(mismatch),
        }),
    }
}

pub(crate) fn decode<'de, T: Deserialize<'de>>(document: &'de [u8]) -> Result<T, Mismatch> {
    decode::from_slice(document)
        .map_err(|error| Mismatch { pointer: error.pointer(), message: error.message().to_owned() })
}

fn whole(message: &str) -> Mismatch {
    Mismatch { pointer: String::new(), message: message.to_owned() }
}

/// A name as a token of an RFC 6901 pointer.
pub(crate) fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// The field that serde's own words for an absent one name.
fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.split('`').next()
}

#[cfg(target_arch = "wasm32")]
fn keep_last_words() {
    crate::last_words::keep();
}

#[cfg(not(target_arch = "wasm32"))]
fn keep_last_words() {}
