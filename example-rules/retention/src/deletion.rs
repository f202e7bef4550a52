//! The rows about records that were deleted: not before their period was over, not while a legal hold was in force, and not without
//! a look at the holds.

use crate::facts::Facts;
use crate::holds::Holds;
use crate::params::Retention;
use crate::period;
use clearance_rule::prelude::*;
use clearance_rule::text::count;
use clearance_rule::time::{At, DAY, utc};

/// The code of its rows.
pub(crate) const CODE: &str = "deletion";

/// What is wrong with a deletion, or not known of it.
struct Finding {
    status: Status,
    severity: Severity,
    message: String,
    remedy: String,
}

/// Whether a record was deleted before its period was over.
pub(crate) fn is_early(rule: &Retention, facts: &Facts<'_>, i: usize) -> bool {
    let record = &facts.records()[i];
    let class = record.class.and_then(|class| rule.classes.get(class));
    let over = class.and_then(|class| period::over(class, record).ok());
    over.zip(record.deleted_at).is_some_and(|(over, deleted)| deleted.timestamp < over)
}

/// The row of a record that was deleted.
pub(crate) fn check(
    rule: &Retention,
    facts: &Facts<'_>,
    holds: &Holds<'_>,
    i: usize,
    deleted: At<'_>,
    at: Timestamp,
) -> Check {
    let record = &facts.records()[i];
    let place = |field: &str| text!["/records/", i, "/", field];
    let name = facts.name(i);
    let mut findings = Vec::new();
    let restore = text!["restore `", name, "`, and take `", place("deleted_at"), "` away"];
    let hold = holds.over(record, deleted.timestamp);
    if let Some(hold) = hold {
        findings.push(Finding {
            status: Status::Fail,
            severity: Severity::Critical,
            message: text!["it was deleted while the legal hold `", facts.hold_name(hold), "` was in force"],
            remedy: restore.clone(),
        });
    }
    let mut unknown = |message: String, remedy: String| {
        findings.push(Finding { status: Status::Unknown, severity: Severity::Medium, message, remedy });
    };
    if facts.holds.is_none() {
        unknown("`/holds` is absent".to_owned(), "supply the legal holds in `/holds`, or an empty list".to_owned());
    }
    if record.id.is_none() {
        unknown(text!["`", place("id"), "` is absent"], text!["supply the fact `", place("id"), "`"]);
    }
    if deleted.timestamp > at {
        let message = text!["it was deleted at ", utc(deleted.timestamp), ", after the decision"];
        unknown(message, text!["correct the fact `", place("deleted_at"), "`"]);
    }
    match record.class.and_then(|class| rule.classes.get(class)).map(|class| period::over(class, record)) {
        None => unknown("how long it had to be kept is not known".to_owned(), "see the row of its class".to_owned()),
        Some(Err(field)) => {
            unknown(text!["`", place(field), "` is absent"], text!["supply the fact `", place(field), "`"]);
        }
        Some(Ok(over)) if deleted.timestamp < over => findings.push(Finding {
            status: Status::Fail,
            severity: Severity::High,
            message: text!["it was deleted ", days(over - deleted.timestamp), " before its period was over"],
            remedy: restore,
        }),
        Some(Ok(_)) => {}
    }
    findings.extend(unchecked(rule, &place("hold_checked_at"), record.hold_checked_at, deleted));
    let any = |status: &Status| findings.iter().any(|finding| finding.status == *status);
    // What is wrong is told before what is not known.
    let status = [Status::Fail, Status::Unknown].into_iter().find(any);
    let told: Vec<&Finding> = findings.iter().filter(|finding| Some(finding.status) == status).collect();
    let message: Vec<&str> = told.iter().map(|finding| finding.message.as_str()).collect();
    let mut remedies: Vec<&str> = told.iter().map(|finding| finding.remedy.as_str()).collect();
    remedies.dedup();
    let check = match status {
        Some(Status::Fail) => Check::fail(CODE, name, message.join("; ")),
        Some(_) => Check::unknown(CODE, name, message.join("; ")),
        None => {
            Check::pass(CODE, name, text!["it was deleted at ", utc(deleted.timestamp), ", after its period was over"])
        }
    };
    let severity = told.iter().map(|finding| finding.severity).max_by_key(|severity| *severity as u8);
    let check = check
        .severity(severity.unwrap_or(Severity::Medium))
        .required("deleted after its period and under no legal hold, which somebody looked at before")
        .remedy(remedies.join("; "))
        .remedy_if_unknown(remedies.join("; "))
        .seen(&Fact::new(place("deleted_at"), record.deleted_at))
        .seen(&Fact::new(place("created"), record.created))
        .seen(&Fact::new(place("hold_checked_at"), record.hold_checked_at));
    match hold {
        Some(hold) => check.seen(&Fact::new(text!["/holds/", hold, "/from"], facts.holds()[hold].from)),
        None => check,
    }
}

/// What is wrong with the look at legal holds that goes before a deletion.
fn unchecked(rule: &Retention, place: &str, checked: Option<At<'_>>, deleted: At<'_>) -> Option<Finding> {
    let Some(checked) = checked else {
        return Some(Finding {
            status: Status::Unknown,
            severity: Severity::Medium,
            message: text!["`", place, "` is absent: whether anybody looked at the legal holds before is not known"],
            remedy: text!["supply the fact `", place, "`"],
        });
    };
    let before = deleted.timestamp.saturating_sub(checked.timestamp);
    let most = i64::from(rule.hold_check_days) * DAY;
    let message = if before < 0 {
        "the legal holds were looked at only after it was deleted".to_owned()
    } else if before > most {
        text!["the legal holds were looked at ", days(before), " before it was deleted"]
    } else {
        return None;
    };
    Some(Finding {
        status: Status::Fail,
        severity: Severity::Medium,
        message,
        remedy: text![
            "prove in `",
            place,
            "` that the legal holds were looked at in the ",
            count(rule.hold_check_days, "day"),
            " before"
        ],
    })
}

/// A span of time in days, each of them begun.
fn days(span: Timestamp) -> String {
    count(span.saturating_add(DAY - 1) / DAY, "day")
}
