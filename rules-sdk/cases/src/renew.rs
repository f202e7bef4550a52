//! What a case would have to expect, in the shape of what it does.

use crate::Expectation;
use crate::align::{Pair, align};
use crate::compare::{equal, matches};
use serde_json::{Map, Value, json};

/// An expectation that what came meets.
pub(crate) struct Renewed {
    /// The expectation, by its keys.
    pub(crate) expect: Map<String, Value>,
    /// Which row was meant by which of before, where there are rows.
    pub(crate) rows: Vec<Pair>,
}

/// What came, in the shape of what was expected: fields that were not named are not added.
pub(crate) fn renewed(expected: &Expectation, judged: &Value) -> Renewed {
    let mut expect = Map::new();
    let Some(outcome) = judged.get("outcome") else {
        for (kind, shape) in [("error", &expected.error), ("refused", &expected.refused)] {
            if let Some(came) = judged.get(kind) {
                let shaped = match shape {
                    Some(shape) => reshaped(shape, came),
                    // Texts are for people: where there is a place, code and place say what is meant.
                    None if came["pointer"].as_str().is_some_and(|pointer| !pointer.is_empty()) => {
                        reshaped(&json!({ "code": null, "pointer": null }), came)
                    }
                    None => reshaped(&json!({ "code": null, "message": null }), came),
                };
                expect.insert(kind.to_owned(), without_nulls(shaped, shape.as_ref()));
            }
        }
        return Renewed { expect, rows: vec![] };
    };
    let empty = vec![];
    let came = outcome["checks"].as_array().unwrap_or(&empty);
    let rows = if let (None, Some(rows)) = (&expected.checks, &expected.includes) {
        let (pairs, fresh) = included(rows, came);
        expect.insert("includes".to_owned(), Value::Array(fresh));
        pairs
    } else {
        let named = json!({ "code": null, "subject": null, "status": null });
        let rows = expected.checks.as_deref().unwrap_or_default();
        // Who says both means all of the one, and some of what is in it.
        if let Some(rows) = &expected.includes {
            expect.insert("includes".to_owned(), Value::Array(included(rows, came).1));
        }
        let pairs = align(rows, came);
        let fresh = pairs.iter().filter_map(|(row, check)| {
            let shape = row.map_or(&named, |row| &rows[row]);
            Some(reshaped(shape, &came[(*check)?]))
        });
        expect.insert("checks".to_owned(), fresh.collect());
        pairs
    };
    if let Some(score) = &expected.score {
        expect.insert("score".to_owned(), reshaped(score, &outcome["score"]));
    }
    if expected.derived.is_some() {
        expect.insert("derived".to_owned(), outcome["derived"].clone());
    }
    if let Some(named) = &expected.artifacts {
        let came = outcome["artifacts"].as_array().into_iter().flatten();
        let came = came.filter_map(|one| Some((one["name"].as_str()?.to_owned(), one["content"].clone())));
        // Those that were named, and all where one of them did not come: it most likely has another name now.
        let came: Map<_, _> = came.collect();
        let all = named.keys().any(|name| !came.contains_key(name));
        let kept = came.into_iter().filter(|(name, _)| all || named.contains_key(name));
        expect.insert("artifacts".to_owned(), Value::Object(kept.collect()));
    }
    Renewed { expect, rows }
}

/// Each row with the one that came that it is about; rows that nothing came of are left out.
fn included(rows: &[Value], came: &[Value]) -> (Vec<Pair>, Vec<Value>) {
    let alike = |row: &Value, keys: &[&str]| {
        came.iter().position(|check| keys.iter().all(|key| row.get(key).is_none_or(|named| equal(named, &check[key]))))
    };
    let (mut pairs, mut fresh) = (vec![], vec![]);
    for (i, row) in rows.iter().enumerate() {
        let found = came
            .iter()
            .position(|check| matches(row, check))
            .or_else(|| alike(row, &["code", "subject", "status"]))
            .or_else(|| alike(row, &["code", "subject"]));
        pairs.push((Some(i), found.map(|_| fresh.len())));
        fresh.extend(found.map(|found| reshaped(row, &came[found])));
    }
    (pairs, fresh)
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

/// Without keys that have no value, but for those that were named.
fn without_nulls(value: Value, named: Option<&Value>) -> Value {
    match value {
        Value::Object(map) => {
            let is_named = |key: &str| named.is_some_and(|named| named.get(key).is_some());
            Value::Object(map.into_iter().filter(|(key, value)| !value.is_null() || is_named(key)).collect())
        }
        other => other,
    }
}
