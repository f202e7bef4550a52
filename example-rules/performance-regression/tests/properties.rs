//! What holds of every metric: worse samples never look better, their order does not matter, and what is withheld never
//! makes a row pass that failed.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::{Check, Status, testing};
use performance_regression::{MOST_SAMPLES, PerformanceRegression};
use proptest::prelude::*;
use serde_json::{Value, json};

fn judged(params: &Value, facts: &Value) -> Vec<Check> {
    let rule: PerformanceRegression = testing::configure(params.clone()).unwrap();
    testing::evaluate(&rule, facts.clone(), 0).unwrap().checks
}

fn params() -> impl Strategy<Value = Value> {
    let evidence = prop::sample::select(vec!["not-shown-worse", "estimate", "confidence"]);
    (evidence, 0_u32..30, 1_u32..20, 2_u32..8).prop_map(|(evidence, tolerance, alpha, least)| {
        json!({
            "evidence": evidence, "tolerance_percent": tolerance, "alpha": f64::from(alpha) / 100.0, "min_samples": least,
            "environment": ["hardware"],
        })
    })
}

/// Whole numbers, so that many are equal, and others.
fn samples() -> impl Strategy<Value = Vec<f64>> {
    let value =
        prop_oneof![(90_u32..120).prop_map(f64::from), (20_u32..24).prop_map(|n| f64::from(n) * 5.0), 90.0..120.0];
    prop::collection::vec(value, 2..26)
}

fn facts() -> impl Strategy<Value = Value> {
    let labels = || prop::sample::select(vec![json!({ "hardware": "c7g" }), json!({ "hardware": "m6i" }), json!({})]);
    let side =
        || (samples(), labels()).prop_map(|(samples, labels)| json!({ "samples": samples, "environment": labels }));
    let direction = prop::sample::select(vec!["lower-is-better", "higher-is-better"]);
    let metric = (side(), side(), direction).prop_map(
        |(release, baseline, direction)| json!({ "release": release, "baseline": baseline, "direction": direction }),
    );
    prop::collection::vec(metric, 1..4).prop_map(|mut metrics| {
        for (i, metric) in metrics.iter_mut().enumerate() {
            metric["name"] = json!(format!("latency-{i}"));
        }
        json!({ "benchmarks": metrics })
    })
}

