//! Whether a defect was escalated as its severity needs: to whom, soon enough, and acknowledged.

use crate::entry::Entry;
use crate::params::EscalateTo;
use crate::target::in_future;
use clearance_rule::prelude::*;
use clearance_rule::sections::Escalation;
use clearance_rule::time::utc;

const CODE: &str = "escalation";

/// An empty list, as the facts have it.
const NONE: &[&str] = &[];

/// What one escalation comes to.
enum Judged {
    Fits(String),
    Lacks { message: String, remedy: String },
    Untold { message: String, remedy: String },
}

/// The row; none where the severity needs no escalation.
pub(crate) fn row(entry: &Entry<'_>, now: Timestamp) -> Option<Check> {
    let Some(level) = entry.level() else {
        let wanted = entry.rule.severities.iter().any(|level| level.escalation.is_some());
        let pointer = entry.pointer("severity");
        return wanted.then(|| {
            let check = Check::unknown(CODE, &entry.subject, "to whom it is to be escalated depends on its severity")
                .remedy_if_unknown(entry.name_its_severity())
                .seen(&Fact::new(pointer, entry.defect.severity));
            entry.row(check)
        });
    };
    let terms = level.escalation.as_ref()?;
    Some(entry.row(judge(entry, terms, now).required(required(terms))))
}

fn required(terms: &EscalateTo) -> String {
    let within = terms
        .within_hours
        .map_or(String::new(), |hours| text![" within ", text::count(hours, "hour"), " of when it was found"]);
    let acknowledged = if terms.acknowledged { ", acknowledged" } else { "" };
    text!["an escalation to ", terms.to.join(" or "), within, acknowledged]
}

fn judge(entry: &Entry<'_>, terms: &EscalateTo, now: Timestamp) -> Check {
    let place = entry.pointer("escalations");
    let Some(escalations) = &entry.defect.escalations else { return entry.absent(CODE, &place) };
    let latest = match (terms.within_hours, entry.defect.found_at) {
        (None, _) => None,
        (Some(_), None) => return entry.absent(CODE, &entry.pointer("found_at")),
        (Some(_), Some(found)) if found.timestamp > now => return in_future(entry, CODE, found),
        (Some(hours), Some(found)) => {
            let latest = found.timestamp.saturating_add(i64::from(hours).saturating_mul(3_600_000));
            Some((found.timestamp, latest))
        }
    };
    let judged = escalations.iter().enumerate();
    let judged = judged.map(|(i, escalation)| one(entry, terms, escalation, &text![place, "/", i], latest, now));
    // One that fits is enough; one that may fit counts for more than any that does not.
    let best = judged.min_by_key(|judged| match judged {
        Judged::Fits(_) => 0,
        Judged::Untold { .. } => 1,
        Judged::Lacks { .. } => 2,
    });
    let check = match best {
        Some(Judged::Fits(message)) => Check::pass(CODE, &entry.subject, message),
        Some(Judged::Untold { message, remedy }) => {
            Check::unknown(CODE, &entry.subject, message).remedy_if_unknown(remedy)
        }
        Some(Judged::Lacks { message, remedy }) => Check::fail(CODE, &entry.subject, message).remedy(remedy),
        None => Check::fail(CODE, &entry.subject, "it was not escalated")
            .remedy(text!["escalate it to ", terms.to.join(" or ")])
            .observe(&place, NONE),
    };
    seen(entry, check, escalations, &place)
}

/// The longest list whose every entry is shown: more would drown the row.
const SHOWN: usize = 20;

fn seen(entry: &Entry<'_>, check: Check, escalations: &[Escalation<'_>], place: &str) -> Check {
    let check = escalations.iter().take(SHOWN).enumerate().fold(check, |check, (i, escalation)| {
        let below = |field: &str| text![place, "/", i, "/", field];
        check
            .seen(&Fact::new(below("to"), escalation.to))
            .seen(&Fact::new(below("at"), escalation.at))
            .seen(&Fact::new(below("acknowledged_by"), escalation.acknowledged_by))
    });
    match entry.defect.found_at {
        Some(found) => check.observe(entry.pointer("found_at"), found),
        None => check,
    }
}

fn one(
    entry: &Entry<'_>,
    terms: &EscalateTo,
    escalation: &Escalation<'_>,
    place: &str,
    found: Option<(Timestamp, Timestamp)>,
    now: Timestamp,
) -> Judged {
    let absent = |field: &str| Judged::Untold {
        message: text!["the fact `", place, "/", field, "` is absent"],
        remedy: text!["supply the fact `", place, "/", field, "`"],
    };
    let Some(to) = escalation.to else { return absent("to") };
    if !terms.to.iter().any(|wanted| wanted.eq_ignore_ascii_case(to.trim())) {
        let wanted = terms.to.join(" or ");
        return Judged::Lacks {
            message: text!["it was escalated to `", to, "`, not to ", wanted],
            remedy: text!["escalate it to ", wanted],
        };
    }
    let Some(at) = escalation.at else { return absent("at") };
    if at.timestamp > now {
        return Judged::Lacks {
            message: text!["it is to be escalated to `", to, "` only at ", at.text],
            remedy: text!["escalate it to `", to, "` before the release"],
        };
    }
    if found.is_some_and(|(found, _)| at.timestamp < found) {
        return Judged::Untold {
            message: text!["it was escalated at ", at.text, ", before it was found"],
            remedy: text!["correct `", place, "/at` or `", entry.pointer("found_at"), "`"],
        };
    }
    if let Some((_, latest)) = found.filter(|(_, latest)| at.timestamp > *latest) {
        return Judged::Lacks {
            message: text!["it was escalated to `", to, "` at ", at.text, ", later than ", utc(latest)],
            remedy: text!["what was late stays late: have `", to, "` accept it with a waiver"],
        };
    }
    if !terms.acknowledged {
        return Judged::Fits(text!["escalated to `", to, "` at ", at.text]);
    }
    let Some(by) = escalation.acknowledged_by else { return absent("acknowledged_by") };
    let Some(by) = entry.says(by) else {
        return Judged::Lacks {
            message: text!["`", to, "` was told at ", at.text, " and has not acknowledged it"],
            remedy: text!["have `", to, "` acknowledge it"],
        };
    };
    match escalation.acknowledged_at {
        Some(answered) if answered.timestamp > now || answered.timestamp < at.timestamp => Judged::Untold {
            message: text![
                "it was acknowledged at ",
                answered.text,
                ", which is not between its escalation and the decision"
            ],
            remedy: text!["correct `", place, "/acknowledged_at`"],
        },
        _ => Judged::Fits(text!["escalated to `", to, "` at ", at.text, ", acknowledged by `", by, "`"]),
    }
}
