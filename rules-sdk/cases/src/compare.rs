//! Compares what came with what was expected, in words.

use crate::Expectation;
use crate::align::align;
use serde_json::Value;

/// Every difference, in a line or two: where, what was expected, what was found.
pub(crate) fn differences(expected: &Expectation, judged: &Value) -> Vec<String> {
    if expected.is_none() {
        let advice = "the case expects nothing: write its `expect`, or let `clearance rule test --update` do so";
        return vec![format!("{advice}\nfound    {}", told(judged))];
    }
    let mut found = Vec::new();
    for (kind, expected) in [("error", &expected.error), ("refused", &expected.refused)] {
        if let Some(expected) = expected {
            match judged.get(kind) {
                Some(actual) => partial(kind, expected, actual, &mut found),
                None => found.push(format!("expected {} {expected}\nfound    {}", titled(kind), told(judged))),
            }
            return found;
        }
    }
    let Some(outcome) = judged.get("outcome") else {
        return vec![format!("expected an outcome\nfound    {}", told(judged))];
    };
    let empty = Vec::new();
    let checks = outcome["checks"].as_array().unwrap_or(&empty);
    if let Some(rows) = &expected.checks {
        complete(rows, checks, &mut found);
    }
    for row in expected.includes.iter().flatten() {
        if !checks.iter().any(|check| matches(row, check)) {
            found.push(format!("no row is like {row}\nfound    {}", listing(checks)));
        }
    }
    if let Some(score) = &expected.score {
        partial("score", score, &outcome["score"], &mut found);
    }
    if let Some(derived) = &expected.derived
        && !equal(derived, &outcome["derived"])
    {
        found.push(format!("derived: expected {derived}\nderived: found    {}", outcome["derived"]));
    }
    for (name, text) in expected.artifacts.iter().flatten() {
        let artifacts = || outcome["artifacts"].as_array().into_iter().flatten();
        match artifacts().find(|artifact| artifact["name"] == **name) {
            None => {
                let names: Vec<_> = artifacts().filter_map(|artifact| artifact["name"].as_str()).collect();
                let names = if names.is_empty() { "none".to_owned() } else { format!("`{}`", names.join("`, `")) };
                found.push(format!("expected an artifact `{name}`\nfound    {names}"));
            }
            Some(actual) if actual["content"] != *text => {
                let content = &actual["content"];
                found.push(format!("artifact `{name}`: expected {text}\nartifact `{name}`: found    {content}"));
            }
            Some(_) => {}
        }
    }
    found
}

fn titled(kind: &str) -> &'static str {
    if kind == "error" { "an error" } else { "the params to be refused with" }
}

/// What came, for a person.
fn told(judged: &Value) -> String {
    if let Some(outcome) = judged.get("outcome") {
        let empty = Vec::new();
        return format!("an outcome: {}", listing(outcome["checks"].as_array().unwrap_or(&empty)));
    }
    for kind in ["error", "refused"] {
        if let Some(came) = judged.get(kind) {
            return format!("{} {came}", if kind == "error" { "an error" } else { "the params refused with" });
        }
    }
    judged.to_string()
}

fn complete(rows: &[Value], checks: &[Value], found: &mut Vec<String>) {
    for pair in align(rows, checks) {
        match pair {
            (Some(i), Some(j)) => {
                let mut differences = Vec::new();
                partial(&format!("checks[{i}]"), &rows[i], &checks[j], &mut differences);
                let subject = checks[j]["subject"].as_str().unwrap_or_default();
                if !differences.is_empty() && !subject.is_empty() && rows[i].get("subject").is_none() {
                    differences.insert(0, format!("in the row of `{subject}`"));
                }
                found.append(&mut differences);
            }
            (Some(i), None) => found.push(format!("expected row {}\nfound    none like it", rows[i])),
            (None, Some(j)) => found.push(format!("unexpected row {}", listing(&checks[j..=j]))),
            (None, None) => {}
        }
    }
}

fn listing(checks: &[Value]) -> String {
    let row = |check: &Value| {
        let fields = ["code", "subject", "status", "message"].map(|field| format!("{field}: {}", check[field]));
        format!("{{{}}}", fields.join(", "))
    };
    let rows: Vec<String> = checks.iter().map(row).collect();
    if rows.is_empty() { "no rows".to_owned() } else { rows.join("\n         ") }
}

pub(crate) fn matches(expected: &Value, actual: &Value) -> bool {
    let mut found = Vec::new();
    partial("", expected, actual, &mut found);
    found.is_empty()
}

