//! What a policy may set, its defaults and what it refuses.

use crate::RiskScore;
use crate::bounded::{Fraction, FullCount, FullPercent, Points, Weight};
use clearance_rule::prelude::*;
use clearance_rule::schemars::{Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// How much each factor matters beside the others. Only their proportions count: together they share out 100 points.
/// A factor that weighs 0 is left out.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Weights {
    /// How many users a fault could reach.
    pub exposure: Weight,
    /// How sensitive the data is that the changed components handle.
    pub data_sensitivity: Weight,
    /// How many systems would feel a fault.
    pub blast_radius: Weight,
    /// How many lines and files change.
    pub change_size: Weight,
    /// What the schema migrations could break or lose.
    pub schema_migrations: Weight,
    /// How many systems the release begins to talk to.
    pub new_integrations: Weight,
    /// How often earlier deployments failed.
    pub failure_history: Weight,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            exposure: Weight::new(20.0),
            data_sensitivity: Weight::new(20.0),
            blast_radius: Weight::new(15.0),
            change_size: Weight::new(10.0),
            schema_migrations: Weight::new(15.0),
            new_integrations: Weight::new(5.0),
            failure_history: Weight::new(15.0),
        }
    }
}

/// The measures of exposure. Every measure that is set must be among the facts; the worse of two decides.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExposureScale {
    /// The number of users from which exposure counts in full; each doubling below it counts about alike. `null`: the
    /// number of users is not read.
    pub users: Option<FullCount>,
    /// The percentage of all users from which exposure counts in full, in proportion below it. `null`, the default:
    /// the percentage is not read.
    pub percent: Option<FullPercent>,
}

impl Default for ExposureScale {
    fn default() -> Self {
        Self { users: Some(FullCount::new(100_000)), percent: None }
    }
}

/// The measure of the blast radius.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BlastScale {
    /// The number of systems, changed components and their dependents together, from which the blast radius counts in
    /// full, in proportion below it.
    pub systems: FullCount,
}

impl Default for BlastScale {
    fn default() -> Self {
        Self { systems: FullCount::new(20) }
    }
}

/// The measures of a change's size. Every measure that is set must be among the facts; the worse of two decides.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SizeScale {
    /// The number of lines, added and removed together, from which size counts in full; each doubling below it counts
    /// about alike. `null`: lines are not read.
    pub lines: Option<FullCount>,
    /// The number of files from which size counts in full; each doubling below it counts about alike. `null`: files
    /// are not read.
    pub files: Option<FullCount>,
}

impl Default for SizeScale {
    fn default() -> Self {
        Self { lines: Some(FullCount::new(2_000)), files: Some(FullCount::new(50)) }
    }
}

/// How much one migration counts, by the worst that is known of it. Several add up, to 1 at most.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MigrationScale {
    /// One that can be undone and loses nothing.
    pub reversible: Fraction,
    /// One that cannot be undone, but loses nothing.
    pub irreversible: Fraction,
    /// One that drops, truncates or rewrites data.
    pub destructive: Fraction,
}

impl Default for MigrationScale {
    fn default() -> Self {
        Self { reversible: Fraction::new(0.2), irreversible: Fraction::new(0.6), destructive: Fraction::new(1.0) }
    }
}

/// How much one new integration counts. Several add up, to 1 at most.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IntegrationScale {
    /// One with a system of the same organisation.
    pub internal: Fraction,
    /// One with a system that somebody else runs.
    pub external: Fraction,
}

impl Default for IntegrationScale {
    fn default() -> Self {
        Self { internal: Fraction::new(0.25), external: Fraction::new(0.5) }
    }
}

/// How the failure rate of earlier deployments is judged: by the upper confidence bound, so that a short history does
/// not look safe.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HistoryScale {
    /// The days before the decision in which deployments count. `null`: all count, whenever they were.
    pub window_days: Option<FullCount>,
    /// The confidence, in percent, with which the true failure rate lies below the bound: 80, 90, 95 or 99.
    pub confidence: Confidence,
    /// The failure rate, in percent, from which history counts in full, in proportion below it.
    pub failure_percent: FullPercent,
    /// The outcomes that are successes.
    pub successes: Vec<String>,
    /// The outcomes that are failures. One in neither list counts as a failure and leaves the factor `unknown`.
    pub failures: Vec<String>,
}

