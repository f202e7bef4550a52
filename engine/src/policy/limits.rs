//! `limits`: what a policy, or one of its entries, allows a rule, within what the engine allows.

use super::located::{Located, Node, invalid};
use crate::error::Error;
use crate::{Limit, Limits};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

/// The limits `outer` with those that are named under `limits`. The engine's are the most that any may be.
pub(crate) fn narrowed(outer: Limits, engine: &Limits, located: Option<&Located>) -> Result<Limits, Error> {
    let mut limits = outer;
    let Some(located) = located else { return Ok(limits) };
    let Node::Map(entries) = &located.node else {
        let message = format!("expected a map of limits such as `instructions: 50000000`, found {}", located.kind());
        return Err(invalid(located.at, message));
    };
    for (key, value) in entries {
        let name = key.text.as_str();
        match Limits::ALL.iter().find(|limit| limit.name == name) {
            Some(Limit { in_policy: true, .. }) => {}
            Some(_) => return Err(invalid(key.at, format!("the limit `{name}` is the engine's alone"))),
            None => {
                let names: Vec<&str> = of_policies().map(|limit| limit.name).collect();
                let message = format!("there is no limit `{name}`, expected one of `{}`", names.join("`, `"));
                return Err(invalid(key.at, message));
            }
        }
        let most = engine.get(name).unwrap_or_default();
        let number = match &value.node {
            Node::Number(number) => number.as_u64(),
            _ => None,
        };
        let Some(number) = number.filter(|number| (1..=most).contains(number)) else {
            let message =
                format!("expected for `{name}` from 1 to {most}, which the engine allows, found {}", value.kind());
            return Err(invalid(value.at, message).advise(format!("narrow it, or raise `{name}` of the engine")));
        };
        limits.set(name, number);
    }
    Ok(limits)
}

fn of_policies() -> impl Iterator<Item = &'static Limit> {
    Limits::ALL.iter().filter(|limit| limit.in_policy)
}

/// The JSON Schema of what may stand under `limits`.
pub(crate) fn schema(_: &mut SchemaGenerator) -> Schema {
    let properties: Map<String, Value> = of_policies()
        .map(|limit| {
            let description = format!(
                "Protects {}. In {}; the engine allows {} unless it is told otherwise.",
                limit.protects,
                limit.unit.as_str(),
                limit.default
            );
            let schema = json!({
                "description": description, "type": "integer", "minimum": 1, "maximum": limit.ceiling,
            });
            (limit.name.to_owned(), schema)
        })
        .collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}
