//! When the period of a record is over, and the rows about those that are there: they are kept until then, in a storage that lets
//! nobody change them, and it can be told whether they are what they were.

use crate::facts::Facts;
use crate::params::{Begins, Class, Retention};
use clearance_rule::prelude::*;
use clearance_rule::sections::Record;
use clearance_rule::time::utc;

/// The code of the rows about periods.
pub(crate) const PERIOD: &str = "period";

/// The code of the rows about storage.
pub(crate) const STORAGE: &str = "storage";

/// When the period of a record is over; otherwise the fact without which it cannot be told.
pub(crate) fn over(class: &Class, record: &Record<'_>) -> Result<Timestamp, &'static str> {
    let created = record.created.ok_or("created")?.timestamp;
    let from = match class.begins {
        Begins::Created => created,
        Begins::Stated => record.period_from.ok_or("period_from")?.timestamp.max(created),
    };
    Ok(class.over(from))
}

/// Adds the rows of a record that is there.
pub(crate) fn rows(rule: &Retention, facts: &Facts<'_>, i: usize, at: Timestamp, outcome: &mut Outcome) {
    let record = &facts.records()[i];
    let Some(class) = record.class.and_then(|class| rule.classes.get(class)) else { return };
    outcome.push(kept(facts, i, class, at));
    if class.immutable || class.digest {
        outcome.push(stored(facts, i, class));
    }
}

fn kept(facts: &Facts<'_>, i: usize, class: &Class, at: Timestamp) -> Check {
    let record = &facts.records()[i];
    let place = |field: &str| text!["/records/", i, "/", field];
    let name = facts.name(i);
    let created = Fact::new(place("created"), record.created);
    if let Some(made) = created.value.filter(|made| made.timestamp > at) {
        return Check::unknown(PERIOD, name, text!["it is dated ", utc(made.timestamp), ", after the decision"])
            .seen(&created)
            .remedy_if_unknown(text!["correct the fact `", created.pointer, "`"]);
    }
    let over = match over(class, record) {
        Ok(over) => over,
        Err(field) => return absent(PERIOD, name, &place(field)),
    };
    let until = Fact::new(place("retain_until"), record.retain_until);
    let check = if over <= at {
        Check::pass(PERIOD, name, text!["its period was over at ", utc(over)])
    } else {
        match until.value {
            None => absent(PERIOD, name, &until.pointer),
            Some(kept) if kept.timestamp >= over => {
                Check::pass(PERIOD, name, text!["it is kept until ", utc(kept.timestamp)]).seen(&until)
            }
            Some(kept) => Check::fail(PERIOD, name, text!["it is kept until ", utc(kept.timestamp), " only"])
                .severity(Severity::High)
                .seen(&until)
                .remedy(text!["extend `", until.pointer, "` to ", utc(over)]),
        }
    };
    let check = check.seen(&created).required(text!["kept until ", utc(over), ", for ", class.period()]);
    match class.begins {
        Begins::Created => check,
        Begins::Stated => check.seen(&Fact::new(place("period_from"), record.period_from)),
    }
}

fn stored(facts: &Facts<'_>, i: usize, class: &Class) -> Check {
    let record = &facts.records()[i];
    let place = |field: &str| text!["/records/", i, "/", field];
    let name = facts.name(i);
    let immutable = Fact::new(place("immutable"), record.immutable);
    let sha256 = record.digest.as_ref().and_then(|digest| digest.get("sha256").copied());
    let sha256 = Fact::new(place("digest/sha256"), sha256);
    let sound = |digest: &str| digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let required = match (class.immutable, class.digest) {
        (true, true) => "a storage that lets nobody change it, and a SHA-256 digest",
        (true, false) => "a storage that lets nobody change it",
        _ => "a SHA-256 digest",
    };
    // What is wrong is told before what is not known.
    let check = if class.immutable && immutable.value == Some(false) {
        Check::fail(STORAGE, name, "its storage lets it be changed").severity(Severity::High).remedy(text![
            "move `",
            facts.name(i),
            "` to a storage that lets nobody change it"
        ])
    } else if class.digest && sha256.value.is_some_and(|digest| !sound(digest)) {
        Check::fail(STORAGE, name, text!["`", sha256.pointer, "` is not 64 hexadecimal digits"]).remedy(text![
            "correct the fact `",
            sha256.pointer,
            "`"
        ])
    } else if class.immutable && immutable.value.is_none() {
        absent(STORAGE, name, &immutable.pointer)
    } else if class.digest && sha256.value.is_none() {
        absent(STORAGE, name, &sha256.pointer)
    } else {
        Check::pass(STORAGE, name, "it is stored as its class has to be")
    };
    let check = check.required(required);
    let check = if class.immutable { seen(check, &immutable) } else { check };
    if class.digest { seen(check, &sha256) } else { check }
}

/// Adds a fact, unless the row has it already as the one that is absent.
fn seen<T: Serialize>(check: Check, fact: &Fact<T>) -> Check {
    if check.observed.iter().any(|observed| observed.pointer == fact.pointer) { check } else { check.seen(fact) }
}

fn absent(code: &str, name: String, pointer: &str) -> Check {
    Check::unknown(code, name, text!["`", pointer, "` is absent"]).missing(pointer).remedy_if_unknown(text![
        "supply the fact `",
        pointer,
        "`"
    ])
}
