//! Params and facts for `test-thresholds`.

use crate::values::{NAMES, ODD_FACT, ODD_PARAM, mostly, some_of};
use fastrand::Rng;
use serde_json::{Value, json};

fn percent(random: &mut Rng) -> Value {
    match random.u16(0..800) {
        0 => json!(random.f64() * 130.0 - 10.0),
        1..100 => Value::Null,
        100..200 => json!(f64::from(random.u32(0..1_000_000)) / 10_000.0),
        _ => json!(random.u8(0..=100)),
    }
}

const THRESHOLDS: [&str; 8] =
    ["pass_rate", "skipped", "skipped_tests", "flaky", "flaky_tests", "lines", "branches", "changed_lines"];
const TIERS: [&str; 4] = ["low", "medium", "high", "critical"];

fn thresholds(random: &mut Rng, often: u8) -> Value {
    some_of(random, ODD_PARAM, often, &THRESHOLDS, |random, name| match name {
        "skipped_tests" | "flaky_tests" if random.u8(0..5) > 0 => json!(random.u8(0..4)),
        _ => percent(random),
    })
}

fn tiers(random: &mut Rng) -> Value {
    some_of(random, ODD_PARAM, 5, &TIERS, |random, _| thresholds(random, 3))
}

pub(crate) fn params(random: &mut Rng) -> Value {
    some_of(random, ODD_PARAM, 8, &["thresholds", "tiers", "components", "flaky", "skipped"], |random, name| match name
    {
        "thresholds" => thresholds(random, 6),
        "tiers" => tiers(random),
        "components" => some_of(random, ODD_PARAM, 4, &NAMES, |random, _| {
            some_of(random, ODD_PARAM, 6, &["thresholds", "tiers"], |random, name| {
                if name == "tiers" { tiers(random) } else { thresholds(random, 4) }
            })
        }),
        "flaky" => json!(*random.choice(&["pass", "fail", "ignore"]).unwrap()),
        _ => json!(*random.choice(&["fail", "ignore"]).unwrap()),
    })
}

fn count(random: &mut Rng) -> Value {
    match random.u8(0..12) {
        0 => Value::Null,
        1 => json!(random.u64(..)),
        2 => json!(random.u64(1 << 53..1 << 60)),
        3 => json!(random.u32(..)),
        _ => json!(random.u16(0..40)),
    }
}

fn entries(random: &mut Rng, fields: &[&str], covered: bool) -> Value {
    let mut list = vec![];
    for _ in 0..random.usize(0..4) {
        let mut entry = some_of(random, ODD_FACT, 8, fields, |random, _| {
            if covered {
                some_of(random, ODD_FACT, 8, &["covered", "total"], |random, _| count(random))
            } else {
                count(random)
            }
        });
        if random.u8(0..50) > 0 {
            entry["component"] = json!(*random.choice(&NAMES).unwrap());
        }
        list.push(mostly(random, ODD_FACT, entry));
    }
    Value::Array(list)
}

pub(crate) fn facts(random: &mut Rng) -> Value {
    some_of(random, ODD_FACT, 8, &["components", "tests", "coverage", "risk"], |random, name| match name {
        "components" => (0..random.usize(0..3))
            .map(|_| {
                let name = *random.choice(&NAMES).unwrap();
                mostly(random, ODD_FACT, json!({ "name": name }))
            })
            .collect(),
        "tests" => entries(random, &["passed", "failed", "errors", "skipped", "flaky", "total"], false),
        "coverage" => entries(random, &["lines", "branches", "changed_lines"], true),
        _ => some_of(random, ODD_FACT, 8, &["tier"], |random, _| {
            if random.u8(0..4) == 0 { json!("odd") } else { json!(*random.choice(&TIERS).unwrap()) }
        }),
    })
}
