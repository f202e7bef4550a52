//! Tenants share compiled code and nothing else, and a rule sees what it declared and nothing else.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Engine, Facts, Limits, Policy, Timestamp};
use clearance_tests::{guest, limited};
use serde_json::{Value, json};

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
