//! Legal holds: which was in force over a record and when, and the rows about each: nothing that it covers was deleted, and what is
//! there is held.

use crate::facts::Facts;
use crate::names::Names;
use crate::params::Retention;
use crate::spans::{Span, Spans, sort};
use clearance_rule::prelude::*;
use clearance_rule::sections::{Hold, Record};
use clearance_rule::text::count;
use clearance_rule::time::utc;

/// The code of its rows.
pub(crate) const CODE: &str = "hold";

/// As many records as a row names.
const FEW: usize = 3;

/// The legal holds, to be asked what was held when.
#[derive(Debug, Default)]
pub(crate) struct Holds<'a> {
    everything: Spans,
    classes: Names<'a, Spans>,
    records: Names<'a, Spans>,
}

impl<'a> Holds<'a> {
    pub(crate) fn of(facts: &Facts<'a>) -> Self {
        let mut holds = Self::default();
        for (owner, hold) in facts.holds().iter().enumerate() {
            let (from, to) = in_force(hold);
            let span = Span { from, to, owner };
            if hold.classes.is_none() && hold.records.is_none() {
                holds.everything.push(span);
            }
            for class in hold.classes.iter().flatten() {
                holds.classes.entry(class).push(span);
            }
            for record in hold.records.iter().flatten() {
                holds.records.entry(record).push(span);
            }
        }
        let of_each = holds.classes.values_mut().iter_mut().chain(holds.records.values_mut());
        of_each.chain([&mut holds.everything]).for_each(Spans::ready);
        holds
    }

    /// The legal hold that was in force over a record at a moment.
    pub(crate) fn over(&self, record: &Record<'_>, moment: Timestamp) -> Option<usize> {
        let by_name = record.id.and_then(|id| self.records.get(id)).and_then(|spans| spans.at(moment));
        let by_class = || record.class.and_then(|class| self.classes.get(class)).and_then(|spans| spans.at(moment));
        by_name.or_else(by_class).or_else(|| self.everything.at(moment))
    }
}

/// From when and until when a legal hold is in force, as strictly as the facts can be read.
fn in_force(hold: &Hold<'_>) -> (Timestamp, Timestamp) {
    let from = hold.from.map_or(Timestamp::MIN, |from| from.timestamp);
    let released = hold.released_at.map_or(Timestamp::MAX, |released| released.timestamp);
    (from, if released > from { released } else { Timestamp::MAX })
}

/// Records that a legal hold may cover together.
#[derive(Debug, Default)]
struct Group {
    all: usize,
    /// When each was deleted, in order.
    deleted: Vec<Span>,
    /// Those that are there and that their storage does not hold.
    loose: Vec<usize>,
    /// Those that are there and of which it is not known.
    untold: Vec<usize>,
}

impl Group {
    fn add(&mut self, record: &Record<'_>, i: usize) {
        self.all += 1;
        match (record.deleted_at, record.legal_hold) {
            (Some(deleted), _) => self.deleted.push(Span { from: deleted.timestamp, to: deleted.timestamp, owner: i }),
            (None, Some(false)) => self.loose.push(i),
            (None, None) => self.untold.push(i),
            (None, Some(true)) => {}
        }
    }
}

/// What was found of the records that a legal hold covers.
#[derive(Debug, Default)]
struct Found {
    all: usize,
    deleted: Few,
    loose: Few,
    untold: Few,
}

/// A few of many.
#[derive(Debug, Default)]
struct Few {
    number: usize,
    few: Vec<usize>,
}

impl Few {
    fn add(&mut self, number: usize, records: impl Iterator<Item = usize>) {
        self.number += number;
        self.few.extend(records.take(FEW.saturating_sub(self.few.len())));
    }

    /// Their names.
    fn named(&self, facts: &Facts<'_>) -> String {
        let mut names: Vec<String> = self.few.iter().map(|&i| text!["`", facts.name(i), "`"]).collect();
        if self.number > self.few.len() {
            names.push(text!["and ", count(self.number - self.few.len(), "other")]);
        }
        names.join(", ")
    }
}

impl Found {
    fn add(&mut self, group: &Group, (from, to): (Timestamp, Timestamp), now: bool) {
        self.all += group.all;
        let first = group.deleted.partition_point(|deleted| deleted.from < from);
        let last = group.deleted.partition_point(|deleted| deleted.from < to);
        self.deleted.add(last - first, group.deleted[first..last].iter().map(|deleted| deleted.owner));
        if now {
            self.loose.add(group.loose.len(), group.loose.iter().copied());
            self.untold.add(group.untold.len(), group.untold.iter().copied());
        }
    }
}

