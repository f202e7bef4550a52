//! The row of one metric: better, worse within what is tolerated, worse beyond it, or not to be told.

use crate::figures::{figure_of_p, float, in_unit, p_value};
use crate::params::{Direction, Evidence, PerformanceRegression, Terms};
use crate::rank_sum;
use crate::reading::{Measures, Reading};
use clearance_rule::prelude::*;
use clearance_rule::sections::Measured;

const CODE: &str = "regression";

/// How many samples a row shows; more would drown it.
const SHOWN: usize = 100;

/// The row of a metric; `corrected` is its p-value after correction for a `family` of so many.
pub(crate) fn row(rule: &PerformanceRegression, reading: &Reading<'_>, corrected: f64, family: usize) -> Check {
    let check = match &reading.measures {
        Ok(measures) => Verdict { rule, reading, measures, corrected, family }.row(),
        Err(gap) => Check::unknown(CODE, &reading.subject, gap.message.clone()).remedy_if_unknown(gap.remedy.clone()),
    };
    let benchmark = reading.benchmark;
    let check = check.seen(&Fact::new(text![reading.place, "/direction"], benchmark.direction));
    let check = seen(check, text![reading.place, "/release/samples"], benchmark.release.as_ref());
    let check = seen(check, text![reading.place, "/baseline/samples"], benchmark.baseline.as_ref());
    check.required(text![
        "at most ",
        tolerance(&reading.terms, reading.measures.as_ref().ok(), benchmark.unit),
        " worse"
    ])
}

fn seen(check: Check, pointer: String, measured: Option<&Measured<'_>>) -> Check {
    match measured.and_then(|measured| measured.samples.as_ref()) {
        None => check.missing(pointer),
        // What is no number cannot stand among facts.
        Some(samples) if samples.len() <= SHOWN && samples.iter().all(|sample| sample.is_finite()) => {
            check.observe(pointer, samples)
        }
        Some(_) => check,
    }
}

/// The tolerance that holds, as a person reads it.
fn tolerance(terms: &Terms, measures: Option<&Measures>, unit: Option<&str>) -> String {
    let percent = text![terms.percent, "%"];
    match measures {
        _ if terms.absolute <= 0.0 => percent,
        Some(measures) if in_percent(terms, measures) < terms.absolute => in_unit(terms.absolute, unit),
        Some(_) => percent,
        None => text![percent, " or ", in_unit(terms.absolute, unit)],
    }
}

/// What the tolerance in percent comes to.
fn in_percent(terms: &Terms, measures: &Measures) -> f64 {
    measures.usual / 100.0 * terms.percent
}

struct Verdict<'v> {
    rule: &'v PerformanceRegression,
    reading: &'v Reading<'v>,
    measures: &'v Measures,
    corrected: f64,
    family: usize,
}

