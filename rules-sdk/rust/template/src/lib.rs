//! Every component's line coverage reaches a minimum.

use clearance_rule::prelude::*;

/// The rule. Its fields are the params that a policy sets.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LineCoverage {
    /// Percent of lines that must be covered.
    minimum: f64,
}

/// The sections of the facts that it reads.
#[derive(Deserialize, JsonSchema)]
struct Facts<'a> {
    /// The components of the release.
    #[serde(borrow)]
    components: Vec<Component<'a>>,
}

/// A component.
#[derive(Deserialize, JsonSchema)]
struct Component<'a> {
    /// Its name.
    name: &'a str,
    /// Percent of its lines that tests cover.
    line_coverage: Option<f64>,
}

impl Rule for LineCoverage {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "{{name}}",
        version: env!("CARGO_PKG_VERSION"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use clearance_rule::testing;

    #[test]
    fn a_component_without_coverage_is_unknown() {
        let rule: LineCoverage = testing::configure(json!({ "minimum": 80 })).unwrap();
        let outcome = testing::evaluate(&rule, json!({ "components": [{ "name": "api" }] }), 0).unwrap();
        assert_eq!(outcome.checks[0].status, Status::Unknown);
    }
}
