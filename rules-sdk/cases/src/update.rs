//! Writes what came into a case file, in place of what was expected, and leaves all else as its author wrote it.

use crate::{CaseFile, CaseFileError, Expectation, compare};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::Path;

/// Judges every case of a file and writes anew what those expect that failed. Fields that an expectation did not name are not
/// added to it. Gives the names of the cases that changed.
///
/// # Errors
/// The file cannot be read or written, is not a case file, or has a case that fails and is written on one line.
pub fn update(path: &Path, mut judge: impl FnMut(&Value, &Value, i64) -> Value) -> Result<Vec<String>, CaseFileError> {
    let text = CaseFile::text(path)?;
    let file = CaseFile::read(path)?;
    let malformed = |message: String| CaseFileError::Malformed { path: path.to_owned(), message };
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let mut changed = vec![];
    // From the last on, so that the places of the others stay true.
    for case in file.cases.iter().rev() {
        let judged = judge(&case.params, &case.facts, case.at);
        if compare::differences(&case.expect, &judged).is_empty() {
            continue;
        }
        let extent = extent(&lines, case.line).ok_or_else(|| {
            malformed(format!(
                "the case `{}`, line {}, cannot be updated: its `expect:` is to begin a line of its own",
                case.name, case.line
            ))
        })?;
        let fresh = written(&renewed(&case.expect, &judged), extent.indent);
        lines.splice(extent.first..extent.end, [fresh]);
        changed.push(case.name.clone());
    }
    if !changed.is_empty() {
        let whole = lines.concat();
        CaseFile::parse(&whole).map_err(|message| malformed(format!("it could not be updated: {message}")))?;
        std::fs::write(path, whole).map_err(|source| CaseFileError::Unwritable { path: path.to_owned(), source })?;
    }
    changed.reverse();
    Ok(changed)
}

/// The lines of one `expect`, from its key to before what is indented no deeper.
struct Extent {
    first: usize,
    end: usize,
    indent: usize,
}

/// Where the `expect` is whose value begins in `line`, counted from one.
fn extent(lines: &[String], line: usize) -> Option<Extent> {
    let key = |line: &String| line.trim_start().starts_with("expect:");
    let first = (0..line.min(lines.len())).rev().find(|&i| key(&lines[i]))?;
    let indent = lines[first].len() - lines[first].trim_start().len();
    let content = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let deeper = |line: &str| line.len() - line.trim_start().len() > indent;
    let inside = |line: &String| !content(line) || deeper(line);
    let mut end = first + 1 + lines[first + 1..].iter().take_while(|line| inside(line)).count();
    // Blank lines and remarks after it belong to what follows.
    while end > first + 1 && !content(&lines[end - 1]) {
        end -= 1;
    }
    (line <= end).then_some(Extent { first, end, indent })
}

/// What came, in the shape of what was expected.
fn renewed(expected: &Expectation, judged: &Value) -> Map<String, Value> {
    let mut fresh = Map::new();
    let Some(outcome) = judged.get("outcome") else {
        for (kind, shape) in [("error", &expected.error), ("refused", &expected.refused)] {
            if let Some(came) = judged.get(kind) {
                let shaped = match shape {
                    Some(shape) => reshaped(shape, came),
                    // Texts are for people: where there is a place, code and place say what is meant.
                    None if came["pointer"].is_string() => reshaped(&json!({ "code": null, "pointer": null }), came),
                    None => reshaped(&json!({ "code": null, "message": null }), came),
                };
                fresh.insert(kind.to_owned(), without_nulls(shaped));
            }
        }
        return fresh;
    };
    let empty = vec![];
    let came = outcome["checks"].as_array().unwrap_or(&empty);
    let named = json!({ "code": null, "subject": null, "status": null });
    match (&expected.checks, &expected.includes) {
        (None, Some(rows)) => {
            let fitting = rows.iter().filter_map(|row| {
                let alike = |check: &&Value, keys: &[&str]| {
                    keys.iter().all(|key| row.get(*key).is_none_or(|is| *is == check[*key]))
                };
                let check = came.iter().find(|check| alike(check, &["code", "subject", "status"]));
                let check = check.or_else(|| came.iter().find(|check| alike(check, &["code", "subject"])));
                Some(reshaped(row, check?))
            });
            fresh.insert("includes".to_owned(), fitting.collect());
        }
        (rows, _) => {
            let rows = rows.iter().flatten().map(Some).chain(std::iter::repeat(None));
            let rows = came.iter().zip(rows).map(|(check, row)| reshaped(row.unwrap_or(&named), check));
            fresh.insert("checks".to_owned(), rows.collect());
        }
    }
    if let Some(score) = &expected.score {
        fresh.insert("score".to_owned(), reshaped(score, &outcome["score"]));
    }
    if expected.derived.is_some() {
        fresh.insert("derived".to_owned(), outcome["derived"].clone());
    }
    if expected.artifacts.is_some() {
        let artifacts = outcome["artifacts"].as_array().into_iter().flatten();
        let artifacts = artifacts.filter_map(|one| Some((one["name"].as_str()?.to_owned(), one["content"].clone())));
        fresh.insert("artifacts".to_owned(), Value::Object(artifacts.collect()));
    }
    fresh
}