impl Default for HistoryScale {
    fn default() -> Self {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Self {
            window_days: Some(FullCount::new(365)),
            confidence: Confidence(95),
            failure_percent: FullPercent::new(50.0),
            successes: words(&["success", "succeeded"]),
            failures: words(&["failure", "failed", "rolled-back"]),
        }
    }
}

/// A confidence in percent for which the normal quantile is known to the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Confidence(u8);

impl Confidence {
    const QUANTILES: [(u8, f64); 4] = [(80, 0.841_621), (90, 1.281_552), (95, 1.644_854), (99, 2.326_348)];

    /// In percent.
    #[must_use]
    pub const fn percent(self) -> u8 {
        self.0
    }

    /// How many standard deviations above its mean a normal variable stays below with this confidence.
    #[must_use]
    pub fn quantile(self) -> f64 {
        // Every value that can be made is in the table; the widest bound would be the cautious answer.
        Self::QUANTILES.iter().find(|(percent, _)| *percent == self.0).map_or(f64::INFINITY, |(_, z)| *z)
    }
}

impl TryFrom<u8> for Confidence {
    type Error = String;

    fn try_from(percent: u8) -> Result<Self, String> {
        if Self::QUANTILES.iter().any(|(known, _)| *known == percent) {
            Ok(Self(percent))
        } else {
            Err(text!["expected a confidence of 80, 90, 95 or 99 percent, found ", percent])
        }
    }
}

impl From<Confidence> for u8 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

impl JsonSchema for Confidence {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Confidence".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "enum": [80, 90, 95, 99] })
    }
}

/// The points from which each tier begins; below `medium` a release is `low`. Each is to be above the one before.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tiers {
    /// Where `medium` begins.
    pub medium: Points,
    /// Where `high` begins.
    pub high: Points,
    /// Where `critical` begins.
    pub critical: Points,
}

impl Default for Tiers {
    fn default() -> Self {
        Self { medium: Points::new(25.0), high: Points::new(50.0), critical: Points::new(75.0) }
    }
}

impl Tiers {
    /// The tier that so many points reach.
    #[must_use]
    pub fn reached(&self, points: f64) -> &'static str {
        let tiers = [(self.critical, "critical"), (self.high, "high"), (self.medium, "medium")];
        tiers.iter().find(|(begin, _)| points >= begin.get()).map_or("low", |(_, tier)| *tier)
    }
}

impl RiskScore {
    /// Refuses what the types let through: bounds that are out of order, and a factor that weighs something but
    /// measures nothing. Bounds out of order would let worse facts lower the score.
    pub(crate) fn validate(&self) -> Result<(), Mismatch> {
        let Self { tiers, schema_migrations: migrations, new_integrations: integrations, weights, .. } = self;
        let ordered = [
            (tiers.medium.get() < tiers.high.get(), "/tiers/high", "is to be above `medium`"),
            (tiers.high.get() < tiers.critical.get(), "/tiers/critical", "is to be above `high`"),
            (
                migrations.reversible <= migrations.irreversible,
                "/schema_migrations/irreversible",
                "is to be `reversible` or more",
            ),
            (
                migrations.irreversible <= migrations.destructive,
                "/schema_migrations/destructive",
                "is to be `irreversible` or more",
            ),
            (
                integrations.internal <= integrations.external,
                "/new_integrations/external",
                "is to be `internal` or more",
            ),
            (
                weights.exposure.get() == 0.0 || self.exposure.users.is_some() || self.exposure.percent.is_some(),
                "/exposure",
                "is to set `users` or `percent`, or the factor is to weigh 0",
            ),
            (
                weights.change_size.get() == 0.0
                    || self.change_size.lines.is_some()
                    || self.change_size.files.is_some(),
                "/change_size",
                "is to set `lines` or `files`, or the factor is to weigh 0",
            ),
        ];
        if let Some((_, pointer, message)) = ordered.iter().find(|(holds, ..)| !holds) {
            let name = pointer.rsplit('/').next().unwrap_or_default();
            return Err(Mismatch { pointer: (*pointer).to_owned(), message: text!["`", name, "` ", message] });
        }
        let history = &self.failure_history;
        match history.failures.iter().position(|outcome| history.successes.contains(outcome)) {
            None => Ok(()),
            Some(i) => Err(Mismatch {
                pointer: text!["/failure_history/failures/", i],
                message: text!["`", history.failures[i], "` is among the `successes` too"],
            }),
        }
    }
}
