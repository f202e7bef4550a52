//! How much work a schema can make, told before it is compiled or anything is validated against it. A schema comes with a
//! rule, so it may be made to explode: definitions that ask for others twice double the work at each step.

use serde_json::{Map, Value};
use std::collections::HashMap;
use std::ptr::from_ref;

/// The most steps that validating may take, and the most parts that a schema may have with every reference written out.
const MOST_STEPS: u64 = 1_000_000;
/// How deep a schema may nest, every reference written out, and how long a chain of references may be.
const MOST_DEPTH: usize = 128;
/// The most expressions in a schema, each of which is compiled.
const MOST_PATTERNS: usize = 200;

/// Keywords whose schema, list or map of schemas applies to the value itself.
const IN_PLACE: [&str; 8] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"];
/// Keywords whose schema, list or map of schemas may apply to each item or member of the value.
const OF_EACH: [&str; 10] = [
    "items",
    "prefixItems",
    "contains",
    "additionalItems",
    "unevaluatedItems",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "dependencies",
];
/// Keywords by which one schema stands for another.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// Says why a schema cannot be used to validate `value`, if it cannot.
pub(super) fn check(schema: &Value, value: &Value) -> Result<(), String> {
    let anchors = Anchors::of(schema)?;
    Size { anchors: &anchors, known: HashMap::new() }.of(schema, 0)?;
    Work { anchors: &anchors, known: HashMap::new(), calls: 0 }.of(schema, value, 0)?;
    Ok(())
}

/// What references may name.
struct Anchors<'s> {
    root: &'s Value,
    named: HashMap<&'s str, &'s Value>,
}

impl<'s> Anchors<'s> {
    fn of(root: &'s Value) -> Result<Self, String> {
        let (mut named, mut patterns) = (HashMap::new(), 0);
        let mut open = vec![root];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(members) => {
                    for (keyword, member) in members {
                        match (keyword.as_str(), member) {
                            ("$anchor" | "$dynamicAnchor", Value::String(name)) => {
                                named.insert(name.as_str(), value);
                            }
                            ("$id" | "id", Value::String(_)) if !std::ptr::eq(value, root) => {
                                return Err(
                                    "it holds a schema with an `$id` of its own, and should be one schema".into()
                                );
                            }
                            ("pattern", Value::String(_)) => patterns += 1,
                            ("patternProperties", Value::Object(members)) => patterns += members.len(),
                            _ => {}
                        }
                        open.push(member);
                    }
                }
                _ => {}
            }
        }
        if patterns > MOST_PATTERNS {
            return Err(format!("it has {patterns} patterns, more than {MOST_PATTERNS}"));
        }
        Ok(Self { root, named })
    }

    /// The schema that a reference names. `None` where there is none, which is for the validator to say.
    fn find(&self, reference: &str) -> Result<Option<&'s Value>, String> {
        let Some(fragment) = reference.strip_prefix('#') else {
            return Err(format!(
                "it refers to `{reference}`, and should refer to its own parts only, such as `#/$defs/x`"
            ));
        };
        if fragment.contains('%') {
            return Err(format!("it refers to `{reference}`, and should refer to its parts by plain names"));
        }
        Ok(match fragment {
            "" => Some(self.root),
            _ if fragment.starts_with('/') => self.root.pointer(fragment),
            _ => self.named.get(fragment).copied(),
        })
    }
}

/// How many parts a schema has with every reference written out, each circle once.
struct Size<'a, 's> {
    anchors: &'a Anchors<'s>,
    known: HashMap<*const Value, Option<u64>>,
}

