//! Bad input gets a clear error with its place, never a panic.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Engine, Error, ErrorCode};
use clearance_tests::{engine, guest};
use std::fmt::Write;
use std::path::Path;

/// The error with which a policy over the scripted rule is refused.
fn refused(yaml: &str) -> Error {
    engine().parse_policy(yaml, guest("scripted").parent().unwrap()).unwrap_err()
}

/// What loading bytes as a rule says.
fn loaded(bytes: &[u8]) -> Error {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rule.wasm");
    std::fs::write(&path, bytes).unwrap();
    engine().load_rule(&path).unwrap_err()
}

fn component(wat: &str) -> Vec<u8> {
    wat::parse_str(wat).unwrap()
}

/// A text, the error it is refused with, where, and a part of what it says.
type Refused<'a> = (&'a str, ErrorCode, (u64, u64), &'a str);

fn assert_refused(cases: &[Refused<'_>]) {
    let mut wrong = Vec::new();
    for (yaml, code, place, says) in cases {
        let error = refused(yaml);
        let found = (error.place().line.unwrap_or(0), error.place().column.unwrap_or(0));
        if (error.code(), found) != (*code, *place) || !error.to_string().contains(says) {
            wrong.push(format!("{yaml}\n  expected {code} at {place:?}: {says}\n  found    {}: {error}", error.code()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_error_in_the_file_names_line_column_and_what_was_expected() {
    assert_refused(&[
        ("", ErrorCode::PolicySyntax, (1, 1), "the file is empty"),
        ("policy: [p]\nentries: []", ErrorCode::PolicyInvalid, (1, 9), "expected a text, found `[p]`"),
        (
            "policy: p\nentries:\n  a: {rule: x}",
            ErrorCode::PolicyInvalid,
            (3, 3),
            "expected a list, found `a: {rule: x}`",
        ),
        (
            "policy: p\nwaiver_days: -3\nentries: []",
            ErrorCode::PolicyInvalid,
            (2, 14),
            "whole number, 0 or more, found `-3`",
        ),
        ("policy: p\nentries: []", ErrorCode::PolicyInvalid, (2, 10), "at least one entry"),
        (
            "policy: p\nentries:\n  - id: a\n    rulle: x",
            ErrorCode::PolicyInvalid,
            (4, 5),
            "unknown field `rulle`, expected one of",
        ),
        (
            "policy: p\nentries:\n  - id: a\n    rule: scripted.wasm\n    enforce: maybe",
            ErrorCode::PolicyInvalid,
            (5, 14),
            "expected one of",
        ),
        ("policy: p\nentries:\n  - id: A b\n    rule: scripted.wasm", ErrorCode::PolicyInvalid, (3, 9), "lower-case"),
        ("policy: p\nentries:\n  - id: a\n    rule: gone.wasm", ErrorCode::PolicyUnknownRule, (4, 11), "gone.wasm"),
        ("policy: ''\nentries: [{id: a, rule: scripted.wasm}]", ErrorCode::PolicyInvalid, (1, 9), "name of the policy"),
        ("policy: p\nentries: [\n", ErrorCode::PolicySyntax, (2, 10), "unclosed bracket"),
        ("policy: p\npolicy: q\nentries: []", ErrorCode::PolicySyntax, (2, 1), "the key `policy` stands twice"),
    ]);
}

#[test]
fn an_error_in_an_entry_names_line_column_and_what_was_expected() {
    let entry = "- {id: a, rule: scripted.wasm";
    assert_refused(&[
        (
            &format!("policy: p\nentries:\n  {entry}}}\n---\npolicy: q"),
            ErrorCode::PolicySyntax,
            (5, 1),
            "a second YAML document",
        ),
        (
            &format!("policy: p\nentries:\n  {entry}, needs: b}}"),
            ErrorCode::PolicyInvalid,
            (3, 41),
            "expected a list, found `b`",
        ),
        (
            &format!("policy: p\nentries:\n  {entry}, bands: 50}}"),
            ErrorCode::PolicyInvalid,
            (3, 41),
            "expected a map, found `50`",
        ),
        (
            &format!("policy: p\nentries:\n  {entry}, bands: {{review: high}}}}"),
            ErrorCode::PolicyInvalid,
            (3, 50),
            "expected a number, found `high`",
        ),
        (
            &format!("policy: p\nentries:\n  {entry}, when: {{/x: []}}}}"),
            ErrorCode::PolicyInvalid,
            (3, 45),
            "at least one value",
        ),
        (&format!("policy: p\nentries:\n  {entry}}}\n  {entry}}}"), ErrorCode::PolicyReference, (4, 10), "two entries"),
        (&format!("policy: p\nentries:\n  {entry}, needs: [b]}}"), ErrorCode::PolicyReference, (3, 42), "no entry `b`"),
        (
            &format!("policy: p\nentries:\n  {entry}, effective: {{from: 2026-02-30}}}}"),
            ErrorCode::PolicyInvalid,
            (3, 52),
            "is not a time",
        ),
        (
            &format!("policy: p\nentries:\n  {entry}, effective: {{from: 2026-02-02, until: 2026-02-02}}}}"),
            ErrorCode::PolicyInvalid,
            (3, 71),
            "end before it begins",
        ),
        (
            &format!("policy: p\nentries:\n  {entry}, bands: {{review: 80, deny: 50}}}}"),
            ErrorCode::PolicyInvalid,
            (3, 41),
            "below `deny`",
        ),
        (&format!("policy: p\nentries:\n  {entry}, bands: {{}}}}"), ErrorCode::PolicyInvalid, (3, 41), "found neither"),
        (&format!("policy: p\nentries:\n  {entry}, when: }}"), ErrorCode::PolicyInvalid, (3, 38), "found nothing"),
        (
            &format!("policy: p\nentries:\n  {entry}, when: {{release: x}}}}"),
            ErrorCode::PolicyInvalid,
            (3, 41),
            "JSON Pointer",
        ),
        (
            &format!("policy: p\nentries:\n  {entry}, when: {{/release/x: {{above: 3}}}}}}"),
            ErrorCode::PolicyInvalid,
            (3, 54),
            "unknown operator `above`",
        ),
        (
            &format!("policy: p\nentries:\n  {entry}, when: {{/release/x: {{at_least: many}}}}}}"),
            ErrorCode::PolicyInvalid,
            (3, 64),
            "expected a number",
        ),
        (
            &format!("policy: p\nentries:\n  {entry}, params: {{points: many}}}}"),
            ErrorCode::RuleParams,
            (3, 51),
            "do not fit its schema",
        ),
        (&format!("policy: p\nentries:\n  {entry}, params: {{ponts: 3}}}}"), ErrorCode::RuleParams, (3, 50), "ponts"),
        (
            &format!("policy: p\nentries:\n  {entry}, params: [1]}}"),
            ErrorCode::RuleParams,
            (3, 42),
            "expected a map of params",
        ),
    ]);
}

#[test]
fn a_circle_of_needs_is_named_from_end_to_end() {
    let error = refused(
        "policy: p\nentries:\n  - {id: a, rule: scripted.wasm, needs: [b]}\n  - {id: b, rule: scripted.wasm, needs: [c]}\n  \
         - {id: c, rule: scripted.wasm, needs: [a]}",
    );
    assert_eq!(error.code(), ErrorCode::PolicyCycle);
    assert!(error.message().contains("`a` needs `b` needs `c` needs `a`"), "{error}");
    assert_eq!(error.place().line, Some(5));
}

#[test]
fn a_waiver_that_is_incomplete_or_names_nothing_is_refused() {
    let head = "policy: p\nentries: [{id: a, rule: scripted.wasm}]\nwaivers:\n";
    let whole = "id: w, entry: a, check: saw, subject: x, reason: r, approvers: [Ada], ticket: T, from: 2026-01-01, until: 2026-02-01";
    assert!(engine().parse_policy(&format!("{head}  - {{{whole}}}"), guest("scripted").parent().unwrap()).is_ok());
    for (from, to, code, says) in [
        ("until: 2026-02-01", "", ErrorCode::PolicyInvalid, "missing field `until`"),
        ("until: 2026-02-01", "until: 2025-02-01", ErrorCode::PolicyInvalid, "before it begins"),
        ("until: 2026-02-01", "until: soon", ErrorCode::PolicyInvalid, "is not a time"),
        ("approvers: [Ada]", "approvers: []", ErrorCode::PolicyInvalid, "who approved"),
        ("approvers: [Ada]", "approvers: ['']", ErrorCode::PolicyInvalid, "an approver's name"),
        ("reason: r", "reason: ' '", ErrorCode::PolicyInvalid, "the reason"),
        ("entry: a", "entry: b", ErrorCode::PolicyReference, "no entry `b`"),
        ("check: saw", "check: seen", ErrorCode::PolicyReference, "no check `seen`, expected one of `scripted`, `saw`"),
    ] {
        let error = refused(&format!("{head}  - {{{}}}", whole.replace(from, to)));
        assert_eq!(error.code(), code, "{to}: {error}");
        assert!(error.to_string().contains(says), "{to}: {error}");
        assert_eq!(error.place().line, Some(4), "{to}: {error}");
    }
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut yaml =
        "policy: p\nentries:\n  - id: a\n    rule: scripted.wasm\n    params:\n      a0: &a0 [x]\n".to_owned();
    for i in 1..40 {
        writeln!(yaml, "      a{i}: &a{i} [{}]", vec![format!("*a{}", i - 1); 9].join(", ")).unwrap();
    }
    assert_eq!(refused(&yaml).code(), ErrorCode::PolicySyntax);
}

#[test]
fn a_policy_that_cannot_be_read_names_its_file() {
    let error = engine().load_policy("nowhere/policy.yaml").unwrap_err();
    assert_eq!(error.code(), ErrorCode::PolicyUnreadable);
    assert!(error.to_string().starts_with("nowhere/policy.yaml: "), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.yaml");
    std::fs::write(&path, "policy: p\nentries: 3").unwrap();
    let error = engine().load_policy(&path).unwrap_err();
    assert!(error.to_string().contains("policy.yaml:2:10: "), "{error}");
}

#[test]
fn what_is_no_component_is_refused_as_what_it_is() {
    let good = std::fs::read(guest("scripted")).unwrap();
    for (bytes, code, says) in [
        (b"".to_vec(), ErrorCode::RuleNotAComponent, "not a WebAssembly component"),
        (b"#!/bin/sh".to_vec(), ErrorCode::RuleNotAComponent, "not a WebAssembly component"),
        (component("(module)"), ErrorCode::RuleNotAComponent, "core WebAssembly module"),
        (good[..8].to_vec(), ErrorCode::RuleWrongWorld, "it exports nothing"),
        (good[..good.len() / 2].to_vec(), ErrorCode::RuleNotAComponent, "not a valid component"),
        (good[..good.len() - 1].to_vec(), ErrorCode::RuleNotAComponent, "not a valid component"),
        (component("(component)"), ErrorCode::RuleWrongWorld, "it exports nothing"),
        (
            component(
                r#"(component (component $inner) (instance $i (instantiate $inner)) (export "other:world/thing@1.0.0" (instance $i)))"#,
            ),
            ErrorCode::RuleWrongWorld,
            "`other:world/thing@1.0.0`",
        ),
        (
            component(
                r#"(component (import "wasi:clocks/wall-clock@0.2.0" (instance (export "now" (func (result u64))))))"#,
            ),
            ErrorCode::RuleImports,
            "a rule has none: `wasi:clocks/wall-clock@0.2.0`; there is no WASI for a rule",
        ),
        (
            component(
                r#"(module (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32))))"#,
            ),
            ErrorCode::RuleNotAComponent,
            "a rule has none: `wasi_snapshot_preview1.fd_write`; there is no WASI for a rule",
        ),
        (component(r#"(component (import "log" (func (param "line" string))))"#), ErrorCode::RuleImports, "`log`"),
    ] {
        let error = loaded(&bytes);
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.to_string().contains("rule.wasm: "), "{error}");
    }
}

#[test]
fn a_damaged_component_is_never_more_than_an_error() {
    let good = std::fs::read(guest("scripted")).unwrap();
    // Every so many bytes one is turned: most damage is caught by validation, and none may panic.
    for at in (8..good.len()).step_by(good.len() / 10) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rule.wasm");
        std::fs::write(&path, &bytes).unwrap();
        let _: Result<_, Error> = engine().load_rule(&path);
    }
}

#[test]
fn a_rule_that_is_not_there_names_its_file() {
    let error = Engine::new().unwrap().load_rule(Path::new("nowhere.wasm")).unwrap_err();
    assert_eq!(error.code(), ErrorCode::RuleUnreadable);
    assert!(error.to_string().starts_with("nowhere.wasm: cannot read the rule"), "{error}");
}
