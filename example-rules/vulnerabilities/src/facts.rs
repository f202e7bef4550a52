//! The sections this rule reads.

use clearance_rule::prelude::*;
use clearance_rule::sections::{Sbom, Vex, Vulnerability};

/// What this rule reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The components of the release and how they depend on each other.
    #[serde(borrow, default)]
    pub sbom: Option<Sbom<'a>>,
    /// The vulnerabilities that scanners found. An empty list says that they found none.
    #[serde(borrow, default)]
    pub findings: Option<Vec<Vulnerability<'a>>>,
    /// Documents that say which vulnerabilities do not matter to the release, and why.
    #[serde(borrow, default)]
    pub vex: Option<Vec<Vex<'a>>>,
}
