//! The section `sbom`: a CycloneDX document as its tool wrote it. Rules read a part of it; the rest may stay where it is.

use super::Vulnerability;
use crate::node::Node;
use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// A CycloneDX document, 1.4 to 1.6, in JSON.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Sbom<'a> {
    /// `CycloneDX`.
    #[serde(borrow, rename = "bomFormat")]
    pub bom_format: Option<&'a str>,
    /// What BOM-Links call the document by: `urn:uuid:…`.
    #[serde(rename = "serialNumber")]
    pub serial_number: Option<&'a str>,
    /// The version of the document: 1 where it is absent.
    pub version: Option<u64>,
    /// What the document is about, and when it was made.
    pub metadata: Option<Metadata<'a>>,
    /// The components. An empty list says that there is none.
    pub components: Option<Vec<SbomComponent<'a>>>,
    /// What depends on what: the graph that leads from `metadata.component` to each component.
    pub dependencies: Option<Vec<Dependency<'a>>>,
    /// Vulnerabilities that the document brings along, as the section `findings` has them.
    #[schemars(with = "Option<Vec<Node<'a>>>")]
    pub vulnerabilities: Option<Vec<Vulnerability<'a>>>,
}

/// What a CycloneDX document is about.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Metadata<'a> {
    /// When the document was made.
    #[serde(borrow)]
    pub timestamp: Option<At<'a>>,
    /// Who wrote it.
    pub authors: Option<Vec<Author<'a>>>,
    /// The organisation that supplied what the document is about.
    pub supplier: Option<Supplier<'a>>,
    /// What the document is about: the root of the graph.
    pub component: Option<SbomComponent<'a>>,
}

/// Somebody who wrote a document.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Author<'a> {
    /// A name.
    #[serde(borrow)]
    pub name: Option<&'a str>,
    /// An e-mail address.
    pub email: Option<&'a str>,
}

/// An organisation.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Supplier<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Option<&'a str>,
}

/// A component of a CycloneDX document.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct SbomComponent<'a> {
    /// What the document calls it by.
    #[serde(borrow, rename = "bom-ref")]
    pub bom_ref: Option<&'a str>,
    /// The namespace of its name: a group of Maven, a scope of npm, a vendor.
    pub group: Option<&'a str>,
    /// Its name.
    pub name: Option<&'a str>,
    /// Its version.
    pub version: Option<&'a str>,
    /// Its package URL.
    pub purl: Option<&'a str>,
    /// The components that it contains.
    pub components: Option<Vec<SbomComponent<'a>>>,
}

/// What one component depends on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Dependency<'a> {
    /// The `bom-ref` of the component.
    #[serde(borrow, rename = "ref")]
    pub reference: Option<&'a str>,
    /// The `bom-ref` of each component that it depends on directly. Absent or empty: none.
    #[serde(rename = "dependsOn")]
    pub depends_on: Option<Vec<&'a str>>,
}
