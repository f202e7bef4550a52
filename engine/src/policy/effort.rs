//! What it takes to check params against the schema that a rule publishes, told before it is done: a few lines of schema
//! that refer to each other twice can stand for more steps than anybody has time for.

use serde_json::Value;

/// The most steps: a part of the schema applied to a part of the params.
const MOST: usize = 1_000_000;

/// The most expressions in a schema: each is compiled, and takes memory.
const MOST_PATTERNS: usize = 200;

/// How many steps may lead into each other. Each takes some of the stack of whoever validates.
const DEEPEST: usize = 256;

/// What stands beside one of these is asked once more what it has looked at, and so is all that it refers to.
const ASK_AGAIN: [&str; 2] = ["unevaluatedProperties", "unevaluatedItems"];

/// Refuses a schema that takes too many steps, or that refers to anything but parts of its own.
///
/// # Errors
/// What is wrong with the schema.
pub(super) fn check(schema: &Value, params: &Value) -> Result<(), String> {
    let patterns = patterns(schema);
    if patterns > MOST_PATTERNS {
        return Err(format!("has {patterns} patterns, more than {MOST_PATTERNS}"));
    }
    let mut open = vec![(schema, params, 0)];
    let mut steps = 0;
    while let Some((part, value, depth)) = open.pop() {
        steps += 1;
        if steps + open.len() > MOST {
            return Err(format!("takes more than {MOST} steps to check these params"));
        }
        if depth == DEEPEST {
            return Err(format!("refers to itself or on and on for more than {DEEPEST} steps"));
        }
        let Value::Object(keywords) = part else { continue };
        if keywords.get("$id").or(keywords.get("id")).is_some_and(Value::is_string) && depth > 0 {
            return Err("has a name in its midst, which changes where references lead".to_owned());
        }
        let times = if ASK_AGAIN.iter().any(|keyword| keywords.contains_key(*keyword)) { 4 } else { 1 };
        for (keyword, operand) in keywords {
            for (part, value) in applied(schema, keyword, operand, value)? {
                open.extend(std::iter::repeat_n((part, value, depth + 1), times));
            }
        }
    }
    Ok(())
}

/// How many expressions there are in a schema.
fn patterns(schema: &Value) -> usize {
    let own = match schema.get("patternProperties") {
        Some(Value::Object(patterns)) => patterns.len(),
        _ => 0,
    };
    let pattern = usize::from(schema.get("pattern").is_some_and(Value::is_string));
    own + pattern + parts(schema).into_iter().map(patterns).sum::<usize>()
}

/// A part of the schema, and what it is applied to.
type Step<'s> = (&'s Value, &'s Value);

/// What a keyword of the schema applies to what parts of a value.
fn applied<'s>(
    schema: &'s Value,
    keyword: &str,
    operand: &'s Value,
    value: &'s Value,
) -> Result<Vec<Step<'s>>, String> {
    let each = |operands: Vec<&'s Value>, values: &[&'s Value]| {
        operands
            .into_iter()
            .flat_map(|part| values.iter().map(move |value| (part, *value)).collect::<Vec<_>>())
            .collect()
    };
    Ok(match keyword {
        "$ref" | "$dynamicRef" | "$recursiveRef" => vec![(target(schema, operand)?, value)],
        "not" | "if" | "then" | "else" => vec![(operand, value)],
        "allOf" | "anyOf" | "oneOf" | "dependentSchemas" | "dependencies" => each(parts(operand), &[value]),
        "properties" => {
            let named = operand.as_object().into_iter().flatten();
            named.filter_map(|(name, part)| Some((part, value.get(name)?))).collect()
        }
        "patternProperties" => each(parts(operand), &parts(value)),
        // In older drafts the items may have a list of schemas.
        "prefixItems" | "items" if operand.is_array() => parts(operand).into_iter().zip(parts(value)).collect(),
        "additionalProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "items"
        | "additionalItems"
        | "unevaluatedItems"
        | "contains" => each(vec![operand], &parts(value)),
        _ => Vec::new(),
    })
}

