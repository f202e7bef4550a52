//! What the rule reads of a release. All sections may be absent: a component without the counts that a threshold needs
//! is `unknown`.

use clearance_rule::prelude::*;

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The components of the release. Each is to have its tests and its coverage, as far as thresholds ask for them.
    #[serde(borrow)]
    pub components: Option<Vec<Component<'a>>>,
    /// Test results, one entry a component.
    #[serde(borrow)]
    pub tests: Option<Vec<Tests<'a>>>,
    /// Coverage, one entry a component.
    #[serde(borrow)]
    pub coverage: Option<Vec<Coverage<'a>>>,
    /// What the policy entry `risk` derived. Needed where thresholds depend on the tier.
    #[serde(borrow)]
    pub risk: Option<Risk<'a>>,
}

/// A component of the release.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Component<'a> {
    /// Its name.
    pub name: &'a str,
}

/// The test results of one component. Every test counts in one of the numbers only.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Tests<'a> {
    /// The component's name.
    pub component: &'a str,
    /// Tests that passed at once.
    pub passed: Option<u64>,
    /// Tests that failed and did not pass when they were run again.
    pub failed: Option<u64>,
    /// Tests that stopped with an error rather than a failed assertion, as many reports tell them apart; they
    /// count as failed. Absent where `failed` has them.
    pub errors: Option<u64>,
    /// Tests that were not run.
    pub skipped: Option<u64>,
    /// Tests that failed and passed when they were run again.
    pub flaky: Option<u64>,
    /// All tests together. Where it is given, the other numbers must add up to it.
    pub total: Option<u64>,
}

/// The coverage of one component.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Coverage<'a> {
    /// The component's name.
    pub component: &'a str,
    /// Its lines that can be run.
    pub lines: Option<Covered>,
    /// The ways that its conditions can go: of `condition-coverage="50% (1/2)"` one of two is covered.
    pub branches: Option<Covered>,
    /// Those of its lines that can be run and that the release adds or changes.
    pub changed_lines: Option<Covered>,
}

/// How many of how many are covered.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Covered {
    /// Those that a test ran.
    pub covered: Option<u64>,
    /// All there are.
    pub total: Option<u64>,
}

/// What the policy entry `risk` derived.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Risk<'a> {
    /// `low`, `medium`, `high` or `critical`.
    pub tier: Option<&'a str>,
}
