//! Public keys of the policy: read once, when the policy is loaded, and verified with later.

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use p256::elliptic_curve::point::AffineCoordinates;
use p256::{AffinePoint, FieldBytes};

/// How a key in DER begins: its algorithm, and how long it is. DER has one form for each key, so what begins otherwise is another kind
/// of key.
const ED25519: &[u8] = b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00";
/// Its point uncompressed: other forms of a point are not in use.
const P256: &[u8] =
    b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04";

const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

/// What a signature is verified with.
#[derive(Debug, Clone)]
pub(crate) enum PublicKey {
    Ed25519(ed25519_dalek::VerifyingKey),
    P256(p256::ecdsa::VerifyingKey),
}

/// What was signed: whole, and as the digest that ECDSA takes.
#[derive(Debug)]
pub(crate) struct Signed {
    message: Vec<u8>,
    digest: [u8; 32],
}

impl Signed {
    pub(crate) fn new(message: Vec<u8>) -> Self {
        Self { digest: sha256(&message), message }
    }
}

impl PublicKey {
    /// A `SubjectPublicKeyInfo`, in PEM or its Base64 alone, with its DER.
    pub(crate) fn read(text: &str) -> Result<(Self, Vec<u8>), &'static str> {
        const KINDS: &str = "is not an Ed25519 or ECDSA P-256 public key";
        let text = text.trim();
        let inner = match text.strip_prefix(BEGIN) {
            Some(rest) => rest.strip_suffix(END).ok_or("begins as PEM and does not end so")?,
            None if text.starts_with('-') => {
                return Err("is not the PEM of a public key: no other key belongs into a policy");
            }
            None => text,
        };
        let inner: String = inner.split_ascii_whitespace().collect();
        let der = decode(&inner).ok_or("is neither PEM nor Base64 of a public key")?;
        let key = if let Some(key) = der.strip_prefix(ED25519) {
            let key = ed25519_dalek::VerifyingKey::try_from(key).map_err(|_| KINDS)?;
            // Signatures of many messages would verify with such a key.
            if key.is_weak() {
                return Err("is a weak Ed25519 key");
            }
            Self::Ed25519(key)
        } else if let Some((x, y)) = der.strip_prefix(P256).and_then(|point| point.split_at_checked(32)) {
            let field = |bytes| FieldBytes::try_from(bytes).map_err(|_| KINDS);
            let point: Option<AffinePoint> = AffinePoint::from_coordinates(&field(x)?, &field(y)?).into();
            let point = point.ok_or("is not on the curve of ECDSA P-256")?;
            Self::P256(p256::ecdsa::VerifyingKey::from_affine(point).map_err(|_| KINDS)?)
        } else {
            return Err(KINDS);
        };
        Ok((key, der))
    }

    /// Whether a signature could be one of this kind of key. What could not is not worth the work of verifying.
    pub(crate) fn takes(&self, signature: &[u8]) -> bool {
        signature.len() == 64 || (matches!(self, Self::P256(_)) && signature.first() == Some(&0x30))
    }

    /// Whether a signature verifies. ECDSA's may be DER or `r` and `s` in 32 bytes each, as both are in use.
    pub(crate) fn verifies(&self, signed: &Signed, signature: &[u8]) -> bool {
        match self {
            // Strict, so that no two implementations disagree about it.
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(&signed.message, &signature).is_ok()),
            Self::P256(key) => {
                // Both are tried: a signature in DER may have 64 bytes, too.
                [signature.try_into().ok(), numbers(signature)].into_iter().flatten().any(|numbers: [u8; 64]| {
                    p256::ecdsa::Signature::from_bytes(&numbers.into())
                        .is_ok_and(|signature| key.verify_prehash(&signed.digest, &signature).is_ok())
                })
            }
        }
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "Ed25519",
            Self::P256(_) => "ECDSA P-256",
        }
    }
}

/// The two numbers of an ECDSA signature in DER, in 32 bytes each.
fn numbers(signature: &[u8]) -> Option<[u8; 64]> {
    let (&[0x30, length], rest) = signature.split_first_chunk()? else { return None };
    if usize::from(length) != rest.len() {
        return None;
    }
    let mut numbers = [0; 64];
    let (r, s) = numbers.split_at_mut(32);
    let rest = number(rest, r)?;
    number(rest, s)?.is_empty().then_some(numbers)
}

/// Reads a number in DER, which has one form for each: positive, without zeros that say nothing. Answers with what follows it.
fn number<'d>(der: &'d [u8], into: &mut [u8]) -> Option<&'d [u8]> {
    let (&[0x02, length], rest) = der.split_first_chunk()? else { return None };
    let (number, rest) = rest.split_at_checked(length.into())?;
    let number = match number {
        [0, second, ..] if *second >= 0x80 => &number[1..],
        [first, ..] if *first != 0 && *first < 0x80 => number,
        _ => return None,
    };
    into.get_mut(32_usize.checked_sub(number.len())?..)?.copy_from_slice(number);
    Some(rest)
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Base64 of either alphabet, padded or not. Bits that belong to no byte are to be zero, so that bytes are written in one way only.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if padding > 2 || (padding > 0 && !text.len().is_multiple_of(4)) || digits.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    let (mut bits, mut held) = (0_u32, 0);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    (bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn base64_is_read_as_a_library_writes_it(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
                prop_assert_eq!(decode(&engine.encode(&bytes)), Some(bytes.clone()));
            }
        }

        #[test]
        fn base64_that_a_library_refuses_is_refused(text in "[A-Fw-z0-9+/]{0,9}={0,3}") {
            let read = STANDARD.decode(&text).or_else(|_| STANDARD_NO_PAD.decode(&text));
            prop_assert_eq!(decode(&text), read.ok(), "{}", text);
        }

        #[test]
        fn a_signature_in_der_is_read_as_a_library_writes_it(bytes in prop::array::uniform32(1_u8..), zeros in 0_usize..31) {
            let mut r = bytes;
            r[..zeros].fill(0);
            let Ok(signature) = p256::ecdsa::Signature::from_scalars(r, bytes) else { return Ok(()) };
            let der = signature.to_der();
            let expected: [u8; 64] = signature.to_bytes().into();
            prop_assert_eq!(numbers(der.as_bytes()), Some(expected));
            // No byte more, and none less.
            prop_assert_eq!(numbers(&[der.as_bytes(), &[0]].concat()), None);
            prop_assert_eq!(numbers(&der.as_bytes()[..der.as_bytes().len() - 1]), None);
        }
    }

    #[test]
    fn numbers_in_der_have_one_form() {
        let with = |r: &[u8]| {
            let number = |n: &[u8]| [&[2, u8::try_from(n.len()).unwrap_or_default()], n].concat();
            let two = [number(r), number(&[1])].concat();
            numbers(&[&[0x30, u8::try_from(two.len()).unwrap_or_default()], &two[..]].concat())
        };
        assert!(with(&[1]).is_some());
        assert!(with(&[0, 0x80]).is_some());
        for r in [&[][..], &[0], &[0, 1], &[0x80], &[0, 0, 0x80], &[1; 33], &[0xff; 4]] {
            assert_eq!(with(r), None, "{r:?}");
        }
    }
}
