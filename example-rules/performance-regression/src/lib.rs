//! Holds each benchmark to its production baseline.
//!
//! | question | answer |
//! |---|---|
//! | Is the release worse, or is it chance? | one-sided rank-sum test of Wilcoxon, Mann and Whitney, corrected for all metrics by Holm's procedure |
//! | By how much? | Hodges and Lehmann's estimate of the shift, in percent of the baseline's median |
//! | At most how much? | the confidence bound of that shift, from the same test |
//!
//! None of them assumes that samples are normally distributed, which latencies never are, and one outlier moves none
//! of them. A metric fails where it is worse beyond its tolerance and significantly so. Where it is beyond the tolerance
//! but may be chance, and where so few samples could not be significant whatever they were, it is `unknown`: otherwise a
//! benchmark that is too small, or hidden among many others, would pass.
//!
//! Up to 40 samples, of both sides together, the distribution of the ranks is counted, equal values and all; beyond
//! that it is approximated. Samples of one side are to be independent runs: the percentiles of one run are not.

pub mod params;

pub mod facts;

mod reading;

mod rank_sum;
mod shift;

mod family;

mod figures;
mod measured;
mod verdict;

use clearance_rule::prelude::*;
use facts::Facts;
pub use params::PerformanceRegression;

/// The most samples of one side that are compared.
pub const MOST_SAMPLES: usize = 10_000;

impl Rule for PerformanceRegression {
    type Facts<'a> = Facts<'a>;

    const TIMELESS: bool = true;

    const ABOUT: About = About {
        id: "performance-regression",
        version: env!("CARGO_PKG_VERSION"),
        title: "Performance regression",
        summary: "Holds each benchmark to its production baseline: a rank-sum test corrected for many metrics tells a \
                  regression from chance, the Hodges-Lehmann shift holds it to a tolerance; too few samples are `unknown`.",
        checks: &[
            ("measured", "The metric that the policy names is measured; where it names none, some metric is."),
            ("comparable", "Release and baseline were measured where the labels of the environment are alike."),
            ("regression", "The metric is not worse than the baseline beyond its tolerance."),
        ],
        practices: &["2.3"],
        controls: &["SOC2:A1.1", "ISO27001:2022:A.8.6"],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.validate()
    }

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let benchmarks = facts.benchmarks.as_deref();
        measured::rows(self, benchmarks, &mut outcome);
        let readings = reading::all(self, benchmarks.unwrap_or_default());
        let p_values: Vec<f64> =
            readings.iter().filter_map(|reading| Some(reading.measures.as_ref().ok()?.p)).collect();
        let mut corrected = family::holm(&p_values).into_iter();
        for reading in &readings {
            outcome.extend(measured::comparable(self, reading));
            let corrected = if reading.measures.is_ok() { corrected.next() } else { None };
            outcome.push(verdict::row(self, reading, corrected.unwrap_or(1.0), p_values.len()));
        }
        outcome
    }
}

clearance_rule::export!(PerformanceRegression);
