//! What the rule reads of a release. A section that is absent leaves what it would say unknown.

use clearance_rule::prelude::*;
use clearance_rule::sections::{Api, Integrations, PenetrationTestReport};

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The APIs that the service offers, before and after the release. An empty list says that it offers none.
    #[serde(borrow)]
    pub apis: Option<Vec<Api<'a>>>,
    /// The systems that the service talks to, before and after the release.
    #[serde(borrow)]
    pub integrations: Option<Integrations<'a>>,
    /// The reports of penetration tests. An empty list says that there is none.
    #[serde(borrow)]
    pub penetration_tests: Option<Vec<PenetrationTestReport<'a>>>,
}
