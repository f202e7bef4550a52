//! The rows about classes: each that the policy keeps has records, and each that records name is one that the policy keeps.

use crate::facts::Facts;
use crate::names::Names;
use crate::params::{Class, Every, Retention};
use clearance_rule::prelude::*;
use clearance_rule::text::count;

/// The code of its rows.
pub(crate) const CODE: &str = "class";

/// As many records as a row observes of a class.
const FEW: usize = 3;

/// Adds a row for each class, and for each record without one.
pub(crate) fn rows(rule: &Retention, facts: &Facts<'_>, outcome: &mut Outcome) {
    let mut members: Names<'_, Vec<usize>> = Names::default();
    for (i, record) in facts.records().iter().enumerate() {
        if let Some(class) = record.class {
            members.entry(class).push(i);
        }
    }
    for (name, class) in rule.classes.entries() {
        let members = members.get(name).map_or(&[] as &[usize], Vec::as_slice);
        outcome.push(kept(facts, name, class, members).required(text![class.period(), ": ", class.source]));
    }
    for name in members.names() {
        if rule.classes.get(name).is_some() {
            continue;
        }
        let members = members.get(name).map_or(&[] as &[usize], Vec::as_slice);
        let message = text!["the policy knows no class `", name, "`: ", count(members.len(), "record")];
        let check = Check::unknown(CODE, name, message).remedy_if_unknown(text![
            "say in the parameter `classes` how long `",
            name,
            "` is kept"
        ]);
        let observe = |check: Check, i: &usize| check.observe(text!["/records/", *i, "/class"], name);
        outcome.push(members.iter().take(FEW).fold(check, observe));
    }
    for (i, record) in facts.records().iter().enumerate() {
        if record.class.is_none() {
            let place = text!["/records/", i, "/class"];
            let check = Check::unknown(CODE, facts.name(i), text!["`", place, "` is absent"]).remedy_if_unknown(text![
                "supply the fact `",
                place,
                "`"
            ]);
            outcome.push(check.missing(place));
        }
    }
}

fn kept(facts: &Facts<'_>, name: &str, class: &Class, members: &[usize]) -> Check {
    if facts.records.is_none() {
        return Check::unknown(CODE, name, "`/records` is absent")
            .missing("/records")
            .remedy_if_unknown("supply the fact `/records`");
    }
    if !members.is_empty() {
        let deleted = members.iter().filter(|i| facts.records()[**i].deleted_at.is_some()).count();
        let mut message = count(members.len(), "record");
        if deleted > 0 {
            message.push_str(&text![", ", deleted, " of them deleted"]);
        }
        return Check::pass(CODE, name, message);
    }
    if !class.required {
        return Check::not_applicable(CODE, name, "there is no record, and there need not be any");
    }
    let deployments = facts.history.as_ref().and_then(|history| history.deployments.as_deref());
    if class.every == Some(Every::Deployment) && deployments.is_some_and(<[_]>::is_empty) {
        return Check::not_applicable(CODE, name, "nothing was deployed yet");
    }
    Check::fail(CODE, name, "there is no record").severity(Severity::High).remedy(text![
        "store records of the class `",
        name,
        "`, and list them in `/records`"
    ])
}
