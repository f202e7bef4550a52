//! What an evaluation costs, without a clock: instructions in the sandbox, its memory, and what the host allocates. The
//! costs on file are those of the last change that meant to change them. `CLEARANCE_RECORD=1` writes them anew.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Engine, Facts, Timestamp};
use clearance_tests::{guest, root, rule};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// How far a cost may be from the one on file, in percent. Compilers differ: what is meant to be seen is larger.
const INSTRUCTIONS: u64 = 10;
const ALLOCATIONS: u64 = 5;

/// What one evaluation costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cost {
    /// WebAssembly instructions of `evaluate`.
    instructions: u64,
    /// Linear memory.
    memory_kb: usize,
    /// Allocations of the host, the outcome's among them.
    allocations: u64,
}

type Costs = BTreeMap<String, Cost>;

fn cost(component: PathBuf, params: &Value, facts: &Facts) -> Cost {
    let at: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
    let rule = Engine::new().unwrap().load_rule(component).unwrap().configure(params).unwrap();
    // The first evaluations fill the pool.
    for _ in 0..3 {
        rule.evaluate(facts, at).unwrap();
    }
    let mut used = None;
    let allocated = allocation_counter::measure(|| {
        let (outcome, usage) = rule.evaluate_measured(facts, at);
        outcome.unwrap();
        used = Some(usage);
    });
    let usage = used.unwrap();
    Cost { instructions: usage.instructions, memory_kb: usage.memory_bytes / 1024, allocations: allocated.count_total }
}

fn measured() -> Costs {
    let mut costs = Costs::new();
    for count in [1, 10, 100] {
        let components = (0..count).map(|i| json!({ "name": format!("component-{i}"), "line_coverage": 70 + i % 30 }));
        let facts = Facts::from_serialize(&json!({ "components": components.collect::<Value>() })).unwrap();
        let cost = cost(guest("readme-rule"), &json!({ "minimum": 80 }), &facts);
        costs.insert(format!("line-coverage, {count} components"), cost);
    }
    let examples = root().join("example-rules");
    for (name, policy, facts) in [
        ("the demo", "demo/policy.yaml", "demo/denied.json"),
        ("the pack", "packs/regulated-production.yaml", "packs/regulated-production/denied.json"),
    ] {
        let facts = Facts::from_json(&fs::read_to_string(examples.join(facts)).unwrap()).unwrap();
        let policy: Value = serde_saphyr::from_str(&fs::read_to_string(examples.join(policy)).unwrap()).unwrap();
        for entry in policy["entries"].as_array().unwrap() {
            let rule_name = entry["rule"].as_str().unwrap().rsplit('/').next().unwrap().trim_end_matches(".wasm");
            let params = entry.get("params").cloned().unwrap_or_else(|| json!({}));
            costs.insert(format!("{rule_name}, {name}'s denied release"), cost(rule(rule_name), &params, &facts));
        }
    }
    costs
}

/// Whether `found` is further from `filed` than so many percent.
fn differs(filed: u64, found: u64, percent: u64) -> bool {
    filed.abs_diff(found) * 100 > filed * percent
}

#[test]
fn an_evaluation_costs_what_it_did() {
    let path = root().join("tests/costs.yaml");
    let found = measured();
    if std::env::var_os("CLEARANCE_RECORD").is_some() {
        let head =
            "# What one evaluation costs. Written by `CLEARANCE_RECORD=1 cargo test --workspace --test costs`.\n";
        fs::write(&path, format!("{head}{}", serde_saphyr::to_string(&found).unwrap())).unwrap();
        return;
    }
    let filed: Costs = serde_saphyr::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert!(filed.keys().eq(found.keys()), "the costs on file are of other evaluations: record them anew");
    let mut changed = String::new();
    for (name, filed) in &filed {
        let found = found[name];
        if differs(filed.instructions, found.instructions, INSTRUCTIONS)
            || differs(filed.allocations, found.allocations, ALLOCATIONS)
            || filed.memory_kb != found.memory_kb
        {
            writeln!(changed, "{name}:\n  on file {filed:?}\n  found   {found:?}").unwrap();
        }
    }
    assert!(changed.is_empty(), "an evaluation costs something else; if it is meant to, record it anew\n{changed}");
}
