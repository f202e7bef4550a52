#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

fn encoded(value: &Value) -> Vec<u8> {
    rmp_serde::to_vec_named(value).unwrap()
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Release<'a> {
    name: &'a str,
    #[serde(borrow)]
    note: Option<Cow<'a, str>>,
    #[serde(default)]
    sizes: Vec<f64>,
    kind: Option<Kind>,
    #[serde(default)]
    labels: BTreeMap<String, u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Regular,
    Hotfix { incident: u32 },
    Train(String),
}

fn refused(value: &Value) -> (String, String) {
    let bytes = encoded(value);
    let error = from_slice::<Release<'_>>(&bytes).unwrap_err();
    (error.pointer(), error.message().to_owned())
}

#[test]
fn any_value_decodes_to_itself() {
    let long: Vec<i64> = (0..70_000).collect();
    let wide: BTreeMap<String, i32> = (0..300).map(|i| (format!("key {i}"), -i)).collect();
    for value in [
        json!(null),
        json!([true, false, 0, 127, 128, 255, 256, 65_535, 65_536, u32::MAX, u64::MAX]),
        json!([-1, -32, -33, -128, -129, i16::MIN, i32::MIN, i64::MIN, 0.5, -1e300]),
        json!(["", "grüße", "x".repeat(31), "x".repeat(32), "x".repeat(256), "x".repeat(70_000)]),
        json!({ "a": { "b": [{ "c": {} }] } }),
        json!(long),
        json!(wide),
    ] {
        let bytes = encoded(&value);
        assert_eq!(from_slice::<Value>(&bytes).unwrap(), value);
        from_slice::<de::IgnoredAny>(&bytes).unwrap();
    }
}

#[test]
fn types_borrow_and_options_and_enums_are_read() {
    let bytes =
        encoded(&json!({ "name": "web", "note": null, "sizes": [1, 2.5], "kind": { "hotfix": { "incident": 7 } } }));
    let release: Release<'_> = from_slice(&bytes).unwrap();
    assert_eq!((release.name, &release.note, release.sizes.as_slice()), ("web", &None, [1.0, 2.5].as_slice()));
    assert_eq!(release.kind, Some(Kind::Hotfix { incident: 7 }));
    for (kind, expected) in
        [(json!("regular"), Kind::Regular), (json!({ "train": "t1" }), Kind::Train("t1".to_owned()))]
    {
        let bytes = encoded(&json!({ "name": "web", "note": "x", "kind": kind }));
        assert_eq!(from_slice::<Release<'_>>(&bytes).unwrap().kind, Some(expected));
    }
}

#[test]
fn a_mismatch_names_its_place() {
    let at = |value: &Value| refused(value).0;
    assert_eq!(at(&json!({ "name": 3 })), "/name");
    assert_eq!(at(&json!({ "name": "a", "sizes": [1, "two"] })), "/sizes/1");
    assert_eq!(at(&json!({ "name": "a", "labels": { "a/b": 256 } })), "/labels/a~1b");
    assert_eq!(at(&json!({ "name": "a", "kind": { "hotfix": { "incident": -1 } } })), "/kind/hotfix/incident");
    assert_eq!(at(&json!({ "name": "a", "kind": "train" })), "/kind");
    assert_eq!(at(&json!({ "name": "a", "colour": 1 })), "/colour");
    assert_eq!(refused(&json!({})), (String::new(), "missing field `name`".to_owned()));
}

#[test]
fn a_list_is_not_taken_for_a_struct() {
    assert_eq!(refused(&json!(["web", null])), (String::new(), "invalid type: sequence, expected a map".to_owned()));
}

#[test]
fn what_is_cut_off_or_foreign_is_refused() {
    let bytes = encoded(&json!({ "name": "web", "sizes": [1, 2] }));
    for end in 0..bytes.len() {
        assert!(from_slice::<Value>(&bytes[..end]).is_err(), "{end}");
    }
    for foreign in [b"\xc1".as_slice(), b"\xc4\x01x", b"\xd4\x00\x00", b"\x81\x01\x02", b"\xa1\xff"] {
        assert!(from_slice::<Value>(foreign).is_err(), "{foreign:?}");
    }
    // A list that claims more than there is reserves no more than there is.
    assert!(from_slice::<Vec<u64>>(b"\xdd\xff\xff\xff\xff\x01").is_err());
}
