//! What holds of every release: evidence that is worse, or of which less is known, proves no more; the index is JSON and says what
//! the rows say; and no facts whatever make the rule panic.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::testing;
use clearance_rule::{Outcome, Status};
use control_mapping::catalogue;
use control_mapping::params::ControlMapping;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// 2026-11-23T00:00:00Z.
const NOW: i64 = 1_795_392_000_000;

const CONTROLS: [&str; 5] = ["SOC2:CC8.1", "NIST-800-53:SI-2", "SOX:ITGC-CO", "INTERNAL:REV-1", "INTERNAL:ANY-1"];

fn rule(explicit: bool) -> ControlMapping {
    testing::configure(json!({
        "in_scope": CONTROLS,
        "explicit": explicit,
        "controls": {
            "INTERNAL:REV-1": { "title": "Two reports", "evidence": [{ "any_of": ["test-report"], "min_count": 2 }] },
            "INTERNAL:ANY-1": {
                "title": "Anything", "evidence": [{ "any_of": ["test-report", "backup-record"], "digest": false }],
            },
        },
    }))
    .unwrap()
}

fn judged(rule: &ControlMapping, facts: &Value) -> Outcome {
    testing::evaluate(rule, facts.clone(), NOW).unwrap()
}

fn passed(outcome: &Outcome) -> Vec<&str> {
    let rows = outcome.checks.iter().filter(|check| check.code == "evidence" && check.status == Status::Pass);
    rows.map(|check| check.subject.as_str()).collect()
}

fn artifact() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec![
        "change-ticket",
        "test-report",
        "approval-record",
        "vulnerability-report",
        "backup-record",
        "deployment-log",
    ]);
    let digest = prop::sample::select(vec!["a".repeat(64), "B".repeat(64), "b".repeat(64), "c".repeat(63)]);
    let day = prop::sample::select(vec!["2026-11-24", "2026-11-22", "2026-11-20", "2026-10-30", "2026-01-01"]);
    let release = prop::sample::select(vec!["CHG-1", "CHG-1", "CHG-2"]);
    let controls = prop::collection::vec(prop::sample::select(CONTROLS.to_vec()), 0..4);
    (kind, digest, day, release, controls, "[a-z|<`]{1,6}").prop_map(|(kind, digest, day, release, controls, name)| {
        json!({
            "name": name, "kind": kind, "uri": "s3://evidence/x", "digest": { "sha256": digest }, "created": day,
            "release": release, "controls": controls,
        })
    })
}

fn facts() -> impl Strategy<Value = Value> {
    prop::collection::vec(artifact(), 0..12)
        .prop_map(|artifacts| json!({ "release": { "id": "CHG-1" }, "artifacts": artifacts }))
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "release artifacts id name kind uri digest sha256 created controls mediaType";
    const WORDS: &[&str] = &["2026-11-23", "test-report", "SOC2:CC8.1", "CHG-1", "", "`|\u{0}\n"];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

proptest! {
    #[test]
    fn a_fact_that_is_withheld_proves_no_more(facts in facts(), explicit: bool, which: Index) {
        let rule = rule(explicit);
        let mut places = testing::places(&facts);
        places.retain(|place| !place.ends_with("/sha256"));
        let place = which.get(&places);
        let before = judged(&rule, &facts);
        let after = judged(&rule, &testing::withheld(&facts, place));
        for control in passed(&after) {
            prop_assert!(passed(&before).contains(&control), "`{control}` passes without `{place}`");
        }
    }

    #[test]
    fn an_artifact_less_proves_no_more(facts in facts(), explicit: bool, which: Index) {
        let rule = rule(explicit);
        let mut fewer = facts.clone();
        let artifacts = fewer["artifacts"].as_array_mut().unwrap();
        prop_assume!(!artifacts.is_empty());
        artifacts.remove(which.index(artifacts.len()));
        let before = judged(&rule, &facts);
        let after = judged(&rule, &fewer);
        for control in passed(&after) {
            prop_assert!(passed(&before).contains(&control), "`{control}`");
        }
    }

    #[test]
    fn an_explicit_mapping_proves_no_more_than_kinds_do(facts in facts()) {
        let by_kind = judged(&rule(false), &facts);
        let explicit = judged(&rule(true), &facts);
        for control in passed(&explicit) {
            prop_assert!(passed(&by_kind).contains(&control), "`{control}`");
        }
    }

    #[test]
    fn what_is_covered_does_not_depend_on_the_order_of_artifacts(facts in facts(), explicit: bool) {
        let rule = rule(explicit);
        let mut turned = facts.clone();
        turned["artifacts"].as_array_mut().unwrap().reverse();
        prop_assert_eq!(judged(&rule, &facts).derived, judged(&rule, &turned).derived);
    }

    #[test]
    fn the_index_says_what_the_rows_say(facts in facts(), explicit: bool) {
        let outcome = judged(&rule(explicit), &facts);
        let index: Value = serde_json::from_slice(&outcome.artifacts[0].content).unwrap();
        let rows: Vec<_> = outcome.checks.iter().filter(|check| check.code == "evidence").collect();
        let controls = index["controls"].as_array().unwrap();
        prop_assert_eq!(rows.len(), controls.len());
        let artifacts = index["artifacts"].as_array().unwrap();
        for (row, control) in rows.iter().zip(controls) {
            prop_assert_eq!(&row.subject, control["id"].as_str().unwrap());
            prop_assert_eq!(row.status == Status::Pass, control["status"] == "covered");
            for requirement in control["requirements"].as_array().unwrap() {
                for number in requirement["artifacts"].as_array().unwrap() {
                    let number = usize::try_from(number.as_u64().unwrap()).unwrap();
                    let artifact = &artifacts[number - 1];
                    let kinds = requirement["anyOf"].as_array().unwrap();
                    prop_assert!(kinds.iter().any(|kind| kind["kind"] == artifact["kind"]));
                    let source = facts.pointer(artifact["pointer"].as_str().unwrap()).unwrap();
                    prop_assert_eq!(&artifact["name"], &source["name"]);
                    prop_assert_eq!(&artifact["digest"], &source["digest"]);
                }
            }
        }
        // Every line of a table has as many cells as its heading.
        let page = String::from_utf8(outcome.artifacts[1].content.clone()).unwrap();
        let mut cells = 0;
        for line in page.lines() {
            let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            prop_assert!(bars == 0 || cells == 0 || bars == cells, "{}", line);
            cells = bars;
        }
    }

    #[test]
    fn no_facts_make_it_panic(release in anything(), artifacts in anything(), explicit: bool) {
        let _ = testing::evaluate(&rule(explicit), json!({ "release": release, "artifacts": artifacts }), NOW);
    }
}

#[test]
fn every_control_of_the_catalogue_can_be_proven() {
    let rule: ControlMapping = testing::configure(json!({})).unwrap();
    let kinds: Vec<&str> =
        catalogue::controls().flat_map(|control| control.evidence.iter().map(|kinds| kinds[0])).collect();
    let artifact = |kind: &&str| json!({ "kind": kind, "uri": "s3://x", "digest": { "sha256": "a".repeat(64) }, "created": "2026-11-22", "release": "1" });
    let artifacts: Vec<Value> = kinds.iter().map(artifact).collect();
    let outcome = judged(&rule, &json!({ "release": { "id": "1" }, "artifacts": artifacts }));
    assert_eq!(outcome.checks.len(), catalogue::controls().count());
    for check in &outcome.checks {
        assert_eq!(check.status, Status::Pass, "{}", check.message);
    }
}
