//! Compares what came with what was expected, in words.

use crate::Expectation;
use serde_json::Value;

pub(crate) fn differences(expected: &Expectation, judged: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (kind, expected) in [("error", &expected.error), ("refused", &expected.refused)] {
        if let Some(expected) = expected {
            match judged.get(kind) {
                Some(actual) => partial(kind, expected, actual, &mut found),
                None => found.push(format!("expected `{kind}` {expected}\nfound    {judged}")),
            }
            return found;
        }
    }
    let Some(outcome) = judged.get("outcome") else {
        return vec![format!("expected an outcome\nfound    {judged}")];
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
        found.push(format!("expected derived {derived}\nfound            {}", outcome["derived"]));
    }
    for (name, text) in expected.artifacts.iter().flatten() {
        let actual = outcome["artifacts"].as_array().into_iter().flatten().find(|a| a["name"] == **name);
        match actual {
            None => found.push(format!("expected an artifact `{name}`, and none came")),
            Some(actual) if actual["content"] != *text => {
                found.push(format!("expected artifact `{name}` {text}\nfound {}", actual["content"]));
            }
            Some(_) => {}
        }
    }
    found
}

fn complete(rows: &[Value], checks: &[Value], found: &mut Vec<String>) {
    for (i, row) in rows.iter().enumerate() {
        match checks.get(i) {
            Some(check) => partial(&format!("checks[{i}]"), row, check, found),
            None => found.push(format!("expected row {row}, and the rows ended")),
        }
    }
    for check in checks.iter().skip(rows.len()) {
        found.push(format!("unexpected row {}", listing(std::slice::from_ref(check))));
    }
}

fn listing(checks: &[Value]) -> String {
    let rows: Vec<String> = checks
        .iter()
        .map(|c| {
            format!(
                "{{code: {}, subject: {}, status: {}, message: {}}}",
                c["code"], c["subject"], c["status"], c["message"]
            )
        })
        .collect();
    if rows.is_empty() { "no rows".to_owned() } else { rows.join("\n         ") }
}

fn matches(expected: &Value, actual: &Value) -> bool {
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
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use serde_json::json;

    fn expectation(value: Value) -> Expectation {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_row_too_many_a_row_too_few_and_a_wrong_status_are_told_apart() {
        let outcome =
            json!({ "outcome": { "checks": [{ "code": "a", "status": "pass" }, { "code": "b", "status": "pass" }] } });
        let few = differences(&expectation(json!({ "checks": [{ "code": "a" }] })), &outcome);
        assert!(few[0].starts_with("unexpected row"), "{few:?}");
        let many = differences(&expectation(json!({ "checks": [{}, {}, { "code": "c" }] })), &outcome);
        assert!(many[0].contains("the rows ended"), "{many:?}");
        let wrong = differences(&expectation(json!({ "checks": [{ "status": "fail" }, {}] })), &outcome);
        assert_eq!(wrong, ["checks[0].status: expected \"fail\"\nchecks[0].status: found    \"pass\""]);
    }

    #[test]
    fn an_outcome_where_an_error_was_expected_differs() {
        let found = differences(&expectation(json!({ "error": { "code": "failed" } })), &json!({ "outcome": {} }));
        assert_eq!(found.len(), 1);
    }
}
