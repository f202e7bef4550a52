//! Keeps releases out of black-out periods, and says when the next free window is.
//!
//! | a period is | from | until just before |
//! |---|---|---|
//! | `once` | a local time | a local time |
//! | `dates` | the first day begins | the last day is over |
//! | `weekly` | a weekday and time | a weekday and time |
//! | `yearly` | the first day of the year begins | the last one is over, perhaps in the next year |
//! | `close` | so many business days before the last one of the month, quarter or fiscal year begin | so many after it are over |
//! | an entry of a calendar | its `start` | its `end`, or its `duration` later |
//!
//! All of them go by the clocks of their time zone, daylight saving included; [`zone`] says what that means where clocks are
//! changed. Edges are exact: a window may begin at the moment a period is over, and end at the moment one begins. What is left of
//! the planned window at the time of the decision is judged. The next free window is the first as long as the planned one that
//! no period touches; periods that follow on each other or overlap are passed in one go.

pub mod params;

pub mod facts;

pub mod written;

pub mod zone;

mod words;

mod prepare;

mod business;
mod span;

mod calendars;
mod scope;
mod window;

mod judge;

use calendars::Named;
use clearance_rule::prelude::*;
use facts::Facts;
use judge::{Derived, Judge, row};
use params::{Blackout, When};

impl Rule for Blackout {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "blackout",
        version: env!("CARGO_PKG_VERSION"),
        title: "Black-out periods",
        summary: "Keeps the planned window of a release out of black-out periods (freezes, weekends, closes of the books, the \
                  organisation's calendars) in their time zones, and names the next window that is free.",
        checks: &[
            ("window", "The planned window is known, makes sense and is not over."),
            ("calendar", "The calendar that the policy names is among the facts, with what the policy reads of it."),
            ("blackout", "The planned window is outside of the period, or of the entries of the calendar."),
        ],
        practices: &["6.4"],
        controls: &["SOC2:CC8.1", "ISO27001:2022:A.8.32", "NIST-800-53:CM-3", "SOX:404"],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.settle()
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let (check, window) = window::planned(self, facts, at);
        outcome.push(check);
        let named = self.named();
        let found: Vec<_> = named.iter().map(|named| named.find(facts)).collect();
        outcome.extend(named.iter().zip(&found).map(|(named, found)| named.check(found)));
        let Some(window) = window else {
            let periods = self.periods.iter().map(|period| &period.name);
            outcome.extend(periods.chain(self.calendars.keys()).map(|name| unjudged(name)));
            return outcome.with_derived(&Derived::default());
        };
        let mut judge = Judge::new(self, facts, window);
        for (named, found) in named.iter().zip(found) {
            judge.calendar(named, found);
        }
        for period in &self.periods {
            judge.period(period);
        }
        let (rows, derived) = judge.finish();
        outcome.extend(rows);
        outcome.with_derived(&derived)
    }
}

impl Blackout {
    /// The calendars that the policy names: those whose entries block releases, then those whose holidays move closes.
    fn named(&self) -> Vec<Named<'_>> {
        let mut named: Vec<Named<'_>> = self
            .calendars
            .iter()
            .map(|(name, scope)| Named { name, scope: Some(scope), needs_holidays: false })
            .collect();
        for period in &self.periods {
            let When::Close(close) = &period.when else { continue };
            for name in &close.holidays {
                match named.iter_mut().find(|named| named.name == name) {
                    Some(named) => named.needs_holidays = true,
                    None => named.push(Named { name, scope: None, needs_holidays: true }),
                }
            }
        }
        named
    }
}

fn unjudged(name: &str) -> Check {
    row(Status::Unknown, name, "there is no planned window to judge".to_owned())
        .remedy_if_unknown("supply a `/release/window` that is not over")
}

clearance_rule::export!(Blackout);
