//! The window that the release is planned for.

use crate::facts::Facts;
use crate::params::{Blackout, WithoutWindow};
use crate::span::Span;
use crate::words::{digits, from_to, length, many};
use crate::zone::{END_YEAR, FIRST_YEAR};
use clearance_rule::joined;
use clearance_rule::prelude::*;
use clearance_rule::sections::Window;
use clearance_rule::time::{At, DAY, day_number, utc};

/// The longest window, in days: what is longer is no release.
const LONGEST: u32 = 366;

/// A window that can be judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planned<'f> {
    /// As the facts have it, where they do.
    stated: Option<(At<'f>, At<'f>)>,
    /// What of it is not over.
    pub(crate) span: Span,
    /// How long all of it is.
    pub(crate) length: i64,
}

impl Planned<'_> {
    /// Adds the facts that it comes from.
    pub(crate) fn seen(&self, check: Check) -> Check {
        match self.stated {
            Some((start, end)) => check.observe("/release/window/start", start).observe("/release/window/end", end),
            None => check.missing("/release/window"),
        }
    }
}

/// The row about it, and the window where there is one to judge.
pub(crate) fn planned<'f>(rule: &Blackout, facts: &Facts<'f>, at: Timestamp) -> (Check, Option<Planned<'f>>) {
    let (stated, span) = match facts.release.as_ref().and_then(|release| release.window) {
        Some(Window { start: Some(start), end: Some(end) }) => {
            (Some((start, end)), Span { start: start.timestamp, end: end.timestamp })
        }
        Some(Window { start: None, .. }) => return (absent("/release/window/start"), None),
        Some(Window { end: None, .. }) => return (absent("/release/window/end"), None),
        None if rule.without_window == WithoutWindow::Unknown => return (absent("/release/window"), None),
        None => (None, Span { start: at, end: at.saturating_add(i64::from(rule.assumed_minutes) * 60_000) }),
    };
    let length = span.end.saturating_sub(span.start);
    let left = Span { start: span.start.max(at), end: span.end };
    let planned = Planned { stated, span: left, length };
    let check = judged(rule, span, at, stated.is_some());
    let is_sound = check.status == Status::Pass;
    (planned.seen(check), is_sound.then_some(planned))
}

fn judged(rule: &Blackout, span: Span, at: Timestamp, is_stated: bool) -> Check {
    let lasts = span.end.saturating_sub(span.start);
    if lasts <= 0 {
        return unknown("it is over when it begins")
            .remedy_if_unknown("put `/release/window/end` after `/release/window/start`");
    }
    if span.start < day_number(FIRST_YEAR, 1, 1) * DAY || span.end > day_number(END_YEAR, 1, 1) * DAY {
        let years = joined![digits(FIRST_YEAR), " to ", digits(END_YEAR - 1)];
        return unknown(joined!["it is not within the years ", years, ", whose time zones are known"])
            .remedy_if_unknown("correct `/release/window`");
    }
    if lasts > i64::from(LONGEST) * DAY {
        return unknown(joined!["it is longer than ", many(LONGEST, "day", "days")])
            .remedy_if_unknown("plan a shorter `/release/window`");
    }
    let preface = if is_stated { "" } else { "no window is planned, so it is taken to be " };
    let shown = joined![preface, from_to(rule.zone, span)];
    if span.end > at {
        return Check::pass(CODE, SUBJECT, shown);
    }
    Check::fail(CODE, SUBJECT, joined![shown, ", which was over at ", utc(at)])
        .required(joined!["a window that ends after ", utc(at)])
        .severity(Severity::High)
        .remedy(joined!["plan a window of ", length(lasts), " from ", utc(at), " on"])
}

const CODE: &str = "window";
const SUBJECT: &str = "release";

fn absent(pointer: &str) -> Check {
    let remedy = joined!["supply the fact `", pointer, "`"];
    unknown(joined!["`", pointer, "` is absent"]).missing(pointer).remedy_if_unknown(remedy)
}

fn unknown(message: impl Into<String>) -> Check {
    Check::unknown(CODE, SUBJECT, message)
}
