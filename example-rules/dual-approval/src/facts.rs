//! What the rule reads of a release. All sections may be absent: what cannot be told without them is `unknown`.

use clearance_rule::prelude::*;
use clearance_rule::sections::{Artifact, Changes, Envelope, Release};

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The release itself: what it is called, and who asked for it.
    #[serde(borrow)]
    pub release: Option<Release<'a>>,
    /// What the release changes: who wrote it.
    #[serde(borrow)]
    pub changes: Option<Changes<'a>>,
    /// What is deployed, with its digests: what approvals are held to.
    #[serde(borrow)]
    pub artifacts: Option<Vec<Artifact<'a>>>,
    /// What people signed: approvals and rejections.
    #[serde(borrow)]
    pub approvals: Option<Vec<Envelope<'a>>>,
}
