//! The section `changes`.

use schemars::JsonSchema;
use serde::Deserialize;

/// What the release changes since the one before.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Changes<'a> {
    /// Lines added.
    pub lines_added: Option<u64>,
    /// Lines removed.
    pub lines_removed: Option<u64>,
    /// How many files were changed, added or removed.
    pub files: Option<u64>,
    /// Who wrote the changes. An empty list says that nobody did, as where a release only brings configuration that was there.
    #[serde(borrow)]
    pub authors: Option<Vec<&'a str>>,
    /// The schema migrations that it runs. An empty list says that it runs none.
    pub migrations: Option<Vec<Migration<'a>>>,
    /// The integrations that it adds: systems that it begins to talk to. An empty list says that it adds none.
    pub integrations: Option<Vec<Integration<'a>>>,
}

/// A change of a database schema.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Migration<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Option<&'a str>,
    /// Whether it drops, truncates or rewrites data that is there.
    pub destructive: Option<bool>,
    /// Whether a migration that undoes it stands ready.
    pub reversible: Option<bool>,
}

/// A system that the service talks to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Integration<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Option<&'a str>,
    /// Whether somebody else runs it: a vendor, a partner, a public service.
    pub external: Option<bool>,
    /// The URLs at which the two talk to each other, whichever of them calls.
    pub endpoints: Option<Vec<&'a str>>,
    /// How they talk: `https`, `sftp`, `amqp`.
    pub protocol: Option<&'a str>,
    /// Whether who calls must authenticate.
    pub authenticated: Option<bool>,
    /// The classes of the data that they exchange, in the policy's words. An empty list says that there is none of any class.
    pub data_classes: Option<Vec<&'a str>>,
}
