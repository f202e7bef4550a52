//! What holds of every release: worse facts never lower the score, nor does a fact that is withheld.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::testing;
use clearance_rule::{Outcome, Status};
use proptest::prelude::*;
use proptest::sample::Index;
use risk_score::RiskScore;
use serde_json::{Value, json};

const NOW: i64 = 1_795_392_000_000;

/// Both measures of exposure are read, so that either can get worse.
fn rule(weights: &Value) -> RiskScore {
    let exposure = json!({ "users": 100_000, "percent": 60 });
    testing::configure(json!({ "weights": weights, "exposure": exposure })).unwrap()
}

fn judged(rule: &RiskScore, facts: &Value) -> Outcome {
    testing::evaluate(rule, facts.clone(), NOW).unwrap()
}

fn points(rule: &RiskScore, facts: &Value) -> f64 {
    judged(rule, facts).score.unwrap().points
}

fn weights() -> impl Strategy<Value = Value> {
    prop::collection::vec(0_u32..100, 7).prop_filter("something weighs", |w| w.iter().any(|w| *w > 0)).prop_map(|w| {
        json!({
            "exposure": w[0], "data_sensitivity": w[1], "blast_radius": w[2], "change_size": w[3],
            "schema_migrations": w[4], "new_integrations": w[5], "failure_history": w[6],
        })
    })
}

fn facts() -> impl Strategy<Value = Value> {
    let amount = || prop_oneof![0_u64..100, 0_u64..200_000, any::<u64>()];
    let class = prop::sample::select(vec!["public", "internal", "personal", "payment", "unheard-of"]);
    let name = || "[a-d]";
    let component = (name(), prop::collection::vec(class, 0..3), prop::collection::vec("[a-k]", 0..6)).prop_map(
        |(name, classes, dependents)| json!({ "name": name, "data_classes": classes, "dependents": dependents }),
    );
    let migration = (any::<bool>(), any::<bool>())
        .prop_map(|(destructive, reversible)| json!({ "destructive": destructive, "reversible": reversible }));
    let integration = any::<bool>().prop_map(|external| json!({ "external": external }));
    let outcome = prop::sample::select(vec!["success", "success", "success", "failed", "rolled-back", "unheard-of"]);
    let deployment = ((1..=12_u8, 1..=28_u8, 2024..=2027_u16), outcome).prop_map(
        |((month, day, year), outcome)| json!({ "at": format!("{year}-{month:02}-{day:02}"), "outcome": outcome }),
    );
    (
        (amount(), 0.0..=100.0_f64),
        prop::collection::vec(component, 1..4),
        (amount(), amount(), amount()),
        prop::collection::vec(migration, 0..3),
        prop::collection::vec(integration, 0..4),
        prop::collection::vec(deployment, 0..30),
    )
        .prop_map(
            |((users, percent), components, (added, removed, files), migrations, integrations, deployments)| {
                json!({
                    "release": { "exposure": { "users": users, "percent": percent } },
                    "components": components,
                    "changes": {
                        "lines_added": added, "lines_removed": removed, "files": files,
                        "migrations": migrations, "integrations": integrations,
                    },
                    "history": { "deployments": deployments },
                })
            },
        )
}

/// One way in which a release can be worse.
#[derive(Debug, Clone, Copy)]
enum Worse {
    Users(u64),
    Percent(f64),
    MoreSensitive,
    Dependent(char),
    Lines(u64),
    Files(u64),
    MoreMigrations,
    GraverMigrations,
    MoreIntegrations,
    ExternalIntegrations,
    OneMoreFailure,
    OneSuccessLess,
    SuccessTurnedFailure,
}

fn worse() -> impl Strategy<Value = Worse> {
    prop_oneof![
        (0..1_000_000_u64).prop_map(Worse::Users),
        (0.0..100.0_f64).prop_map(Worse::Percent),
        Just(Worse::MoreSensitive),
        prop::char::range('a', 'z').prop_map(Worse::Dependent),
        (0..5_000_u64).prop_map(Worse::Lines),
        (0..100_u64).prop_map(Worse::Files),
        Just(Worse::MoreMigrations),
        Just(Worse::GraverMigrations),
        Just(Worse::MoreIntegrations),
        Just(Worse::ExternalIntegrations),
        Just(Worse::OneMoreFailure),
        Just(Worse::OneSuccessLess),
        Just(Worse::SuccessTurnedFailure),
    ]
}

