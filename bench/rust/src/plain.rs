//! The answers once more, in plain Rust over the generator's own types. Nothing here knows the rules, their kit or a
//! regular expression.

use crate::facts::{Component, Facts};
use crate::rules::Rule;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// The answer to `rule` with `params` about `facts`.
pub fn answer(rule: Rule, facts: &Facts, params: &Value) -> Result<Value> {
    match rule {
        Rule::Coverage => facts.components.iter().map(|component| coverage(component, params)).collect(),
        Rule::Risk => risk(facts, params),
        Rule::Residency => Ok(facts.components.iter().flat_map(|component| residency(component, params)).collect()),
        Rule::Redaction => Ok((0..facts.components.len()).map(redacted).collect::<Vec<_>>().join("\n").into()),
    }
}

fn number(value: &Value) -> Result<f64> {
    value.as_f64().context("the params lack a number")
}

fn coverage(component: &Component, params: &Value) -> Result<Value> {
    let required = number(&params["minimum"][component.tier.to_string()])?;
    let status = match component.line_coverage {
        None => "unknown",
        Some(found) if found < required => "fail",
        Some(_) => "pass",
    };
    let found = component.line_coverage;
    Ok(json!({ "subject": component.name, "status": status, "found": found, "required": required }))
}

fn risk(facts: &Facts, params: &Value) -> Result<Value> {
    let weights = &params["weights"];
    let (mut points, mut contributions) = (0.0, vec![]);
    for component in &facts.components {
        let mut own = f64::from(component.changed_lines) * number(&weights["lines"])?;
        own += f64::from(component.incidents) * number(&weights["incident"])?;
        if f64::from(component.days_since_release) > number(&params["stale_days"])? {
            own += number(&weights["stale"])?;
        }
        let all = own.min(number(&params["cap"])?) + number(&weights["tier"][component.tier.to_string()])?;
        points += all;
        contributions.push(json!({ "factor": component.name, "points": all }));
    }
    Ok(json!({ "points": points, "contributions": contributions }))
}

fn residency(component: &Component, params: &Value) -> Vec<Value> {
    let row = |class: Value, status: &str| json!({ "subject": component.name, "class": class, "region": component.region, "status": status });
    if component.data.is_empty() {
        return vec![row(Value::Null, "not-applicable")];
    }
    let rows = component.data.iter().map(|class| {
        let allowed = params["allowed"].get(class).and_then(Value::as_array);
        let passes = allowed.is_none_or(|allowed| allowed.contains(&component.region.into()));
        row((*class).into(), if passes { "pass" } else { "fail" })
    });
    rows.collect()
}

/// What is left of the line that the generator writes for the component `i`.
fn redacted(i: usize) -> String {
    let said = match i % 3 {
        0 => "faster start, see [ticket] and ask [email]",
        1 => "moved to [host], token [token]",
        _ => "no visible change for customers",
    };
    format!("component-{i:04}: {said}")
}
