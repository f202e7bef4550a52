//! The components as a host's own types: what somebody declares who hands JSON to an engine that takes no JSON.

use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Facts<'a> {
    #[serde(borrow)]
    pub components: Vec<Component<'a>>,
}

#[derive(Deserialize, Serialize)]
pub struct Component<'a> {
    pub name: &'a str,
    pub tier: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_coverage: Option<f64>,
    pub changed_lines: u32,
    pub incidents: u32,
    pub days_since_release: u32,
    pub region: &'a str,
    pub data: Vec<&'a str>,
}
