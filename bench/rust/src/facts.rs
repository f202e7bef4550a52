//! The facts, the params and the answers, for every language. Facts come from simple arithmetic, so that they are the
//! same everywhere. Answers are computed twice: by the rules themselves and by code that shares nothing with them.

use crate::rules::{FOLDER, Rule, same};
use crate::{contestants, plain};
use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// How many components the measured releases have.
pub const SIZES: [usize; 4] = [1, 10, 100, 1000];

#[derive(Serialize)]
pub struct Facts {
    pub release: Release,
    pub components: Vec<Component>,
    pub notes: String,
}

#[derive(Serialize)]
pub struct Release {
    pub name: &'static str,
    pub version: &'static str,
    pub environment: &'static str,
}

#[derive(Serialize)]
pub struct Component {
    pub name: String,
    pub tier: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_coverage: Option<f64>,
    pub changed_lines: u32,
    pub incidents: u32,
    pub days_since_release: u32,
    pub region: &'static str,
    pub data: &'static [&'static str],
}

impl Facts {
    /// A release of `size` components, beginning with the one numbered `first`.
    pub fn from(first: u32, size: u32) -> Self {
        let numbers = first..first + size;
        Self {
            release: Release { name: "shop", version: "4.2.0", environment: "production" },
            notes: numbers.clone().map(line).collect::<Vec<_>>().join("\n"),
            components: numbers.map(Component::nth).collect(),
        }
    }
}

impl Component {
    fn nth(i: u32) -> Self {
        let regions = ["eu-west-1", "eu-central-1", "us-east-1", "ap-south-1"];
        let data: [&[&str]; 5] =
            [&["personal"], &["payment", "telemetry"], &[], &["telemetry"], &["personal", "payment"]];
        Self {
            name: format!("component-{i:04}"),
            tier: 1 + i % 3,
            line_coverage: (i % 13 != 12).then(|| 50.0 + f64::from(i * 37 % 100) / 2.0),
            changed_lines: i * 53 % 900,
            incidents: if i % 7 == 3 { i % 5 } else { 0 },
            days_since_release: i * 11 % 120,
            region: regions[(i % 4) as usize],
            data: data[(i % 5) as usize],
        }
    }
}

/// What the notes say of a component.
fn line(i: u32) -> String {
    let said = match i % 3 {
        0 => format!("faster start, see SHOP-{} and ask ann.lee{i}@example.com", 1000 + i),
        1 => format!("moved to db{i}.prod.internal, token ghp_{i:04}abcdefABCDEF0123456789abcdefABCD"),
        _ => "no visible change for customers".to_owned(),
    };
    format!("component-{i:04}: {said}")
}

/// The params of every rule, by its name.
pub fn params() -> Value {
    json!({
        "coverage": { "minimum": { "1": 85, "2": 75, "3": 60 } },
        "risk": {
            "weights": { "lines": 0.02, "incident": 5, "stale": 3, "tier": { "1": 8, "2": 4, "3": 1 } },
            "stale_days": 60,
            "cap": 12,
        },
        "residency": {
            "allowed": { "personal": ["eu-west-1", "eu-central-1"], "payment": ["eu-west-1", "us-east-1"] },
        },
        "redaction": {
            "patterns": [
                { "name": "email", "expression": r"[A-Za-z0-9._]+@[A-Za-z0-9.]+[A-Za-z]" },
                { "name": "ticket", "expression": r"\b[A-Z]{2,}-[0-9]+\b" },
                { "name": "host", "expression": r"\b[a-z0-9.-]+\.internal\b" },
                { "name": "token", "expression": r"\bghp_[A-Za-z0-9]{36}\b" },
            ],
        },
    })
}

/// All that a contestant is given to answer one rule about one release.
pub struct Question {
    pub rule: Rule,
    /// The facts as JSON text.
    pub text: String,
    /// The facts as a value.
    pub facts: Value,
    pub params: Value,
    pub answer: Value,
}

impl Question {
    /// Reads what `bench facts` wrote.
    pub fn read(rule: Rule, size: usize) -> Result<Self> {
        let text = read(&format!("facts-{size}.json"))?;
        let value = |name: &str| -> Result<Value> {
            let document: Value = serde_json::from_str(&read(name)?)?;
            document.get(rule.name()).cloned().with_context(|| format!("`{name}` has no `{}`", rule.name()))
        };
        Ok(Self {
            facts: serde_json::from_str(&text)?,
            params: value("params.json")?,
            answer: value(&format!("answers-{size}.json"))?,
            rule,
            text,
        })
    }
}

/// Writes facts, params and answers.
pub fn write() -> Result<()> {
    let params = params();
    put("params.json", &params)?;
    for size in SIZES {
        let facts = Facts::from(0, u32::try_from(size)?);
        let mut answers = json!({});
        for rule in Rule::ALL {
            let document = serde_json::to_value(&facts)?;
            let answer = contestants::native::answer(rule, &params[rule.name()], &document)?;
            let plain = plain::answer(rule, &facts, &params[rule.name()])?;
            same(&plain, &answer).with_context(|| format!("two answers for `{}` about {size}", rule.name()))?;
            answers[rule.name()] = answer;
        }
        put(&format!("facts-{size}.json"), &facts)?;
        put(&format!("answers-{size}.json"), &answers)?;
    }
    Ok(())
}

fn read(name: &str) -> Result<String> {
    let path = Path::new(FOLDER).join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read `{}`: run `bench facts` first", path.display()))
}

pub fn put(name: &str, value: &impl Serialize) -> Result<()> {
    let path = Path::new(FOLDER).join(name);
    fs::create_dir_all(FOLDER)?;
    fs::write(&path, serde_json::to_string(value)? + "\n")
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    println!("wrote {}", path.display());
    Ok(())
}
