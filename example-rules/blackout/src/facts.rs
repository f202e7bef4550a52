//! What the rule reads of a release. Both sections may be absent: what cannot be told is then `unknown`.

use clearance_rule::prelude::*;
use clearance_rule::sections::{Calendar, Release};

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The release: its planned window, and its service, environment and kind where the policy asks for them.
    #[serde(borrow)]
    pub release: Option<Release<'a>>,
    /// Calendars of the organisation. Those that the policy names are read.
    #[serde(borrow)]
    pub calendars: Option<Vec<Calendar<'a>>>,
}
