//! The sections this rule reads.

use crate::node::Node;
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
    pub release: Option<Release<'a>>,
}

/// The release itself.
#[derive(Deserialize, JsonSchema)]
pub struct Release<'a> {
    /// The regions of the clusters that `manifests` are applied to. What the manifests leave open rests there.
    #[serde(borrow, default)]
    pub cluster_regions: Option<Vec<Node<'a>>>,
}

/// A plan in Terraform's JSON output format.
#[derive(Deserialize, JsonSchema)]
pub struct Plan<'a> {
    /// What will be there after the plan is applied.
    #[serde(borrow, default)]
    pub planned_values: Option<Values<'a>>,
    /// What the plan changes.
    #[serde(borrow, default)]
    pub resource_changes: Option<Vec<ResourceChange<'a>>>,
    /// The configuration that the plan was made from: providers, expressions and references.
    #[serde(borrow, default)]
    pub configuration: Option<Node<'a>>,
    /// The values of the root module's input variables.
    #[serde(borrow, default)]
    pub variables: Option<Node<'a>>,
    /// The state before the plan; the data sources read while planning stand here.
    #[serde(borrow, default)]
    pub prior_state: Option<PriorState<'a>>,
    /// Whether planning ended early with an error.
    #[serde(default)]
    pub errored: Option<bool>,
    /// Changes that Terraform could not plan yet.
    #[serde(borrow, default)]
    pub deferred_changes: Option<Vec<Node<'a>>>,
}

/// The state before the plan.
#[derive(Deserialize, JsonSchema)]
pub struct PriorState<'a> {
    /// Its resources.
    #[serde(borrow, default)]
    pub values: Option<Values<'a>>,
}

/// The resources of a state or of a plan.
#[derive(Deserialize, JsonSchema)]
pub struct Values<'a> {
    /// The root of the tree of modules.
    #[serde(borrow, default)]
    pub root_module: Module<'a>,
}

/// One module instance.
#[derive(Default, Deserialize, JsonSchema)]
pub struct Module<'a> {
    /// Its address, such as `module.storage["eu"]`; absent for the root.
    #[serde(default)]
    pub address: Option<&'a str>,
    /// Its own resources.
    #[serde(borrow, default)]
    pub resources: Vec<Resource<'a>>,
    /// The instances of the modules it calls.
    #[serde(borrow, default)]
    pub child_modules: Vec<Module<'a>>,
}

/// One resource instance.
#[derive(Deserialize, JsonSchema)]
pub struct Resource<'a> {
    /// Its absolute address.
    pub address: &'a str,
    /// `managed` or `data`.
    #[serde(default)]
    pub mode: Option<&'a str>,
    /// Its type, such as `aws_s3_bucket`.
    #[serde(rename = "type")]
    pub kind: &'a str,
    /// The name in its block.
    #[serde(default)]
    pub name: Option<&'a str>,
    /// Its attributes, as far as they are known.
    #[serde(borrow, default = "null")]
    pub values: Node<'a>,
}

/// What becomes of one resource instance.
#[derive(Deserialize, JsonSchema)]
pub struct ResourceChange<'a> {
    /// Its absolute address.
    pub address: &'a str,
    /// The address of the module instance it is in; absent for the root.
    #[serde(default)]
    pub module_address: Option<&'a str>,
    /// `managed` or `data`.
    #[serde(default)]
    pub mode: Option<&'a str>,
    /// Its type.
    #[serde(rename = "type", default)]
    pub kind: Option<&'a str>,
    /// The name in its block.
    #[serde(default)]
    pub name: Option<&'a str>,
    /// The change.
    #[serde(borrow, default)]
    pub change: Change<'a>,
}

/// A change of one resource instance.
#[derive(Deserialize, JsonSchema)]
pub struct Change<'a> {
    /// `create`, `update`, `delete`, `no-op`, `read`, `forget`.
    #[serde(borrow, default)]
    pub actions: Vec<&'a str>,
    /// The attributes after the change, as far as they are known.
    #[serde(borrow, default = "null")]
    pub after: Node<'a>,
    /// `true` wherever a value will be known only after the plan is applied.
    #[serde(borrow, default = "null")]
    pub after_unknown: Node<'a>,
}

impl Default for Change<'_> {
    fn default() -> Self {
        Self { actions: Vec::new(), after: Node::Null, after_unknown: Node::Null }
    }
}

fn null<'a>() -> Node<'a> {
    Node::Null
}
