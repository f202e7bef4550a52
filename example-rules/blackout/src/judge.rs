//! One row for each period, and for each entry of a calendar that touches the planned window.

use crate::business::Business;
use crate::calendars::{Found, Gap, Named, at};
use crate::facts::Facts;
use crate::params::{Blackout, Close, Period, Scope, When};
use crate::scope::Concern;
use crate::span::{Recurrence, Span, free};
use crate::window::Planned;
use crate::words::{digits, from_to, length, local, many};
use crate::zone::Zone;
use clearance_rule::joined;
use clearance_rule::prelude::*;
use clearance_rule::time::{DAY, civil, day_number, utc};
use std::collections::BinaryHeap;

/// How far a close can be moved by the holidays of a year that no calendar has.
const SLACK: i64 = 14 * DAY;

/// Days around what is searched whose holidays are read: what is further away moves no close.
const AROUND: i64 = 800;

/// What is known so far.
pub(crate) struct Judge<'a, 'f> {
    rule: &'a Blackout,
    facts: &'a Facts<'f>,
    window: Planned<'f>,
    /// The calendars that are there, with their names.
    found: Vec<(&'a str, Found<'a, 'f>)>,
    recurring: Vec<Recurrence<'a>>,
    single: Vec<Span>,
    /// The first span that touches the window.
    touching: Option<Span>,
    /// Whether the release is concerned by something that cannot be told.
    has_gaps: bool,
    rows: Vec<Check>,
}

/// What is blocked, and what may be released next.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Derived {
    /// Whether the planned window is blocked; absent where it cannot be told.
    blocked: Option<bool>,
    /// Until when.
    until: Option<String>,
    /// The first window from the planned one on that is free for as long; absent where it cannot be told, or there is none.
    next_free: Option<Next>,
}

/// A window.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Next {
    start: String,
    end: String,
}

impl<'a, 'f> Judge<'a, 'f> {
    pub(crate) fn new(rule: &'a Blackout, facts: &'a Facts<'f>, window: Planned<'f>) -> Self {
        Self {
            rule,
            facts,
            window,
            found: Vec::new(),
            recurring: Vec::new(),
            single: Vec::new(),
            touching: None,
            has_gaps: false,
            rows: Vec::new(),
        }
    }

    /// A calendar that the policy names.
    pub(crate) fn calendar(&mut self, named: &Named<'a>, found: Result<Found<'a, 'f>, Gap>) {
        match (found, named.scope) {
            (Ok(found), scope) => {
                self.found.push((named.name, found));
                if let Some(scope) = scope {
                    self.entries(named.name, found, scope);
                }
            }
            (Err(_), _) => self.has_gaps = true,
        }
    }

    fn entries(&mut self, name: &str, found: Found<'a, 'f>, scope: &Scope) {
        let concern = scope.concerns(self.facts);
        if let Concern::Exempt(why) = concern {
            let row = row(Status::NotApplicable, name, why);
            self.rows.push(scope.seen(row, self.facts));
            return;
        }
        let entries = found.calendar.entries.as_deref().unwrap_or_default();
        let rows = self.rows.len();
        let mut next: Option<(Zone, Span, usize)> = None;
        for (i, entry) in entries.iter().enumerate() {
            match found.blocked(i, entry) {
                Ok(None) => {}
                Ok(Some((zone, span))) => {
                    self.single.push(span);
                    if span.overlaps(self.window.span) {
                        let row = self.blocked(&found.subject(i, entry), zone, span, &concern);
                        let row = row.observe(joined![found.entry(i), "/start"], entry.start);
                        self.rows.push(self.seen(row, scope));
                    } else if span.start >= self.window.span.end && next.is_none_or(|(_, next, _)| span < next) {
                        next = Some((zone, span, i));
                    }
                }
                Err(gap) => {
                    self.has_gaps = true;
                    self.rows.push(unreadable(&gap, &found.subject(i, entry)));
                }
            }
        }
        if self.rows.len() == rows {
            let message = match next {
                None => "no entry touches the planned window or is after it".to_owned(),
                Some((zone, span, i)) => {
                    joined![
                        "no entry touches the planned window; next is `",
                        found.subject(i, &entries[i]),
                        "` ",
                        from_to(zone, span)
                    ]
                }
            };
            self.rows.push(self.seen(row(Status::Pass, name, message), scope));
        }
    }

    /// A period of the policy.
    pub(crate) fn period(&mut self, period: &'a Period) {
        let concern = period.scope.concerns(self.facts);
        if let Concern::Exempt(why) = concern {
            let row = row(Status::NotApplicable, &period.name, why);
            self.rows.push(period.scope.seen(row, self.facts));
            return;
        }
        let row = match self.recurrence(period) {
            Ok(recurrence) => {
                let row = self.judged(period, &recurrence, &concern);
                self.recurring.push(recurrence);
                row
            }
            Err(gap) => {
                self.has_gaps = true;
                unreadable(&gap, &period.name)
            }
        };
        self.rows.push(self.seen(row, &period.scope));
    }

    fn judged(&mut self, period: &Period, recurrence: &Recurrence<'_>, concern: &Concern) -> Check {
        let Span { start, end } = self.window.span;
        match recurrence.between(start, end + self.search()).next() {
            Some(span) if span.overlaps(self.window.span) => self.blocked(&period.name, period.zone, span, concern),
            next => {
                let next = match next {
                    Some(span) => joined!["next ", from_to(period.zone, span)],
                    None => joined!["none within ", many(self.rule.search_days, "day", "days")],
                };
                let message = joined!["it does not touch the planned window; ", next];
                row(Status::Pass, &period.name, message)
            }
        }
    }

