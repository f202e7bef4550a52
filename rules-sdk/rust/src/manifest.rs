//! Reads the manifest off a rule's types.

use crate::bindings::clearance::rule::types::CheckKind;
use crate::{Manifest, Rule, Section};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

pub(crate) fn of<R: Rule>() -> Manifest {
    let about = R::ABOUT;
    Manifest {
        id: about.id.to_owned(),
        version: about.version.to_owned(),
        title: about.title.to_owned(),
        summary: about.summary.to_owned(),
        reads: sections::<R::Facts<'static>>(),
        params_schema: Value::Object(schema::<R>()).to_string(),
        checks: about
            .checks
            .iter()
            .map(|&(code, summary)| CheckKind { code: code.to_owned(), summary: summary.to_owned() })
            .collect(),
        practices: about.practices.iter().map(|&id| id.to_owned()).collect(),
        controls: about.controls.iter().map(|&id| id.to_owned()).collect(),
        timeless: R::TIMELESS,
    }
}

/// The sections are the properties of the facts' own schema; each carries a copy of the definitions that it refers to, so
/// that it stands alone.
fn sections<F: JsonSchema>() -> Vec<Section> {
    let mut facts = schema::<F>();
    let definitions = facts.remove("$defs");
    let dialect = facts.remove("$schema");
    let required = match facts.remove("required") {
        Some(Value::Array(names)) => names,
        _ => Vec::new(),
    };
    let Some(Value::Object(properties)) = facts.remove("properties") else { return Vec::new() };
    properties
        .into_iter()
        .map(|(name, schema)| {
            let mut root = Map::new();
            if let Some(dialect) = &dialect {
                root.insert("$schema".to_owned(), dialect.clone());
            }
            if let Value::Object(schema) = schema {
                root.extend(schema);
            }
            let used = definitions_of(&root, definitions.as_ref().and_then(Value::as_object));
            if !used.is_empty() {
                root.insert("$defs".to_owned(), Value::Object(used));
            }
            Section {
                required: required.contains(&Value::from(name.as_str())),
                schema: Value::Object(root).to_string(),
                name,
            }
        })
        .collect()
}

/// The definitions that `schema` refers to, and those that they refer to.
fn definitions_of(schema: &Map<String, Value>, all: Option<&Map<String, Value>>) -> Map<String, Value> {
    let mut used = Map::new();
    let mut texts = vec![Value::Object(schema.clone()).to_string()];
    while let Some(text) = texts.pop() {
        for (name, definition) in all.into_iter().flatten() {
            if !used.contains_key(name) && text.contains(&["\"#/$defs/", name, "\""].concat()) {
                used.insert(name.clone(), definition.clone());
                texts.push(definition.to_string());
            }
        }
    }
    used
}

pub(crate) fn schema<T: JsonSchema>() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    match settings.into_generator().into_root_schema_for::<T>().to_value() {
        Value::Object(schema) => schema,
        // `true`: anything goes.
        _ => Map::new(),
    }
}
