//! The section `benchmarks`.

use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One metric, measured of the release and of what runs in production.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Benchmark<'a> {
    /// The metric's name, such as `http.server.request.duration.p95`.
    #[serde(borrow)]
    pub name: &'a str,
    /// The component or service that was measured.
    pub component: Option<&'a str>,
    /// What it did meanwhile, such as `checkout at peak load`.
    pub scenario: Option<&'a str>,
    /// The unit of the samples, such as `ms`, `By`, `{request}/s`.
    pub unit: Option<&'a str>,
    /// Which way is better: `lower-is-better` or `higher-is-better`.
    pub direction: Option<&'a str>,
    /// What was measured of the release.
    pub release: Option<Measured<'a>>,
    /// What was measured of the version that runs in production.
    pub baseline: Option<Measured<'a>>,
}

/// What was measured of one version.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Measured<'a> {
    /// The version.
    #[serde(borrow)]
    pub version: Option<&'a str>,
    /// Where and how it was measured, by label: `hardware`, `load`, `region`, `dataset` and the like.
    pub environment: Option<BTreeMap<&'a str, &'a str>>,
    /// One number for each independent run, in the metric's unit; 0 or more. An empty list says that nothing was measured.
    pub samples: Option<Vec<f64>>,
}
