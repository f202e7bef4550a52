//! What the rules find.

use crate::params::{self, once};
use extism_pdk::Error;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::OnceLock;

/// The components, as far as a rule reads them.
#[derive(Deserialize)]
pub struct Facts<C> {
    components: Vec<C>,
}

#[derive(Deserialize)]
pub struct Measured<'a> {
    name: &'a str,
    tier: u8,
    line_coverage: Option<f64>,
}

#[derive(Deserialize)]
pub struct Changed<'a> {
    name: &'a str,
    tier: u8,
    changed_lines: u32,
    incidents: u32,
    days_since_release: u32,
}

#[derive(Deserialize)]
pub struct Placed<'a> {
    name: &'a str,
    region: &'a str,
    data: Vec<&'a str>,
}

#[derive(Deserialize)]
pub struct Notes<'a> {
    #[serde(borrow)]
    notes: Cow<'a, str>,
}

#[derive(Serialize)]
pub struct Covered<'a> {
    subject: &'a str,
    status: &'static str,
    found: Option<f64>,
    required: f64,
}

#[derive(Serialize)]
pub struct Risk<'a> {
    points: f64,
    contributions: Vec<Contribution<'a>>,
}

#[derive(Serialize)]
struct Contribution<'a> {
    factor: &'a str,
    points: f64,
}

#[derive(Serialize)]
pub struct Resting<'a> {
    subject: &'a str,
    class: Option<&'a str>,
    region: &'a str,
    status: &'static str,
}

pub fn coverage<'a>(facts: &Facts<Measured<'a>>) -> Result<Vec<Covered<'a>>, Error> {
    static PARAMS: OnceLock<params::Coverage> = OnceLock::new();
    let params = once(&PARAMS)?;
    let rows = facts.components.iter().map(|component| {
        let required = params.minimum.of(component.tier)?;
        let status = match component.line_coverage {
            None => "unknown",
            Some(found) if found >= required => "pass",
            Some(_) => "fail",
        };
        Ok(Covered { subject: component.name, status, found: component.line_coverage, required })
    });
    rows.collect()
}

pub fn risk<'a>(facts: &Facts<Changed<'a>>) -> Result<Risk<'a>, Error> {
    static PARAMS: OnceLock<params::Risk> = OnceLock::new();
    let params = once(&PARAMS)?;
    let mut risk = Risk { points: 0.0, contributions: Vec::with_capacity(facts.components.len()) };
    for component in &facts.components {
        let stale = component.days_since_release > params.stale_days;
        let own = f64::from(component.changed_lines) * params.weights.lines
            + f64::from(component.incidents) * params.weights.incident
            + if stale { params.weights.stale } else { 0.0 };
        let points = own.min(params.cap) + params.weights.tier.of(component.tier)?;
        risk.points += points;
        risk.contributions.push(Contribution { factor: component.name, points });
    }
    Ok(risk)
}

pub fn residency<'a>(facts: &Facts<Placed<'a>>) -> Result<Vec<Resting<'a>>, Error> {
    static PARAMS: OnceLock<params::Residency> = OnceLock::new();
    let params = once(&PARAMS)?;
    let mut rows = Vec::with_capacity(facts.components.len());
    for component in &facts.components {
        let row = |class, status| Resting { subject: component.name, class, region: component.region, status };
        if component.data.is_empty() {
            rows.push(row(None, "not-applicable"));
        }
        for class in &component.data {
            let allowed = params.allowed.get(*class);
            let passes = allowed.is_none_or(|allowed| allowed.iter().any(|region| region == component.region));
            rows.push(row(Some(*class), if passes { "pass" } else { "fail" }));
        }
    }
    Ok(rows)
}

pub fn redaction(facts: &Notes<'_>) -> Result<String, Error> {
    static PARAMS: OnceLock<params::Redaction> = OnceLock::new();
    let params = once(&PARAMS)?;
    let mut text = facts.notes.clone();
    for pattern in &params.patterns {
        let placeholder = format!("[{}]", pattern.name);
        let redacted = pattern.expression.replace_all(&text, regex_lite::NoExpand(&placeholder));
        if let Cow::Owned(redacted) = redacted {
            text = Cow::Owned(redacted);
        }
    }
    Ok(text.into_owned())
}
