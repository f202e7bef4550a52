//! What a policy may set, its defaults and what it refuses.

use crate::MOST_SAMPLES;
use clearance_rule::prelude::*;
use std::collections::BTreeMap;

/// Which way a metric is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Latency, memory, errors.
    LowerIsBetter,
    /// Throughput, hit rates.
    HigherIsBetter,
}

impl Direction {
    /// The direction that a word among the facts names.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "lower-is-better" => Some(Self::LowerIsBetter),
            "higher-is-better" => Some(Self::HigherIsBetter),
            _ => None,
        }
    }

    /// As facts and params write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::LowerIsBetter => "lower-is-better",
            Self::HigherIsBetter => "higher-is-better",
        }
    }
}

/// What it takes for a metric to pass. One that is worse beyond its tolerance, and significantly so, fails in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// It passes unless it is shown to be worse beyond the tolerance: noise has the benefit of the doubt.
    NotShownWorse,
    /// The estimate of the shift is within the tolerance. Where it is not, but could be chance, the metric is `unknown`.
    #[default]
    Estimate,
    /// The upper confidence bound of the shift is within the tolerance: noise that could hide a regression is `unknown`.
    Confidence,
}

/// What holds of one metric, in place of what is set for all.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Metric {
    /// How much worse it may be, in percent of the baseline's median.
    #[schemars(range(min = 0, max = 1000))]
    pub tolerance_percent: Option<f64>,
    /// How much worse it may be in its own unit. The greater of the two tolerances holds, so that a metric near 0 does not
    /// fail for a difference that nobody notices.
    #[schemars(range(min = 0))]
    pub tolerance: Option<f64>,
    /// Which way it is better. Where the facts say otherwise, the metric is `unknown`.
    pub direction: Option<Direction>,
    /// The least number of samples of the release, and of the baseline.
    #[schemars(range(min = 2, max = 10_000))]
    pub min_samples: Option<usize>,
    /// Whether it must be measured. True by default: a metric that the policy names is one that it wants.
    pub required: bool,
}

impl Default for Metric {
    fn default() -> Self {
        Self { tolerance_percent: None, tolerance: None, direction: None, min_samples: None, required: true }
    }
}

/// Holds each benchmark to its production baseline.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PerformanceRegression {
    /// How much worse a metric may be, in percent of the baseline's median.
    #[schemars(range(min = 0, max = 1000))]
    pub tolerance_percent: f64,
    /// The risk of taking chance for a regression in any of the metrics, all together: the level of significance.
    #[schemars(range(min = 0.0001, max = 0.5))]
    pub alpha: f64,
    /// The least number of samples of the release, and of the baseline.
    #[schemars(range(min = 2, max = 10_000))]
    pub min_samples: usize,
    /// What it takes for a metric to pass: `not-shown-worse`, `estimate`, the default, or `confidence`.
    pub evidence: Evidence,
    /// The labels of the environment that both measurements must have, and have alike. An empty list: none is compared.
    pub environment: Vec<String>,
    /// Metrics by name. Those that are not named here are judged, too, by what is set for all.
    pub metrics: BTreeMap<String, Metric>,
}

impl Default for PerformanceRegression {
    fn default() -> Self {
        Self {
            tolerance_percent: 5.0,
            alpha: 0.05,
            min_samples: 10,
            evidence: Evidence::default(),
            environment: vec!["hardware".to_owned(), "load".to_owned()],
            metrics: BTreeMap::new(),
        }
    }
}

/// What one metric is held to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) percent: f64,
    pub(crate) absolute: f64,
    pub(crate) direction: Option<Direction>,
    pub(crate) min_samples: usize,
}

impl PerformanceRegression {
    pub(crate) fn terms(&self, name: &str) -> Terms {
        let own = self.metrics.get(name);
        Terms {
            percent: own.and_then(|own| own.tolerance_percent).unwrap_or(self.tolerance_percent),
            absolute: own.and_then(|own| own.tolerance).unwrap_or(0.0),
            direction: own.and_then(|own| own.direction),
            min_samples: own.and_then(|own| own.min_samples).unwrap_or(self.min_samples),
        }
    }

    /// Refuses what the types let through.
    pub(crate) fn validate(&self) -> Result<(), Mismatch> {
        number("/tolerance_percent", Some(self.tolerance_percent), 0.0, 1000.0)?;
        number("/alpha", Some(self.alpha), 0.0001, 0.5)?;
        samples("/min_samples", Some(self.min_samples))?;
        for (name, own) in &self.metrics {
            let place = clearance_rule::node::below("/metrics", name);
            number(&text![place, "/tolerance_percent"], own.tolerance_percent, 0.0, 1000.0)?;
            number(&text![place, "/tolerance"], own.tolerance, 0.0, f64::MAX)?;
            samples(&text![place, "/min_samples"], own.min_samples)?;
        }
        Ok(())
    }
}

fn number(pointer: &str, value: Option<f64>, least: f64, most: f64) -> Result<(), Mismatch> {
    if value.is_none_or(|value| (least..=most).contains(&value)) {
        return Ok(());
    }
    let message = match most {
        f64::MAX => "expected a number from 0 up".to_owned(),
        // The least level of significance has more decimals than a number is written with.
        _ if least > 0.0 => text!["expected a number from 0.0001 to ", most],
        _ => text!["expected a number from ", least, " to ", most],
    };
    Err(Mismatch { pointer: pointer.to_owned(), message })
}

fn samples(pointer: &str, value: Option<usize>) -> Result<(), Mismatch> {
    if value.is_none_or(|value| (2..=MOST_SAMPLES).contains(&value)) {
        return Ok(());
    }
    let message = text!["expected a number of samples from 2 to ", text::grouped(MOST_SAMPLES)];
    Err(Mismatch { pointer: pointer.to_owned(), message })
}
