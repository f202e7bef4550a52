//! The section `records`.

use super::{Digest, Window};
use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// Something that was stored to be kept: the log of a deployment, a snapshot of a configuration. One that is deleted stays among
/// the facts, as what is left of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Record<'a> {
    /// What tells it from every other.
    #[serde(borrow)]
    pub id: Option<&'a str>,
    /// Its class, in one of the policy's words: `deployment-log`, `configuration-snapshot`.
    pub class: Option<&'a str>,
    /// The release that it is of, by what its `/release/id` was.
    pub release: Option<&'a str>,
    /// When it was made.
    pub created: Option<At<'a>>,
    /// The span of time that it tells of.
    pub covers: Option<Window<'a>>,
    /// When its retention period begins, where that is not when it was made: when the audit that relies on it was concluded, when
    /// the document was last in effect.
    pub period_from: Option<At<'a>>,
    /// Until when its storage refuses to delete it.
    pub retain_until: Option<At<'a>>,
    /// Whether its storage keeps it for a legal hold, whatever `retain_until` says.
    pub legal_hold: Option<bool>,
    /// Whether its storage lets nobody change it.
    pub immutable: Option<bool>,
    /// Its digests by algorithm, in hexadecimal: `{"sha256": "…"}`.
    pub digest: Option<Digest<'a>>,
    /// Where it is stored.
    pub uri: Option<&'a str>,
    /// When it was deleted; absent where it is there.
    pub deleted_at: Option<At<'a>>,
    /// When somebody looked whether a legal hold forbids to delete it, before it was.
    pub hold_checked_at: Option<At<'a>>,
}
