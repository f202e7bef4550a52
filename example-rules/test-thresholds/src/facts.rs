//! What the rule reads of a release. All sections may be absent: a component without the counts that a threshold needs
//! is `unknown`.

use clearance_rule::prelude::*;
use clearance_rule::sections::{Component, Coverage, Tests};

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

/// What the policy entry `risk` derived.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Risk<'a> {
    /// `low`, `medium`, `high` or `critical`.
    pub tier: Option<&'a str>,
}
