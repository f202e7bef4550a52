//! The rows about stretches of time: none of which no record tells is longer than the policy allows. What a record tells of is what
//! it `covers`: when it was made says nothing of that.

use crate::calendar;
use crate::facts::Facts;
use crate::params::{Class, Retention};
use crate::spans::{Span, sort};
use clearance_rule::prelude::*;
use clearance_rule::text::count;
use clearance_rule::time::{DAY, utc};

/// The code of its rows.
pub(crate) const CODE: &str = "cadence";

/// A stretch of which no record tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    from: Timestamp,
    to: Timestamp,
}

impl Stretch {
    fn length(self) -> Timestamp {
        self.to.saturating_sub(self.from)
    }
}

/// Adds a row for each class that has a longest stretch.
pub(crate) fn rows(rule: &Retention, facts: &Facts<'_>, at: Timestamp, outcome: &mut Outcome) {
    for (name, class) in rule.classes.entries() {
        if let Some(most) = class.max_gap_days {
            outcome.push(check(facts, name, class, most, at).required(text![
                "at most ",
                count(most, "day"),
                " without a record"
            ]));
        }
    }
}

fn check(facts: &Facts<'_>, name: &str, class: &Class, most: u32, at: Timestamp) -> Check {
    if facts.records.is_none() {
        return Check::unknown(CODE, name, "`/records` is absent")
            .missing("/records")
            .remedy_if_unknown("supply the fact `/records`");
    }
    let since = class.since_at.max(calendar::earlier(at, class.years, class.days));
    if since >= at {
        return Check::not_applicable(CODE, name, text!["there are such records from ", utc(since), " on"]);
    }
    let mut spans = Vec::new();
    let mut undated = None;
    for (i, record) in facts.records().iter().enumerate() {
        if record.class != Some(name) || record.deleted_at.is_some() {
            continue;
        }
        let covers = record.covers.and_then(|covers| covers.start.zip(covers.end));
        match covers {
            Some((start, end)) => spans.push(Span { from: start.timestamp, to: end.timestamp, owner: i }),
            None => undated = undated.or(Some(i)),
        }
    }
    let (longest, long) = stretches(&mut spans, Stretch { from: since, to: at }, i64::from(most) * DAY);
    let found = text![
        count(longest.length().saturating_add(DAY - 1) / DAY, "day"),
        " without a record, from ",
        utc(longest.from),
        " to ",
        utc(longest.to)
    ];
    match (long, undated) {
        (0, _) => Check::pass(CODE, name, text!["at most ", found]),
        (_, Some(i)) => {
            Check::unknown(CODE, name, text![found, ", as far as can be told without `/records/", i, "/covers`"])
                .missing(text!["/records/", i, "/covers"])
                .remedy_if_unknown(text!["supply the fact `/records/", i, "/covers`"])
        }
        (long, None) => {
            let others = if long > 1 { text![", the longest of ", count(long, "gap")] } else { String::new() };
            Check::fail(CODE, name, text![found, others]).remedy(text![
                "list records of the class `",
                name,
                "` that tell of ",
                utc(longest.from),
                " to ",
                utc(longest.to)
            ])
        }
    }
}

/// The longest stretch of a whole that none of the spans tells of, and how many are longer than allowed.
fn stretches(spans: &mut Vec<Span>, whole: Stretch, most: Timestamp) -> (Stretch, u64) {
    sort(spans);
    let mut reached = whole.from;
    let mut longest = Stretch { from: whole.from, to: whole.from };
    let mut long = 0;
    let spans = spans.iter().map(|span| (span.from, span.to)).filter(|(start, end)| start <= end);
    let ends = spans.chain([(whole.to, whole.to)]);
    for (start, end) in ends {
        let stretch = Stretch { from: reached, to: start.min(whole.to) };
        if stretch.length() > longest.length() {
            longest = stretch;
        }
        long += u64::from(stretch.length() > most);
        reached = reached.max(end.min(whole.to));
    }
    (longest, long)
}
