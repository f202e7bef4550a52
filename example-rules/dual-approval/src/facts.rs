//! What the rule reads of a release. All sections may be absent: what cannot be told without them is `unknown`.
//!
//! The schemas are the vocabulary's. Of each section the rule decodes the fields that it reads and no others: what verifies signatures
//! needs the room that decoding the rest would take in a component.

use clearance_rule::prelude::*;
use clearance_rule::sections::{self, Envelope};

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The release itself: what it is called, and who asked for it.
    #[serde(borrow)]
    #[schemars(with = "Option<sections::Release<'a>>")]
    pub release: Option<Release<'a>>,
    /// What the release changes: who wrote it.
    #[serde(borrow)]
    #[schemars(with = "Option<sections::Changes<'a>>")]
    pub changes: Option<Changes<'a>>,
    /// What is deployed, with its digests: what approvals are held to.
    #[serde(borrow)]
    #[schemars(with = "Option<Vec<sections::Artifact<'a>>>")]
    pub artifacts: Option<Vec<Artifact<'a>>>,
    /// What people signed: approvals and rejections.
    #[serde(borrow)]
    pub approvals: Option<Vec<Envelope<'a>>>,
}

/// Of the section `release`.
#[derive(Debug, Deserialize)]
pub struct Release<'a> {
    /// What tells it from every other.
    #[serde(borrow)]
    pub id: Option<&'a str>,
    /// Who asked for it.
    pub requested_by: Option<&'a str>,
}

/// Of the section `changes`.
#[derive(Debug, Deserialize)]
pub struct Changes<'a> {
    /// Who wrote them.
    #[serde(borrow)]
    pub authors: Option<Vec<&'a str>>,
}

/// Of an artifact.
#[derive(Debug, Deserialize)]
pub struct Artifact<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Option<&'a str>,
    /// Its digests.
    pub digest: Option<Digest<'a>>,
    /// What it is.
    pub kind: Option<&'a str>,
    /// Whether it is deployed.
    pub deployed: Option<bool>,
}

/// The digest that approvals are held to.
#[derive(Debug, Deserialize)]
pub struct Digest<'a> {
    /// In hexadecimal.
    #[serde(borrow)]
    pub sha256: Option<&'a str>,
}
