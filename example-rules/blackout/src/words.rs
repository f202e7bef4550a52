//! Times and lengths of time in words.

use crate::span::Span;
use crate::zone::Zone;
use clearance_rule::joined;
use clearance_rule::prelude::*;
use clearance_rule::text::Part;
use clearance_rule::time::utc;

/// A number without grouping, as in a pointer.
#[inline(never)]
pub(crate) fn digits(number: impl Part) -> String {
    text![number]
}

/// `3 days`. Less than what the kit has for it: numbers here are small, and the plural is said.
#[inline(never)]
pub(crate) fn many(number: u32, one: &str, more: &str) -> String {
    joined![digits(number), " ", if number == 1 { one } else { more }]
}

/// `2026-12-28 00:00`, by the clocks of a zone; with seconds where it has some.
pub(crate) fn local(zone: Zone, at: Timestamp) -> String {
    let text = utc(zone.local(at));
    let (date, time) = text.trim_end_matches('Z').split_once('T').unwrap_or((&text, ""));
    joined![date, " ", time.strip_suffix(":00").unwrap_or(time)]
}

/// From when to when by the clocks of a zone, and in UTC.
pub(crate) fn from_to(zone: Zone, span: Span) -> String {
    let shown = joined!["from ", local(zone, span.start), " to ", local(zone, span.end), " in `", zone.name(), "`"];
    joined![shown, " (", utc(span.start), " to ", utc(span.end), ")"]
}

/// `2 h 30 min`.
pub(crate) fn length(milliseconds: i64) -> String {
    let units = [(86_400_000, " d"), (3_600_000, " h"), (60_000, " min"), (1_000, " s"), (1, " ms")];
    let mut left = milliseconds;
    let mut text = String::new();
    for (worth, unit) in units {
        if left >= worth {
            let space = if text.is_empty() { "" } else { " " };
            text = joined![text, space, digits(left / worth), unit];
            left %= worth;
        }
    }
    text
}