fn worsen(facts: &Value, how: Worse, which: Index) -> Value {
    let mut worse = facts.clone();
    let raise = |value: &mut Value, by: u64| *value = json!(value.as_u64().unwrap().saturating_add(by));
    let success = {
        let deployments = worse["history"]["deployments"].as_array().unwrap();
        let successes: Vec<usize> =
            (0..deployments.len()).filter(|&i| deployments[i]["outcome"] == "success").collect();
        (!successes.is_empty()).then(|| *which.get(&successes))
    };
    let component = which.index(worse["components"].as_array().unwrap().len());
    let push = |list: &mut Value, item: Value| list.as_array_mut().unwrap().push(item);
    match how {
        Worse::Users(more) => raise(&mut worse["release"]["exposure"]["users"], more),
        Worse::Percent(more) => {
            let percent = worse["release"]["exposure"]["percent"].as_f64().unwrap();
            worse["release"]["exposure"]["percent"] = json!((percent + more).min(100.0));
        }
        Worse::MoreSensitive => push(&mut worse["components"][component]["data_classes"], json!("personal")),
        Worse::Dependent(name) => push(&mut worse["components"][component]["dependents"], json!(name)),
        Worse::Lines(more) => raise(&mut worse["changes"]["lines_removed"], more),
        Worse::Files(more) => raise(&mut worse["changes"]["files"], more),
        Worse::MoreMigrations => {
            push(&mut worse["changes"]["migrations"], json!({ "destructive": false, "reversible": true }));
        }
        Worse::GraverMigrations => {
            for migration in worse["changes"]["migrations"].as_array_mut().unwrap() {
                *migration = match migration["reversible"] {
                    Value::Bool(true) => json!({ "destructive": migration["destructive"], "reversible": false }),
                    _ => json!({ "destructive": true, "reversible": false }),
                };
            }
        }
        Worse::MoreIntegrations => push(&mut worse["changes"]["integrations"], json!({ "external": false })),
        Worse::ExternalIntegrations => {
            for integration in worse["changes"]["integrations"].as_array_mut().unwrap() {
                *integration = json!({ "external": true });
            }
        }
        Worse::OneMoreFailure => {
            push(&mut worse["history"]["deployments"], json!({ "at": "2026-11-01", "outcome": "failed" }));
        }
        Worse::OneSuccessLess => {
            if let Some(success) = success {
                worse["history"]["deployments"].as_array_mut().unwrap().remove(success);
            }
        }
        Worse::SuccessTurnedFailure => {
            if let Some(success) = success {
                worse["history"]["deployments"][success]["outcome"] = json!("failed");
            }
        }
    }
    worse
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "\
        release exposure users percent components name data_classes dependents changes files lines_added lines_removed \
        migrations destructive reversible integrations external history deployments at outcome";
    const WORDS: &[&str] = &["api", "personal", "success", "2026-11-01", "unheard-of", ""];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

proptest! {
    #[test]
    fn worse_facts_never_lower_the_score(weights in weights(), facts in facts(), how in worse(), which: Index) {
        let rule = rule(&weights);
        prop_assert!(points(&rule, &worsen(&facts, how, which)) >= points(&rule, &facts));
    }

    #[test]
    fn a_fact_that_is_withheld_never_lowers_the_score(weights in weights(), facts in facts(), which: Index) {
        let rule = rule(&weights);
        // All but the names of components.
        let mut places = testing::places(&facts);
        places.retain(|place| !place.ends_with("/name"));
        let place = which.get(&places);
        prop_assert!(points(&rule, &testing::withheld(&facts, place)) >= points(&rule, &facts), "{place}");
    }

    #[test]
    fn the_contributions_add_up_and_stay_between_0_and_100(weights in weights(), facts in facts()) {
        let score = judged(&rule(&weights), &facts).score.unwrap();
        let sum: f64 = score.contributions.iter().map(|term| term.points).sum();
        prop_assert!((sum - score.points).abs() < 1e-9);
        prop_assert!((0.0..=100.0).contains(&score.points));
        prop_assert!(score.contributions.iter().all(|term| term.points >= 0.0 && !term.reason.is_empty()));
    }

    #[test]
    fn without_facts_nothing_passes_and_the_score_is_exactly_100(weights in weights()) {
        let outcome = judged(&rule(&weights), &json!({}));
        prop_assert!(outcome.checks.iter().all(|check| check.status != Status::Pass));
        prop_assert_eq!(outcome.score.unwrap().points.to_bits(), 100.0_f64.to_bits());
    }

    #[test]
    fn nothing_in_the_facts_stops_the_rule(facts in anything()) {
        if let Ok(outcome) = testing::evaluate(&rule(&json!({})), facts, NOW) {
            prop_assert_eq!(outcome.checks.len(), 7);
            prop_assert!((0.0..=100.0).contains(&outcome.score.unwrap().points));
        }
    }
}
