//! What is kept of a load for the next process, and of an evaluation for who asks again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{
    CodeCache, CodeCacheState, ConfigureOptions, DecideOptions, Decision, Engine, EngineOptions, ErrorCode, Facts,
    LoadOptions, LoadStep, OutcomeCache, Policy, Startup, Timestamp,
};
use clearance_tests::{guest, root};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

fn at() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn engine(code_cache: CodeCache) -> Engine {
    Engine::with_options(EngineOptions { code_cache, ..EngineOptions::default() }).unwrap()
}

fn coverage(engine: &Engine) -> (Policy, Vec<(LoadStep, usize, usize)>) {
    let yaml = "policy: coverage
entries:
  - {id: a, rule: readme-rule.wasm, params: {minimum: 80}}
  - {id: b, rule: readme-rule.wasm, params: {minimum: 60}}";
    let steps = Mutex::new(Vec::new());
    let note = |progress: clearance::LoadProgress<'_>| {
        steps.lock().unwrap().push((progress.step, progress.ready, progress.entries));
    };
    let folder = guest("readme-rule").parent().unwrap().to_owned();
    let policy = engine.parse_policy_with(yaml, folder, LoadOptions { progress: Some(&note) }).unwrap();
    (policy, steps.into_inner().unwrap())
}

fn facts() -> Facts {
    Facts::from_serialize(&json!({ "components": [{ "name": "a", "line_coverage": 70 }, { "name": "b" }] })).unwrap()
}

#[test]
fn the_next_engine_compiles_nothing_and_decides_alike() {
    let folder = tempfile::tempdir().unwrap();
    let cache = || CodeCache::Folder(folder.path().to_owned());
    let first = engine(cache());
    assert!(matches!(first.code_cache(), CodeCacheState::Folder(_)));
    let (policy, steps) = coverage(&first);
    let compiling = steps.iter().filter(|(step, ..)| *step == LoadStep::Compiling).count();
    assert_eq!(compiling, 2, "each entry is compiled once: {steps:?}");
    assert_eq!(steps.last(), Some(&(LoadStep::Ready, 2, 2)));
    let decision = policy.decide(&facts(), at());

    let (policy, steps) = coverage(&engine(cache()));
    assert_eq!(steps, [(LoadStep::Ready, 1, 2), (LoadStep::Ready, 2, 2)]);
    assert_eq!(policy.decide(&facts(), at()), decision);
    let (policy, _) = coverage(&engine(CodeCache::Off));
    assert_eq!(policy.decide(&facts(), at()), decision);
}

/// The README's rule with another component in it that it does not use: what rewrites components refuses those that nest
/// modules.
fn nesting(folder: &Path) -> PathBuf {
    let mut bytes = fs::read(guest("readme-rule")).unwrap();
    let module = b"\0asm\x01\0\0\0";
    // A section that is a component, whose one section is a module.
    let nested = [&b"\0asm\x0d\0\x01\0"[..], &[1, 8], module].concat();
    bytes.extend([4, u8::try_from(nested.len()).unwrap()]);
    bytes.extend(nested);
    let path = folder.join("nesting.wasm");
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_rule_that_cannot_begin_from_a_snapshot_says_why_and_answers_alike() {
    let folder = tempfile::tempdir().unwrap();
    let cache = || CodeCache::Folder(folder.path().join("cache"));
    let params = json!({ "minimum": 80 });
    let plain = engine(cache()).load_rule(guest("readme-rule")).unwrap();
    assert_eq!(plain.startup(), &Startup::Snapshot);
    let snapshot = plain.configure(&params).unwrap();
    assert_eq!(snapshot.startup(), &Startup::Snapshot);
    let expected = snapshot.evaluate(&facts(), at()).unwrap();

    let path = nesting(folder.path());
    // The second time, all comes from the cache.
    for _ in 0..2 {
        let rule = engine(cache()).load_rule(&path).unwrap();
        let configured = rule.configure(&params).unwrap();
        for startup in [rule.startup(), configured.startup()] {
            assert!(matches!(startup, Startup::Configure(why) if why.contains("nested components")), "{startup:?}");
        }
        assert_eq!(configured.evaluate(&facts(), at()).unwrap(), expected);
        assert_eq!(rule.configure(&json!({ "minimum": "x" })).unwrap_err().code(), ErrorCode::RuleParams);
    }

    let once = engine(CodeCache::Off).load_rule(guest("readme-rule")).unwrap();
    let once = once.configure_with(&params, ConfigureOptions { snapshot: false }).unwrap();
    assert!(matches!(once.startup(), Startup::Configure(_)));
    assert_eq!(once.evaluate(&facts(), at()).unwrap(), expected);
}

fn demo() -> (Policy, Facts) {
    let policy = Engine::new().unwrap().load_policy(root().join("example-rules/demo/policy.yaml")).unwrap();
    let facts = fs::read_to_string(root().join("example-rules/demo/denied.json")).unwrap();
    (policy, Facts::from_json(&facts).unwrap())
}

fn decide(policy: &Policy, facts: &Facts, at: Timestamp, outcomes: &OutcomeCache) -> Decision {
    policy.decide_with(facts, at, &DecideOptions { outcomes: Some(outcomes.clone()) }).0
}

#[test]
fn who_asks_again_is_given_the_same_decision_without_an_evaluation() {
    let (policy, facts) = demo();
    let outcomes = OutcomeCache::new(16 << 20);
    let fresh = policy.decide(&facts, at());
    for _ in 0..3 {
        assert_eq!(decide(&policy, &facts, at(), &outcomes), fresh);
        assert_eq!(outcomes.len(), 4, "one a rule");
    }
    // At another time only the rule that may depend on it is evaluated again.
    let later: Timestamp = "2026-11-23T09:00:01Z".parse().unwrap();
    assert_eq!(decide(&policy, &facts, later, &outcomes), policy.decide(&facts, later));
    assert_eq!(outcomes.len(), 5);
    outcomes.clear();
    assert!(outcomes.is_empty());
}

#[test]
fn what_is_kept_stays_within_its_bound() {
    let (policy, _) = demo();
    let outcomes = OutcomeCache::new(64 << 10);
    for release in 0..200 {
        let facts = Facts::from_serialize(&json!({ "release": { "environment": "production" }, "tests": [
            { "component": format!("component-{release}"), "total": 10, "passed": 10 },
        ] }));
        let facts = facts.unwrap();
        assert_eq!(decide(&policy, &facts, at(), &outcomes), policy.decide(&facts, at()));
        assert!(outcomes.bytes() <= 64 << 10, "{outcomes:?}");
    }
    assert!(!outcomes.is_empty());
}

#[test]
fn a_rule_that_came_to_no_outcome_is_asked_again() {
    let engine = Engine::new().unwrap();
    let yaml = "policy: p\nentries: [{id: a, rule: misdeeds.wasm, params: {deed: panic}}]";
    let policy = engine.parse_policy(yaml, guest("misdeeds").parent().unwrap()).unwrap();
    let outcomes = OutcomeCache::new(1 << 20);
    let facts = Facts::from_json("{}").unwrap();
    assert_eq!(decide(&policy, &facts, at(), &outcomes), policy.decide(&facts, at()));
    assert!(outcomes.is_empty());
}
