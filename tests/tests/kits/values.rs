//! Values of no particular meaning, some of them not of the kind that is expected.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// How seldom something else stands where a value is expected: params have many values, and one of them refuses all.
pub(crate) const ODD_FACT: u16 = 60;
pub(crate) const ODD_PARAM: u16 = 1500;
/// Names, some of which a JSON Pointer has to escape.
pub(crate) const NAMES: [&str; 4] = ["api", "web", "a/b~c", "größe"];

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

/// `value`, and once in a while something else.
pub(crate) fn mostly(random: &mut Rng, odd: u16, value: Value) -> Value {
    if random.u16(0..odd) == 0 { anything(random) } else { value }
}

/// A map with some of the fields.
pub(crate) fn some_of(
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
