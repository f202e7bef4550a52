//! Periods of calendar years, in UTC.

use clearance_rule::Timestamp;
use clearance_rule::time::{DAY, civil, day_number};

/// The same day and time so many years later, and then so many days. The 29th of February is the 1st of March in a year that has
/// none: a record is kept until its years are over beyond doubt.
#[must_use]
pub fn later(at: Timestamp, years: u32, days: u32) -> Timestamp {
    shifted(at, i64::from(years), i64::from(days))
}

/// The same day and time so many years and days before.
#[must_use]
pub fn earlier(at: Timestamp, years: u32, days: u32) -> Timestamp {
    shifted(at, -i64::from(years), -i64::from(days))
}

fn shifted(at: Timestamp, years: i64, days: i64) -> Timestamp {
    let (year, month, day) = civil(at.div_euclid(DAY));
    let days = day_number(year.saturating_add(years), month, day).saturating_add(days);
    days.saturating_mul(DAY).saturating_add(at.rem_euclid(DAY))
}