/// Adds a row for each legal hold.
pub(crate) fn rows(rule: &Retention, facts: &Facts<'_>, at: Timestamp, outcome: &mut Outcome) {
    let Some(holds) = facts.holds.as_deref() else {
        outcome.push(
            Check::unknown(CODE, "holds", "`/holds` is absent")
                .missing("/holds")
                .remedy_if_unknown("supply the legal holds in `/holds`, or an empty list"),
        );
        return;
    };
    if holds.is_empty() {
        outcome.push(Check::not_applicable(CODE, "holds", "there is no legal hold"));
    }
    let mut everything = Group::default();
    let mut classes: Names<'_, Group> = Names::default();
    let mut names: Names<'_, Vec<usize>> = Names::default();
    for (i, record) in facts.records().iter().enumerate() {
        everything.add(record, i);
        if let Some(class) = record.class {
            classes.entry(class).add(record, i);
        }
        if let Some(id) = record.id {
            names.entry(id).push(i);
        }
    }
    classes.values_mut().iter_mut().chain([&mut everything]).for_each(|group| sort(&mut group.deleted));
    for (i, hold) in holds.iter().enumerate() {
        let span = in_force(hold);
        let now = span.0 <= at && at < span.1;
        let mut found = Found::default();
        let mut gaps = gaps(facts, hold, i);
        if hold.classes.is_none() && hold.records.is_none() {
            found.add(&everything, span, now);
        }
        let of_classes = distinct(hold.classes.as_deref());
        for class in of_classes.names() {
            match classes.get(class) {
                Some(group) => found.add(group, span, now),
                None if now && rule.classes.get(class).is_none() => {
                    gaps.push((
                        text!["nobody knows the class `", class, "`"],
                        text!["correct `/holds/", i, "/classes`"],
                    ));
                }
                None => {}
            }
        }
        let mut of_names = Group::default();
        for name in distinct(hold.records.as_deref()).names() {
            let places = names.get(name).map_or(&[] as &[usize], Vec::as_slice);
            if places.is_empty() && now {
                gaps.push((text!["`/records` has no `", name, "`"], text!["supply the record `", name, "`"]));
            }
            for &place in places {
                let record = &facts.records()[place];
                if record.class.is_none_or(|class| of_classes.get(class).is_none()) {
                    of_names.add(record, place);
                }
            }
        }
        sort(&mut of_names.deleted);
        found.add(&of_names, span, now);
        outcome.push(found.check(facts, i, &gaps, at));
    }
}

/// The names of a list, each once.
fn distinct<'a>(list: Option<&[&'a str]>) -> Names<'a, ()> {
    let mut names = Names::default();
    for name in list.unwrap_or_default() {
        names.entry(name);
    }
    names
}

/// What is not known of a legal hold, each with what would say it.
fn gaps(facts: &Facts<'_>, hold: &Hold<'_>, i: usize) -> Vec<(String, String)> {
    let mut gaps = Vec::new();
    if facts.records.is_none() {
        gaps.push(("`/records` is absent".to_owned(), "supply the fact `/records`".to_owned()));
    }
    for (field, absent) in [("classes", hold.classes.is_none()), ("records", hold.records.is_none())] {
        if absent {
            let place = text!["/holds/", i, "/", field];
            gaps.push((text!["`", place, "` is absent"], text!["supply the fact `", place, "`, be it an empty list"]));
        }
    }
    if hold.from.zip(hold.released_at).is_some_and(|(from, released)| released <= from) {
        let message = "it was released before it could be in force".to_owned();
        gaps.push((message, text!["correct the fact `/holds/", i, "/released_at`"]));
    }
    gaps
}

impl Found {
    fn check(&self, facts: &Facts<'_>, i: usize, gaps: &[(String, String)], at: Timestamp) -> Check {
        let hold = &facts.holds()[i];
        let name = facts.hold_name(i);
        let mut wrong: Vec<(String, String)> = Vec::new();
        if self.deleted.number > 0 {
            let names = self.deleted.named(facts);
            let message = text![count(self.deleted.number, "record"), " deleted while it was in force: ", names];
            wrong.push((message, text!["restore ", names]));
        }
        if self.loose.number > 0 {
            let names = self.loose.named(facts);
            let message = text![count(self.loose.number, "record"), " not held by the storage: ", names];
            wrong.push((message, text!["put the legal hold on ", names, " where it is stored"]));
        }
        let mut open = gaps.to_vec();
        if self.untold.number > 0 {
            let message = text![count(self.untold.number, "record"), " of which `legal_hold` is absent: "];
            let remedy =
                text!["supply the fact `/records/", self.untold.few.first().copied().unwrap_or(0), "/legal_hold`"];
            open.push((text![message, self.untold.named(facts)], remedy));
        }
        let joined = |list: &[(String, String)]| {
            let messages: Vec<&str> = list.iter().take(FEW).map(|(message, _)| message.as_str()).collect();
            let remedies: Vec<&str> = list.iter().take(FEW).map(|(_, remedy)| remedy.as_str()).collect();
            (messages.join("; "), remedies.join("; "))
        };
        let mut check = if !wrong.is_empty() {
            let (message, remedy) = joined(&wrong);
            let severity = if self.deleted.number > 0 { Severity::Critical } else { Severity::High };
            Check::fail(CODE, name, message).severity(severity).remedy(remedy)
        } else if !open.is_empty() {
            let (message, remedy) = joined(&open);
            Check::unknown(CODE, name, message).remedy_if_unknown(remedy)
        } else {
            Check::pass(CODE, name, text![standing(hold, at), ", ", count(self.all, "record"), " covered"])
        };
        check = check.seen(&Fact::new(text!["/holds/", i, "/from"], hold.from));
        if hold.released_at.is_some() {
            check = check.seen(&Fact::new(text!["/holds/", i, "/released_at"], hold.released_at));
        }
        for &place in &self.deleted.few {
            let deleted = facts.records()[place].deleted_at;
            check = check.seen(&Fact::new(text!["/records/", place, "/deleted_at"], deleted));
        }
        for &place in self.loose.few.iter().chain(&self.untold.few) {
            let flag = facts.records()[place].legal_hold;
            check = check.seen(&Fact::new(text!["/records/", place, "/legal_hold"], flag));
        }
        check.required("no record that it covers deleted, and each that is there held by its storage")
    }
}

/// How a legal hold stands at the decision.
fn standing(hold: &Hold<'_>, at: Timestamp) -> String {
    match (hold.from, hold.released_at) {
        (Some(from), _) if from.timestamp > at => text!["in force from ", utc(from.timestamp), " on"],
        (_, Some(released)) if released.timestamp <= at => text!["released at ", utc(released.timestamp)],
        _ => "in force".to_owned(),
    }
}
