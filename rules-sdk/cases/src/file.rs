//! The case file: defaults, cases, what each expects.

use crate::located::{Located, Mismatch, Node};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A case file, its defaults and patches worked in.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The cases in the order of the file.
    pub cases: Vec<Case>,
}

/// One case, ready to be judged.
#[derive(Debug, Clone)]
pub struct Case {
    /// A sentence that says the behaviour; no other case of the file has it.
    pub name: String,
    /// The line of the file in which it begins, counted from one.
    pub line: usize,
    /// The time of the decision in milliseconds since 1970.
    pub at: i64,
    /// The params of the policy entry.
    pub params: Value,
    /// The facts.
    pub facts: Value,
    /// What should come out.
    pub expect: Expectation,
}

/// What a case expects. Every object among the expectations is partial: it names the fields that matter.
#[derive(Debug, Clone, Default)]
pub struct Expectation {
    /// All rows, in order.
    pub checks: Option<Vec<Value>>,
    /// Rows that must be among those that came.
    pub includes: Option<Vec<Value>>,
    /// The score.
    pub score: Option<Value>,
    /// The derived facts, whole.
    pub derived: Option<Value>,
    /// The artifacts by name with their whole text.
    pub artifacts: Option<Map<String, Value>>,
    /// The evaluation has no outcome, but this error.
    pub error: Option<Value>,
    /// The params are refused.
    pub refused: Option<Value>,
}

/// Why a case file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CaseFileError {
    /// The file cannot be read.
    #[error("cannot read the case file `{}`: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write the case file `{}`: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not a case file.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where, counted from one.
        line: usize,
        /// Where in the line, in characters and counted from one.
        column: usize,
        /// What was found, and what was expected.
        message: String,
    },
}

const FILE: [&str; 4] = ["at", "params", "facts", "cases"];
const CASE: [&str; 6] = ["name", "at", "params", "facts", "patch", "expect"];
const PATCH: [&str; 2] = ["params", "facts"];
const EXPECT: [&str; 7] = ["checks", "includes", "score", "derived", "artifacts", "error", "refused"];
pub(crate) const ROW: [&str; 8] =
    ["code", "subject", "status", "severity", "message", "required", "remedy", "observed"];
const OBSERVED: [&str; 2] = ["pointer", "value"];
const SCORE: [&str; 3] = ["points", "out_of", "contributions"];
const ERROR: [&str; 4] = ["code", "pointer", "message", "remedy"];
const REFUSED: [&str; 2] = ["pointer", "message"];
const STATUSES: [&str; 4] = ["pass", "fail", "unknown", "not-applicable"];
const SEVERITIES: [&str; 5] = ["info", "low", "medium", "high", "critical"];

const A_TIME: &str = "a time such as `2026-11-23T00:00:00Z`, or a date";

impl CaseFile {
    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, or is not a case file.
    pub fn read(path: &Path) -> Result<Self, CaseFileError> {
        let text = text(path)?;
        Self::parse(&text).map_err(|mismatch| malformed(path, mismatch))
    }

    pub(crate) fn parse(text: &str) -> Result<Self, Mismatch> {
        Self::of(&Located::parse(text)?)
    }

    pub(crate) fn of(file: &Located) -> Result<Self, Mismatch> {
        known(file, "a map with the key `cases`", &FILE)?;
        let Some(cases) = file.get("cases") else {
            return Err(file.at.mismatch("the key `cases` is missing: a list of cases"));
        };
        let Node::List(cases) = &cases.node else { return Err(cases.unexpected("a list of cases")) };
        let at = time(file)?.unwrap_or(DEFAULT_TIME);
        let [params, facts] = ["params", "facts"].map(|name| document(file, name));
        let defaults = (at, params?.unwrap_or_default(), facts?.unwrap_or_default());
        let mut read: Vec<Case> = Vec::with_capacity(cases.len());
        let mut lines = HashMap::new();
        for located in cases {
            let case = case(located, &defaults)?;
            if let Some(line) = lines.insert(case.name.clone(), case.line) {
                let message = format!(
                    "a case named `{}` begins in line {line} already: the name says which one failed, so give each its own",
                    case.name
                );
                return Err(located.at.mismatch(message));
            }
            read.push(case);
        }
        Ok(Self { cases: read })
    }
}

