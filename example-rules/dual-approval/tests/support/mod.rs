//! People who sign: keys from fixed seeds, so that every signature in the tests can be made again.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::allow_attributes,
    reason = "each test uses a part, and fails by panicking"
)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How somebody signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Ed25519.
    Ed25519,
    /// ECDSA over P-256, in DER.
    Der,
    /// ECDSA over P-256, `r` and `s` in 32 bytes each.
    Raw,
}

/// Everybody who signs in the tests, with the form of the signature. The key of a person is made from the SHA-256 of the name.
pub(crate) const SIGNERS: [(&str, Form); 7] = [
    ("ada", Form::Ed25519),
    ("ben", Form::Der),
    ("cyd", Form::Raw),
    ("dan", Form::Ed25519),
    ("eve", Form::Ed25519),
    // Ada's second key.
    ("ada-phone", Form::Der),
    // Whom no policy knows.
    ("mallory", Form::Ed25519),
];

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn seed(signer: &str) -> [u8; 32] {
    Sha256::digest(signer.as_bytes()).into()
}

fn ed25519(signer: &str) -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&seed(signer))
}

fn p256(signer: &str) -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&seed(signer)).unwrap()
}

pub(crate) fn form(signer: &str) -> Form {
    SIGNERS.iter().find(|(name, _)| *name == signer).unwrap().1
}

/// The public key in DER.
pub(crate) fn der(signer: &str) -> Vec<u8> {
    use p256::pkcs8::EncodePublicKey;
    match form(signer) {
        Form::Ed25519 => {
            let head = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00".to_vec();
            [head, ed25519(signer).verifying_key().as_bytes().to_vec()].concat()
        }
        Form::Der | Form::Raw => p256(signer).verifying_key().to_public_key_der().unwrap().into_vec(),
    }
}

pub(crate) fn public_key(signer: &str) -> String {
    STANDARD.encode(der(signer))
}

pub(crate) fn keyid(signer: &str) -> String {
    sha256(&der(signer))
}

pub(crate) fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut message = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len()).into_bytes();
    message.extend_from_slice(payload);
    message
}

/// A signature, as the signer writes it.
pub(crate) fn sign(signer: &str, payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let message = pae(payload_type, payload);
    let ecdsa = || -> p256::ecdsa::Signature { p256(signer).sign(&message) };
    match form(signer) {
        Form::Ed25519 => ed25519(signer).sign(&message).to_bytes().to_vec(),
        Form::Der => ecdsa().to_der().as_bytes().to_vec(),
        Form::Raw => ecdsa().to_bytes().to_vec(),
    }
}

pub(crate) const STATEMENT: &str = "application/vnd.in-toto+json";

/// An envelope over any payload, signed by each.
pub(crate) fn envelope(signers: &[&str], payload_type: &str, payload: &[u8]) -> Value {
    let signatures: Vec<Value> = signers
        .iter()
        .map(|signer| json!({ "keyid": keyid(signer), "sig": STANDARD.encode(sign(signer, payload_type, payload)) }))
        .collect();
    json!({ "payloadType": payload_type, "payload": STANDARD.encode(payload), "signatures": signatures })
}

/// The digest of an artifact called so.
pub(crate) fn digest(artifact: &str) -> String {
    sha256(artifact.as_bytes())
}

/// A statement about artifacts, with a predicate.
pub(crate) fn statement(artifacts: &[&str], predicate: &Value) -> Vec<u8> {
    let subject: Vec<Value> =
        artifacts.iter().map(|name| json!({ "name": name, "digest": { "sha256": digest(name) } })).collect();
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": subject,
        "predicateType": "urn:clearance:approval:v1",
        "predicate": predicate,
    });
    serde_json::to_vec(&statement).unwrap()
}
