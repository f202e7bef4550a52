//! Weighs a release: seven factors, each between 0 (harmless) and 1 (counts in full), share out 100 points by their
//! weights. The tier that the points reach is a derived fact, for rules that are stricter with risky releases.
//!
//! | factor | facts | value |
//! |---|---|---|
//! | `exposure` | users reached, or their share | ln(1 + users) / ln(1 + users in full); percent / percent in full |
//! | `data-sensitivity` | data classes of the components | the sensitivity of the most sensitive class |
//! | `blast-radius` | components and their dependents | distinct systems / systems in full |
//! | `change-size` | lines and files changed | ln(1 + n) / ln(1 + n in full), the larger of the two |
//! | `schema-migrations` | each migration | the sum of what each counts by the worst that is known of it |
//! | `new-integrations` | each integration | the sum of what each counts |
//! | `failure-history` | outcomes of deployments | upper confidence bound of the failure rate / rate in full |
//!
//! Values stop at 1. Worse facts never lower the score, and neither does a fact that is withheld: what is absent
//! counts as the worst that it could say, and its factor is `unknown`.

pub mod params;

pub mod facts;

pub mod bounded;

mod factors;
mod history;
mod points;
mod reading;

use bounded::Fraction;
use clearance_rule::prelude::*;
use facts::Facts;
use params::{BlastScale, ExposureScale, HistoryScale, IntegrationScale, MigrationScale, SizeScale, Tiers, Weights};
use std::collections::BTreeMap;

/// Weighs how much could go wrong with a release, and how badly.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RiskScore {
    /// How much each factor matters beside the others.
    pub weights: Weights,
    /// How exposure is measured.
    pub exposure: ExposureScale,
    /// How sensitive each class of data is, from 0 (harmless) to 1. A map given here replaces the default one. A class
    /// that a component names and the map does not counts as 1 and leaves the factor `unknown`.
    pub data_classes: BTreeMap<String, Fraction>,
    /// How the blast radius is measured.
    pub blast_radius: BlastScale,
    /// How the size of the change is measured.
    pub change_size: SizeScale,
    /// How much a schema migration counts.
    pub schema_migrations: MigrationScale,
    /// How much a new integration counts.
    pub new_integrations: IntegrationScale,
    /// How earlier deployments are judged.
    pub failure_history: HistoryScale,
    /// The points from which each tier begins.
    pub tiers: Tiers,
    #[serde(skip)]
    shares: points::Shares,
}

impl Default for RiskScore {
    fn default() -> Self {
        let data_classes = [
            ("public", 0.0),
            ("internal", 0.25),
            ("confidential", 0.5),
            ("personal", 0.75),
            ("financial", 0.75),
            ("payment", 1.0),
            ("health", 1.0),
            ("credentials", 1.0),
        ];
        Self {
            weights: Weights::default(),
            exposure: ExposureScale::default(),
            data_classes: data_classes.map(|(class, value)| (class.to_owned(), Fraction::new(value))).into(),
            blast_radius: BlastScale::default(),
            change_size: SizeScale::default(),
            schema_migrations: MigrationScale::default(),
            new_integrations: IntegrationScale::default(),
            failure_history: HistoryScale::default(),
            tiers: Tiers::default(),
            shares: points::Shares::default(),
        }
    }
}

/// What later rules may read.
#[derive(Debug, Serialize)]
struct Derived {
    points: f64,
    tier: &'static str,
}

impl Rule for RiskScore {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "risk-score",
        version: env!("CARGO_PKG_VERSION"),
        title: "Risk score",
        summary: "Weighs a release by exposure, data sensitivity, blast radius, size, schema migrations, new \
                  integrations and failure history: 0 to 100 points, and a tier for later rules.",
        checks: &[
            ("exposure", "It is known how many users a fault could reach."),
            ("data-sensitivity", "It is known how sensitive the data of every changed component is."),
            ("blast-radius", "It is known which systems depend on every changed component."),
            ("change-size", "It is known how much changes."),
            ("schema-migrations", "It is known what each schema migration could break or lose."),
            ("new-integrations", "It is known who runs each system that the release begins to talk to."),
            ("failure-history", "It is known how earlier deployments went."),
        ],
        practices: &["2.2"],
        controls: &["SOC2:CC8.1", "ISO27001:2022:A.8.32", "NIST-800-53:CM-4", "NIST-800-53:RA-3"],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.validate()?;
        self.shares = points::shares(&self.weights)?;
        Ok(())
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let mut score = Score::out_of(100.0);
        let mut hundredths = 0.0;
        for (factor, share) in factors::ALL.iter().zip(self.shares) {
            let (check, contribution) = if (factor.weight)(&self.weights).get() > 0.0 {
                let reading = (factor.read)(self, facts, at);
                hundredths += points::part(share, reading.value());
                reading.finish(share)
            } else {
                reading::left_out(factor.code)
            };
            outcome.push(check);
            score.contributions.push(contribution);
        }
        score.points = points::in_points(hundredths);
        let derived = Derived { points: score.points, tier: self.tiers.reached(score.points) };
        outcome.with_score(score).with_derived(&derived)
    }
}

clearance_rule::export!(RiskScore);
