//! The section `history`.

use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// How earlier releases of the same went.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct History<'a> {
    /// The deployments, in any order. An empty list says that there was none.
    #[serde(borrow)]
    pub deployments: Option<Vec<Deployment<'a>>>,
}

/// One deployment.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Deployment<'a> {
    /// When it was made.
    #[serde(borrow)]
    pub at: Option<At<'a>>,
    /// The release that was deployed, by what its `/release/id` was.
    pub release: Option<&'a str>,
    /// How it went, in one of the policy's words.
    pub outcome: Option<&'a str>,
}
