//! The calendars among the facts.

use crate::facts::Facts;
use crate::params::Scope;
use crate::span::Span;
use crate::words::{digits, many};
use crate::zone::Zone;
use clearance_rule::joined;
use clearance_rule::prelude::*;
use clearance_rule::sections::{Calendar, CalendarEntry};
use clearance_rule::time::DAY;

/// What cannot be read, where, and what would mend it.
#[derive(Debug)]
pub(crate) struct Gap {
    pub(crate) pointer: String,
    pub(crate) message: String,
    pub(crate) remedy: String,
}

/// A calendar that the policy names.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    pub(crate) name: &'a str,
    /// Which releases its entries concern; none where it is named for its holidays alone.
    pub(crate) scope: Option<&'a Scope>,
    pub(crate) needs_holidays: bool,
}

/// A calendar that is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a, 'f> {
    pub(crate) place: usize,
    pub(crate) calendar: &'a Calendar<'f>,
}

impl Named<'_> {
    /// The only one of its name.
    pub(crate) fn find<'a, 'f>(&self, facts: &'a Facts<'f>) -> Result<Found<'a, 'f>, Gap> {
        let Some(calendars) = &facts.calendars else {
            return Err(gap(
                "/calendars".to_owned(),
                "`/calendars` is absent",
                joined!["supply the calendar `", self.name, "`"],
            ));
        };
        let mut named = calendars.iter().enumerate().filter(|(_, calendar)| calendar.name == Some(self.name));
        let Some((place, calendar)) = named.next() else {
            let message = joined!["`/calendars` has no `", self.name, "`"];
            return Err(gap("/calendars".to_owned(), message, joined!["supply the calendar `", self.name, "`"]));
        };
        if let Some((second, _)) = named.next() {
            let message = joined!["`", at(place, ""), "` and `", at(second, ""), "` both bear its name"];
            return Err(gap(at(second, "/name"), message, joined!["keep one calendar `", self.name, "`"]));
        }
        let parts = [
            ("/entries", self.scope.is_some() && calendar.entries.is_none()),
            ("/holidays", self.needs_holidays && calendar.holidays.is_none()),
        ];
        for (part, is_missing) in parts {
            if is_missing {
                return Err(absent(at(place, part)));
            }
        }
        Ok(Found { place, calendar })
    }

    /// The row that says whether it is there.
    pub(crate) fn check(&self, found: &Result<Found<'_, '_>, Gap>) -> Check {
        let check = match found {
            Ok(Found { place, calendar }) => {
                let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
                let entries = self.scope.and(calendar.entries.as_ref());
                let entries = entries.map(|entries| many(number(entries.len()), "entry", "entries"));
                let holidays = calendar.holidays.as_ref().filter(|_| self.needs_holidays);
                let holidays = holidays.map(|holidays| many(number(holidays.len()), "holiday", "holidays"));
                let message = match (entries, holidays) {
                    (Some(entries), Some(holidays)) => joined![entries, " and ", holidays],
                    (Some(some), None) | (None, Some(some)) => some,
                    (None, None) => "it is there".to_owned(),
                };
                Check::pass("calendar", self.name, message).observe(at(*place, "/name"), self.name)
            }
            Err(gap) => Check::unknown("calendar", self.name, gap.message.clone())
                .missing(gap.pointer.clone())
                .remedy_if_unknown(gap.remedy.clone()),
        };
        check.required("a calendar of this name, once, with what the policy reads of it")
    }
}

impl Found<'_, '_> {
    /// Its holidays, as days since 1970-01-01.
    pub(crate) fn holidays(&self) -> Result<Vec<i64>, Gap> {
        let mut days = Vec::new();
        for (i, holiday) in self.calendar.holidays.iter().flatten().enumerate() {
            let Some(date) = holiday.date else {
                return Err(absent(at(self.place, &joined!["/holidays/", digits(i), "/date"])));
            };
            days.push(date.milliseconds.div_euclid(DAY));
        }
        Ok(days)
    }

    /// Where an entry stands.
    pub(crate) fn entry(&self, i: usize) -> String {
        at(self.place, &joined!["/entries/", digits(i)])
    }

    /// What an entry is called.
    pub(crate) fn subject(&self, i: usize, entry: &CalendarEntry<'_>) -> String {
        let name = self.calendar.name.unwrap_or_default();
        match entry.title.or(entry.uid) {
            Some(title) => joined![name, ": ", title],
            None => joined![name, ": entry ", digits(i)],
        }
    }

    /// What an entry blocks: nothing where it is cancelled or keeps nobody busy, or where clocks leave out all of it.
    pub(crate) fn blocked(&self, i: usize, entry: &CalendarEntry<'_>) -> Result<Option<(Zone, Span)>, Gap> {
        if entry.status == Some("cancelled") || entry.free_busy_status == Some("free") {
            return Ok(None);
        }
        let place = self.entry(i);
        if entry.recurrence_rules.as_ref().is_some_and(|rules| !rules.is_empty()) {
            let message = "it recurs, and only single entries are read";
            let remedy = joined!["write out each time that `", place, "` recurs as an entry without `recurrenceRules`"];
            return Err(gap(joined![place, "/recurrenceRules"], message, remedy));
        }
        let Some(start) = entry.start else { return Err(absent(joined![place, "/start"])) };
        let (zone, pointer) = match entry.time_zone {
            Some(zone) => (Some(zone), joined![place, "/timeZone"]),
            None => (self.calendar.time_zone, at(self.place, "/timeZone")),
        };
        let Some(zone) = zone else { return Err(absent(pointer)) };
        let zone = Zone::named(zone).map_err(|message| {
            let remedy = joined!["correct `", pointer, "`"];
            gap(pointer, message, remedy)
        })?;
        let (end, more) = match (entry.end, entry.duration) {
            (Some(end), None) => (end.milliseconds, 0),
            (None, Some(duration)) => (start.milliseconds + duration.days * DAY, duration.milliseconds),
            (None, None) => return Err(absent(joined![place, "/duration"])),
            (Some(_), Some(_)) => {
                let remedy = joined!["leave out `", place, "/end` or `", place, "/duration`"];
                return Err(gap(joined![place, "/end"], "it has both `end` and `duration`", remedy));
            }
        };
        if end + more <= start.milliseconds {
            let remedy = joined!["give `", place, "` an `end` or `duration` after its `start`"];
            return Err(gap(joined![place, "/start"], "it is over when it begins", remedy));
        }
        let span = Span { start: zone.first(start.milliseconds), end: zone.last(end) + more };
        Ok((span.start < span.end).then_some((zone, span)))
    }
}

/// A place in a calendar.
pub(crate) fn at(calendar: usize, rest: &str) -> String {
    joined!["/calendars/", digits(calendar), rest]
}

fn absent(pointer: String) -> Gap {
    let (message, remedy) = (joined!["`", pointer, "` is absent"], joined!["supply the fact `", pointer, "`"]);
    gap(pointer, message, remedy)
}

fn gap(pointer: String, message: impl Into<String>, remedy: String) -> Gap {
    Gap { pointer, message: message.into(), remedy }
}
