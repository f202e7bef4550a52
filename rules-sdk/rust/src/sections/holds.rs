//! The section `holds`.

use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// A legal hold: what nobody may delete while it is in force, however old it is. One that is released stays among the facts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Hold<'a> {
    /// What tells it from every other: the number of the matter.
    #[serde(borrow)]
    pub id: Option<&'a str>,
    /// The classes of the records that it covers. An empty list says that it covers none by its class.
    pub classes: Option<Vec<&'a str>>,
    /// The records that it covers, by their `id`. An empty list says that it covers none by its name.
    pub records: Option<Vec<&'a str>>,
    /// Since when it is in force.
    pub from: Option<At<'a>>,
    /// When it was released; absent where it is in force.
    pub released_at: Option<At<'a>>,
    /// Why it was laid on.
    pub reason: Option<&'a str>,
}
