//! `clearance facts`: the vocabulary of facts that rules share.

use crate::render::{self, code, prose};
use crate::{Answer, fields};
use anyhow::{Context, Result};
use clearance_rule::sections::{self, Known};
use serde_json::{Map, Value};
use std::fmt::Write;

/// A page about every section.
pub(crate) fn page() -> Result<Answer> {
    let mut page = String::from("# Facts\n");
    for Known { name, about, source, schema } in sections::all() {
        writeln!(page, "\n## {name}\n\n{}", prose(about))?;
        if !source.is_empty() {
            writeln!(page, "\nNames from: {source}.")?;
        }
        writeln!(page, "\nSchema: [{name}.schema.json]({name}.schema.json)\n")?;
        fields::write_table(&mut page, "field", &Value::Object(schema))?;
    }
    Ok(Answer::success(page))
}

/// The JSON Schema of one section.
pub(crate) fn schema(name: &str) -> Result<Answer> {
    let all = sections::all();
    let names = || all.iter().map(|section| code(section.name)).collect::<Vec<_>>().join(", ");
    let known = all.iter().find(|section| section.name == name);
    let known = known.with_context(|| format!("there is no section {}: expected one of {}", code(name), names()))?;
    let mut schema = Map::new();
    schema.extend(known.schema.get_key_value("$schema").map(|(key, value)| (key.clone(), value.clone())));
    schema.insert("title".to_owned(), known.name.into());
    schema.extend(known.schema.clone());
    schema.insert("description".to_owned(), known.about.into());
    Ok(Answer::success(render::json(format!("{:#}\n", Value::Object(schema)))))
}
