//! The notes as the facts give them.

use clearance_rule::sections::Notes;
use schemars::JsonSchema;
use serde::Deserialize;

/// What the rule reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The release notes meant for customers.
    #[serde(borrow)]
    pub notes: Notes<'a>,
}
