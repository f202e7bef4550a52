//! What a policy may set, and what it refuses.

use crate::percent::Percent;
use clearance_rule::prelude::*;
use clearance_rule::schemars::{Schema, SchemaGenerator};
use serde::Deserializer;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One threshold as written: not mentioned, switched off with `null`, or set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Setting<T> {
    /// Not mentioned: what is set more generally holds.
    #[default]
    Unset,
    /// `null`: not checked.
    Off,
    /// The bound.
    At(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Setting<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Off, Self::At))
    }
}

impl<T: JsonSchema> JsonSchema for Setting<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

/// Thresholds. One that is not mentioned is taken from what is set more generally, and not checked where nothing is;
/// `null` switches one off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// The least percentage of the tests that count that must pass.
    pub pass_rate: Setting<Percent>,
    /// The greatest percentage of all tests that may be skipped.
    pub skipped: Setting<Percent>,
    /// The greatest number of tests that may be skipped.
    pub skipped_tests: Setting<u64>,
    /// The greatest percentage of the tests run that may be flaky.
    pub flaky: Setting<Percent>,
    /// The greatest number of tests that may be flaky.
    pub flaky_tests: Setting<u64>,
    /// The least percentage of lines that must be covered.
    pub lines: Setting<Percent>,
    /// The least percentage of branches that must be covered.
    pub branches: Setting<Percent>,
    /// The least percentage of the changed lines that must be covered.
    pub changed_lines: Setting<Percent>,
}

/// Thresholds for releases of one risk tier, in place of those set for all tiers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tiers {
    /// In tier `low`.
    pub low: Thresholds,
    /// In tier `medium`.
    pub medium: Thresholds,
    /// In tier `high`.
    pub high: Thresholds,
    /// In tier `critical`.
    pub critical: Thresholds,
}

/// Thresholds of one component, in place of those for all components.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Own {
    /// In every tier. Where the general `tiers` set the same threshold for the tier of the release, the stricter of
    /// the two holds.
    pub thresholds: Thresholds,
    /// In one tier. What is set here holds whatever else is set, be it stricter or not.
    pub tiers: Tiers,
}

/// How flaky tests, which failed and passed when they were run again, count towards the pass rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Flaky {
    /// As passed.
    #[default]
    Pass,
    /// As failed.
    Fail,
    /// Not at all.
    Ignore,
}

/// How skipped tests count towards the pass rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Skipped {
    /// As failed.
    Fail,
    /// Not at all.
    #[default]
    Ignore,
}

/// Holds the tests and the coverage of each component to thresholds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestThresholds {
    /// Thresholds for every component in every tier.
    #[serde(default)]
    pub thresholds: Thresholds,
    /// Thresholds for every component in one risk tier, read from the section `risk`. Where the tier is absent, the
    /// strictest of all tiers hold.
    #[serde(default)]
    pub tiers: Tiers,
    /// Thresholds of single components, by name.
    #[serde(default)]
    pub components: BTreeMap<String, Own>,
    /// How flaky tests count towards the pass rate: `pass`, the default, `fail` or `ignore`.
    #[serde(default)]
    pub flaky: Flaky,
    /// How skipped tests count towards the pass rate: `ignore`, the default, or `fail`.
    #[serde(default)]
    pub skipped: Skipped,
}

impl Tiers {
    /// The tiers with their names, from the most harmless to the gravest.
    pub(crate) fn each(&self) -> [(&'static str, &Thresholds); 4] {
        [("low", &self.low), ("medium", &self.medium), ("high", &self.high), ("critical", &self.critical)]
    }
}

impl TestThresholds {
    /// Every set of thresholds that the params hold.
    pub(crate) fn every(&self) -> impl Iterator<Item = &Thresholds> {
        let own = self.components.values().flat_map(|own| levels(&own.thresholds, &own.tiers));
        levels(&self.thresholds, &self.tiers).chain(own)
    }
}

fn levels<'p>(thresholds: &'p Thresholds, tiers: &'p Tiers) -> impl Iterator<Item = &'p Thresholds> {
    std::iter::once(thresholds).chain(tiers.each().map(|(_, thresholds)| thresholds))
}
