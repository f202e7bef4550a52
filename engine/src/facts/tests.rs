#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::ErrorCode;
use proptest::prelude::*;
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

fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<u64>().prop_map(|value| json!(value)),
        // JSON text keeps these exactly; what it rounds is not at stake here.
        (-1_000_000_i32..1_000_000).prop_map(|value| json!(f64::from(value) / 64.0)),
        ".{0,20}".prop_map(|value| json!(value)),
    ];
    leaf.prop_recursive(4, 40, 20, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..20).prop_map(|items| json!(items)),
            prop::collection::btree_map(".{0,8}", inner, 0..20).prop_map(|entries| json!(entries)),
        ]
    })
}

proptest! {
    #[test]
    fn every_way_in_leads_to_the_same_bytes(sections in prop::collection::btree_map("[a-z/~]{0,6}", any_value(), 0..6)) {
        let typed = Facts::from_serialize(&sections).unwrap();
        let json = Facts::from_json(&serde_json::to_string(&sections).unwrap()).unwrap();
        let packed = Facts::from_messagepack(&rmp_serde::to_vec(&sections).unwrap()).unwrap();
        prop_assert_eq!(&typed, &json);
        prop_assert_eq!(&typed, &packed);
        for (name, value) in &sections {
            let pointer = format!("/{}", document::escape(name));
            let found = typed.get(&pointer).unwrap();
            prop_assert_eq!(document::encode(&found).unwrap(), document::encode(value).unwrap());
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Facts::from_messagepack(&bytes);
        let _ = Facts::from_json(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn what_is_canonical_stays_as_it_is(value in any_value()) {
        let once = document::encode(&value).unwrap();
        prop_assert_eq!(document::canonical(&once).unwrap(), once);
    }
}

#[test]
fn every_format_nests_equally_deep() {
    let json = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
    let packed = |depth: usize| [&b"\x81\xa1a"[..], &vec![0x91; depth - 2], b"\x90"].concat();
    assert!(Facts::from_json(&json(Facts::MAX_DEPTH)).is_ok());
    assert!(Facts::from_messagepack(&packed(Facts::MAX_DEPTH)).is_ok());
    for error in [
        refused(&json(Facts::MAX_DEPTH + 1)),
        refused(&json(1_000_000)),
        Facts::from_messagepack(&packed(Facts::MAX_DEPTH + 1)).unwrap_err(),
    ] {
        assert_eq!(error.code(), ErrorCode::FactsLimit, "{error}");
        assert_eq!(error.message(), "maps and arrays nest deeper than 128 levels");
    }
}

#[test]
fn a_number_is_the_nearest_float_whatever_it_came_from() {
    // The parser's quick way is off by one in the last place for some of these.
    for text in
        ["4.35", "0.1", "123456.789", "2.2250738585072014e-308", "1.7976931348623157e308", "0.30000000000000004"]
    {
        let facts = Facts::from_json(&format!("{{\"a\":{text}}}")).unwrap();
        assert_eq!(facts.get("/a"), Some(json!(text.parse::<f64>().unwrap())), "{text}");
    }
}
