//! Time zones of the IANA database: what their clocks show, and when.
//!
//! A black-out holds from the first moment at which the zone's clocks show its start or later to the last moment until which
//! they show less than its end. So where clocks are set back and show a time twice, a period begins with the first and ends
//! with the last; where they are set forward and do not show it, it begins or ends when they are set.

use clearance_rule::Timestamp;
use clearance_rule::time::{civil, day_number};
use std::cmp::Ordering;
use std::ops::Range;

#[expect(clippy::unreadable_literal, reason = "generated")]
mod table {
    use super::{Data, Daylight, Rule, Switch};

    include!(concat!(env!("OUT_DIR"), "/zones.rs"));
}

pub(crate) use table::{FIRST_YEAR, VERSION};

/// The years after the last whose times are known: rules that hold for longer than this are guesses anyway.
pub(crate) const END_YEAR: i64 = 2100;

/// Milliseconds by the clocks of a zone since they showed 1970-01-01T00:00:00, were they never changed.
pub(crate) type Local = i64;

const HOUR: i64 = 3_600_000;
const MINUTE: i64 = 60_000;

/// A time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    name: &'static str,
    place: u8,
}

impl Default for Zone {
    fn default() -> Self {
        Self { name: "UTC", place: table::UTC }
    }
}

impl Zone {
    /// The zone of this name; otherwise what to say of it.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let (mut from, mut to) = (0, COUNT);
        while from < to {
            let middle = usize::midpoint(from, to);
            match name_at(middle).cmp(name) {
                Ordering::Less => from = middle + 1,
                Ordering::Greater => to = middle,
                Ordering::Equal => return Ok(Self { name: name_at(middle), place: table::PLACES[middle] }),
            }
        }
        Err(unknown(name))
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        self.name
    }

    /// What its clocks show.
    pub(crate) fn local(self, at: Timestamp) -> Local {
        at + self.offset(at)
    }

    /// The first moment at which its clocks show this time or a later one.
    pub(crate) fn first(self, local: Local) -> Timestamp {
        self.moments(local).0
    }

    /// The last moment until which its clocks show less than this time.
    pub(crate) fn last(self, local: Local) -> Timestamp {
        self.moments(local).1
    }

    fn moments(self, local: Local) -> (Timestamp, Timestamp) {
        // Clocks are at most 14 hours ahead of UTC and 12 behind.
        let (before, after) = (self.offset(local - 15 * HOUR), self.offset(local + 13 * HOUR));
        let (early, late) = (local - before, local - after);
        match (self.offset(early) == before, self.offset(late) == after) {
            (true, true) => (early, late),
            (true, false) => (early, early),
            (false, true) => (late, late),
            (false, false) => {
                let set = self.set_forward(late, early);
                (set, set)
            }
        }
    }

    /// When the offset changes, which it does after `from` and by `to`.
    fn set_forward(self, from: Timestamp, to: Timestamp) -> Timestamp {
        let (mut from, mut to) = (from.div_euclid(MINUTE), to.div_euclid(MINUTE));
        let before = self.offset(from * MINUTE);
        while to - from > 1 {
            let middle = from.midpoint(to);
            *(if self.offset(middle * MINUTE) == before { &mut from } else { &mut to }) = middle;
        }
        to * MINUTE
    }

    /// Milliseconds that its clocks are ahead of UTC.
    fn offset(self, at: Timestamp) -> i64 {
        let Data { initial, changes, rule } = &table::ZONES[usize::from(self.place)];
        let changes = &table::CHANGES[usize::from(changes.start)..usize::from(changes.end)];
        let minute = at.div_euclid(MINUTE);
        let since_first = minute - day_number(FIRST_YEAR, 1, 1) * 1440;
        let passed = changes.partition_point(|change| i64::from(change >> table::OFFSET_BITS) <= since_first);
        let minutes = if passed == changes.len() {
            table::RULES[usize::from(*rule)].offset(minute)
        } else if passed == 0 {
            *initial
        } else {
            let place = changes[passed - 1] & ((1 << table::OFFSET_BITS) - 1);
            table::OFFSETS[usize::try_from(place).unwrap_or_default()]
        };
        i64::from(minutes) * MINUTE
    }
}

/// A zone: its offset in minutes before the first change that is known, its changes, and its rule from the last of them on.
struct Data {
    initial: i16,
    changes: Range<u16>,
    rule: u8,
}

/// Minutes ahead of UTC, year for year.
struct Rule {
    standard: i16,
    daylight: Option<Daylight>,
}

/// Daylight saving time.
struct Daylight {
    offset: i16,
    start: Switch,
    end: Switch,
}

/// When clocks are changed: at a minute of the n-th weekday of a month, the fifth being the last. Monday is 0.
struct Switch {
    month: u8,
    week: u8,
    weekday: u8,
    minute: i16,
}

impl Rule {
    fn offset(&self, minute: i64) -> i16 {
        let Some(daylight) = &self.daylight else { return self.standard };
        let standard = i64::from(self.standard);
        let year = civil((minute + standard).div_euclid(1440)).0;
        let start = daylight.start.minute(year) - standard;
        let end = daylight.end.minute(year) - i64::from(daylight.offset);
        let is_daylight = if start < end { (start..end).contains(&minute) } else { !(end..start).contains(&minute) };
        if is_daylight { daylight.offset } else { self.standard }
    }
}

impl Switch {
    /// Minutes since 1970 by the clocks as they are before.
    fn minute(&self, year: i64) -> i64 {
        let month = i64::from(self.month);
        let first = day_number(year, month, 1);
        let to_weekday = (i64::from(self.weekday) - weekday(first)).rem_euclid(7);
        let day = first + to_weekday + 7 * (i64::from(self.week) - 1);
        let end = if month == 12 { day_number(year + 1, 1, 1) } else { day_number(year, month + 1, 1) };
        let day = if day < end { day } else { day - 7 };
        day * 1440 + i64::from(self.minute)
    }
}

/// The day of the week, from 0 for Monday, of a day since 1970-01-01, which was a Thursday.
pub(crate) fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// How many names there are.
const COUNT: usize = table::ENDS.len();

fn name_at(place: usize) -> &'static str {
    let start = place.checked_sub(1).map_or(0, |before| table::ENDS[before]);
    &table::NAMES[usize::from(start)..usize::from(table::ENDS[place])]
}

fn unknown(name: &str) -> String {
    let nearest = (0..COUNT).map(name_at).min_by_key(|known| distance(name, known));
    let hint = match nearest {
        Some(nearest) if distance(name, nearest) <= 3 => [": did you mean `", nearest, "`"].concat(),
        _ => ": expected a name such as `Europe/Berlin`".to_owned(),
    };
    ["`", name, "` is no time zone of the IANA database ", VERSION, &hint].concat()
}

/// How many letters are to be changed, put in or left out, where case does not matter; more than enough for long names.
fn distance(a: &str, b: &str) -> usize {
    if a.len().abs_diff(b.len()) > 3 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let changed = diagonal + usize::from(!x.eq_ignore_ascii_case(&y));
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
