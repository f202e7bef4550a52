//! What an author implements.

use crate::node::below;
use crate::{Mismatch, Outcome, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A governance rule. The implementing type holds the parameters: it is deserialised from the params of the policy
/// entry, and its JSON Schema is the params' schema. Fields that hold prepared state rather than parameters bear
/// `#[serde(skip)]` and are filled in [`Rule::prepare`].
pub trait Rule: DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// The facts this rule reads: a struct with one field for each section. An `Option` (or `#[serde(default)]`) field
    /// is a section that may be absent; for every other field the engine answers `unknown` itself when the section is
    /// missing. Strings may be borrowed (`&'a str`).
    type Facts<'a>: Deserialize<'a> + JsonSchema;

    /// Who the rule is.
    const ABOUT: About;

    /// Whether the outcome does not depend on the time of the decision. Such a rule is handed the time 0, so that it
    /// cannot, and an engine that is asked again about the same facts may answer without evaluating it.
    const TIMELESS: bool = false;

    /// Work that does not depend on facts: validates what the types cannot express, compiles expressions. Runs once,
    /// natively and in the sandbox alike. The default does nothing.
    ///
    /// # Errors
    /// A [`Mismatch`] points into the params, and refuses the policy.
    fn prepare(&mut self) -> Result<(), Mismatch> {
        Ok(())
    }

    /// Judges one release. `at` is the time of the decision; a rule has no other clock.
    fn evaluate(&self, facts: &Self::Facts<'_>, at: Timestamp) -> Outcome;
}

/// What a rule says of itself, beside the schemas that come from its types.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Lower case, digits and hyphens; the name of the rule's folder.
    pub id: &'static str,
    /// Semantic version, usually `env!("CARGO_PKG_VERSION")`.
    pub version: &'static str,
    /// A few words for a heading.
    pub title: &'static str,
    /// One or two sentences for a reader who chooses rules.
    pub summary: &'static str,
    /// Each code that a check of this rule may bear, with what it means for that check to pass.
    pub checks: &'static [(&'static str, &'static str)],
    /// Identifiers of the governance practices it serves.
    pub practices: &'static [&'static str],
    /// Identifiers of the controls it gives evidence for.
    pub controls: &'static [&'static str],
}

impl Mismatch {
    /// What [`Rule::prepare`] refuses, at the end of a path of names.
    ///
    /// ```
    /// use clearance_rule::Mismatch;
    /// let mismatch = Mismatch::at(&["groups", "a/b", "count"], "expected a number from 1 up, found 0");
    /// assert_eq!(mismatch.pointer, "/groups/a~1b/count");
    /// ```
    #[must_use]
    #[inline(never)]
    pub fn at(path: &[&str], message: impl Into<String>) -> Self {
        let pointer = path.iter().fold(String::new(), |pointer, name| below(&pointer, name));
        Self { pointer, message: message.into() }
    }
}