impl Verdict<'_> {
    fn row(&self) -> Check {
        let subject = &self.reading.subject;
        let beyond = self.beyond(self.measures.worse);
        if beyond && self.corrected <= self.rule.alpha {
            let grave = self.beyond(self.measures.worse / 2.0);
            return Check::fail(CODE, subject, self.message(None))
                .severity(if grave { Severity::High } else { Severity::Medium })
                .remedy(self.nearest());
        }
        let (release, baseline) = self.measures.sizes;
        if !self.may_tell(release, baseline) {
            let why = "so few samples cannot be told from chance";
            return Check::unknown(CODE, subject, self.message(Some(why))).remedy_if_unknown(self.enough());
        }
        let steadier = "measure more often, or where less else runs, until the difference can be told from chance";
        if beyond && self.rule.evidence != Evidence::NotShownWorse {
            let why = "beyond the tolerance, though it may be chance";
            return Check::unknown(CODE, subject, self.message(Some(why))).remedy_if_unknown(steadier);
        }
        match self.measures.at_most {
            Some(bound) if self.beyond(bound) => {
                Check::unknown(CODE, subject, self.message(Some("noise could hide more than is tolerated")))
                    .remedy_if_unknown(steadier)
            }
            _ => Check::pass(CODE, subject, self.message(None)),
        }
    }

    /// Whether so much worse is more than is tolerated. What a subtraction leaves in the last bits is not.
    fn beyond(&self, worse: f64) -> bool {
        let terms = &self.reading.terms;
        let usual = self.measures.usual;
        worse > in_percent(terms, self.measures).max(terms.absolute) + usual * 1e-9
    }

    /// Whether so many samples can be significant at all, if this metric were the only one that is worse.
    fn may_tell(&self, release: usize, baseline: usize) -> bool {
        rank_sum::least_p(release, baseline) * float(self.family) <= self.rule.alpha
    }

    /// How often to measure, that a difference may be told from chance.
    fn enough(&self) -> String {
        let (release, baseline) = self.measures.sizes;
        let enough = (1..=crate::MOST_SAMPLES).find(|least| self.may_tell(release.max(*least), baseline.max(*least)));
        match enough {
            Some(least) => text![
                "measure at least ",
                text::count(least, "time"),
                " each: the fewest that can be significant at ",
                figure_of_p(self.rule.alpha),
                " among ",
                text::count(self.family, "metric")
            ],
            None => "measure fewer metrics, or more often".to_owned(),
        }
    }

    fn message(&self, why: Option<&str>) -> String {
        let Measures { direction, usual, worse, .. } = *self.measures;
        let unit = self.reading.benchmark.unit;
        let now = match direction {
            Direction::LowerIsBetter => usual + worse,
            Direction::HigherIsBetter => usual - worse,
        };
        let mut message = self.difference();
        if worse != 0.0 {
            let range = text![" (Hodges-Lehmann, ", in_unit(usual, unit), " → ", in_unit(now, unit), ")"];
            message.push_str(&range);
        }
        if let Some(bound) = self.measures.at_most.filter(|bound| *bound > 0.0 && bound.is_finite()) {
            let at_most = text![", at most ", in_unit(bound, unit), " worse with ", self.confidence(), "% confidence"];
            message.push_str(&at_most);
        }
        let terms = text![
            ", tolerance ",
            tolerance(&self.reading.terms, Some(self.measures), unit),
            ", ",
            p_value(self.corrected),
            if self.family > 1 { " after Holm" } else { "" }
        ];
        message.push_str(&terms);
        if let Some(why) = why {
            message.push_str(": ");
            message.push_str(why);
        }
        message
    }

    fn confidence(&self) -> f64 {
        (1.0 - self.rule.alpha) * 100.0
    }

    /// `12.4% worse`; in the unit where the baseline is 0 or next to it.
    fn difference(&self) -> String {
        let Measures { usual, worse, .. } = *self.measures;
        if worse == 0.0 {
            return "no different".to_owned();
        }
        let word = if worse > 0.0 { " worse" } else { " better" };
        let percent = worse.abs() / usual * 100.0;
        if percent <= 100_000.0 {
            // Next to the bound it is rounded up, so that what is beyond is never shown as being at it.
            let near = (percent - self.reading.terms.percent).abs() < 0.01;
            let percent = if near && worse > 0.0 { text::shortfall(percent) } else { text::number(percent) };
            return text![percent, "%", word];
        }
        text![in_unit(worse.abs(), self.reading.benchmark.unit), word]
    }

    fn nearest(&self) -> String {
        let Measures { direction, usual, worse, .. } = *self.measures;
        let Terms { absolute, .. } = self.reading.terms;
        let tolerated = in_percent(&self.reading.terms, self.measures).max(absolute);
        let unit = self.reading.benchmark.unit;
        let by = in_unit(worse - tolerated, unit);
        match direction {
            Direction::LowerIsBetter => {
                text!["lower it by ", by, ", to ", in_unit(usual + tolerated, unit), " or less"]
            }
            Direction::HigherIsBetter => {
                text!["raise it by ", by, ", to ", in_unit(usual - tolerated, unit), " or more"]
            }
        }
    }
}