/// Objects are partial, everything else is whole.
fn partial(place: &str, expected: &Value, actual: &Value, found: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            for (key, value) in expected {
                partial(&format!("{place}.{key}"), value, actual.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            for (i, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                partial(&format!("{place}[{i}]"), expected, actual, found);
            }
        }
        _ if equal(expected, actual) => {}
        _ => found.push(format!("{place}: expected {expected}\n{place}: found    {actual}")),
    }
}

/// Equal as facts are equal: `80` and `80.0` are one number.
pub(crate) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            // Whole numbers that differ may have one nearest float.
            a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, json};

    fn expecting(fields: &Value) -> Expectation {
        let list = |name: &str| fields[name].as_array().cloned();
        let some = |name: &str| fields.get(name).cloned();
        let artifacts: Option<Map<_, _>> = fields["artifacts"].as_object().cloned();
        Expectation {
            checks: list("checks"),
            includes: list("includes"),
            score: some("score"),
            derived: some("derived"),
            artifacts,
            error: some("error"),
            refused: some("refused"),
        }
    }

    fn found(expected: &Value, judged: &Value) -> Vec<String> {
        differences(&expecting(expected), judged)
    }

    #[test]
    fn a_row_too_many_a_row_too_few_and_a_wrong_status_are_told_apart() {
        let outcome =
            json!({ "outcome": { "checks": [{ "code": "a", "status": "pass" }, { "code": "b", "status": "pass" }] } });
        let few = found(&json!({ "checks": [{ "code": "a" }] }), &outcome);
        assert_eq!(few, ["unexpected row {code: \"b\", subject: null, status: \"pass\", message: null}"]);
        let many = found(&json!({ "checks": [{}, {}, { "code": "c" }] }), &outcome);
        assert_eq!(many, ["expected row {\"code\":\"c\"}\nfound    none like it"]);
        let wrong = found(&json!({ "checks": [{ "status": "fail" }, {}] }), &outcome);
        assert_eq!(wrong, ["checks[0].status: expected \"fail\"\nchecks[0].status: found    \"pass\""]);
    }

    #[test]
    fn one_row_more_is_one_difference() {
        let row = |subject: &str| json!({ "code": "a", "subject": subject, "status": "pass", "message": "fine" });
        let outcome = json!({ "outcome": { "checks": [row("new"), row("api"), row("web")] } });
        let differences = found(&json!({ "checks": [{ "subject": "api" }, { "subject": "web" }] }), &outcome);
        assert_eq!(differences.len(), 1, "{differences:?}");
        assert!(differences[0].starts_with("unexpected row {code: \"a\", subject: \"new\""), "{differences:?}");
    }

    #[test]
    fn an_outcome_where_an_error_was_expected_is_shown_by_its_rows() {
        let outcome = json!({ "outcome": { "checks": [{ "code": "a" }], "artifacts": [] } });
        assert_eq!(
            found(&json!({ "error": { "code": "failed" } }), &outcome),
            ["expected an error {\"code\":\"failed\"}\n\
              found    an outcome: {code: \"a\", subject: null, status: null, message: null}"]
        );
        let refused = json!({ "refused": { "pointer": "/a", "message": "no" } });
        assert_eq!(
            found(&json!({ "checks": [] }), &refused),
            ["expected an outcome\nfound    the params refused with {\"message\":\"no\",\"pointer\":\"/a\"}"]
        );
    }

    #[test]
    fn a_case_without_expectation_does_not_pass() {
        let differences = found(&json!({}), &json!({ "outcome": { "checks": [] } }));
        assert!(differences[0].contains("`clearance rule test --update`"), "{differences:?}");
    }

    #[test]
    fn artifacts_and_derived_facts_are_compared_whole() {
        let outcome = json!({ "outcome": {
            "checks": [],
            "artifacts": [{ "name": "notes.md", "content": "a\n" }],
            "derived": { "a": 1, "b": 2 },
        } });
        assert!(found(&json!({ "includes": [], "artifacts": { "notes.md": "a\n" } }), &outcome).is_empty());
        let other = json!({ "includes": [], "artifacts": { "notes.txt": "a" }, "derived": { "a": 1.0 } });
        assert_eq!(
            found(&other, &outcome),
            [
                "derived: expected {\"a\":1.0}\nderived: found    {\"a\":1,\"b\":2}",
                "expected an artifact `notes.txt`\nfound    `notes.md`"
            ]
        );
    }

    #[test]
    fn numbers_are_equal_as_facts_are() {
        assert!(equal(&json!(80), &json!(80.0)));
        assert!(!equal(&json!(9_007_199_254_740_993_u64), &json!(9_007_199_254_740_992_u64)));
    }
}
