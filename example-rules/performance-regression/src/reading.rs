//! What the facts say of one metric: its samples, turned so that more is worse, or why it cannot be judged.

use crate::MOST_SAMPLES;
use crate::params::{Direction, Evidence, PerformanceRegression, Terms};
use crate::{rank_sum, shift};
use clearance_rule::prelude::*;
use clearance_rule::sections::{Benchmark, Measured};
use std::collections::BTreeMap;

/// One metric of one component in one scenario.
pub(crate) struct Reading<'f> {
    /// Component, name and scenario.
    pub(crate) subject: String,
    /// Where it stands.
    pub(crate) place: String,
    pub(crate) benchmark: &'f Benchmark<'f>,
    pub(crate) terms: Terms,
    pub(crate) measures: Result<Measures, Gap>,
}

/// Why a metric cannot be judged.
pub(crate) struct Gap {
    pub(crate) message: String,
    pub(crate) remedy: String,
}

/// What the samples come to.
pub(crate) struct Measures {
    pub(crate) direction: Direction,
    /// How many samples of the release, and of the baseline.
    pub(crate) sizes: (usize, usize),
    /// The median of the baseline.
    pub(crate) usual: f64,
    /// How much worse the release is; negative where it is better.
    pub(crate) worse: f64,
    /// How much worse it is at most, with the confidence asked for, where that is asked for.
    pub(crate) at_most: Option<f64>,
    /// Of the rank-sum test, not yet corrected.
    pub(crate) p: f64,
}

/// Every metric, in the order of the facts. What has two entries is read once, and cannot be judged.
pub(crate) fn all<'f>(rule: &PerformanceRegression, benchmarks: &'f [Benchmark<'f>]) -> Vec<Reading<'f>> {
    let named = |benchmark: &'f Benchmark<'f>| (benchmark.component, benchmark.name, benchmark.scenario);
    let mut places: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, benchmark) in benchmarks.iter().enumerate() {
        places.entry(named(benchmark)).or_default().push(i);
    }
    let firsts = benchmarks
        .iter()
        .enumerate()
        .filter_map(|(i, benchmark)| places.get(&named(benchmark)).filter(|places| places.first() == Some(&i)));
    firsts.map(|places| read(rule, benchmarks, places)).collect()
}

fn read<'f>(rule: &PerformanceRegression, benchmarks: &'f [Benchmark<'f>], places: &[usize]) -> Reading<'f> {
    let benchmark = &benchmarks[places[0]];
    let place = text!["/benchmarks/", places[0]];
    let terms = rule.terms(benchmark.name);
    let measures = match places.get(1) {
        None => measures(rule, benchmark, &place, &terms),
        Some(second) => Err(Gap {
            message: text!["`", place, "` and `/benchmarks/", second, "` are both about it"],
            remedy: "put what was measured of it into one entry, or name the components or scenarios".to_owned(),
        }),
    };
    Reading { subject: subject(benchmark), place, benchmark, terms, measures }
}

fn subject(benchmark: &Benchmark<'_>) -> String {
    let component = benchmark.component.map_or(String::new(), |component| text![component, ": "]);
    let scenario = benchmark.scenario.map_or(String::new(), |scenario| text![" (", scenario, ")"]);
    text![component, benchmark.name, scenario]
}

fn measures(
    rule: &PerformanceRegression,
    benchmark: &Benchmark<'_>,
    place: &str,
    terms: &Terms,
) -> Result<Measures, Gap> {
    let direction = direction(benchmark, place, terms)?;
    let baseline = samples(benchmark.baseline.as_ref(), &text![place, "/baseline/samples"], terms, direction)?;
    let release = samples(benchmark.release.as_ref(), &text![place, "/release/samples"], terms, direction)?;
    let tail = || rank_sum::tail(release.len(), baseline.len(), rule.alpha);
    let at_most = match rule.evidence {
        Evidence::Confidence => {
            Some(tail().map_or(f64::INFINITY, |tail| shift::upper_bound(&release, &baseline, tail)))
        }
        Evidence::Estimate | Evidence::NotShownWorse => None,
    };
    Ok(Measures {
        direction,
        sizes: (release.len(), baseline.len()),
        usual: shift::median(&baseline).abs(),
        worse: shift::hodges_lehmann(&release, &baseline),
        at_most,
        p: rank_sum::p_value(&release, &baseline),
    })
}

fn direction(benchmark: &Benchmark<'_>, place: &str, terms: &Terms) -> Result<Direction, Gap> {
    let named = benchmark.direction.map(|word| (word, Direction::named(word)));
    match (terms.direction, named) {
        (None, None) => Err(Gap {
            message: text!["the fact `", place, "/direction` is absent: which way is better is not known"],
            remedy: text!["supply the fact `", place, "/direction`, or set `direction` for the metric in the policy"],
        }),
        (_, Some((word, None))) => Err(Gap {
            message: text!["`", word, "` is no direction"],
            remedy: text!["write `lower-is-better` or `higher-is-better` at `", place, "/direction`"],
        }),
        (Some(policy), Some((word, Some(facts)))) if policy != facts => Err(Gap {
            message: text!["the facts say `", word, "`, the policy `", policy.word(), "`"],
            remedy: text!["make `", place, "/direction` and the parameter `direction` of the metric agree"],
        }),
        (Some(direction), _) | (None, Some((_, Some(direction)))) => Ok(direction),
    }
}

/// The samples, turned so that more is worse, and ascending.
fn samples(
    measured: Option<&Measured<'_>>,
    pointer: &str,
    terms: &Terms,
    direction: Direction,
) -> Result<Vec<f64>, Gap> {
    let Some(samples) = measured.and_then(|measured| measured.samples.as_ref()) else {
        return Err(Gap {
            message: text!["the fact `", pointer, "` is absent"],
            remedy: text!["supply the fact `", pointer, "`"],
        });
    };
    if samples.len() < terms.min_samples {
        return Err(Gap {
            message: text!["`", pointer, "` has ", text::count(samples.len(), "sample"), ", too few to tell"],
            remedy: text![
                "measure ",
                text::count(terms.min_samples - samples.len(), "more time"),
                " for `",
                pointer,
                "`"
            ],
        });
    }
    if samples.len() > MOST_SAMPLES {
        return Err(Gap {
            message: text!["`", pointer, "` has ", text::count(samples.len(), "sample"), ", too many to compare"],
            remedy: text![
                "supply at most ",
                text::grouped(MOST_SAMPLES),
                ": one for each run, or some drawn by chance"
            ],
        });
    }
    if let Some(i) = samples.iter().position(|sample| !(0.0..=f64::MAX).contains(sample)) {
        return Err(Gap {
            message: text!["`", pointer, "/", i, "` is not a number from 0 up"],
            remedy: text!["supply a number from 0 up at `", pointer, "/", i, "`"],
        });
    }
    let turn = match direction {
        Direction::LowerIsBetter => 1.0,
        Direction::HigherIsBetter => -1.0,
    };
    // Adding 0 makes 0 of -0, which stands beside it.
    let mut turned: Vec<f64> = samples.iter().map(|sample| turn * sample + 0.0).collect();
    turned.sort_unstable_by(f64::total_cmp);
    Ok(turned)
}
