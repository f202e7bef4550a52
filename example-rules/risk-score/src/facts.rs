//! What the rule reads of a release. Every fact may be absent: its factor is then `unknown` and counts as the worst
//! that the fact could say.

use clearance_rule::prelude::*;
use clearance_rule::time::At;

/// The sections read.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The release itself.
    pub release: Option<Release>,
    /// The components that the release changes.
    #[serde(borrow)]
    pub components: Option<Vec<Component<'a>>>,
    /// What the release changes.
    pub changes: Option<Changes>,
    /// How earlier releases of the same went.
    #[serde(borrow)]
    pub history: Option<History<'a>>,
}

/// The release itself.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Release {
    /// Who is reached by it.
    pub exposure: Option<Exposure>,
}

/// The users that a fault in the release could reach, at its widest planned roll-out.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Exposure {
    /// How many users.
    pub users: Option<u64>,
    /// How large a share of all users, in percent from 0 to 100.
    pub percent: Option<f64>,
}

/// A component that the release changes.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Component<'a> {
    /// Its name.
    pub name: &'a str,
    /// The classes of the data that it handles, as the policy's `data_classes` names them. An empty list says that it
    /// handles none.
    #[serde(borrow)]
    pub data_classes: Option<Vec<&'a str>>,
    /// The names of the systems that depend on it, directly or through others. An empty list says that none does.
    #[serde(borrow)]
    pub dependents: Option<Vec<&'a str>>,
}

/// What the release changes since the one before.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Changes {
    /// Lines added.
    pub lines_added: Option<u64>,
    /// Lines removed.
    pub lines_removed: Option<u64>,
    /// How many files were changed, added or removed.
    pub files: Option<u64>,
    /// The schema migrations that it runs. An empty list says that it runs none.
    pub migrations: Option<Vec<Migration>>,
    /// The integrations that it adds: systems that it begins to talk to. An empty list says that it adds none.
    pub integrations: Option<Vec<Integration>>,
}

/// A change of a database schema.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Migration {
    /// Whether it drops, truncates or rewrites data that is there.
    pub destructive: Option<bool>,
    /// Whether a migration that undoes it stands ready.
    pub reversible: Option<bool>,
}

/// A system that the release begins to talk to.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Integration {
    /// Whether somebody else runs it: a vendor, a partner, a public service.
    pub external: Option<bool>,
}

/// How earlier releases of the same went.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct History<'a> {
    /// The deployments, in any order. An empty list says that there was none.
    #[serde(borrow)]
    pub deployments: Option<Vec<Deployment<'a>>>,
}

/// One deployment.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Deployment<'a> {
    /// When it was made.
    pub at: Option<At>,
    /// How it went, in a word that the policy's `failure_history` lists among its successes or its failures.
    pub outcome: Option<&'a str>,
}
