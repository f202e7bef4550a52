//! The section `artifacts`.

use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Something that was made: an image, a package, a report.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Artifact<'a> {
    /// Its name, which other facts call it by.
    #[serde(borrow)]
    pub name: Option<&'a str>,
    /// Where it can be had.
    pub uri: Option<&'a str>,
    /// Its digests by algorithm, in hexadecimal: `{"sha256": "…"}`.
    pub digest: Option<Digest<'a>>,
    /// Its media type.
    #[serde(rename = "mediaType")]
    pub media_type: Option<&'a str>,
    /// What it is, in a word of the organisation's: `image`, `test-report`, `sbom`, `change-ticket`.
    pub kind: Option<&'a str>,
    /// Whether it is deployed to production, rather than made to prove something.
    pub deployed: Option<bool>,
    /// When it was made.
    pub created: Option<At<'a>>,
    /// The release that it is of or speaks of, by its `/release/id`.
    pub release: Option<&'a str>,
    /// The controls that it was made to prove something about, by their identifiers: `SOC2:CC8.1`. An empty list says that it
    /// was made for none.
    pub controls: Option<Vec<&'a str>>,
}

/// Digests by the names of their algorithms, in hexadecimal.
pub type Digest<'a> = BTreeMap<&'a str, &'a str>;
