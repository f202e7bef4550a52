//! The section `vex`: statements that a vulnerability does or does not matter to a product.

use super::{Metadata, SbomComponent, Vulnerability};
use crate::node::Node;
use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// A VEX document: either OpenVEX, with `statements`, or CycloneDX, with `vulnerabilities` that bear an `analysis`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Vex<'a> {
    /// OpenVEX: who makes the statements.
    #[serde(borrow)]
    pub author: Option<&'a str>,
    /// OpenVEX: when they were made, where they do not say so themselves.
    pub timestamp: Option<At<'a>>,
    /// OpenVEX: the statements.
    pub statements: Option<Vec<Statement<'a>>>,
    /// CycloneDX: what the document is about, who wrote it and when.
    pub metadata: Option<Metadata<'a>>,
    /// CycloneDX: the components that its references name, where they are not those of the section `sbom`, and like those.
    #[schemars(with = "Option<Vec<Node<'a>>>")]
    pub components: Option<Vec<SbomComponent<'a>>>,
    /// CycloneDX: the vulnerabilities that it speaks of, as the section `findings` has them. Their ratings are not read.
    #[schemars(with = "Option<Vec<Node<'a>>>")]
    pub vulnerabilities: Option<Vec<Vulnerability<'a>>>,
    /// When all that it says ends to be true unless it is said anew. Neither standard has it.
    pub expires: Option<At<'a>>,
}

/// A statement of OpenVEX.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Statement<'a> {
    /// The vulnerability: an object with `@id`, `name` and `aliases`, or its name alone as in the first version of OpenVEX.
    #[serde(borrow)]
    pub vulnerability: Option<Node<'a>>,
    /// The products: objects with `@id`, `identifiers.purl` and `subcomponents`, or package URLs alone.
    pub products: Option<Vec<Node<'a>>>,
    /// The parts of the products that the statement is about, as the first version of OpenVEX has them.
    pub subcomponents: Option<Vec<Node<'a>>>,
    /// `not_affected`, `affected`, `fixed` or `under_investigation`.
    pub status: Option<&'a str>,
    /// Why it is not affected: `component_not_present`, `vulnerable_code_not_present`,
    /// `vulnerable_code_not_in_execute_path`, `vulnerable_code_cannot_be_controlled_by_adversary` or
    /// `inline_mitigations_already_exist`.
    pub justification: Option<&'a str>,
    /// The same in a sentence.
    pub impact_statement: Option<&'a str>,
    /// When it was made.
    pub timestamp: Option<At<'a>>,
    /// When it ends to be true unless it is said anew. OpenVEX does not have it.
    pub expires: Option<At<'a>>,
}
