//! What the rule reads. Each list may be absent, and what it was to tell is then `unknown`; an empty list says that there is none.

use clearance_rule::prelude::*;
use clearance_rule::sections::Roles;

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// Who holds which role in releasing, who reviewed that, and who left.
    #[serde(borrow)]
    pub roles: Option<Roles<'a>>,
}
