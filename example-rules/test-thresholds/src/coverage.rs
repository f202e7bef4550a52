//! The rows about coverage: lines, branches and changed lines.

use crate::bound::{BRANCHES, Bound, CHANGED_LINES, LINES, Threshold, Tier};
use crate::entries::Named;
use crate::facts::Facts;
use crate::params::TestThresholds;
use crate::percent::{Percent, Share};
use clearance_rule::prelude::*;
use clearance_rule::sections::{Coverage, Covered};
use clearance_rule::text::grouped;

/// Something that can be covered.
struct Measure {
    code: &'static str,
    threshold: Threshold<Percent>,
    field: &'static str,
    get: fn(&Coverage<'_>) -> Option<Covered>,
    one: &'static str,
    many: &'static str,
    /// Nothing to cover is a finding of its own rather than a measurement that is missing.
    may_be_none: bool,
}

const MEASURES: [Measure; 3] = [
    Measure {
        code: "line-coverage",
        threshold: LINES,
        field: "lines",
        get: |entry| entry.lines,
        one: "line",
        many: "lines",
        may_be_none: false,
    },
    Measure {
        code: "branch-coverage",
        threshold: BRANCHES,
        field: "branches",
        get: |entry| entry.branches,
        one: "branch",
        many: "branches",
        may_be_none: false,
    },
    Measure {
        code: "changed-line-coverage",
        threshold: CHANGED_LINES,
        field: "changed_lines",
        get: |entry| entry.changed_lines,
        one: "changed line",
        many: "changed lines",
        may_be_none: true,
    },
];

pub(crate) fn rows(rule: &TestThresholds, facts: &Facts<'_>, of: &Named<'_>, tier: &Tier<'_>, outcome: &mut Outcome) {
    let entry = of.coverage(facts);
    for measure in &MEASURES {
        if let Some(bound) = rule.bound(&measure.threshold, of.name, tier) {
            let check = match &entry {
                Ok(i) => measure.check(facts, *i, of.name, &bound),
                Err(gap) => gap.check(measure.code, of.name),
            };
            outcome.push(tier.seen_for(check.required(text!["at least ", bound]), Some(&bound)));
        }
    }
}

impl Measure {
    fn check(&self, facts: &Facts<'_>, i: usize, name: &str, bound: &Bound<Percent>) -> Check {
        let place = text!["/coverage/", i, "/", self.field];
        let Some(counts) = facts.coverage.as_ref().and_then(|entries| (self.get)(&entries[i])) else {
            return self.absent(name, &place).missing(place);
        };
        let covered = Fact::new(text![place, "/covered"], counts.covered);
        let total = Fact::new(text![place, "/total"], counts.total);
        let check = match (covered.value.map(u128::from), total.value.map(u128::from)) {
            (None, _) => self.absent(name, &covered.pointer),
            (_, None) => self.absent(name, &total.pointer),
            (Some(covered), Some(total)) => self.judge(name, &place, covered, total, bound),
        };
        check.seen(&covered).seen(&total)
    }

    fn judge(&self, name: &str, place: &str, covered: u128, total: u128, bound: &Bound<Percent>) -> Check {
        let Self { code, field, many, .. } = self;
        if covered > total {
            let message = text![grouped(covered), " of ", grouped(total), " ", many, " cannot be covered"];
            return Check::unknown(code, name, message).remedy_if_unknown(text!["correct the counts in `", place, "`"]);
        }
        if total == 0 && self.may_be_none {
            return Check::not_applicable(code, name, text!["it has no ", many]);
        }
        if total == 0 {
            let message = text!["no ", many, " were measured"];
            return Check::unknown(code, name, message).remedy_if_unknown(text![
                "measure its ",
                many,
                ", or set the parameter `",
                field,
                "` to `null` for this component if it has none"
            ]);
        }
        let nouns = if total == 1 { self.one } else { many };
        let message = text![
            "covers ",
            grouped(covered),
            " of ",
            grouped(total),
            " ",
            nouns,
            " (",
            Share::down(covered, total),
            ")"
        ];
        let least = bound.value.at_least(total);
        if covered >= least {
            return Check::pass(code, name, message);
        }
        let more = grouped(least - covered);
        Check::fail(code, name, message).remedy(text!["cover ", more, " more of its ", grouped(total), " ", nouns])
    }

    fn absent(&self, name: &str, pointer: &str) -> Check {
        Check::unknown(self.code, name, text!["`", pointer, "` is absent"]).remedy_if_unknown(text![
            "supply the fact `",
            pointer,
            "`"
        ])
    }
}