impl<'s> Size<'_, 's> {
    fn of(&mut self, schema: &'s Value, depth: usize) -> Result<u64, String> {
        too_deep(depth)?;
        let id = from_ref(schema);
        if let Some(known) = self.known.get(&id) {
            // What is being counted is counted already.
            return Ok(known.unwrap_or(1));
        }
        let mut size = 1_u64;
        self.known.insert(id, None);
        match schema {
            Value::Array(items) => {
                for item in items {
                    size = size.saturating_add(self.of(item, depth + 1)?);
                }
            }
            Value::Object(members) => {
                for (keyword, member) in members {
                    size = size.saturating_add(match member {
                        Value::String(reference) if REFERENCES.contains(&keyword.as_str()) => {
                            self.anchors.find(reference)?.map_or(Ok(1), |target| self.of(target, depth + 1))?
                        }
                        member => self.of(member, depth + 1)?,
                    });
                }
            }
            _ => {}
        }
        self.known.insert(id, Some(size));
        too_much(size)
    }
}

/// How many steps it takes at most to validate a value.
struct Work<'a, 's> {
    anchors: &'a Anchors<'s>,
    known: HashMap<(*const Value, *const Value), Option<u64>>,
    calls: u64,
}

impl<'s> Work<'_, 's> {
    fn of(&mut self, schema: &'s Value, value: &Value, depth: usize) -> Result<u64, String> {
        too_deep(depth)?;
        let Value::Object(members) = schema else { return Ok(1) };
        self.calls += 1;
        too_much(self.calls)?;
        let id = (from_ref(schema), from_ref(value));
        match self.known.get(&id) {
            Some(Some(steps)) => return Ok(*steps),
            Some(None) => return Err("it refers to itself without going into the value".to_owned()),
            None => {}
        }
        self.known.insert(id, None);
        let mut steps = 1 + members.len() as u64;
        for (keyword, member) in members {
            let keyword = keyword.as_str();
            let applied: Vec<&'s Value> = match member {
                Value::String(reference) if REFERENCES.contains(&keyword) => {
                    self.anchors.find(reference)?.into_iter().collect()
                }
                Value::Array(schemas) if IN_PLACE.contains(&keyword) => schemas.iter().collect(),
                Value::Object(schemas) if keyword == "dependentSchemas" => schemas.values().collect(),
                schema if IN_PLACE.contains(&keyword) => vec![schema],
                _ => vec![],
            };
            for schema in applied {
                steps = steps.saturating_add(self.of(schema, value, depth + 1)?);
            }
            if keyword == "propertyNames" {
                let each = self.of(member, &Value::Null, depth + 1)?;
                steps = steps.saturating_add(each.saturating_mul(value.as_object().map_or(0, Map::len) as u64));
            } else if OF_EACH.contains(&keyword) {
                steps = steps.saturating_add(self.of_each(keyword, member, value, depth)?);
            }
        }
        self.known.insert(id, Some(steps));
        too_much(steps)
    }

    /// The steps of a keyword that goes into the value.
    fn of_each(&mut self, keyword: &str, schemas: &'s Value, value: &Value, depth: usize) -> Result<u64, String> {
        let mut steps = 0_u64;
        let mut add = |work: &mut Self, schema: &'s Value, part: &Value| {
            steps = steps.saturating_add(work.of(schema, part, depth + 1)?);
            too_much(steps).map(drop)
        };
        match (schemas, value) {
            (Value::Object(schemas), Value::Object(members)) if keyword == "properties" => {
                for (name, schema) in schemas {
                    members.get(name).map_or(Ok(()), |part| add(self, schema, part))?;
                }
            }
            // A pattern may match every name.
            (Value::Object(schemas), Value::Object(members)) if keyword == "patternProperties" => {
                for schema in schemas.values() {
                    members.values().try_for_each(|part| add(self, schema, part))?;
                }
            }
            (Value::Object(schemas), _) if keyword == "dependencies" => {
                schemas.values().try_for_each(|schema| add(self, schema, value))?;
            }
            (Value::Array(schemas), Value::Array(items)) => {
                for schema in schemas {
                    items.iter().try_for_each(|part| add(self, schema, part))?;
                }
            }
            (schema, Value::Array(items)) => items.iter().try_for_each(|part| add(self, schema, part))?,
            (schema, Value::Object(members)) => members.values().try_for_each(|part| add(self, schema, part))?,
            _ => {}
        }
        Ok(steps)
    }
}

