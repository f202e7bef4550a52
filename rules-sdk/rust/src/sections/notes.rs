//! The section `notes`.

use schemars::JsonSchema;
use serde::Deserialize;

/// Release notes: one text, or several where a release has one for each audience or language.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Notes<'a> {
    /// The notes as Markdown. An empty text leaks nothing and passes.
    #[serde(borrow, default)]
    pub markdown: Option<&'a str>,
    /// More notes, each with a name.
    #[serde(borrow, default)]
    pub documents: Vec<Document<'a>>,
}

/// One of several notes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Document<'a> {
    /// Its name, which rows call it by.
    pub name: &'a str,
    /// The notes as Markdown.
    pub markdown: &'a str,
}
