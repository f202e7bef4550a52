//! Tenants share compiled code and nothing else, and a rule sees what it declared and nothing else.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Engine, Facts, Limits, Policy, Timestamp};
use clearance_tests::{guest, limited};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

fn at() -> Timestamp {
    "2026-11-23".parse().unwrap()
}

fn load(engine: &Engine, yaml: &str) -> Policy {
    engine.parse_policy(yaml, guest("misdeeds").parent().unwrap()).unwrap()
}

fn derived(policy: &Policy, facts: &Value, entry: usize) -> Option<Value> {
    let decision = policy.decide(&Facts::from_serialize(facts).unwrap(), at());
    decision.entries[entry].derived.clone()
}

#[test]
fn what_one_tenant_leaves_in_memory_no_other_finds() {
    // As much memory as the guest fills and searches.
    let engine =
        limited(Limits { memory_bytes: 16 << 20, instructions: 1 << 40, time_ms: 600_000, ..Limits::default() });
    let yaml = "policy: p\nentries: [{id: a, rule: hostile/tenants.wasm}]";
    // Two policies with the same rule have the same code, and come to lie in the same places.
    let (first, second) = (load(&engine, yaml), load(&engine, yaml));
    let other = load(&limited(*engine.limits()), yaml);
    for turn in 0..8 {
        // Every other turn its rule traps when it has filled its memory.
        let secret = json!({ "release": "s3cr3t-".repeat(40_000 + turn) });
        let _ = first.decide(&Facts::from_serialize(&secret).unwrap(), at());
        for policy in [&second, &other, &first] {
            assert_eq!(derived(policy, &json!({ "release": "x" }), 0), Some(json!(0)), "turn {turn}");
        }
    }
}

#[test]
fn tenants_that_decide_at_the_same_time_find_nothing_of_each_other() {
    let engine =
        limited(Limits { memory_bytes: 16 << 20, instructions: 1 << 40, time_ms: 600_000, ..Limits::default() });
    let yaml = "policy: p\nentries: [{id: a, rule: hostile/tenants.wasm}]";
    let (first, second) = (load(&engine, yaml), load(&engine, yaml));
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (first, second) = (&first, &second);
            scope.spawn(move || {
                for turn in 0..4 {
                    let secret = json!({ "release": "s3cr3t-".repeat(40_000 + thread + turn) });
                    let _ = first.decide(&Facts::from_serialize(&secret).unwrap(), at());
                    assert_eq!(derived(second, &json!({ "release": "x" }), 0), Some(json!(0)));
                }
            });
        }
    });
}

#[test]
fn a_rule_is_handed_the_sections_that_it_declared_and_no_others() {
    let engine = Engine::new().unwrap();
    // `release` is what the guest declares. What `first` derives is a section for `second`, and it did not declare it.
    let policy = load(
        &engine,
        "policy: p\nentries:\n- {id: first, rule: hostile/echo.wasm}\n- {id: second, rule: hostile/echo.wasm, needs: [first]}",
    );
    let secret = "s3cr3t";
    for facts in [
        json!({ "payroll": secret }),
        json!({ "release": { "name": "shop" }, "payroll": secret, "Release": secret, "release ": secret, "": secret }),
        json!({ "release": null, "releas": secret, "releasee": secret, "first": secret, "zz": [secret, { secret: secret }] }),
    ] {
        let seen = match facts.get("release") {
            Some(release) => json!({ "release": release }),
            None => json!({}),
        };
        let decision = policy.decide(&Facts::from_serialize(&facts).unwrap(), at());
        for entry in &decision.entries {
            assert_eq!(entry.derived, Some(seen.clone()), "{}", entry.id);
        }
        assert!(!decision.to_json().contains(secret), "nothing else of a decision holds it either");
    }
}

#[test]
fn what_fails_says_nothing_of_sections_that_were_not_declared() {
    let engine = Engine::new().unwrap();
    let facts = Facts::from_serialize(&json!({ "release": {}, "payroll": "s3cr3t" })).unwrap();
    for deed in ["panic", "abort", "undeclared-section", "broken-pointer", "nan-score", "artifact-path", "recursion"] {
        let yaml = format!("policy: p\nentries: [{{id: a, rule: misdeeds.wasm, params: {{deed: {deed}}}}}]");
        let decision = load(&engine, &yaml).decide(&facts, at());
        assert!(!decision.to_json().contains("s3cr3t"), "{deed}");
    }
}

#[test]
fn whatever_sections_are_called_a_rule_is_handed_its_own_alone() {
    let engine = Engine::new().unwrap();
    let policy = load(&engine, "policy: p\nentries: [{id: a, rule: hostile/echo.wasm}]");
    // Names as long as the declared one and longer, that begin or end with it, of any script.
    let name = prop_oneof![
        "[a-z]{0,8}",
        "releas[a-f]",
        ".{0,2}release.{0,2}",
        "\\PC{0,40}",
        // Lengths at which a name's header in MessagePack becomes another.
        "[a-z]{31,33}",
    ];
    let sections = prop::collection::btree_map(name, any::<Option<u32>>(), 0..12);
    let mut runner = TestRunner::new_with_rng(
        Config { cases: 300, failure_persistence: None, ..Config::default() },
        TestRng::deterministic_rng(RngAlgorithm::default()),
    );
    let handed = |sections: BTreeMap<String, Option<u32>>| {
        let declared: Map<String, Value> = sections
            .iter()
            .filter(|(name, _)| *name == "release")
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect();
        prop_assert_eq!(derived(&policy, &json!(sections), 0), Some(Value::Object(declared)));
        Ok(())
    };
    runner.run(&sections, handed).unwrap();
}

#[test]
fn an_entry_learns_nothing_of_what_another_said_or_of_why_it_failed() {
    let engine = Engine::new().unwrap();
    let facts = json!({ "release": { "name": "shop" }, "risk": "s3cr3t" });
    for (rule, params) in [
        ("misdeeds.wasm", "{deed: panic}"),
        ("misdeeds.wasm", "{deed: broken-derived}"),
        ("scripted.wasm", "{checks: [], derive: s3cr3t}"),
        ("scripted.wasm", "{checks: [{subject: s3cr3t, status: fail}]}"),
    ] {
        let yaml = format!(
            "policy: p\nentries:\n- {{id: first, rule: {rule}, params: {params}}}\n\
             - {{id: second, rule: hostile/echo.wasm, needs: [first]}}"
        );
        let policy = load(&engine, &yaml);
        assert_eq!(derived(&policy, &facts, 1), Some(json!({ "release": { "name": "shop" } })), "{rule} {params}");
    }
}
