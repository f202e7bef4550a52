//! The rows about what artifacts say of themselves: each control that one names is there, and asks for such evidence.

use crate::facts::Facts;
use crate::params::ControlMapping;
use crate::scope::Wanted;
use clearance_rule::prelude::*;

/// The code of its rows.
pub(crate) const CODE: &str = "mapping";

/// Adds a row for each control that an artifact names.
pub(crate) fn rows(rule: &ControlMapping, facts: &Facts<'_>, outcome: &mut Outcome) {
    for (i, artifact) in facts.artifacts().iter().enumerate() {
        for (j, id) in artifact.controls.iter().flatten().enumerate() {
            let subject = text![facts.name(i), " for ", id];
            let kind = Fact::new(text!["/artifacts/", i, "/kind"], artifact.kind);
            let check = judged(rule, id, &kind, subject, i, j);
            outcome.push(check.severity(Severity::Low).observe(text!["/artifacts/", i, "/controls/", j], id));
        }
    }
}

fn judged(rule: &ControlMapping, id: &str, kind: &Fact<&str>, subject: String, i: usize, j: usize) -> Check {
    let Some(place) = rule.scope.places.get(id) else {
        return Check::fail(CODE, subject, text!["the catalogue has no control `", id, "`"])
            .required("a control of the catalogue")
            .remedy(text!["correct `/artifacts/", i, "/controls/", j, "`, or add it to the parameter `controls`"]);
    };
    let Some(control) = place.and_then(|place| rule.scope.controls.get(place)) else {
        return Check::not_applicable(CODE, subject, text!["`", id, "` is not in scope"]);
    };
    if let Some(reason) = &control.excused {
        return Check::not_applicable(CODE, subject, reason.as_str());
    }
    let Some(word) = kind.value else {
        return Check::unknown(CODE, subject, text!["`", kind.pointer, "` is absent"])
            .seen(kind)
            .remedy_if_unknown(text!["supply the fact `", kind.pointer, "`"]);
    };
    let asked: Vec<String> = control.evidence.iter().map(Wanted::words).collect();
    let asked = asked.join("; ");
    let check = if control.wants(word) {
        Check::pass(CODE, subject, text!["`", word, "` is what the control asks for"])
    } else {
        Check::fail(CODE, subject, text!["a `", word, "` is not what the control asks for"]).remedy(text![
            "take `",
            id,
            "` out of `/artifacts/",
            i,
            "/controls`, or have the control ask for `",
            word,
            "` in the parameter `controls`"
        ])
    };
    check.seen(kind).required(asked)
}
