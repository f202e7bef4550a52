//! How long a review holds, and how far back something is.

use crate::params::AccessReview;
use clearance_rule::prelude::*;
use clearance_rule::text::count;
use clearance_rule::time::{self, DAY};

impl AccessReview {
    /// Whether what was looked at then need not be looked at again yet.
    pub(crate) fn holds(&self, then: Timestamp, at: Timestamp) -> bool {
        if then > at {
            false
        } else if self.calendar_quarters {
            quarter(at) - quarter(then) <= 1
        } else {
            at.saturating_sub(then) <= days(self.review_days)
        }
    }

    /// Until when what was looked at then holds, in words.
    pub(crate) fn due(&self, then: Timestamp) -> String {
        if self.calendar_quarters {
            let after = quarter(then) + 2;
            let month = ["01", "04", "07", "10"][usize::try_from(after.rem_euclid(4)).unwrap_or_default()];
            text!["due again before ", after.div_euclid(4), "-", month, "-01"]
        } else {
            text!["due again by ", time::date(then.saturating_add(days(self.review_days)))]
        }
    }

    /// How often roles are reviewed, in words.
    pub(crate) fn cadence(&self) -> String {
        if self.calendar_quarters {
            "in this calendar quarter or the one before".to_owned()
        } else {
            text!["within the last ", count(self.review_days, "day")]
        }
    }
}

/// So many days.
pub(crate) fn days(number: u32) -> Timestamp {
    Timestamp::from(number) * DAY
}

/// A date and how far it is back: `2026-08-22, 93 days ago`. A day that has begun counts, so that what is too old says so.
pub(crate) fn ago(then: Timestamp, at: Timestamp) -> String {
    let days = at.saturating_sub(then).saturating_add(DAY - 1).div_euclid(DAY);
    if days <= 0 {
        text![time::date(then), ", today"]
    } else {
        text![time::date(then), ", ", count(days, "day"), " ago"]
    }
}

/// Calendar quarters since the year 0.
fn quarter(at: Timestamp) -> i64 {
    let (year, month, _) = time::civil(at.div_euclid(DAY));
    year * 4 + (month - 1) / 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_begin_where_the_calendar_has_them() {
        let of = |date: &str| quarter(time::At::try_from(date).expect("a date").timestamp);
        assert_eq!(of("2026-03-31T23:59:59.999Z") + 1, of("2026-04-01"));
        assert_eq!(of("2026-12-31T23:59:59Z") + 1, of("2027-01-01"));
        assert_eq!(of("2026-01-01"), of("2026-03-31"));
        assert_eq!(of("0000-01-01"), 0);
    }
}
