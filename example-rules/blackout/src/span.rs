//! Spans of time in which nothing is released: those of a period, and what they leave free.

use crate::business::Business;
use crate::params::{Close, Closed, Dates, Once, Weekly, When, Yearly};
use crate::written::DayOfYear;
use crate::zone::{Local, Zone};
use clearance_rule::Timestamp;
use clearance_rule::time::{DAY, civil, day_number};

const WEEK: i64 = 7 * DAY;

/// From its start until just before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
}

impl Span {
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The times that a period comes again, in a zone. They are numbered, and neither their starts nor their ends go back.
#[derive(Debug)]
pub(crate) struct Recurrence<'a> {
    pub(crate) when: &'a When,
    pub(crate) zone: Zone,
    pub(crate) fiscal_year_start: u8,
    pub(crate) business: Option<Business>,
}

impl Recurrence<'_> {
    /// Those that touch what is between two times, in order.
    pub(crate) fn between(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Span> {
        let is_single = matches!(self.when, When::Once(_) | When::Dates(_));
        let mut number = if is_single { 0 } else { self.number(self.zone.local(from)) };
        while !is_single && self.span(number - 1).end > from {
            number -= 1;
        }
        let mut over = false;
        std::iter::from_fn(move || {
            let span = (!over).then(|| self.span(number))?;
            number += 1;
            over = is_single;
            (span.start < to).then_some(span)
        })
        // Where clocks leave out all of it, or no day is left of it, nothing is.
        .filter(move |span| span.start < span.end && span.end > from)
    }

    /// The first day of each, and the last, counted from 1970-01-01: for a close.
    fn close(&self, close: &Close, number: i64) -> (i64, i64) {
        // Counted from the year 0, months end at the numbers 0, 1, 2 …, and fiscal years where the next starts.
        let first = i64::from(self.fiscal_year_start);
        let month = match close.of {
            Closed::Month => number,
            Closed::Quarter => number * 3 + (first - 1) % 3,
            Closed::Year => number * 12 + (first - 1),
        };
        let end = day_number(month.div_euclid(12), month.rem_euclid(12) + 1, 1) - 1;
        match &self.business {
            None => (end, end),
            Some(business) => {
                let last = business.last_until(end);
                (business.before(last, close.days_before), business.after(last, close.days_after))
            }
        }
    }

    /// The number of one that is near a time; which, matters little.
    fn number(&self, local: Local) -> i64 {
        let day = local.div_euclid(DAY);
        let (year, month, _) = civil(day);
        match self.when {
            When::Once(_) | When::Dates(_) => 0,
            When::Weekly(_) => (day + 3).div_euclid(7),
            When::Yearly(_) => year,
            When::Close(close) => {
                let month = year * 12 + month - 1;
                match close.of {
                    Closed::Month => month,
                    Closed::Quarter => month.div_euclid(3),
                    Closed::Year => month.div_euclid(12),
                }
            }
        }
    }

    fn span(&self, number: i64) -> Span {
        let (start, end) = match self.when {
            When::Once(Once { start, end }) => (start.local(), end.local()),
            When::Dates(Dates { from, through }) => days(from.day(), through.day()),
            When::Weekly(Weekly { from, until }) => {
                // Monday of the week with the number 0 was 1969-12-29.
                let monday = number * WEEK - 3 * DAY;
                let (from, until) = (from.milliseconds(), until.milliseconds());
                (monday + from, monday + if from < until { until } else { until + WEEK })
            }
            When::Yearly(Yearly { from, through }) => {
                let through_year = number + i64::from(through < from);
                days(first_on_or_after(number, *from), last_until(through_year, *through))
            }
            When::Close(close) => {
                let (first, last) = self.close(close, number);
                days(first, last)
            }
        };
        Span { start: self.zone.first(start), end: self.zone.last(end) }
    }
}

/// Whole days, the last included.
fn days(first: i64, last: i64) -> (Local, Local) {
    (first * DAY, (last + 1) * DAY)
}

/// The day, or 1 March where a year has no 29 February.
fn first_on_or_after(year: i64, day: DayOfYear) -> i64 {
    day_number(year, day.month, day.day)
}

/// The day, or 28 February where a year has no 29 February.
fn last_until(year: i64, day: DayOfYear) -> i64 {
    let number = day_number(year, day.month, day.day);
    if civil(number).1 == day.month { number } else { number - 1 }
}

/// The first moment from `from` on, until `to`, that none of the spans, which are in the order of their starts, blocks for so long.
pub(crate) fn free(spans: &[Span], from: Timestamp, to: Timestamp, milliseconds: i64) -> Option<Timestamp> {
    let mut start = from;
    for span in spans {
        if span.start >= start + milliseconds {
            break;
        }
        start = start.max(span.end);
    }
    (start <= to).then_some(start)
}
