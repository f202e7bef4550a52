//! What the rule reads of a release. Evidence has no section of its own: a report that proves something is an artifact like the
//! image that it speaks of, with the same name, place and digest, and other rules bind to those.

use clearance_rule::prelude::*;
use clearance_rule::sections::{Artifact, Release};

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The release itself.
    #[serde(borrow)]
    pub release: Option<Release<'a>>,
    /// What the release is made of and what was made to prove something about it.
    #[serde(borrow)]
    pub artifacts: Option<Vec<Artifact<'a>>>,
}

impl<'a> Facts<'a> {
    /// The artifacts; none where the section is absent.
    pub(crate) fn artifacts(&self) -> &[Artifact<'a>] {
        self.artifacts.as_deref().unwrap_or_default()
    }

    /// What tells the release from every other.
    pub(crate) fn release_id(&self) -> Option<&'a str> {
        self.release.as_ref()?.id.filter(|id| !id.trim().is_empty())
    }

    /// What an artifact is called.
    #[inline(never)]
    pub(crate) fn name(&self, i: usize) -> String {
        match self.artifacts()[i].name {
            Some(name) if !name.trim().is_empty() => name.to_owned(),
            _ => text!["/artifacts/", i],
        }
    }
}
