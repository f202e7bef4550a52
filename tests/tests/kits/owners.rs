//! Params and facts for `service-owners`.

use crate::values::{NAMES, ODD_FACT, ODD_PARAM, mostly, some_of};
use fastrand::Rng;
use serde_json::{Value, json};

pub(crate) fn params(random: &mut Rng) -> Value {
    some_of(random, ODD_PARAM / 10, 9, &["label", "review_days", "points"], |random, name| match name {
        "label" => text(random),
        "review_days" => json!(random.f64() * 200.0),
        _ => json!(f64::from(random.u16(0..700)) / 10.0 - 10.0),
    })
}

pub(crate) fn facts(random: &mut Rng) -> Value {
    let services: Vec<Value> = (0..random.usize(0..5))
        .map(|_| {
            let mut service =
                some_of(random, ODD_FACT, 6, &["owner", "labels", "reviewed"], |random, name| match name {
                    "owner" => text(random),
                    "labels" => some_of(random, ODD_FACT, 5, &NAMES, |random, _| text(random)),
                    _ => time(random),
                });
            if random.u8(0..40) > 0 {
                service["name"] = text(random);
            }
            mostly(random, ODD_FACT, service)
        })
        .collect();
    some_of(random, ODD_FACT, 10, &["services"], |_, _| Value::from(services.clone()))
}

fn text(random: &mut Rng) -> Value {
    match random.u8(0..12) {
        0 => json!(""),
        1 => json!("\u{1f600}|\n\"\u{0}"),
        _ => json!(*random.choice(&NAMES).unwrap_or(&"api")),
    }
}

/// A time in milliseconds, most of them some months before or after 1970.
fn time(random: &mut Rng) -> Value {
    match random.u8(0..8) {
        0 => Value::Null,
        1 => json!(random.i64(..)),
        2 => json!(random.f64() * 1e300),
        _ => json!(random.i64(-20_000_000_000..1_000_000_000)),
    }
}
