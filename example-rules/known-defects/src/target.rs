//! When a defect is to be fixed: by a date that is not past, soon enough, and not by the release that carries it.

use crate::entry::Entry;
use clearance_rule::prelude::*;
use clearance_rule::sections::Release;
use clearance_rule::time::{At, DAY, utc};

const CODE: &str = "target";

/// The first moment at which a time is past: a date is not, until it is over.
pub(crate) fn end(time: At<'_>) -> Timestamp {
    // A date is written with ten characters, a timestamp with more.
    if time.text.len() == 10 { time.timestamp.saturating_add(DAY) } else { time.timestamp }
}

pub(crate) fn row(entry: &Entry<'_>, release: Option<&Release<'_>>, now: Timestamp) -> Check {
    let target = entry.defect.target.as_ref();
    let pointer = entry.pointer("target/date");
    let Some(date) = target.and_then(|target| target.date) else {
        return entry.row(entry.absent(CODE, &pointer).required("a date by which it is to be fixed"));
    };
    let check = if end(date) <= now {
        Check::fail(CODE, &entry.subject, text!["it was to be fixed by ", date.text])
            .remedy("fix it, or have its owner agree on a date to come")
            .required("a date that is not past")
    } else {
        soon_enough(entry, date, now)
    };
    let check = check.observe(pointer, date);
    entry.row(match target.and_then(|target| target.version) {
        Some(version) if check.status == Status::Pass => not_this_release(entry, check, version, release),
        _ => check,
    })
}

fn soon_enough(entry: &Entry<'_>, date: At<'_>, now: Timestamp) -> Check {
    let pass = Check::pass(CODE, &entry.subject, text!["to be fixed by ", date.text]);
    let Some(days) = entry.levels().iter().filter_map(|level| level.fix_within_days).min() else {
        return pass.required("a date that is not past");
    };
    let required = text!["a date within ", text::count(days, "day"), " of when it was found"];
    let pointer = entry.pointer("found_at");
    let check = match entry.defect.found_at {
        None => entry.absent(CODE, &pointer),
        Some(found) if found.timestamp > now => in_future(entry, CODE, found),
        Some(found) => {
            let latest = found.timestamp.saturating_add(i64::from(days).saturating_mul(DAY));
            let check = if date.timestamp > latest {
                Check::fail(CODE, &entry.subject, text!["to be fixed by ", date.text, ", later than ", utc(latest)])
                    .remedy(text!["plan to fix it by ", utc(latest)])
            } else {
                pass
            };
            entry.as_sure_as_its_severity(check.observe(pointer, found))
        }
    };
    check.required(required)
}

/// A defect found after the decision contradicts itself.
pub(crate) fn in_future(entry: &Entry<'_>, code: &str, found: At<'_>) -> Check {
    let pointer = entry.pointer("found_at");
    Check::unknown(code, &entry.subject, text!["`", pointer, "` is later than the decision"])
        .remedy_if_unknown(text!["supply the time at which it was found at `", pointer, "`"])
        .observe(pointer, found)
}

/// A fix that this release is to have, of a defect that it carries, is a contradiction.
fn not_this_release(entry: &Entry<'_>, check: Check, version: &str, release: Option<&Release<'_>>) -> Check {
    let this = release.and_then(|release| release.version);
    let mut check = check.seen(&Fact::new("/release/version", this)).observe(entry.pointer("target/version"), version);
    let (message, remedy) = match this {
        None => (
            text!["whether `", version, "` is this release is not known"],
            "supply the fact `/release/version`".to_owned(),
        ),
        Some(this) if this.trim() == version.trim() => (
            text!["it was to be fixed in `", version, "`, which is this release"],
            text!["take it off the list where it is fixed, or correct `", entry.pointer("target/version"), "`"],
        ),
        Some(_) => {
            check.message.push_str(&text![" in `", version, "`"]);
            return check;
        }
    };
    check.status = Status::Unknown;
    check.message = message;
    check.remedy_if_unknown(remedy)
}
