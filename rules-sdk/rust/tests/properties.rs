//! What has to hold of all facts can be tested as the page for authors shows it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::prelude::*;
use clearance_rule::testing;
use proptest::prelude::*;

/// Every component's line coverage reaches a minimum.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LineCoverage {
    /// Percent of lines that must be covered.
    minimum: f64,
}

#[derive(Deserialize, JsonSchema)]
struct Facts<'a> {
    #[serde(borrow)]
    components: Vec<Component<'a>>,
}

#[derive(Deserialize, JsonSchema)]
struct Component<'a> {
    name: &'a str,
    line_coverage: Option<f64>,
}

impl Rule for LineCoverage {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "line-coverage",
        version: "1.0.0",
        title: "Line coverage",
        summary: "Every component is covered by tests.",
        checks: &[("line-coverage", "The component's line coverage reaches the minimum.")],
        practices: &["2.5"],
        controls: &[],
    };

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        for (i, component) in facts.components.iter().enumerate() {
            let coverage = fact!(facts.components[i].line_coverage);
            outcome.push(Check::at_least("line-coverage", component.name, &coverage, self.minimum, "%"));
        }
        outcome
    }
}

proptest! {
    #[test]
    fn no_facts_stop_the_rule(choices: Vec<u8>) {
        let components = testing::any_json(&choices, "name line_coverage", &["api", "web"]);
        let rule: LineCoverage = testing::configure(json!({ "minimum": 80 })).unwrap();
        let _ = testing::evaluate(&rule, json!({ "components": components }), 0);
    }

    #[test]
    fn who_withholds_a_fact_gains_nothing(coverage in 0.0..80.0) {
        let facts = json!({ "components": [{ "name": "api", "line_coverage": coverage }] });
        let rule: LineCoverage = testing::configure(json!({ "minimum": 80 })).unwrap();
        for place in testing::places(&facts) {
            let outcome = testing::evaluate(&rule, testing::withheld(&facts, &place), 0);
            prop_assert!(!outcome.is_ok_and(|outcome| testing::clears(&outcome)), "without `{place}`");
        }
    }
}
