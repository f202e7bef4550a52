//! The rows about deployments: each has a record of every class that has to have one.

use crate::facts::Facts;
use crate::names::Names;
use crate::params::{Begins, Class, Every, Retention};
use crate::spans::{Span, Spans};
use clearance_rule::prelude::*;
use clearance_rule::time::utc;

/// The code of its rows.
pub(crate) const CODE: &str = "deployment";

/// What the records of a class that are there tell of.
struct Told<'a> {
    releases: Names<'a, ()>,
    times: Spans,
}

impl<'a> Told<'a> {
    fn of(facts: &Facts<'a>, class: &str) -> Self {
        let mut told = Self { releases: Names::default(), times: Spans::default() };
        for (owner, record) in facts.records().iter().enumerate() {
            if record.class != Some(class) || record.deleted_at.is_some() {
                continue;
            }
            if let Some(release) = record.release {
                told.releases.entry(release);
            }
            let covers = record.covers.and_then(|covers| covers.start.zip(covers.end));
            if let Some((start, end)) = covers {
                told.times.push(Span { from: start.timestamp, to: end.timestamp, owner });
            }
        }
        told.times.ready();
        told
    }
}

/// Adds the rows, and says how many deployments have no record.
pub(crate) fn rows(rule: &Retention, facts: &Facts<'_>, at: Timestamp, outcome: &mut Outcome) -> u64 {
    let before = outcome.checks.len();
    for (name, class) in rule.classes.entries() {
        let Some(every) = class.every else { continue };
        let told = Told::of(facts, name);
        match facts.history.as_ref().and_then(|history| history.deployments.as_deref()) {
            None => outcome.push(absent(name.clone(), "/history/deployments")),
            Some([]) => outcome.push(Check::not_applicable(CODE, name.as_str(), "nothing was deployed yet")),
            Some(deployments) => {
                outcome.extend((0..deployments.len()).map(|i| deployed(facts, name, class, &told, i, at)));
            }
        }
        if every == Every::Release {
            outcome.push(released(facts, name, &told));
        }
    }
    outcome.checks[before..].iter().filter(|check| check.status == Status::Fail).count() as u64
}

fn deployed(facts: &Facts<'_>, class: &str, terms: &Class, told: &Told<'_>, i: usize, at: Timestamp) -> Check {
    let when = fact!(facts.history?.deployments?[i].at);
    let release = fact!(facts.history?.deployments?[i].release);
    let named = match (release.value, when.value) {
        (Some(release), _) => release.to_owned(),
        (None, Some(when)) => utc(when.timestamp),
        (None, None) => text!["/history/deployments/", i],
    };
    let subject = text![class, " of ", named];
    let over = |when: Timestamp| terms.begins == Begins::Created && terms.over(when) <= at;
    if facts.records.is_none() {
        return absent(subject, "/records");
    }
    let by_name = release.value.is_some_and(|release| told.releases.get(release).is_some());
    let by_time = when.value.is_some_and(|when| told.times.at(when.timestamp).is_some());
    let check = if by_name || by_time {
        Check::pass(CODE, subject, "a record tells of it")
    } else if when.value.is_some_and(|when| over(when.timestamp)) {
        Check::not_applicable(CODE, subject, "the period of its record is over")
    } else if let Some(gap) = [&release.pointer, &when.pointer]
        .into_iter()
        .zip([release.value.is_none(), when.value.is_none()])
        .find_map(|(pointer, absent)| absent.then_some(pointer))
    {
        Check::unknown(CODE, subject, text!["no record tells of it, as far as can be told without `", gap, "`"])
            .remedy_if_unknown(text!["supply the fact `", gap, "`"])
    } else {
        Check::fail(CODE, subject, "no record tells of it").severity(Severity::High).remedy(text![
            "list a record of the class `",
            class,
            "` whose `release` is `",
            named,
            "` in `/records`"
        ])
    };
    check.seen(&release).seen(&when).required(text!["a record of the class `", class, "`"])
}

fn released(facts: &Facts<'_>, class: &str, told: &Told<'_>) -> Check {
    let id = fact!(facts.release?.id);
    let Some(name) = id.value else { return absent(text![class, " of the release"], "/release/id") };
    let subject = text![class, " of ", name, ", which is decided on"];
    if facts.records.is_none() {
        return absent(subject, "/records");
    }
    let check = if told.releases.get(name).is_some() {
        Check::pass(CODE, subject, "a record tells of it")
    } else {
        Check::fail(CODE, subject, "no record tells of it").severity(Severity::High).remedy(text![
            "list a record of the class `",
            class,
            "` whose `release` is `",
            name,
            "` in `/records`"
        ])
    };
    check.seen(&id).required(text!["a record of the class `", class, "`"])
}

fn absent(subject: String, pointer: &str) -> Check {
    Check::unknown(CODE, subject, text!["`", pointer, "` is absent"]).missing(pointer).remedy_if_unknown(text![
        "supply the fact `",
        pointer,
        "`"
    ])
}
