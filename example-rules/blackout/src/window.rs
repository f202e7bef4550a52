//! The window that the release is planned for.

use crate::facts::Facts;
use crate::params::{Blackout, WithoutWindow};
use crate::span::Span;
use crate::words::{digits, from_to, join, length};
use crate::zone::{END_YEAR, FIRST_YEAR};
use clearance_rule::prelude::*;
use clearance_rule::sections::Window;
use clearance_rule::text::count;
use clearance_rule::time::{DAY, day_number, utc};

/// The longest window, in days: what is longer is no release.
const LONGEST: u32 = 366;

/// A window that can be judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planned {
    /// What of it is not over.
    pub(crate) span: Span,
    /// How long all of it is.
    pub(crate) length: i64,
}

/// The row about it, and the window where there is one to judge.
pub(crate) fn planned(rule: &Blackout, facts: &Facts<'_>, at: Timestamp) -> (Check, Option<Planned>) {
    let window = facts.release.as_ref().and_then(|release| release.window);
    let Some(window) = window else {
        return match rule.without_window {
            WithoutWindow::Unknown => (absent("/release/window"), None),
            WithoutWindow::Decision => {
                let span = Span { start: at, end: at.saturating_add(i64::from(rule.assumed_minutes) * 60_000) };
                let (check, planned) = judged(rule, span, at, "no window is planned, so it is taken to be ");
                (check.missing("/release/window"), planned)
            }
        };
    };
    let Window { start: Some(start), end: Some(end) } = window else {
        let pointer = if window.start.is_none() { "/release/window/start" } else { "/release/window/end" };
        return (absent(pointer), None);
    };
    let (check, planned) = judged(rule, Span { start: start.timestamp, end: end.timestamp }, at, "");
    (check.observe("/release/window/start", start).observe("/release/window/end", end), planned)
}

fn judged(rule: &Blackout, span: Span, at: Timestamp, preface: &str) -> (Check, Option<Planned>) {
    let length_of = span.end.saturating_sub(span.start);
    let unknown = |message: String, remedy: &str| (unknown(message).remedy_if_unknown(remedy), None);
    if length_of <= 0 {
        return unknown(
            "it is over when it begins".to_owned(),
            "put `/release/window/end` after `/release/window/start`",
        );
    }
    if span.start < day_number(FIRST_YEAR, 1, 1) * DAY || span.end > day_number(END_YEAR, 1, 1) * DAY {
        let years = join![
            "it is not within the years ",
            digits(FIRST_YEAR),
            " to ",
            digits(END_YEAR - 1),
            ", whose time zones are known"
        ];
        return unknown(years, "correct `/release/window`");
    }
    if length_of > i64::from(LONGEST) * DAY {
        return unknown(join!["it is longer than ", count(LONGEST, "day")], "plan a shorter `/release/window`");
    }
    let shown = join![preface, from_to(rule.zone, span)];
    if span.end <= at {
        let check = Check::fail("window", "release", join![shown, ", which was over at ", utc(at)])
            .required(join!["a window that ends after ", utc(at)])
            .severity(Severity::High)
            .remedy(join!["plan a window of ", length(length_of), " from ", utc(at), " on"]);
        return (check, None);
    }
    let left = Span { start: span.start.max(at), end: span.end };
    (Check::pass("window", "release", shown), Some(Planned { span: left, length: length_of }))
}

fn absent(pointer: &str) -> Check {
    unknown(join!["`", pointer, "` is absent"]).missing(pointer).remedy_if_unknown(join![
        "supply the fact `",
        pointer,
        "`"
    ])
}

fn unknown(message: String) -> Check {
    Check::unknown("window", "release", message)
}
