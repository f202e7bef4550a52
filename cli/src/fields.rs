//! The fields that a JSON Schema describes, one a row.

use crate::render::{code, prose};
use serde_json::Value;
use std::fmt::{self, Write};

/// How deep fields are listed.
const DEPTH: usize = 6;

/// A field that somebody may fill in.
#[derive(Debug, PartialEq)]
struct Field {
    /// Names from the outside in: `a.b`, `a[]` for the items of a list, `a.*` for the values of a map.
    path: String,
    /// What may stand there.
    kind: String,
    /// What stands there where nobody says; none where it must be said, or is shown field by field.
    default: Option<Value>,
    /// What it means.
    about: String,
}

/// The fields of `schema`, outer ones first.
fn of(schema: &Value) -> Vec<Field> {
    let mut fields = vec![];
    below(schema, schema, "", None, DEPTH, &mut fields);
    fields
}

fn below(root: &Value, schema: &Value, path: &str, default: Option<&Value>, depth: usize, fields: &mut Vec<Field>) {
    if depth == 0 {
        return;
    }
    let schema = resolved(root, schema);
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let outer = default.and_then(|default| default.get(name));
        field(root, property, &path, outer, depth, fields);
    }
    if schema["additionalProperties"].is_object() {
        below(root, &schema["additionalProperties"], &format!("{path}.*"), None, depth - 1, fields);
    }
    if schema["items"].is_object() {
        below(root, &schema["items"], &format!("{path}[]"), None, depth - 1, fields);
    }
    for part in ["anyOf", "oneOf", "allOf"] {
        for one in schema[part].as_array().into_iter().flatten() {
            below(root, one, path, default, depth - 1, fields);
        }
    }
}

/// A table of the fields of `schema`, each of which is a `what`.
pub(crate) fn write_table(page: &mut String, what: &str, schema: &Value) -> fmt::Result {
    let fields = of(schema);
    if fields.is_empty() {
        return writeln!(page, "None.");
    }
    let defaults = fields.iter().any(|field| field.default.is_some());
    let (head, line) = if defaults { (" default |", "---|") } else { ("", "") };
    writeln!(page, "| {what} | type |{head} |\n|---|---|{line}---|")?;
    for Field { path, kind, default, about } in fields {
        let default = default.map(|default| code(&default.to_string())).unwrap_or_default();
        let default = if defaults { format!(" {default} |") } else { String::new() };
        writeln!(page, "| {} | {} |{default} {} |", code(&path), prose(&kind), prose(&about))?;
    }
    Ok(())
}

/// A property, and what is in it.
fn field(root: &Value, property: &Value, path: &str, outer: Option<&Value>, depth: usize, fields: &mut Vec<Field>) {
    let target = resolved(root, property);
    let default = outer.or_else(|| property.get("default")).or_else(|| target.get("default"));
    let about = property["description"].as_str().or_else(|| target["description"].as_str());
    // The default of an object is seen in its fields.
    let shown = default.filter(|default| !(default.is_object() && target["properties"].is_object()));
    let kind = kind(root, property, DEPTH);
    fields.push(Field {
        path: path.to_owned(),
        kind,
        default: shown.cloned(),
        about: about.unwrap_or_default().to_owned(),
    });
    below(root, target, path, default, depth - 1, fields);
}

fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let reference = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    reference.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

/// What may stand there, in words.
fn kind(root: &Value, schema: &Value, depth: usize) -> String {
    let schema = resolved(root, schema);
    if depth == 0 {
        return "any".to_owned();
    }
    let words = |values: &[Value]| values.iter().map(word).collect::<Vec<_>>().join(" or ");
    if let Some(values) = schema["enum"].as_array() {
        return words(values);
    }
    if let Some(value) = schema.get("const") {
        return word(value);
    }
    for part in ["anyOf", "oneOf"] {
        if let Some(parts) = schema[part].as_array() {
            let mut kinds: Vec<String> = vec![];
            for kind in parts.iter().map(|part| kind(root, part, depth - 1)) {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            return kinds.join(" or ");
        }
    }
    let one = |name: &str| match name {
        "array" if schema["items"].is_object() => format!("list of {}", kind(root, &schema["items"], depth - 1)),
        "array" => "list".to_owned(),
        "object" if schema["additionalProperties"].is_object() => {
            format!("map of {}", kind(root, &schema["additionalProperties"], depth - 1))
        }
        "object" => "object".to_owned(),
        "number" | "integer" => format!("{name}{}", range(schema)),
        other => other.to_owned(),
    };
    match &schema["type"] {
        Value::String(name) => one(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(one).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| format!("`{text}`"))
}

fn range(schema: &Value) -> String {
    let bound = |name: &str| schema.get(name).filter(|bound| bound.is_number());
    let least = bound("minimum")
        .map(|least| format!(" from {least}"))
        .or_else(|| bound("exclusiveMinimum").map(|least| format!(" above {least}")));
    let most = bound("maximum")
        .map(|most| format!(" to {most}"))
        .or_else(|| bound("exclusiveMaximum").map(|most| format!(" below {most}")));
    format!("{}{}", least.unwrap_or_default(), most.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_listed_from_the_outside_in_with_the_defaults_that_hold() {
        let schema = json!({
            "properties": {
                "limits": {
                    "description": "Limits.",
                    "type": "object",
                    "properties": { "most": { "type": ["integer", "null"], "minimum": 0, "description": "Most." } },
                    "default": { "most": 3 },
                },
                "people": {
                    "type": "object",
                    "additionalProperties": { "$ref": "#/$defs/Person" },
                },
                "mode": { "enum": ["a", "b"], "default": "a" },
                "names": { "type": "array", "items": { "type": "string" } },
            },
            "$defs": { "Person": { "type": "object", "properties": { "name": { "type": "string" } } } },
        });
        let rows: Vec<_> = of(&schema)
            .into_iter()
            .map(|field| (field.path, field.kind, field.default.map(|value| value.to_string()).unwrap_or_default()))
            .collect();
        let expected = [
            ("limits", "object", ""),
            ("limits.most", "integer from 0 or null", "3"),
            ("mode", "`a` or `b`", "\"a\""),
            ("names", "list of string", ""),
            ("people", "map of object", ""),
            ("people.*.name", "string", ""),
        ];
        assert_eq!(rows, expected.map(|(path, kind, default)| (path.to_owned(), kind.to_owned(), default.to_owned())));
    }

    #[test]
    fn a_schema_that_refers_to_itself_is_listed_so_far() {
        let schema =
            json!({ "$defs": { "A": { "properties": { "a": { "$ref": "#/$defs/A" } } } }, "$ref": "#/$defs/A" });
        assert_eq!(of(&schema).len(), DEPTH);
        let around = json!({ "properties": { "a": { "anyOf": [{ "$ref": "#" }, { "$ref": "#/properties/a" }] } } });
        assert!(!of(&around).is_empty());
    }
}