impl Expectation {
    /// Whether nothing is expected, so that whatever comes is not what was.
    pub(crate) fn is_none(&self) -> bool {
        self.checks.is_none() && self.includes.is_none() && self.error.is_none() && self.refused.is_none()
    }
}

pub(crate) fn text(path: &Path) -> Result<String, CaseFileError> {
    let unreadable = |source| CaseFileError::Unreadable { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        let message = format!("line {line} is not UTF-8: save the file in that encoding");
        unreadable(std::io::Error::new(ErrorKind::InvalidData, message))
    })
}

pub(crate) fn malformed(path: &Path, Mismatch { line, column, message }: Mismatch) -> CaseFileError {
    CaseFileError::Malformed { path: path.to_owned(), line, column, message }
}

/// 2026-01-01.
const DEFAULT_TIME: i64 = 1_767_225_600_000;

fn case(
    located: &Located,
    (at, params, facts): &(i64, Map<String, Value>, Map<String, Value>),
) -> Result<Case, Mismatch> {
    known(located, "a case: a map with `name` and `expect`", &CASE)?;
    let name = match located.get("name") {
        None => return Err(located.at.mismatch("the case has no `name`: a sentence that says the behaviour")),
        Some(Located { node: Node::Scalar(Value::String(name)), .. }) if !name.trim().is_empty() => name.clone(),
        Some(Located { node: Node::Scalar(value @ (Value::Number(_) | Value::Bool(_))), .. }) => value.to_string(),
        Some(other) => return Err(other.unexpected("a name: a sentence that says the behaviour")),
    };
    let (mut patched_params, mut patched_facts) = (None, None);
    if let Some(patch) = located.get("patch").filter(|patch| !patch.is_null()) {
        known(patch, "a map with `params` or `facts`", &PATCH)?;
        patched_params = document(patch, "params")?;
        patched_facts = document(patch, "facts")?;
    }
    let expect = match located.get("expect").filter(|expect| !expect.is_null()) {
        Some(expect) => expectation(expect, &name)?,
        None => Expectation::default(),
    };
    Ok(Case {
        name,
        line: located.at.line,
        at: time(located)?.unwrap_or(*at),
        params: patched(document(located, "params")?.unwrap_or_else(|| params.clone()), patched_params),
        facts: patched(document(located, "facts")?.unwrap_or_else(|| facts.clone()), patched_facts),
        expect,
    })
}

fn expectation(located: &Located, name: &str) -> Result<Expectation, Mismatch> {
    let entries = known(located, "a map with `checks` or `includes`, `error`, or `refused`", &EXPECT)?;
    let mut expect = Expectation::default();
    for (key, value) in entries {
        // Derived facts may be expected to be none.
        if value.is_null() && key != "derived" {
            return Err(value.unexpected(&format!("what `{key}` is to be")));
        }
        match key {
            "checks" => expect.checks = Some(rows(value)?),
            "includes" => expect.includes = Some(rows(value)?),
            "score" => expect.score = Some(fields(value, "a map with `points`", &SCORE)?),
            "derived" => expect.derived = Some(value.to_value()),
            "artifacts" => expect.artifacts = Some(artifacts(value)?),
            "error" => expect.error = Some(fields(value, "a map with `code`", &ERROR)?),
            _ => expect.refused = Some(fields(value, "a map with `pointer` or `message`", &REFUSED)?),
        }
    }
    let answered = expect.checks.is_some() || expect.includes.is_some();
    let kinds = [answered, expect.error.is_some(), expect.refused.is_some()];
    let extra = expect.score.is_some() || expect.derived.is_some() || expect.artifacts.is_some();
    let kinds = kinds.into_iter().filter(|kind| *kind).count();
    if kinds > 1 || extra && !answered {
        let message = format!(
            "the case `{name}` is to expect one of `checks` or `includes`, `error`, `refused`; `score`, `derived` and \
             `artifacts` stand beside `checks` or `includes`"
        );
        return Err(located.at.mismatch(message));
    }
    Ok(expect)
}

