//! What a rule says of itself.

use crate::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A section of the facts that a rule reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionNeed {
    /// The name of the section.
    pub name: Text,
    /// Whether the rule cannot say anything without it.
    pub required: bool,
    /// JSON Schema (2020-12) of the section.
    pub schema: Value,
}

/// A code that a rule's checks may bear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckKind {
    /// The code.
    pub code: Text,
    /// What it means for such a check to pass.
    pub summary: Text,
}

/// What a rule says of itself. Every text in it comes from the rule: escape it for where it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Lower case, digits and hyphens.
    pub id: Text,
    /// Semantic version of the rule.
    pub version: Text,
    /// A few words for a heading.
    pub title: Text,
    /// One or two sentences.
    pub summary: Text,
    /// The sections it reads, in ascending order of their names.
    pub reads: Vec<SectionNeed>,
    /// JSON Schema (2020-12) of its params.
    pub params_schema: Value,
    /// The codes its checks may bear.
    pub checks: Vec<CheckKind>,
    /// Identifiers of the governance practices it serves.
    pub practices: Vec<Text>,
    /// Identifiers of the controls it gives evidence for.
    pub controls: Vec<Text>,
    /// Whether its outcome does not depend on the time of the decision: it is handed the time 0.
    pub timeless: bool,
}

impl Manifest {
    /// Whether the rule's checks may bear this code.
    #[must_use]
    pub fn has_check(&self, code: &str) -> bool {
        self.checks.iter().any(|kind| kind.code == code)
    }
}

/// Whether a text is made of lower-case letters, digits and single hyphens, as ids and codes are.
pub(crate) fn is_identifier(text: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= 64 && text.split('-').all(word)
}