/// `came`, with the keys that `shape` has.
fn reshaped(shape: &Value, came: &Value) -> Value {
    match (shape, came) {
        (Value::Object(shape), Value::Object(came)) => shape
            .iter()
            .map(|(key, shape)| (key.clone(), reshaped(shape, came.get(key).unwrap_or(&Value::Null))))
            .collect::<Map<_, _>>()
            .into(),
        (Value::Array(shape), Value::Array(came)) if shape.len() == came.len() => {
            shape.iter().zip(came).map(|(shape, came)| reshaped(shape, came)).collect()
        }
        _ => came.clone(),
    }
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        other => other,
    }
}

/// The expectation as YAML: a line a row.
fn written(expectation: &Map<String, Value>, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let mut text = format!("{margin}expect:\n");
    // Writing to a string cannot fail.
    for (key, value) in expectation {
        match value {
            Value::Array(rows) if !rows.is_empty() => {
                let _ = writeln!(text, "{margin}  {key}:");
                for row in rows {
                    let _ = writeln!(text, "{margin}    - {}", flow(row));
                }
            }
            Value::Object(map) if key == "artifacts" && !map.is_empty() => {
                let _ = writeln!(text, "{margin}  {key}:");
                for (name, content) in map {
                    let _ = writeln!(text, "{margin}    {}: {content}", scalar(name));
                }
            }
            value => {
                let _ = writeln!(text, "{margin}  {key}: {}", flow(value));
            }
        }
    }
    text
}

fn flow(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let known = ["code", "subject", "status", "severity", "message", "required", "remedy"];
            let mut fields: Vec<_> = map.iter().collect();
            fields.sort_by_key(|(key, _)| known.iter().position(|known| known == key).unwrap_or(known.len()));
            let fields: Vec<_> =
                fields.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::String(text) => scalar(text),
        other => other.to_string(),
    }
}

/// A text as it is where nobody could take it for something else, and otherwise as JSON has it, which YAML reads alike.
fn scalar(text: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./ ".contains(character);
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let harmless = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(plain)
        && !text.ends_with(' ')
        && !words.contains(&text.to_ascii_lowercase().as_str());
    if harmless { text.to_owned() } else { Value::from(text).to_string() }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn updated(text: &str, judged: &Value) -> Result<String, CaseFileError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        update(file.path(), |_, _, _| judged.clone())?;
        Ok(std::fs::read_to_string(file.path()).unwrap())
    }

    const FILE: &str = "# Kept.
params: {minimum: 80}
cases:
  - name: one # kept, too
    facts: {a: 1}
    expect:
      checks:
        - {subject: api, status: pass}
        # a remark inside

  # the second
  - name: two
    expect: {includes: [{code: a, status: fail}],
             score: {name: risk}}
    facts: {}
";

    #[test]
    fn only_what_failed_changes_and_only_the_fields_that_were_named() {
        let judged = json!({ "outcome": {
            "checks": [
                { "code": "a", "subject": "api", "status": "fail", "message": "no" },
                { "code": "b", "subject": "yes", "status": "pass", "message": "well" },
            ],
            "score": { "name": "risk", "value": 3 },
        } });
        assert_eq!(
            updated(FILE, &judged).unwrap(),
            "# Kept.
params: {minimum: 80}
cases:
  - name: one # kept, too
    facts: {a: 1}
    expect:
      checks:
        - {subject: api, status: fail}
        - {code: b, subject: \"yes\", status: pass}
        # a remark inside

  # the second
  - name: two
    expect: {includes: [{code: a, status: fail}],
             score: {name: risk}}
    facts: {}
"
        );
    }

    #[test]
    fn an_outcome_may_become_an_error_and_an_error_an_outcome() {
        let error = json!({ "error": { "code": "missing-fact", "pointer": "/a", "message": "not there: a: \"b\"" } });
        let text = updated(FILE, &error).unwrap();
        assert!(
            text.contains("    expect:\n      error: {code: missing-fact, pointer: \"/a\"}\n    facts: {}\n"),
            "{text}"
        );
        let outcome = json!({ "outcome": { "checks": [] } });
        let text = updated(&text, &outcome).unwrap();
        assert!(text.contains("    expect:\n      checks: []\n    facts: {}\n"), "{text}");
    }

    #[test]
    fn a_case_on_one_line_is_named_and_the_file_left_alone() {
        let text = "cases: [{name: one, expect: {checks: [{code: a}]}}]\n";
        let error = updated(text, &json!({ "outcome": { "checks": [] } })).unwrap_err().to_string();
        assert!(error.contains("the case `one`, line 1, cannot be updated"), "{error}");
    }
}
