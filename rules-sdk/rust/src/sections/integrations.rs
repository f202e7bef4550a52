//! The section `integrations`.

use super::Integration;
use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// The systems that the service talks to, before the release and after it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Integrations<'a> {
    /// Those of what is in production now. An empty list says that there is none.
    #[serde(borrow)]
    pub before: Option<Vec<Integration<'a>>>,
    /// Those of what is released. An empty list says that there is none.
    pub after: Option<Vec<Integration<'a>>>,
    /// When those of `after` were first where they could be tested, as on a staging system.
    pub since: Option<At<'a>>,
}
