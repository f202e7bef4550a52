#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::ErrorCode;
use serde_json::json;

fn refused(text: &str) -> Error {
    Facts::from_json(text).unwrap_err()
}

#[test]
fn equal_facts_are_equal_whatever_they_came_from() {
    #[derive(Serialize)]
    struct Release {
        version: f64,
        name: &'static str,
    }
    let json = Facts::from_json(r#"{ "release": { "version": 2, "name": "web" } }"#).unwrap();
    let typed = std::collections::HashMap::from([("release", Release { version: 2.0, name: "web" })]);
    let typed = Facts::from_serialize(&typed).unwrap();
    let packed = Facts::from_messagepack(json.as_messagepack()).unwrap();
    assert_eq!(json, typed);
    assert_eq!(json.digest(), packed.digest());
    assert_eq!(typed.section_digest("release"), packed.section_digest("release"));
}

#[test]
fn a_view_holds_the_sections_asked_for_and_nothing_else() {
    let facts = Facts::from_json(r#"{ "a": 1, "b": [2], "c": "secret" }"#).unwrap();
    let view = View::of_facts(facts.indexed());
    let seen = view.document(["a", "b", "z"].into_iter());
    assert_eq!(document::decode(&seen), json!({ "a": 1, "b": [2] }));
}

#[test]
fn a_needed_section_never_comes_from_the_facts() {
    let facts = Facts::from_json(r#"{ "risk": { "tier": "low" } }"#).unwrap();
    let needed = [("risk", None)];
    let view = View { facts: facts.indexed(), needed: &needed };
    assert_eq!(document::decode(&view.document(["risk"].into_iter())), json!({}));

    let derived = sections::Derived::new("risk", &document::encode(&json!({ "tier": "high" })).unwrap());
    let needed = [("risk", Some(&derived))];
    let view = View { facts: facts.indexed(), needed: &needed };
    assert_eq!(document::decode(&view.document(["risk"].into_iter())), json!({ "risk": { "tier": "high" } }));
}

#[test]
fn what_is_not_a_map_is_named() {
    for (text, found) in [("[]", "an array"), ("3", "a number"), ("null", "null"), ("\"x\"", "a string")] {
        let error = refused(text);
        assert_eq!(error.code(), ErrorCode::FactsNotAMap);
        assert!(error.to_string().contains(found), "{error}");
    }
}

#[test]
fn broken_json_is_refused_with_line_and_column() {
    let error = refused("{\n  \"a\": }");
    assert_eq!(error.code(), ErrorCode::FactsSyntax);
    assert_eq!(error.to_string(), "line 2, column 8: expected value");
}

#[test]
fn a_key_twice_is_refused_with_pointer_and_line() {
    let error = refused("{\"a\": {\n\"x\": 1, \"x\": 2}}");
    assert_eq!(error.code(), ErrorCode::FactsKey);
    assert_eq!(error.place().pointer.as_deref(), Some("/a/x"));
    assert_eq!(error.place().line, Some(2));
}

#[test]
fn a_million_nested_arrays_are_refused() {
    let error = refused(&format!("{{\"a\":{}", "[".repeat(1_000_000)));
    assert_eq!(error.code(), ErrorCode::FactsLimit);
}

#[test]
fn a_number_that_is_none_is_refused() {
    let facts = std::collections::HashMap::from([("load", vec![1.0, f64::NAN])]);
    let error = Facts::from_serialize(&facts).unwrap_err();
    assert_eq!(error.code(), ErrorCode::FactsValue);
    assert_eq!(error.place().pointer.as_deref(), Some("/load/1"));
}