    fn blocked(&mut self, subject: &str, zone: Zone, span: Span, concern: &Concern) -> Check {
        let message = joined!["blocked ", from_to(zone, span)];
        let Concern::Untold(pointer) = concern else {
            self.touching = self.touching.map_or(Some(span), |first| Some(first.min(span)));
            return row(Status::Fail, subject, message);
        };
        self.has_gaps = true;
        let message = joined![message, ", if it concerns the release: `", pointer, "` is absent"];
        let remedy = joined!["supply the fact `", pointer, "`"];
        row(Status::Unknown, subject, message).remedy_if_unknown(remedy)
    }

    fn recurrence(&self, period: &'a Period) -> Result<Recurrence<'a>, Gap> {
        let rule = self.rule;
        let mut recurrence = Recurrence {
            when: &period.when,
            zone: period.zone,
            fiscal_year_start: rule.fiscal_year_start,
            business: None,
        };
        let When::Close(close) = &period.when else { return Ok(recurrence) };
        let calendars = self.holidays(close)?;
        let around = self.window.span.start.div_euclid(DAY);
        let mut business =
            Business::new(&rule.business_days, around - AROUND..around + AROUND + i64::from(rule.search_days));
        business.close_on(&rule.days_off);
        for (_, days) in &calendars {
            business.close_on(days);
        }
        recurrence.business = Some(business);
        let Span { start, end } = self.window.span;
        for span in recurrence.between(start - SLACK, end + SLACK) {
            for year in [span.start, span.end].map(|at| civil(period.zone.local(at - 1).div_euclid(DAY)).0) {
                let calendar_year = digits(year);
                let is_in_year = |day: &i64| (day_number(year, 1, 1)..day_number(year + 1, 1, 1)).contains(day);
                if let Some((found, _)) = calendars.iter().find(|(_, days)| !days.iter().any(is_in_year)) {
                    let name = found.calendar.name.unwrap_or_default();
                    let pointer = at(found.place, "/holidays");
                    return Err(Gap {
                        message: joined![
                            "the calendar `",
                            name,
                            "` has no holiday in ",
                            calendar_year,
                            ", which moves the close"
                        ],
                        remedy: joined!["supply the holidays of ", calendar_year, " in `", pointer, "`"],
                        pointer,
                    });
                }
            }
        }
        Ok(recurrence)
    }

    fn holidays(&self, close: &'a Close) -> Result<Vec<(Found<'a, 'f>, Vec<i64>)>, Gap> {
        let mut calendars = Vec::new();
        for name in &close.holidays {
            let Some((_, found)) = self.found.iter().find(|(found, _)| found == name) else {
                return Err(Gap {
                    pointer: "/calendars".to_owned(),
                    message: joined!["the holidays of the calendar `", name, "` are not known"],
                    remedy: joined!["supply the calendar `", name, "` with its holidays"],
                });
            };
            calendars.push((*found, found.holidays()?));
        }
        Ok(calendars)
    }

    #[inline(never)]
    fn seen(&self, row: Check, scope: &Scope) -> Check {
        scope.seen(self.window.seen(row), self.facts)
    }

    fn search(&self) -> i64 {
        i64::from(self.rule.search_days) * DAY
    }

    /// The rows, with what would help, and what other rules may read.
    pub(crate) fn finish(mut self) -> (Vec<Check>, Derived) {
        let Planned { span: window, length: wanted, .. } = self.window;
        let next = |start| Next { start: utc(start), end: utc(start + wanted) };
        let Some(touching) = self.touching else {
            let is_free = !self.has_gaps;
            let derived = Derived {
                blocked: is_free.then_some(false),
                until: None,
                next_free: is_free.then(|| Next { start: utc(window.start), end: utc(window.end) }),
            };
            return (self.rows, derived);
        };
        let last = window.start + self.search();
        let mut spans = self.single;
        spans.retain(|span| span.end > window.start && span.start < last + wanted);
        for recurrence in &self.recurring {
            spans.extend(recurrence.between(window.start, last + wanted));
        }
        // In their order, by a way of sorting that is a tenth of the size of the usual one.
        let spans = BinaryHeap::from(spans).into_sorted_vec();
        let until = free(&spans, touching.start.max(window.start), last, 1);
        let found = free(&spans, window.start, last, wanted);
        let zone = self.rule.zone;
        let remedy = if let Some(start) = found {
            let known = if self.has_gaps { ", as far as is known" } else { "" };
            let start = joined![local(zone, start), " in `", zone.name(), "` (", utc(start), ")"];
            joined!["release from ", start, " on, which is free for ", length(wanted), known]
        } else {
            let days = many(self.rule.search_days, "day", "days");
            joined!["plan a shorter release: nothing is free for ", length(wanted), " within ", days]
        };
        for row in &mut self.rows {
            if row.status == Status::Fail {
                row.remedy = Some(remedy.clone());
            }
        }
        let next_free = found.filter(|_| !self.has_gaps).map(next);
        (self.rows, Derived { blocked: Some(true), until: until.map(utc), next_free })
    }
}

// Not inlined, like what words a message: written out wherever there is a row, they would be a tenth of the component.
#[inline(never)]
pub(crate) fn row(status: Status, subject: &str, message: String) -> Check {
    let mut row =
        Check::pass("blackout", subject, message).required("a planned window outside of it").severity(Severity::High);
    row.status = status;
    row
}

#[inline(never)]
fn unreadable(gap: &Gap, subject: &str) -> Check {
    row(Status::Unknown, subject, gap.message.clone())
        .missing(gap.pointer.clone())
        .remedy_if_unknown(gap.remedy.clone())
}
