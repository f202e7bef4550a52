//! `clearance policy`.

use crate::arguments::{LintArguments, PolicyArguments};
use crate::{Answer, load, render};
use anyhow::Result;
use clearance::{Timestamp, policy_schema, printable};
use serde_json::Value;
use std::fmt::Write;

pub(crate) fn lint(arguments: &LintArguments) -> Result<Answer> {
    let policy = load::policy(&arguments.policy, &arguments.engine)?;
    let remarks = policy.lint(arguments.at.unwrap_or_else(Timestamp::now));
    let mut text = String::new();
    let file = arguments.policy.display();
    for remark in &remarks {
        let place = remark.line.map_or_else(|| file.to_string(), |line| format!("{file}:{line}"));
        writeln!(text, "{}: warning[{}]: {}", printable(&place), remark.kind.as_str(), printable(&remark.message))?;
    }
    let entries = policy.entries().count();
    let entries = if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") };
    let found = match remarks.len() {
        0 => "no remarks".to_owned(),
        1 => "1 remark".to_owned(),
        count => format!("{count} remarks"),
    };
    writeln!(text, "{}: {entries}, {found} ({})", printable(policy.name()), policy.digest())?;
    Ok(Answer::success(text))
}

pub(crate) fn facts_schema(arguments: &PolicyArguments) -> Result<Answer> {
    let policy = load::policy(&arguments.policy, &arguments.engine)?;
    Ok(Answer::success(pretty(&policy.facts_schema())))
}

pub(crate) fn file_schema() -> Answer {
    Answer::success(pretty(&policy_schema()))
}

fn pretty(value: &Value) -> String {
    render::json(format!("{value:#}\n"))
}
