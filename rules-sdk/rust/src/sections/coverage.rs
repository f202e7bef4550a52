//! The section `coverage`.

use schemars::JsonSchema;
use serde::Deserialize;

/// The coverage of one component.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Coverage<'a> {
    /// The component's name.
    #[serde(borrow)]
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
