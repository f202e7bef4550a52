//! x
use clearance_rule::prelude::*;

/// Every component's line coverage reaches a minimum.
#[derive(Deserialize, JsonSchema)]
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

clearance_rule::export!(LineCoverage);
