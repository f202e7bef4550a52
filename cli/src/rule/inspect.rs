//! `clearance rule inspect`: what a rule says of itself.

use super::arguments::{InspectArguments, PlainFormat};
use crate::{Answer, load, render};
use anyhow::Result;
use clearance::{Manifest, Rule, Startup, printable};
use serde_json::{Value, json};
use std::fmt::Write;

pub(crate) fn inspect(arguments: &InspectArguments) -> Result<Answer> {
    let rule = load::engine(&arguments.engine)?.load_rule(&arguments.rule)?;
    let bytes = std::fs::metadata(&arguments.rule)?.len();
    Ok(Answer::success(match arguments.format {
        PlainFormat::Text => text(&rule, bytes)?,
        PlainFormat::Json => json(&rule, bytes)?,
    }))
}

fn json(rule: &Rule, bytes: u64) -> Result<String> {
    let startup = match rule.startup() {
        Startup::Snapshot => json!({ "snapshot": true }),
        Startup::Configure(why) => json!({ "snapshot": false, "reason": why }),
    };
    let manifest = serde_json::to_value(rule.manifest())?;
    let inspected = json!({ "digest": rule.digest(), "bytes": bytes, "startup": startup, "manifest": manifest });
    Ok(render::json(format!("{inspected:#}\n")))
}

fn text(rule: &Rule, bytes: u64) -> Result<String> {
    let Manifest { id, version, title, summary, reads, params_schema, checks, practices, controls, timeless } =
        rule.manifest();
    let mut text = String::new();
    writeln!(text, "{} {}  {}", printable(id), printable(version), printable(title))?;
    writeln!(text, "{}\n", printable(summary))?;
    writeln!(text, "digest     {}", rule.digest())?;
    writeln!(text, "size       {} kB", bytes.div_ceil(1000))?;
    writeln!(text, "starts     {}", startup(rule.startup()))?;
    let time = if *timeless {
        "does not depend on the time of the decision"
    } else {
        "may depend on the time of the decision"
    };
    writeln!(text, "outcome    {time}")?;
    for (label, list) in [("practices", practices), ("controls", controls)] {
        if !list.is_empty() {
            writeln!(text, "{label:<11}{}", printable(&list.join(", ")))?;
        }
    }
    writeln!(text, "\nreads")?;
    for section in reads {
        let need = if section.required { "required" } else { "optional" };
        writeln!(text, "  {}  {need}{}", printable(&section.name), description(&section.schema))?;
    }
    writeln!(text, "\nchecks")?;
    for kind in checks {
        writeln!(text, "  {}  {}", printable(&kind.code), printable(&kind.summary))?;
    }
    writeln!(text, "\nparams")?;
    let required = params_schema["required"].as_array().cloned().unwrap_or_default();
    for (name, schema) in params_schema["properties"].as_object().into_iter().flatten() {
        let need = if required.contains(&Value::from(name.as_str())) {
            "required".to_owned()
        } else {
            schema
                .get("default")
                .map_or_else(|| "optional".to_owned(), |value| format!("default {}", printable(&value.to_string())))
        };
        writeln!(text, "  {}  {need}{}", printable(name), description(schema))?;
    }
    writeln!(text, "\n`--format json` has the schemas in full.")?;
    Ok(text)
}

/// How an evaluation begins.
fn startup(startup: &Startup) -> String {
    match startup {
        Startup::Snapshot => "from a snapshot of its memory after `configure`".to_owned(),
        Startup::Configure(why) => format!("with `configure`, each time, because {}", printable(why)),
    }
}

fn description(schema: &Value) -> String {
    schema["description"].as_str().map(|text| format!(": {}", printable(text))).unwrap_or_default()
}
