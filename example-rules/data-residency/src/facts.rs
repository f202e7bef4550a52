//! The sections this rule reads.

use clearance_rule::node::Node;
use clearance_rule::sections::{Plan, Release};
use schemars::JsonSchema;
use serde::Deserialize;

/// What this rule reads.
#[derive(Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The Kubernetes objects that the release applies, as JSON. `kind: List` objects are opened. Rendered: templates,
    /// charts and overlays are to be resolved first.
    #[serde(borrow, default)]
    pub manifests: Option<Vec<Node<'a>>>,
    /// The Terraform or OpenTofu plan that the release applies, as `terraform show -json` prints it.
    #[serde(borrow, default)]
    pub terraform: Option<Plan<'a>>,
    /// The release itself.
    #[serde(borrow, default)]
    #[schemars(with = "Option<Release<'a>>")]
    pub release: Option<Clusters<'a>>,
}

/// What is read of a [`Release`].
#[derive(Deserialize)]
pub struct Clusters<'a> {
    /// The regions of the clusters that the manifests are applied to.
    #[serde(borrow, default)]
    pub cluster_regions: Option<Vec<Node<'a>>>,
}
