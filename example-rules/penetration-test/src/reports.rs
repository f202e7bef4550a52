//! Which reports count at the time of the decision, and why the others do not.

use crate::params::PenetrationTest;
use crate::verdict::{observe, time};
use crate::words::{days, digits, element, supply};
use clearance_rule::joined;
use clearance_rule::prelude::*;
use clearance_rule::sections::PenetrationTestReport;
use clearance_rule::time::{At, DAY, date};

/// Whether something holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Holds {
    /// It does.
    Yes,
    /// It cannot be told: why, and what would tell it.
    Unclear(String, String),
    /// It does not: why.
    No(String),
}

impl Holds {
    /// Why it does not, or may not.
    pub(crate) fn why(&self) -> &str {
        match self {
            Self::Yes => "",
            Self::Unclear(why, _) | Self::No(why) => why,
        }
    }

    /// The better news come first.
    pub(crate) fn rank(&self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::Unclear(..) => 1,
            Self::No(_) => 2,
        }
    }
}

/// A report, and whether it counts.
#[derive(Debug)]
pub(crate) struct Report<'f, 'a> {
    pub(crate) facts: &'f PenetrationTestReport<'a>,
    /// Where it stands.
    pub(crate) pointer: String,
    /// What rows call it.
    pub(crate) name: String,
    pub(crate) counts: Holds,
}

impl<'f, 'a> Report<'f, 'a> {
    pub(crate) fn of(
        rule: &PenetrationTest,
        facts: &'f PenetrationTestReport<'a>,
        place: usize,
        at: Timestamp,
    ) -> Self {
        let pointer = element("/penetration_tests", place);
        let name = facts.id.map_or_else(|| joined!["`", pointer, "`"], crate::words::quoted);
        let counts = counts(rule, facts, &pointer, at);
        Self { facts, pointer, name, counts }
    }

    /// What rows about it as a whole are about.
    pub(crate) fn subject(&self) -> &str {
        self.facts.id.unwrap_or(&self.pointer)
    }

    /// When testing began and ended.
    pub(crate) fn performed(&self) -> (Option<At<'a>>, Option<At<'a>>) {
        let performed = self.facts.performed;
        (performed.and_then(|span| span.start), performed.and_then(|span| span.end))
    }

    /// Records when the test ended.
    pub(crate) fn observed(&self, check: Check) -> Check {
        observe(check, joined![self.pointer, "/performed/end"], self.performed().1.map(time).as_ref())
    }

    /// “`PT-7`, which ended on 2026-10-01”
    pub(crate) fn in_words(&self) -> String {
        match self.performed().1 {
            Some(end) => joined![self.name, ", which ended on ", date(end.timestamp)],
            None => self.name.clone(),
        }
    }
}

/// What is wrong outweighs what is not known: a report that is too old does not count, whoever made it.
fn counts(rule: &PenetrationTest, facts: &PenetrationTestReport<'_>, pointer: &str, at: Timestamp) -> Holds {
    let all = [age(rule, facts, pointer, at), validity(rule, facts, pointer, at), independence(rule, facts, pointer)];
    all.into_iter().max_by_key(Holds::rank).unwrap_or(Holds::Yes)
}

fn age(rule: &PenetrationTest, facts: &PenetrationTestReport<'_>, pointer: &str, at: Timestamp) -> Holds {
    let performed = facts.performed;
    let Some(end) = performed.and_then(|span| span.end) else {
        let end = joined![pointer, "/performed/end"];
        return Holds::Unclear(joined!["does not say when it ended"], supply(&joined![end, ""]));
    };
    if end.timestamp > at {
        return Holds::No(joined!["ends on ", date(end.timestamp), ", which is still to come"]);
    }
    if performed.and_then(|span| span.start).is_some_and(|start| start > end) {
        let wanted = joined!["correct `", pointer, "/performed`"];
        return Holds::Unclear("says that it ended before it began".to_owned(), wanted);
    }
    let age = at.saturating_sub(end.timestamp);
    match rule.max_age_days {
        Some(most) if age > i64::from(most).saturating_mul(DAY) => {
            // What is a moment too old is not shown as just old enough.
            let number = age / DAY + i64::from(age % DAY > 0);
            Holds::No(joined!["is ", days(number), " old"])
        }
        _ => Holds::Yes,
    }
}

fn validity(rule: &PenetrationTest, facts: &PenetrationTestReport<'_>, pointer: &str, at: Timestamp) -> Holds {
    match facts.valid_until {
        Some(until) if until.timestamp < at => Holds::No(joined!["was valid until ", date(until.timestamp)]),
        None if rule.max_age_days.is_none() => {
            Holds::Unclear("does not say until when it is valid".to_owned(), supply(&joined![pointer, "/valid_until"]))
        }
        _ => Holds::Yes,
    }
}

fn independence(rule: &PenetrationTest, facts: &PenetrationTestReport<'_>, pointer: &str) -> Holds {
    if !rule.third_party {
        return Holds::Yes;
    }
    let assessors = facts.assessors.as_deref().unwrap_or_default();
    if assessors.iter().any(|assessor| assessor.third_party == Some(true)) {
        return Holds::Yes;
    }
    let silent = assessors.iter().position(|assessor| assessor.third_party.is_none());
    match (silent, &facts.assessors) {
        (Some(i), _) => Holds::Unclear(
            "does not say whether its assessors are of another organisation".to_owned(),
            supply(&joined![pointer, "/assessors/", digits(i), "/thirdParty"]),
        ),
        (None, None | Some(_)) if assessors.is_empty() => Holds::Unclear(
            "does not say who tested".to_owned(),
            joined!["name who tested in `", pointer, "/assessors`"],
        ),
        _ => Holds::No("was made by the organisation's own people".to_owned()),
    }
}
