//! The sections this rule reads.

use clearance_rule::prelude::*;
use clearance_rule::sections::Benchmark;

/// What this rule reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// Performance measured of the release and of what runs in production, one entry a metric.
    #[serde(borrow)]
    pub benchmarks: Option<Vec<Benchmark<'a>>>,
}
