//! The sections this rule reads.

use clearance_rule::node::Node;
use clearance_rule::sections::Release;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::borrow::Cow;

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

/// A plan in Terraform's JSON output format: an object, of which this rule reads the parts that its schema names.
pub struct Plan<'a>(pub(crate) Node<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for Plan<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Node::deserialize(deserializer)? {
            plan @ Node::Map(_) => Ok(Self(plan)),
            _ => Err(D::Error::custom("expected a plan, which is a map")),
        }
    }
}

impl JsonSchema for Plan<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Plan".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "A plan in Terraform's JSON output format.",
            "properties": {
                "planned_values": {
                    "type": "object",
                    "description": "What will be there after the plan is applied: `root_module` with its `resources` and \
                                    `child_modules`. Data sources do not count.",
                },
                "resource_changes": {
                    "type": "array",
                    "description": "What the plan changes: `after_unknown` tells what will be known only later. What \
                                    `planned_values` leaves out is judged by `after`.",
                },
                "configuration": {
                    "type": "object",
                    "description": "What the plan was made from: `provider_config` and the `expressions` of \
                                    `root_module` and the modules that it calls.",
                },
                "variables": {
                    "type": "object",
                    "description": "The values of the root module's input variables.",
                },
                "prior_state": {
                    "type": "object",
                    "description": "The state before the plan, of which only the data sources count.",
                },
                "errored": { "type": "boolean", "description": "Whether planning ended early with an error." },
                "deferred_changes": { "type": "array", "description": "Changes that could not be planned yet." },
            },
        })
    }
}
