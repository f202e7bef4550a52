//! The section `components`.

use schemars::JsonSchema;
use serde::Deserialize;

/// A component that the release changes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Component<'a> {
    /// Its name, which other facts call it by.
    #[serde(borrow)]
    pub name: &'a str,
    /// Its version.
    pub version: Option<&'a str>,
    /// Its package URL.
    pub purl: Option<&'a str>,
    /// The classes of the data that it handles, in the policy's words. An empty list says that it handles none.
    pub data_classes: Option<Vec<&'a str>>,
    /// The names of the systems that depend on it, directly or through others. An empty list says that none does.
    pub dependents: Option<Vec<&'a str>>,
}
