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

/// The sections are the properties of the facts' own schema; each carries a copy of the shared definitions, so that
/// it stands alone.
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
            if let Some(definitions) = &definitions {
                root.insert("$defs".to_owned(), definitions.clone());
            }
            Section {
                required: required.contains(&Value::from(name.as_str())),
                schema: Value::Object(root).to_string(),
                name,
            }
        })
        .collect()
}

pub(crate) fn schema<T: JsonSchema>() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    match settings.into_generator().into_root_schema_for::<T>().to_value() {
        Value::Object(schema) => schema,
        // `true`: anything goes.
        _ => Map::new(),
    }
}
