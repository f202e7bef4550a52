//! The section `findings`: what scanners found, as the objects that CycloneDX has under `vulnerabilities`.

use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// A vulnerability as CycloneDX describes it, with what OSV and CISA's catalogue of those that are exploited add.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Vulnerability<'a> {
    /// Its identifier: `CVE-2022-24775`, `GHSA-q7rv-6hp3-vh96`.
    #[serde(borrow)]
    pub id: Option<&'a str>,
    /// Its other identifiers, as OSV lists them.
    pub aliases: Option<Vec<&'a str>>,
    /// The same vulnerability elsewhere, as CycloneDX lists it.
    pub references: Option<Vec<Equivalent<'a>>>,
    /// How bad it is, by whom.
    pub ratings: Option<Vec<Rating<'a>>>,
    /// What is affected. An empty list names nothing.
    pub affects: Option<Vec<Affected<'a>>>,
    /// When it was published.
    pub published: Option<At<'a>>,
    /// When it was first found in the service that is released.
    pub first_seen: Option<At<'a>>,
    /// Whether it is known to be exploited, as CISA's catalogue of known exploited vulnerabilities (KEV) says.
    pub known_exploited: Option<bool>,
    /// The versions in which it is fixed. An empty list says that there is none yet.
    pub fixed_versions: Option<Vec<&'a str>>,
    /// What was found out about it in this product.
    pub analysis: Option<Analysis<'a>>,
}

/// The same vulnerability in another source.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Equivalent<'a> {
    /// Its identifier there.
    #[serde(borrow)]
    pub id: Option<&'a str>,
}

/// How bad a vulnerability is.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Rating<'a> {
    /// Who says so.
    #[serde(borrow)]
    pub source: Option<Source<'a>>,
    /// The score: of CVSS from 0 to 10.
    pub score: Option<f64>,
    /// `critical`, `high`, `medium`, `low`, `info`, `none` or `unknown`.
    pub severity: Option<&'a str>,
    /// How the score was made: `CVSSv2`, `CVSSv3`, `CVSSv31`, `CVSSv4`, `OWASP`, `SSVC`, `other`.
    pub method: Option<&'a str>,
    /// The CVSS vector, with or without its prefix `CVSS:3.1/`.
    pub vector: Option<&'a str>,
}

/// Where something about a vulnerability comes from.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Source<'a> {
    /// Its name: `NVD`, `GitHub`.
    #[serde(borrow)]
    pub name: Option<&'a str>,
}

/// A component that is affected.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Affected<'a> {
    /// A `bom-ref` of the section `sbom`, a package URL, or a BOM-Link: `urn:cdx:<serial number>/<version>#<bom-ref>`.
    #[serde(borrow, rename = "ref")]
    pub reference: Option<&'a str>,
    /// Its versions, affected or not. Absent or empty: the component is affected as it is.
    pub versions: Option<Vec<AffectedVersion<'a>>>,
}

/// A version, or a range of versions, of a component.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct AffectedVersion<'a> {
    /// One version.
    #[serde(borrow)]
    pub version: Option<&'a str>,
    /// A range of versions: `vers:maven/>=2.0|<2.9`.
    pub range: Option<&'a str>,
    /// `affected`, which is meant where it is absent, `unaffected` or `unknown`.
    pub status: Option<&'a str>,
}

/// What was found out about a vulnerability in a product.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Analysis<'a> {
    /// `resolved`, `resolved_with_pedigree`, `exploitable`, `in_triage`, `false_positive` or `not_affected`.
    #[serde(borrow)]
    pub state: Option<&'a str>,
    /// Why it is not affected: `code_not_reachable`, `protected_by_mitigating_control` and the others that CycloneDX lists.
    pub justification: Option<&'a str>,
    /// The same in a sentence.
    pub detail: Option<&'a str>,
    /// When it was first said.
    #[serde(rename = "firstIssued")]
    pub first_issued: Option<At<'a>>,
    /// When it was last said.
    #[serde(rename = "lastUpdated")]
    pub last_updated: Option<At<'a>>,
    /// When it ends to be true unless it is said anew.
    pub expires: Option<At<'a>>,
}