fn rows(located: &Located) -> Result<Vec<Value>, Mismatch> {
    let Node::List(rows) = &located.node else { return Err(located.unexpected("a list of rows")) };
    rows.iter().map(row).collect()
}

fn row(located: &Located) -> Result<Value, Mismatch> {
    let row = fields(located, "a row: a map with `code`, `subject`, `status` and what else matters", &ROW)?;
    for (name, words) in [("status", &STATUSES[..]), ("severity", &SEVERITIES[..])] {
        if let Some(value) = located.get(name)
            && !row[name].as_str().is_some_and(|text| words.contains(&text))
        {
            return Err(value.unexpected(&format!("one of `{}`", words.join("`, `"))));
        }
    }
    match located.get("observed").map(|observed| (&observed.node, observed)) {
        Some((Node::List(seen), _)) => {
            for one in seen {
                known(one, "a map with `pointer` and `value`", &OBSERVED)?;
            }
        }
        Some((_, other)) => return Err(other.unexpected("a list of what was observed")),
        None => {}
    }
    Ok(row)
}

fn artifacts(located: &Located) -> Result<Map<String, Value>, Mismatch> {
    let Node::Map(entries) = &located.node else { return Err(located.unexpected("a map of names and texts")) };
    for (_, text) in entries {
        if !matches!(text.node, Node::Scalar(Value::String(_))) {
            return Err(text.unexpected("the artifact's whole text"));
        }
    }
    Ok(entries.iter().map(|(name, text)| (name.text.clone(), text.to_value())).collect())
}

/// The value of a map that has no other keys than these.
fn fields(located: &Located, expected: &str, names: &[&'static str]) -> Result<Value, Mismatch> {
    known(located, expected, names)?;
    Ok(located.to_value())
}

/// The entries of a map that has no other keys than these.
fn known<'l>(
    located: &'l Located,
    expected: &str,
    names: &[&'static str],
) -> Result<Vec<(&'static str, &'l Located)>, Mismatch> {
    let Node::Map(entries) = &located.node else { return Err(located.unexpected(expected)) };
    let mut known = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let Some(name) = names.iter().find(|name| **name == key.text) else {
            let message = format!("unknown key `{}`, expected one of `{}`", key.text, names.join("`, `"));
            return Err(key.at.mismatch(message));
        };
        known.push((*name, value));
    }
    Ok(known)
}

/// Params or facts. A key without a value is none.
fn document(within: &Located, name: &str) -> Result<Option<Map<String, Value>>, Mismatch> {
    match within.get(name).filter(|value| !value.is_null()) {
        None => Ok(None),
        Some(located) => match located.to_value() {
            Value::Object(map) => Ok(Some(map)),
            _ => Err(located.unexpected(&format!("a map of {name}"))),
        },
    }
}

/// The time of the decision: RFC 3339 with its offset, or a date, which means its midnight in UTC.
fn time(within: &Located) -> Result<Option<i64>, Mismatch> {
    let Some(located) = within.get("at").filter(|at| !at.is_null()) else { return Ok(None) };
    let Node::Scalar(Value::String(text)) = &located.node else { return Err(located.unexpected(A_TIME)) };
    let date = text.parse::<jiff::civil::Date>().ok().filter(|_| text.len() == "2026-11-23".len());
    let midnight = date.and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC).ok());
    let at = midnight.map(|midnight| midnight.timestamp()).or_else(|| text.parse().ok());
    at.map(|at: jiff::Timestamp| Some(at.as_millisecond())).ok_or_else(|| located.unexpected(A_TIME))
}

fn patched(map: Map<String, Value>, patch: Option<Map<String, Value>>) -> Value {
    let mut value = Value::Object(map);
    if let Some(patch) = patch {
        merge(&mut value, Value::Object(patch));
    }
    value
}

/// JSON Merge Patch (RFC 7386).
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (key, value) in patch {
        if value.is_null() {
            target.remove(&key);
        } else {
            merge(target.entry(key).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests;
