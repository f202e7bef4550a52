//! The section `terraform`.

use crate::node::Node;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::borrow::Cow;

/// A plan in Terraform's JSON output format: an object, of which rules read the parts that its schema names.
#[derive(Debug, Clone)]
pub struct Plan<'a>(
    /// The whole plan.
    pub Node<'a>,
);

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