fn too_deep(depth: usize) -> Result<(), String> {
    if depth > MOST_DEPTH {
        Err(format!("its parts nest, or refer to each other, deeper than {MOST_DEPTH}"))
    } else {
        Ok(())
    }
}

fn too_much(steps: u64) -> Result<u64, String> {
    if steps > MOST_STEPS {
        return Err(format!(
            "it takes more than {MOST_STEPS} steps, because its parts refer to each other again and again"
        ));
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use serde_json::json;

    /// Definitions of which each asks for the next so many times.
    fn chain(length: usize, times: usize, link: impl Fn(String) -> Value) -> Value {
        let mut definitions = Map::new();
        for at in 0..length {
            let next = vec![link(format!("#/$defs/a{}", at + 1)); times];
            definitions.insert(format!("a{at}"), json!({ "allOf": next }));
        }
        definitions.insert(format!("a{length}"), json!({}));
        json!({ "$ref": "#/$defs/a0", "$defs": definitions })
    }

    #[test]
    fn work_that_doubles_at_each_step_is_refused() {
        let reference = |name: String| json!({ "$ref": name });
        check(&chain(10, 2, reference), &json!({})).unwrap();
        assert!(check(&chain(40, 2, reference), &json!({})).unwrap_err().contains("steps"));
        // Even where the value at hand does not lead there: it is compiled.
        let inside =
            json!({ "properties": { "x": chain(40, 2, reference) }, "$defs": chain(40, 2, reference)["$defs"] });
        assert!(check(&inside, &json!({})).is_err());
    }

    #[test]
    fn a_tree_may_refer_to_itself_and_a_value_to_nothing_but_its_parts() {
        let tree = json!({ "properties": { "left": { "$ref": "#" }, "right": { "$ref": "#" } } });
        check(&tree, &json!({ "left": { "left": {}, "right": {} } })).unwrap();
        let doubled = json!({ "properties": { "next": { "allOf": [{ "$ref": "#" }, { "$ref": "#" }] } } });
        let deep = (0..30).fold(json!({}), |inner, _| json!({ "next": inner }));
        check(&doubled, &json!({ "next": { "next": {} } })).unwrap();
        assert!(check(&doubled, &deep).unwrap_err().contains("steps"));
        let circle = json!({ "anyOf": [{ "$ref": "#" }] });
        assert!(check(&circle, &json!({})).unwrap_err().contains("itself"));
        let by_name = json!({ "$ref": "#a", "$defs": { "x": { "$anchor": "a", "not": { "$ref": "#a" } } } });
        assert!(check(&by_name, &json!({})).unwrap_err().contains("itself"));
    }

    #[test]
    fn long_chains_many_patterns_and_foreign_schemas_are_refused() {
        assert!(check(&chain(2000, 1, |name| json!({ "$ref": name })), &json!({})).unwrap_err().contains("deeper"));
        let patterns: Map<String, Value> = (0..300).map(|at| (at.to_string(), json!({ "pattern": "a" }))).collect();
        assert!(check(&json!({ "properties": patterns }), &json!({})).unwrap_err().contains("300 patterns"));
        for reference in ["other.json", "https://example.com/a", "file:///etc/passwd", "//host/a", "urn:x"] {
            assert!(check(&json!({ "$ref": reference }), &json!({})).unwrap_err().contains(reference));
        }
        assert!(check(&json!({ "$defs": { "x": { "$id": "y" } } }), &json!({})).is_err());
        check(&json!({ "$id": "urn:x", "$ref": "#/$defs/x", "$defs": { "x": {} } }), &json!({})).unwrap();
    }
}
