//! Signatures that others made: of the specifications, and of another library.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clearance_rule::{Outcome, Status, testing};
use dual_approval::params::DualApproval;
use serde_json::{Value, json};

fn rows(public_key: &str, envelope: &Value) -> Outcome {
    let params = json!({
        "people": { "ada": { "keys": [{ "public_key": public_key }] } },
        "requirements": [{ "id": "one", "count": 1 }],
    });
    let rule: DualApproval = testing::configure(params).unwrap();
    testing::evaluate(&rule, json!({ "approvals": [envelope] }), 0).unwrap()
}

fn verifies(public_key: &str, payload_type: &str, payload: &str, sig: &str) -> bool {
    let envelope = json!({ "payloadType": payload_type, "payload": payload, "signatures": [{ "sig": sig }] });
    let rows = rows(public_key, &envelope).checks;
    let signature = rows.iter().find(|row| row.code == "approval-signature").unwrap();
    assert_ne!(signature.status, Status::Unknown, "{}", signature.message);
    signature.status == Status::Pass
}

const DSSE_KEY: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr
CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==
-----END PUBLIC KEY-----
";
const DSSE_SIGNATURE: &str = "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==";

/// `protocol.md` of DSSE v1, "Test vectors": its key as x and y, here in PEM.
#[test]
fn the_example_of_the_dsse_specification() {
    assert!(verifies(DSSE_KEY, "http://example.com/HelloWorld", "aGVsbG8gd29ybGQ=", DSSE_SIGNATURE));
    assert!(!verifies(DSSE_KEY, "http://example.com/HelloWorl", "ZGhlbGxvIHdvcmxk", DSSE_SIGNATURE));
    assert!(!verifies(DSSE_KEY, "http://example.com/HelloWorld", "aGVsbG8gd29ybGQh", DSSE_SIGNATURE));
}

/// `s` and the order without it are both valid, in DER and raw: either way it is one person.
#[test]
fn a_high_s_verifies_too() {
    let raw = STANDARD.decode(DSSE_SIGNATURE).unwrap();
    let signature = p256::ecdsa::Signature::from_slice(&raw).unwrap();
    let other = p256::ecdsa::Signature::from_scalars(signature.r(), -*signature.s()).unwrap();
    assert_ne!(signature, other);
    for signature in [signature, other] {
        let forms = [signature.to_bytes().to_vec(), signature.to_der().as_bytes().to_vec()];
        for sig in forms.map(|form| STANDARD.encode(form)) {
            assert!(verifies(DSSE_KEY, "http://example.com/HelloWorld", "aGVsbG8gd29ybGQ=", &sig));
        }
    }
}

/// Zero and the order itself are no `r` and no `s`.
#[test]
fn numbers_that_are_out_of_range_do_not_verify() {
    let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    let order: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&order[2 * i..2 * i + 2], 16).unwrap()).collect();
    let raw = STANDARD.decode(DSSE_SIGNATURE).unwrap();
    let (r, s) = raw.split_at(32);
    let zero = [0; 32];
    for (r, s) in [(r, &zero[..]), (&zero, s), (&zero, &zero), (&order, s), (r, &order), (&[0xff; 32], s)] {
        let sig = STANDARD.encode([r, s].concat());
        assert!(!verifies(DSSE_KEY, "http://example.com/HelloWorld", "aGVsbG8gd29ybGQ=", &sig));
    }
}

/// RFC 8032, section 7.1, tests 1 to 3: the seeds, public keys and signatures that it prints. The rule verifies envelopes alone, so
/// what it verifies with is asked directly.
#[test]
fn the_examples_of_rfc_8032() {
    let bytes = |hex: &str| -> Vec<u8> {
        (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect()
    };
    let vectors = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ];
    for (key, message, signature) in vectors {
        let key = ed25519_dalek::VerifyingKey::try_from(&bytes(key)[..]).unwrap();
        let signature = ed25519_dalek::Signature::from_slice(&bytes(signature)).unwrap();
        assert!(key.verify_strict(&bytes(message), &signature).is_ok());
        assert!(key.verify_strict(&[&bytes(message)[..], b"!"].concat(), &signature).is_err());
    }
}

/// Points of small order sign many messages at once.
#[test]
fn weak_keys_are_refused() {
    for point in [[0; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }] {
        let der = [&b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"[..], &point].concat();
        let params = json!({ "people": { "ada": { "keys": [{ "public_key": STANDARD.encode(der) }] } } });
        let refused = testing::configure::<DualApproval>(params).unwrap_err();
        assert_eq!(refused.pointer, "/people/ada/keys/0/public_key");
        assert!(refused.message.contains("weak"), "{}", refused.message);
    }
}

/// What is not a point of the curve is no key.
#[test]
fn points_beside_the_curve_are_refused() {
    let mut der = support::der("ben");
    *der.last_mut().unwrap() ^= 1;
    let params = json!({ "people": { "ben": { "keys": [{ "public_key": STANDARD.encode(der) }] } } });
    assert!(testing::configure::<DualApproval>(params).unwrap_err().message.contains("not on the curve"));
}
