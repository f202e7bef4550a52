//! The section `release`.

use crate::node::Node;
use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// The release itself.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Release<'a> {
    /// What tells it from every other: a number, a tag, the ticket of its change.
    #[serde(borrow)]
    pub id: Option<&'a str>,
    /// The service or product that is released.
    pub name: Option<&'a str>,
    /// Its version.
    pub version: Option<&'a str>,
    /// Where it goes: `production`, `staging`.
    pub environment: Option<&'a str>,
    /// Its kind, in one of the policy's words: `regular`, `hotfix`, `emergency`.
    pub kind: Option<&'a str>,
    /// Who asked for it.
    pub requested_by: Option<&'a str>,
    /// When it is planned to be deployed.
    pub window: Option<Window<'a>>,
    /// Who is reached by it.
    pub exposure: Option<Exposure>,
    /// The regions of the clusters that `manifests` are applied to. What the manifests leave open rests there.
    #[schemars(with = "Option<Vec<String>>")]
    pub cluster_regions: Option<Vec<Node<'a>>>,
}

/// A span of time: from its start until just before its end.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Window<'a> {
    /// When it begins.
    #[serde(borrow)]
    pub start: Option<At<'a>>,
    /// When it is over.
    pub end: Option<At<'a>>,
}

/// The users that a fault in the release could reach, at its widest planned roll-out.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Exposure {
    /// How many users.
    pub users: Option<u64>,
    /// How large a share of all users, in percent from 0 to 100.
    pub percent: Option<f64>,
}
