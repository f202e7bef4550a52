//! Every component's line coverage reaches the minimum of the component's tier.

use clearance_rule::prelude::*;

/// The rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Percent of lines that must be covered.
    pub minimum: Tiers,
}

/// A percentage for each tier.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tiers {
    /// Tier 1, which customers notice first.
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
    /// Percent of its lines that tests cover.
    pub line_coverage: Option<f64>,
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
}

impl Rule for Coverage {
    type Facts<'a> = Facts<'a>;

    const TIMELESS: bool = true;

    const ABOUT: About = About {
        id: "bench-coverage",
        version: env!("CARGO_PKG_VERSION"),
        title: "Coverage by tier",
        summary: "Every component's line coverage reaches the minimum of its tier.",
        checks: &[("coverage", "The component's line coverage reaches the minimum of its tier.")],
        practices: &["2.5"],
        controls: &[],
    };

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        for (i, component) in facts.components.iter().enumerate() {
            let tier = fact!(facts.components[i].tier);
            let check = match self.minimum.of(component.tier) {
                Some(minimum) => {
                    let coverage = fact!(facts.components[i].line_coverage);
                    Check::at_least("coverage", component.name, &coverage, minimum, "%")
                }
                None => Check::unknown("coverage", component.name, text!["there is no tier ", component.tier])
                    .remedy_if_unknown(text!["set `", tier.pointer, "` to 1, 2 or 3"]),
            };
            outcome.push(check.seen(&tier));
        }
        outcome
    }
}

clearance_rule::export!(Coverage);
