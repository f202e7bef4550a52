//! What the rule reads of a release. Every fact may be absent: its factor is then `unknown` and counts as the worst
//! that the fact could say.

use clearance_rule::prelude::*;
use clearance_rule::sections::{Changes, Component, History, Release};

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The release itself.
    #[serde(borrow)]
    pub release: Option<Release<'a>>,
    /// The components that the release changes.
    #[serde(borrow)]
    pub components: Option<Vec<Component<'a>>>,
    /// What the release changes.
    #[serde(borrow)]
    pub changes: Option<Changes<'a>>,
    /// How earlier releases of the same went.
    #[serde(borrow)]
    pub history: Option<History<'a>>,
}
