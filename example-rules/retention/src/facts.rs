//! What the rule reads of a release. Holds have a section apart from records, because others know of them: the records are listed by
//! who stores them, the holds by who answers for legal matters.

use clearance_rule::prelude::*;
use clearance_rule::sections::{History, Hold, Record, Release};

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The release itself.
    #[serde(borrow)]
    pub release: Option<Release<'a>>,
    /// How earlier releases of the same went.
    #[serde(borrow)]
    pub history: Option<History<'a>>,
    /// What was stored to be kept, and what is left of those that were deleted.
    #[serde(borrow)]
    pub records: Option<Vec<Record<'a>>>,
    /// The legal holds, those that are released among them.
    #[serde(borrow)]
    pub holds: Option<Vec<Hold<'a>>>,
}

impl<'a> Facts<'a> {
    /// The records; none where the section is absent.
    pub(crate) fn records(&self) -> &[Record<'a>] {
        self.records.as_deref().unwrap_or_default()
    }

    /// The legal holds; none where the section is absent.
    pub(crate) fn holds(&self) -> &[Hold<'a>] {
        self.holds.as_deref().unwrap_or_default()
    }

    /// What a record is called.
    pub(crate) fn name(&self, i: usize) -> String {
        called(self.records()[i].id, "records", i)
    }

    /// What a legal hold is called.
    pub(crate) fn hold_name(&self, i: usize) -> String {
        called(self.holds()[i].id, "holds", i)
    }
}

fn called(id: Option<&str>, section: &str, i: usize) -> String {
    match id {
        Some(id) if !id.trim().is_empty() => id.to_owned(),
        _ => text!["/", section, "/", i],
    }
}
