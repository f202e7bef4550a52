//! The notes as the facts give them.

use schemars::JsonSchema;
use serde::Deserialize;

/// What the rule reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The release notes meant for customers.
    #[serde(borrow)]
    pub notes: Notes<'a>,
}

/// Release notes: one text, or several where a release has one for each audience or language.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Notes<'a> {
    /// The notes as Markdown. An empty text leaks nothing and passes.
    #[serde(borrow, default)]
    pub markdown: Option<&'a str>,
    /// More notes, each with a name.
    #[serde(borrow, default)]
    pub documents: Vec<Document<'a>>,
}

/// One of several notes.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Document<'a> {
    /// What rows call it, and the file name of its redacted text; `.md` is added where it is missing.
    pub name: &'a str,
    /// The notes as Markdown.
    pub markdown: &'a str,
}