fn each_sample(facts: &mut Value, change: impl Fn(f64) -> f64) {
    for sample in facts["benchmarks"][0]["release"]["samples"].as_array_mut().unwrap() {
        *sample = json!(change(sample.as_f64().unwrap()));
    }
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "name component scenario unit direction release baseline environment samples";
    const WORDS: &[&str] = &["lower-is-better", "hardware", "latency", ""];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

proptest! {
    #[test]
    fn samples_that_are_all_worse_never_improve_a_verdict(params in params(), facts in facts(), by in 1.0..3.0_f64) {
        let mut worse = facts.clone();
        let higher = facts["benchmarks"][0]["direction"] == "higher-is-better";
        each_sample(&mut worse, |sample| if higher { sample / by } else { sample * by });
        for (before, after) in judged(&params, &facts).iter().zip(judged(&params, &worse)) {
            prop_assert!(testing::rank(after.status) >= testing::rank(before.status), "{}: {} → {}", before.subject, before.message, after.message);
        }
    }

    #[test]
    fn the_order_of_samples_does_not_matter(params in params(), facts in facts(), by in 0_usize..30) {
        let mut turned = facts.clone();
        for side in ["release", "baseline"] {
            let samples = turned["benchmarks"][0][side]["samples"].as_array_mut().unwrap();
            let by = by % samples.len();
            samples.rotate_left(by);
            samples[by..].reverse();
        }
        for (before, after) in judged(&params, &facts).iter().zip(judged(&params, &turned)) {
            prop_assert_eq!((before.status, &before.message), (after.status, &after.message));
        }
    }

    #[test]
    fn what_is_withheld_never_makes_a_row_pass_that_failed(params in params(), facts in facts()) {
        let before = judged(&params, &facts);
        let places = ["", "/direction", "/release", "/baseline", "/release/samples", "/baseline/samples",
            "/release/environment", "/baseline/environment/hardware"];
        for place in places {
            let mut withheld = facts.clone();
            match place {
                "" => drop(withheld["benchmarks"].as_array_mut().unwrap().remove(0)),
                _ => if let Some(fact) = withheld.pointer_mut(&format!("/benchmarks/0{place}")) {
                    // A label has a text, so it is taken away rather than emptied.
                    if place.ends_with("hardware") { *fact = json!("") } else { *fact = Value::Null }
                },
            }
            for check in judged(&params, &withheld).iter().filter(|check| check.status == Status::Pass) {
                let same = before.iter().find(|row| (&row.code, &row.subject) == (&check.code, &check.subject));
                prop_assert_ne!(same.map(|row| row.status), Some(Status::Fail), "{} without `{}`", &check.subject, place);
            }
        }
    }

    #[test]
    fn facts_of_any_shape_are_judged_or_refused(params in params(), benchmarks in prop_oneof![
        anything(), prop::collection::vec(anything(), 0..4).prop_map(Value::from)
    ]) {
        let rule: PerformanceRegression = testing::configure(params).unwrap();
        if let Ok(outcome) = testing::evaluate(&rule, json!({ "benchmarks": benchmarks }), 0) {
            prop_assert!(!outcome.checks.is_empty());
        }
    }
}

#[test]
fn numbers_that_are_none_and_numbers_that_are_huge_are_unknown() {
    let params = json!({ "min_samples": 2, "environment": [], "alpha": 0.5 });
    let rule: PerformanceRegression = testing::configure(params).unwrap();
    for (value, status) in [
        (f64::MAX, Status::Fail),
        (f64::MIN_POSITIVE, Status::Pass),
        (0.0, Status::Pass),
        (-0.0, Status::Pass),
        (-1.0, Status::Unknown),
        (f64::NAN, Status::Unknown),
        (f64::INFINITY, Status::Unknown),
    ] {
        let mut facts = document(&[value; 4]);
        let outcome = <PerformanceRegression as clearance_rule::Rule>::evaluate(&rule, &facts, 0);
        assert_eq!(outcome.checks[1].status, status, "{value}");
        // Baseline and release may both be at the end of what a float holds.
        facts.benchmarks.as_mut().unwrap()[0].baseline = facts.benchmarks.as_ref().unwrap()[0].release.clone();
        let outcome = <PerformanceRegression as clearance_rule::Rule>::evaluate(&rule, &facts, 0);
        assert_ne!(outcome.checks[1].status, Status::Fail, "{value}");
    }
}

/// Facts as no JSON can have them.
fn document(release: &[f64]) -> performance_regression::facts::Facts<'static> {
    use clearance_rule::sections::{Benchmark, Measured};
    let measured =
        |samples: &[f64]| Some(Measured { version: None, environment: None, samples: Some(samples.to_vec()) });
    performance_regression::facts::Facts {
        benchmarks: Some(vec![Benchmark {
            name: "latency",
            component: None,
            scenario: None,
            unit: Some("ms"),
            direction: Some("lower-is-better"),
            release: measured(release),
            baseline: measured(&[1.0, 2.0, 3.0, 4.0]),
        }]),
    }
}

#[test]
fn as_many_samples_as_are_compared_are_judged_and_more_are_unknown() {
    let params = json!({ "environment": [], "evidence": "confidence" });
    let measured = |count: usize, by: usize| {
        let samples: Vec<usize> = (0..count).map(|i| 1000 * by + i * 7919 % 1009).collect();
        json!({ "samples": samples })
    };
    for (count, by, status) in [
        (MOST_SAMPLES, 10, Status::Pass),
        (MOST_SAMPLES, 12, Status::Fail),
        (MOST_SAMPLES + 1, 10, Status::Unknown),
        (10 * MOST_SAMPLES, 12, Status::Unknown),
    ] {
        let facts = json!({ "benchmarks": [{
            "name": "latency", "direction": "lower-is-better",
            "release": measured(count, by), "baseline": measured(MOST_SAMPLES, 10),
        }] });
        assert_eq!(judged(&params, &facts)[1].status, status, "{count} samples");
    }
}
