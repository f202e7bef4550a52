//! The four rules, and where their answers are read off an outcome.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Where facts, components and results are, seen from the project's folder.
pub const FOLDER: &str = "target/bench";
/// Where our own engine keeps compiled code, where its cost is not what is measured. Never the user's folder.
pub const CODE: &str = "target/bench/code";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    Coverage,
    Risk,
    Residency,
    Redaction,
}

impl Rule {
    pub const ALL: [Self; 4] = [Self::Coverage, Self::Risk, Self::Residency, Self::Redaction];

    pub fn name(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::Risk => "risk",
            Self::Residency => "residency",
            Self::Redaction => "redaction",
        }
    }

    /// The section of the facts that the rule reads.
    pub fn section(self) -> &'static str {
        if self == Self::Redaction { "notes" } else { "components" }
    }

    /// The file of the rule as a component.
    pub fn file(self) -> String {
        format!("bench-{}.wasm", self.name())
    }

    pub fn component(self) -> PathBuf {
        PathBuf::from(FOLDER).join(self.file())
    }

    /// The answer that every contestant gives, read off an outcome of Clearance's rule. The outcome holds more.
    pub fn reduce(self, outcome: &Value) -> Result<Value> {
        let checks = || outcome["checks"].as_array().context("an outcome without checks");
        Ok(match self {
            Self::Coverage => checks()?.iter().map(coverage_row).collect::<Result<_>>()?,
            Self::Risk => {
                let score = &outcome["score"];
                let terms = score["contributions"].as_array().context("an outcome without a score")?;
                let terms = terms.iter().map(|term| json!({ "factor": term["factor"], "points": term["points"] }));
                json!({ "points": score["points"], "contributions": terms.collect::<Vec<_>>() })
            }
            Self::Residency => checks()?.iter().map(residency_row).collect(),
            Self::Redaction => outcome["artifacts"][0]["content"].clone(),
        })
    }
}

fn coverage_row(check: &Value) -> Result<Value> {
    let required = check["required"].as_str().and_then(|text| text.strip_prefix("at least ")?.strip_suffix('%'));
    let required: f64 = required.context("a row without what is required")?.parse()?;
    let found = observed(check, |pointer| pointer.ends_with("/line_coverage"));
    Ok(json!({ "subject": check["subject"], "status": check["status"], "found": found, "required": required }))
}

fn residency_row(check: &Value) -> Value {
    let class = observed(check, |pointer| pointer.contains("/data/"));
    let region = observed(check, |pointer| pointer.ends_with("/region"));
    json!({ "subject": check["subject"], "class": class, "region": region, "status": check["status"] })
}

/// The value observed at the first pointer that is `wanted`.
fn observed(check: &Value, wanted: impl Fn(&str) -> bool) -> Value {
    let mut seen = check["observed"].as_array().into_iter().flatten();
    let found = seen.find(|seen| seen["pointer"].as_str().is_some_and(&wanted));
    found.map_or(Value::Null, |seen| seen["value"].clone())
}

/// Fails where two answers differ. Numbers may differ by what their last bits hold.
pub fn same(expected: &Value, found: &Value) -> Result<()> {
    match (expected, found) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().try_for_each(|(i, (a, b))| same(a, b).with_context(|| format!("in row {i}")))
        }
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => a.iter().try_for_each(|(key, a)| {
            same(a, b.get(key).unwrap_or(&Value::Null)).with_context(|| format!("in `{key}`"))
        }),
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap_or(f64::NAN), b.as_f64().unwrap_or(f64::NAN));
            if (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) { Ok(()) } else { bail!("expected {a}, found {b}") }
        }
        (a, b) if a == b => Ok(()),
        (a, b) => bail!("expected {a:.200}, found {b:.200}"),
    }
}
