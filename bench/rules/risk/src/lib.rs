//! Weighs a release: every component adds points for what changed, for what went wrong and for how long it was not
//! released, up to a cap, and for its tier.

use clearance_rule::prelude::*;
use clearance_rule::text::count;

/// The rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// How many points everything adds.
    pub weights: Weights,
    /// Days since its last release beyond which a component is stale.
    pub stale_days: u32,
    /// The most points of one component, those of its tier apart.
    pub cap: f64,
}

/// Points for everything that makes a release risky.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// For each changed line.
    pub lines: f64,
    /// For each incident since the last release.
    pub incident: f64,
    /// For a stale component.
    pub stale: f64,
    /// For the component's tier.
    pub tier: Tiers,
}

/// Points for each tier.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tiers {
    /// Tier 1, on which most depends.
    #[serde(rename = "1")]
    pub first: f64,
    /// Tier 2.
    #[serde(rename = "2")]
    pub second: f64,
    /// Tier 3.
    #[serde(rename = "3")]
    pub third: f64,
}

/// The sections of the facts that it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The components of the release.
    #[serde(borrow)]
    pub components: Vec<Component<'a>>,
}

/// A component.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Component<'a> {
    /// Its name.
    pub name: &'a str,
    /// How much depends on it, from 1 (most) to 3.
    pub tier: u8,
    /// Lines that changed since its last release.
    pub changed_lines: u32,
    /// Incidents since its last release.
    pub incidents: u32,
    /// Days since its last release.
    pub days_since_release: u32,
}

impl Tiers {
    fn of(&self, tier: u8) -> Option<f64> {
        match tier {
            1 => Some(self.first),
            2 => Some(self.second),
            3 => Some(self.third),
            _ => None,
        }
    }

    fn most(&self) -> f64 {
        self.first.max(self.second).max(self.third)
    }
}

impl Risk {
    /// The points of `component` but for its tier's, and whether it is stale.
    fn own(&self, component: &Component<'_>) -> (f64, bool) {
        let weights = &self.weights;
        let stale = component.days_since_release > self.stale_days;
        let points = f64::from(component.changed_lines) * weights.lines
            + f64::from(component.incidents) * weights.incident
            + if stale { weights.stale } else { 0.0 };
        (points.min(self.cap), stale)
    }
}

impl Rule for Risk {
    type Facts<'a> = Facts<'a>;

    const TIMELESS: bool = true;

    const ABOUT: About = About {
        id: "bench-risk",
        version: env!("CARGO_PKG_VERSION"),
        title: "Risk of a release",
        summary: "Weighs every component by its changes, incidents, age and tier.",
        checks: &[("tier", "The component's tier is known, and with it how much it weighs.")],
        practices: &["2.2"],
        controls: &[],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        if self.cap < 0.0 {
            return Err(Mismatch { pointer: "/cap".to_owned(), message: "expected 0 or more".to_owned() });
        }
        Ok(())
    }

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        #[expect(clippy::cast_precision_loss, reason = "no release has 2^53 components")]
        let mut score = Score::out_of((self.cap + self.weights.tier.most()) * facts.components.len() as f64);
        for (i, component) in facts.components.iter().enumerate() {
            let (own, stale) = self.own(component);
            let tier = fact!(facts.components[i].tier);
            // What is not known weighs as much as the worst that it could be.
            let of_tier = self.weights.tier.of(component.tier).unwrap_or_else(|| {
                let message = text!["there is no tier ", component.tier];
                let remedy = text!["set `", tier.pointer, "` to 1, 2 or 3"];
                outcome.push(Check::unknown("tier", component.name, message).remedy_if_unknown(remedy).seen(&tier));
                self.weights.tier.most()
            });
            let reason = text![
                count(component.changed_lines, "changed line"),
                ", ",
                count(component.incidents, "incident"),
                if stale { ", stale with " } else { ", " },
                count(component.days_since_release, "day"),
                " since its release, tier ",
                component.tier,
            ];
            score.add(component.name, own + of_tier, reason);
        }
        outcome.with_score(score)
    }
}

clearance_rule::export!(Risk);
