//! The section `approvals`.

use schemars::JsonSchema;
use serde::Deserialize;

/// A signed statement in an envelope of DSSE v1. Signatures are over its type and its payload together.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Envelope<'a> {
    /// What the payload is: `application/vnd.in-toto+json` for an in-toto statement.
    #[serde(borrow, rename = "payloadType")]
    pub payload_type: Option<&'a str>,
    /// What was signed, in Base64 of either alphabet.
    pub payload: Option<&'a str>,
    /// The signatures. An empty list says that nobody has signed yet.
    pub signatures: Option<Vec<EnvelopeSignature<'a>>>,
}

/// One signature of an envelope.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct EnvelopeSignature<'a> {
    /// Which key to try. Nothing vouches for it, so it proves nothing.
    #[serde(borrow)]
    pub keyid: Option<&'a str>,
    /// The signature, in Base64 of either alphabet.
    pub sig: Option<&'a str>,
}
