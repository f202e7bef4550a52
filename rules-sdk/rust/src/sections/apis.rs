//! The section `apis`.

use crate::node::Node;
use crate::time::At;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// An API that the service offers, as it was described before the release and as it is described after it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Api<'a> {
    /// Its name, which other facts call it by.
    #[serde(borrow)]
    pub name: Option<&'a str>,
    /// The component that serves it.
    pub component: Option<&'a str>,
    /// The `OpenAPI` document of what is in production now, as JSON, with the documents that it refers to bundled into it. `null`
    /// says that the API is new.
    #[serde(borrow, default, deserialize_with = "stated")]
    pub before: Option<Node<'a>>,
    /// The `OpenAPI` document of what is released. `null` says that the release removes the API.
    #[serde(borrow, default, deserialize_with = "stated")]
    pub after: Option<Node<'a>>,
    /// When what `after` describes was first where it could be tested, as on a staging system.
    pub since: Option<At<'a>>,
}

/// Tells `null`, which says something, from nothing at all.
fn stated<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Node<'a>>, D::Error> {
    Node::deserialize(deserializer).map(Some)
}