/// What stands in a list or in a map.
fn parts(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(entries) => entries.values().collect(),
        _ => Vec::new(),
    }
}

/// The part of the schema to which a reference leads.
fn target<'s>(schema: &'s Value, reference: &Value) -> Result<&'s Value, String> {
    let text = reference.as_str().unwrap_or_default();
    let pointer = text.strip_prefix('#').filter(|pointer| !pointer.contains('%'));
    pointer
        .and_then(|pointer| schema.pointer(pointer))
        .ok_or_else(|| format!("refers to {reference}, and should refer to a part of its own such as `#/$defs/x`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, json};

    /// A chain of parts, of which `link` makes one out of the reference to the next.
    fn chain(length: usize, link: impl Fn(Value) -> Value) -> Value {
        let next = |at| json!({ "$ref": format!("#/$defs/d{at}") });
        let mut parts: Map<String, Value> = (0..length).map(|at| (format!("d{at}"), link(next(at + 1)))).collect();
        parts.insert(format!("d{length}"), json!({ "type": "object" }));
        json!({ "$defs": parts, "$ref": "#/$defs/d0" })
    }

    #[test]
    fn a_schema_that_unfolds_without_end_is_refused() {
        let twice = |next: Value| json!({ "allOf": [next, next] });
        let asking = |next: Value| json!({ "allOf": [next], "unevaluatedProperties": false });
        assert_eq!(check(&chain(10, twice), &json!({})), Ok(()));
        assert_eq!(check(&chain(4, asking), &json!({})), Ok(()));
        for schema in [
            chain(40, twice),
            chain(20, asking),
            chain(1000, |next| next),
            json!({ "$ref": "#" }),
            json!({ "not": { "anyOf": [{ "$ref": "#" }] } }),
        ] {
            assert!(check(&schema, &json!({})).is_err_and(|why| why.contains("steps")), "{schema}");
        }
    }

    #[test]
    fn a_schema_of_many_patterns_is_refused() {
        let schema = |count: usize| {
            let parts = (0..count).map(|at| (at.to_string(), json!({ "pattern": "a" })));
            json!({ "properties": parts.collect::<Map<_, _>>() })
        };
        assert_eq!(check(&schema(MOST_PATTERNS), &json!({})), Ok(()));
        assert!(check(&schema(MOST_PATTERNS + 1), &json!({})).is_err_and(|why| why.contains("201 patterns")));
    }

    #[test]
    fn a_schema_that_follows_its_params_ends_where_they_end() {
        let tree = json!({ "properties": { "next": { "$ref": "#" } }, "items": { "$ref": "#" } });
        assert_eq!(check(&tree, &json!({ "next": { "next": [{}, { "next": 1 }] } })), Ok(()));
        let wide = json!({ "additionalProperties": { "allOf": vec![json!({ "$ref": "#" }); 20] } });
        assert_eq!(check(&wide, &json!({ "a": { "b": 1 } })), Ok(()));
        assert!(check(&wide, &json!({ "a": { "b": { "c": { "d": { "e": { "f": 1 } } } } } })).is_err());
    }

    #[test]
    fn a_schema_stands_by_itself() {
        for reference in ["https://json-schema.org/draft/2020-12/schema", "#name", "#/$defs/%61", "#/nowhere", "other"]
        {
            let schema = json!({ "$ref": reference, "$defs": { "%61": true, "a": true } });
            assert!(check(&schema, &json!({})).is_err_and(|why| why.contains("refers to")), "{reference}");
        }
        let named = json!({ "$id": "urn:a", "properties": { "$id": { "type": "string" } } });
        assert_eq!(check(&named, &json!({ "$id": "x" })), Ok(()));
        assert!(check(&json!({ "allOf": [{ "$id": "urn:b" }] }), &json!({})).is_err());
    }
}
