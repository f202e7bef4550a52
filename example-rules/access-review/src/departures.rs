//! Who left, and from when on nothing may be held any more.

use crate::params::AccessReview;
use clearance_rule::prelude::*;
use clearance_rule::sections::Departure;
use clearance_rule::time::{At, DAY};

/// A departure, with when it was over and its place in the facts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gone<'a> {
    pub(crate) over: Timestamp,
    pub(crate) index: usize,
    pub(crate) last_day: &'a str,
}

/// The departures of one subject, as far as they matter.
#[derive(Debug, Default)]
pub(crate) struct Departures<'a> {
    /// The first time that it left.
    pub(crate) left: Option<Gone<'a>>,
    /// The last time that it moved.
    pub(crate) moved: Option<Gone<'a>>,
    /// A departure that does not say when.
    pub(crate) untimed: Option<usize>,
    /// One whose time or grace is not over.
    pub(crate) to_come: Option<Gone<'a>>,
}

impl<'a> Departures<'a> {
    pub(crate) fn add(&mut self, rule: &AccessReview, index: usize, departure: &Departure<'a>, at: Timestamp) {
        let Some(last_day) = departure.last_day else {
            self.untimed = self.untimed.or(Some(index));
            return;
        };
        let gone = Gone { over: over(last_day), index, last_day: last_day.text };
        if gone.over.saturating_add(grace(rule)) >= at {
            self.to_come = Some(gone);
        } else if departure.kind == Some("moved") {
            if self.moved.is_none_or(|moved| moved.over < gone.over) {
                self.moved = Some(gone);
            }
        } else if self.left.is_none_or(|left| left.over > gone.over) {
            self.left = Some(gone);
        }
    }
}

/// How long after the last day roles may be held.
pub(crate) fn grace(rule: &AccessReview) -> Timestamp {
    Timestamp::from(rule.leaver_grace_hours) * (DAY / 24)
}

/// When a last day is over: a date is a day until its end.
fn over(last_day: At<'_>) -> Timestamp {
    let is_date = last_day.text.len() == "2026-11-23".len();
    if is_date { last_day.timestamp.saturating_add(DAY) } else { last_day.timestamp }
}
