//! The same rule, written with each kit, gives the same answer about whatever facts. `cargo xtask test kits` builds the components
//! first.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{ConfigureOptions, Engine, EngineCheck, Facts, Rule, Timestamp};
use clearance_tests::{root, rule};
use fastrand::Rng;
use serde_json::{Map, Value, json};

/// The kits whose `test-thresholds` is held to the one in Rust.
const KITS: [&str; 4] = ["c", "go", "python", "typescript"];
const PARAMS: usize = 40;
const FACTS_FOR_EACH: usize = 12;

fn rules(engine: &Engine) -> Vec<(&'static str, Rule)> {
    let mut rules = vec![("rust", engine.load_rule(rule("test-thresholds")).unwrap())];
    for kit in KITS {
        let built = root().join("rules-sdk").join(kit).join("examples/test-thresholds/build/test-thresholds.wasm");
        assert!(built.is_file(), "`{}` is not built: run `cargo xtask test kits`", built.display());
        rules.push((kit, engine.load_rule(built).unwrap()));
    }
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

/// Anything at all.
fn anything(random: &mut Rng) -> Value {
    match random.u8(0..10) {
        0 => Value::Null,
        1 => json!(random.bool()),
        2 => json!(-random.i64(0..5)),
        3 => json!(random.u64(..)),
        4 => json!(random.f64() * 200.0 - 50.0),
        5 => json!("text"),
        6 => json!([1]),
        7 => json!({ "a": 1 }),
        _ => json!(random.u64(0..3)),
    }
}

/// How seldom something else stands where a value is expected: params have many values, and one of them refuses all.
const ODD_FACT: u16 = 60;
const ODD_PARAM: u16 = 1500;

/// `value`, and once in a while something else.
fn mostly(random: &mut Rng, odd: u16, value: Value) -> Value {
    if random.u16(0..odd) == 0 { anything(random) } else { value }
}

/// A map with some of the fields.
fn some_of(
    random: &mut Rng,
    odd: u16,
    often: u8,
    fields: &[&str],
    mut value: impl FnMut(&mut Rng, &str) -> Value,
) -> Value {
    let mut map = Map::new();
    for field in fields {
        if random.u8(0..10) < often {
            let made = value(random, field);
            map.insert((*field).to_owned(), mostly(random, odd, made));
        }
    }
    if random.u16(0..odd) == 0 {
        map.insert("unknown/field".to_owned(), anything(random));
    }
    Value::Object(map)
}

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
const NAMES: [&str; 4] = ["api", "web", "a/b~c", "größe"];

fn thresholds(random: &mut Rng, often: u8) -> Value {
    some_of(random, ODD_PARAM, often, &THRESHOLDS, |random, name| match name {
        "skipped_tests" | "flaky_tests" if random.u8(0..5) > 0 => json!(random.u8(0..4)),
        _ => percent(random),
    })
}

fn tiers(random: &mut Rng) -> Value {
    some_of(random, ODD_PARAM, 5, &TIERS, |random, _| thresholds(random, 3))
}

fn params(random: &mut Rng) -> Value {
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

fn facts(random: &mut Rng) -> Value {
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

#[test]
fn every_kit_gives_the_same_answer_about_facts_and_params_that_nobody_chose() {
    let engine = Engine::new().unwrap();
    let rules = rules(&engine);
    let mut random = Rng::with_seed(6);
    let (mut outcomes, mut errors, mut refused) = (0, 0, 0);
    for _ in 0..PARAMS {
        let params = params(&mut random);
        let asked: Vec<Value> = (0..FACTS_FOR_EACH).map(|_| facts(&mut random)).collect();
        let encoded: Vec<Facts> = asked.iter().map(|facts| Facts::from_serialize(facts).unwrap()).collect();
        let (_, first) = &rules[0];
        let expected = answers(first, &params, &encoded);
        for (kit, rule) in &rules[1..] {
            let found = answers(rule, &params, &encoded);
            for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
                assert_eq!(found, expected, "the kit {kit} differs\nparams {params}\nfacts {}", asked[i]);
            }
            assert_eq!(found.len(), expected.len(), "the kit {kit} differs\nparams {params}");
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
