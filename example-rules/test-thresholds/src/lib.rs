//! Holds the tests and the coverage of each component to thresholds, which may depend on the component and on the risk
//! tier of the release.
//!
//! Counts are compared, not rates: four of five reach 80 % whatever a division makes of it, and a row that fails says
//! how many tests or lines are missing. A component that any of the sections names is judged; one without the counts
//! that a threshold needs is `unknown`, as is one with two entries. No lines and no branches at all are taken for a
//! measurement that was not made; no changed lines are `not-applicable`.

pub mod params;

pub mod facts;

pub mod percent;

mod bound;
mod coverage;
mod entries;
mod results;

use bound::Tier;
use clearance_rule::prelude::*;
use facts::Facts;
use params::{Setting, TestThresholds, Thresholds};

/// A threshold that is set, by the code of its row.
type Kind = (&'static str, fn(&Thresholds) -> bool);

const KINDS: [Kind; 6] = [
    ("pass-rate", |set| matches!(set.pass_rate, Setting::At(_))),
    ("skipped-tests", |set| matches!((set.skipped, set.skipped_tests), (Setting::At(_), _) | (_, Setting::At(_)))),
    ("flaky-tests", |set| matches!((set.flaky, set.flaky_tests), (Setting::At(_), _) | (_, Setting::At(_)))),
    ("line-coverage", |set| matches!(set.lines, Setting::At(_))),
    ("branch-coverage", |set| matches!(set.branches, Setting::At(_))),
    ("changed-line-coverage", |set| matches!(set.changed_lines, Setting::At(_))),
];

impl Rule for TestThresholds {
    type Facts<'a> = Facts<'a>;

    const TIMELESS: bool = true;

    const ABOUT: About = About {
        id: "test-thresholds",
        version: env!("CARGO_PKG_VERSION"),
        title: "Test and coverage thresholds",
        summary: "Holds pass rate, skipped and flaky tests, line, branch and changed-line coverage of each component \
                  to thresholds that may depend on the component and on the risk tier.",
        checks: &[
            ("pass-rate", "Enough of the component's tests pass."),
            ("skipped-tests", "Few enough of the component's tests are skipped."),
            ("flaky-tests", "Few enough of the component's tests are flaky."),
            ("line-coverage", "Enough of the component's lines are covered."),
            ("branch-coverage", "Enough of the component's branches are covered."),
            ("changed-line-coverage", "Enough of the lines that the release changes in the component are covered."),
        ],
        practices: &["2.5"],
        controls: &["SOC2:CC8.1", "ISO27001:2022:A.8.32", "NIST-800-53:CM-3(2)", "NIST-800-53:SA-11"],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        if self.kinds().next().is_some() {
            return Ok(());
        }
        let message = "no threshold is set: the rule would check nothing".to_owned();
        Err(Mismatch { pointer: "/thresholds".to_owned(), message })
    }

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        let tier = Tier::of(facts);
        let named = entries::named(facts);
        let mut outcome = Outcome::new();
        for component in &named {
            results::rows(self, facts, component, &tier, &mut outcome);
            coverage::rows(self, facts, component, &tier, &mut outcome);
        }
        if named.is_empty() {
            outcome.extend(self.kinds().map(unnamed));
        } else if outcome.checks.is_empty() {
            outcome.extend(self.kinds().map(|code| {
                Check::not_applicable(code, "release", "no threshold is set for the components of this release")
            }));
        }
        outcome
    }
}

impl TestThresholds {
    /// The codes of the thresholds that are set anywhere.
    fn kinds(&self) -> impl Iterator<Item = &'static str> {
        KINDS.into_iter().filter(|(_, is_set)| self.every().any(is_set)).map(|(code, _)| code)
    }
}

/// No section names a component: nothing was measured, which is no reason to pass.
fn unnamed(code: &str) -> Check {
    Check::unknown(code, "release", "none of `/components`, `/tests` and `/coverage` names a component")
        .remedy_if_unknown("name the components of the release in `/components`, with their tests and coverage")
}

clearance_rule::export!(TestThresholds);
