//! Every example rule passes its own cases in the sandbox, as it does natively, and keeps the contract.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{
    ConfigureOptions, ConfiguredRule, Engine, EngineCheck, EvaluationFailure, Facts, Outcome, Startup, Timestamp,
};
use clearance_tests::{catalogue, rule};
use serde_json::{Value, json};

/// The outcome in the shape in which cases are written: artifacts without their digests, every field there.
fn shape(outcome: &Outcome) -> Value {
    let mut shaped = serde_json::to_value(outcome).unwrap();
    for (check, raw) in shaped["checks"].as_array_mut().unwrap().iter_mut().zip(&outcome.checks) {
        check["required"] = json!(raw.required);
        check["remedy"] = json!(raw.remedy);
        check["observed"] =
            raw.observed.iter().map(|seen| json!({ "pointer": seen.pointer, "value": seen.value })).collect();
    }
    shaped
}

/// What a case expects, in its own words.
fn told(evaluated: Result<Outcome, EvaluationFailure>) -> Value {
    match evaluated {
        Ok(outcome) => json!({ "outcome": shape(&outcome) }),
        Err(failure) => {
            // The kit and the cases say `failed` where the engine says whose failure it is.
            let code = match failure.check {
                EngineCheck::RuleFailed => "failed",
                check => check.as_str(),
            };
            json!({ "error": { "code": code, "pointer": failure.pointer, "message": failure.message } })
        }
    }
}

#[test]
fn every_rule_passes_its_cases_in_the_sandbox() {
    let engine = Engine::new().unwrap();
    for folder in catalogue() {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let loaded = engine.load_rule(rule(name)).unwrap();
        let mut seen = 0;
        clearance_cases::assert_cases(folder.join("cases.yaml"), |params, facts, at| {
            let once = ConfigureOptions { snapshot: false };
            let configured = match loaded.configure_with(params, once) {
                Ok(configured) => configured,
                Err(error) => {
                    let pointer = error.place().pointer.clone().unwrap_or_default();
                    return json!({ "refused": { "pointer": pointer, "message": error.message() } });
                }
            };
            let facts = Facts::from_serialize(facts).unwrap();
            let evaluate = |rule: &ConfiguredRule| told(rule.evaluate(&facts, Timestamp::from_millis(at).unwrap()));
            let answer = evaluate(&configured);
            seen += 1;
            if seen % 16 == 1 {
                // A compilation for each: some will do.
                let snapshot = loaded.configure(params).unwrap();
                assert_eq!(snapshot.startup(), &Startup::Snapshot, "{name}");
                assert_eq!(evaluate(&snapshot), answer, "from a snapshot, {name} answers differently");
            }
            answer
        });
    }
}

#[test]
fn every_rule_is_named_after_its_folder_and_says_what_it_serves() {
    let engine = Engine::new().unwrap();
    for folder in catalogue() {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let loaded = engine.load_rule(rule(name)).unwrap();
        let manifest = loaded.manifest();
        assert_eq!(manifest.id, name);
        assert!(!manifest.practices.is_empty(), "{name}");
        assert!(!manifest.checks.is_empty(), "{name}");
        for section in &manifest.reads {
            jsonschema::validator_for(&section.schema).unwrap();
        }
    }
}
