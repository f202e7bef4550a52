//! The same rule, written with each kit, gives the same answer about whatever facts. `cargo xtask test kits` builds the components
//! first.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod owners;
mod thresholds;
mod values;

use clearance::{ConfigureOptions, Engine, EngineCheck, Facts, Rule, Timestamp};
use clearance_tests::{root, rule};
use fastrand::Rng;
use serde_json::{Value, json};
use std::path::PathBuf;

/// The languages whose rules are held to the one in Rust, and in what folders of `rules-sdk` their examples are.
const LANGUAGES: [(&str, &str, &str); 5] = [
    ("c", "c", ""),
    ("go", "go", ""),
    ("python", "python", ""),
    ("typescript", "typescript", ""),
    ("zig", "c", "-zig"),
];
const PARAMS: usize = 40;
const FACTS_FOR_EACH: usize = 12;

/// The component of an example, the folder of which has `end` behind the rule's name.
fn example(kit: &str, name: &str, end: &str) -> PathBuf {
    let built = root().join(format!("rules-sdk/{kit}/examples/{name}{end}/build/{name}.wasm"));
    assert!(built.is_file(), "`{}` is not built: run `cargo xtask test kits`", built.display());
    built
}

/// The rule in Rust, and then those that are held to it.
fn rules(engine: &Engine, name: &str, in_rust: PathBuf) -> Vec<(&'static str, Rule)> {
    let mut rules = vec![("rust", engine.load_rule(in_rust).unwrap())];
    rules.extend(LANGUAGES.map(|(language, kit, end)| (language, engine.load_rule(example(kit, name, end)).unwrap())));
    rules
}

/// What a rule makes of params and facts: the whole outcome, or the code and the place of an error. Messages of mismatches are each
/// kit's own.
fn answers(rule: &Rule, params: &Value, facts: &[Facts]) -> Vec<Value> {
    let configured = match rule.configure_with(params, ConfigureOptions { snapshot: false }) {
        Ok(configured) => configured,
        Err(error) => return vec![json!({ "refused": error.place().pointer })],
    };
    let answer = |facts: &Facts| match configured.evaluate(facts, Timestamp::from_millis(0).unwrap()) {
        Ok(outcome) => {
            let observed: Vec<_> =
                outcome.checks.iter().map(|check| (&check.observed, &check.required, &check.remedy)).collect();
            json!({ "outcome": outcome, "rows": format!("{observed:?}") })
        }
        Err(failure) => {
            assert_ne!(failure.check, EngineCheck::RuleTrapped, "{failure:?}");
            json!({ "error": failure.check.as_str(), "pointer": failure.pointer })
        }
    };
    facts.iter().map(answer).collect()
}

/// Holds the rules to the first of them, over params and facts that nobody chose.
fn compare(rules: &[(&str, Rule)], params: fn(&mut Rng) -> Value, facts: fn(&mut Rng) -> Value) {
    let mut random = Rng::with_seed(6);
    let (mut outcomes, mut errors, mut refused) = (0, 0, 0);
    for _ in 0..PARAMS {
        let params = params(&mut random);
        let asked: Vec<Value> = (0..FACTS_FOR_EACH).map(|_| facts(&mut random)).collect();
        let encoded: Vec<Facts> = asked.iter().map(|facts| Facts::from_serialize(facts).unwrap()).collect();
        let (_, first) = &rules[0];
        let expected = answers(first, &params, &encoded);
        for (language, rule) in &rules[1..] {
            let found = answers(rule, &params, &encoded);
            for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
                assert_eq!(found, expected, "the rule in {language} differs\nparams {params}\nfacts {}", asked[i]);
            }
            assert_eq!(found.len(), expected.len(), "the rule in {language} differs\nparams {params}");
        }
        for answer in &expected {
            outcomes += usize::from(answer.get("outcome").is_some());
            errors += usize::from(answer.get("error").is_some());
            refused += usize::from(answer.get("refused").is_some());
        }
    }
    // What was generated is worth the name.
    assert!(outcomes > 100 && errors > 20 && refused > 3, "{outcomes} outcomes, {errors} errors, {refused} refused");
}

#[test]
fn thresholds_are_held_alike_in_every_language() {
    let engine = Engine::new().unwrap();
    let rules = rules(&engine, "test-thresholds", rule("test-thresholds"));
    compare(&rules, thresholds::params, thresholds::facts);
}

#[test]
fn scores_documents_and_derived_facts_are_alike_in_every_language() {
    let engine = Engine::new().unwrap();
    let rules = rules(&engine, "service-owners", example("rust", "service-owners", ""));
    compare(&rules, owners::params, owners::facts);
}
