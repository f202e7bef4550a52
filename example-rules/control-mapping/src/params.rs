//! What a policy may set.

use crate::scope::Scope;
use clearance_rule::prelude::*;
use clearance_rule::table::Table;

/// Maps the artifacts of a release to the controls that they prove, and writes the index of the evidence.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ControlMapping {
    /// The frameworks whose controls are all in scope: `HIPAA`, `ISO27001:2022`, `NIST-800-53`, `SOC2`, `SOX`, or those of
    /// `controls`. Absent, and without `in_scope`: every framework.
    pub frameworks: Option<Vec<String>>,
    /// Single controls that are in scope, too: `SOC2:CC8.1`. Without `frameworks` they are all that is.
    pub in_scope: Option<Vec<String>>,
    /// Controls that are added to the catalogue, by framework and identifier with a colon between: `INTERNAL:REL-1`. One that
    /// the catalogue has is replaced.
    pub controls: Table<Control>,
    /// Controls that do not apply to what is released, each with the reason.
    pub not_applicable: Table<String>,
    /// What is asked of evidence, by its kind. A kind given here replaces what the catalogue says of it; one that neither names
    /// is asked for as the defaults say.
    pub kinds: Table<Kind>,
    /// Whether an artifact counts only for the controls that it names itself in its `controls`. By default its kind decides.
    pub explicit: bool,
    #[serde(skip)]
    pub(crate) scope: Scope,
}

/// A control and what proves it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// What it is about, in a few words.
    pub title: String,
    /// What proves it. All of it is required.
    pub evidence: Vec<Requirement>,
}

/// Evidence that a control requires.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// The kinds of artifacts of which any will do.
    pub any_of: Vec<String>,
    /// How many artifacts there must be. Where it is more than one they are told apart by their digests, which are then
    /// required.
    #[serde(default = "one")]
    #[schemars(range(min = 1))]
    pub min_count: u32,
    /// How many days old they may be, in place of what `kinds` says.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub max_age_days: Option<u32>,
    /// Whether they must have a digest, in place of what `kinds` says.
    #[serde(default)]
    pub digest: Option<bool>,
}

/// What is asked of evidence of one kind.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Kind {
    /// How many days after it was made it still proves something. By default 90.
    #[schemars(range(min = 1))]
    pub max_age_days: u32,
    /// Whether it must have a SHA-256 digest, by which it can be told whether it is still what it was.
    pub digest: bool,
    /// Whether it must say where it can be had.
    pub uri: bool,
    /// Whether it proves something about one release, and so must name the one that is decided on.
    pub of_release: bool,
}

impl Default for Kind {
    fn default() -> Self {
        Self { max_age_days: crate::catalogue::MAX_AGE_DAYS, digest: true, uri: true, of_release: false }
    }
}

fn one() -> u32 {
    1
}
