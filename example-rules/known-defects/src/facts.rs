//! The sections this rule reads.

use clearance_rule::prelude::*;
use clearance_rule::sections::{Defect, Release};

/// What this rule reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The known defects that the release carries into production. An empty list says that none is known.
    #[serde(borrow)]
    pub defects: Option<Vec<Defect<'a>>>,
    /// The release itself.
    #[serde(borrow)]
    pub release: Option<Release<'a>>,
}
