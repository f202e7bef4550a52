//! The section `tests`.

use schemars::JsonSchema;
use serde::Deserialize;

/// The test results of one component. Every test counts in one of the numbers only.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Tests<'a> {
    /// The component's name.
    #[serde(borrow)]
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
