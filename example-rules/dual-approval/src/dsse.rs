//! Envelopes of DSSE v1: what a signature in one is over, and whose it is.

use crate::key::{Signed, decode};
use crate::people::{Key, People};
use crate::rows::digits;
use clearance_rule::sections::Envelope;
use clearance_rule::text::joined;

/// The largest payload that is read, in bytes: an approval of hundreds of artifacts has a tenth of it.
pub(crate) const MAX_PAYLOAD: usize = 128 * 1024;

/// What is said of a field that is not there.
pub(crate) const ABSENT: &str = "is absent";

/// What the signatures of an envelope are over.
#[derive(Debug)]
pub(crate) struct Opened<'a> {
    pub(crate) payload_type: &'a str,
    pub(crate) payload: Vec<u8>,
    signed: Signed,
}

impl<'a> Opened<'a> {
    /// Reads an envelope, or says which field cannot be read and why.
    pub(crate) fn of(envelope: &Envelope<'a>) -> Result<Self, (&'static str, &'static str)> {
        let payload_type = envelope.payload_type.ok_or(("payloadType", ABSENT))?;
        let payload = envelope.payload.ok_or(("payload", ABSENT))?;
        // Four characters are three bytes.
        if payload_type.len() > MAX_PAYLOAD || payload.len() / 4 * 3 > MAX_PAYLOAD {
            return Err(("payload", "is larger than 128 kB"));
        }
        let payload = decode(payload).ok_or(("payload", "is not Base64"))?;
        let signed = Signed::new(encoded(payload_type, &payload));
        Ok(Self { payload_type, payload, signed })
    }
}

/// The pre-authentication encoding: no type and payload encode as another type and payload.
fn encoded(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let (type_length, length) = (digits(payload_type.len()), digits(payload.len()));
    let mut message = joined(&["DSSEv1 ", &type_length, " ", payload_type, " ", &length, " "]).into_bytes();
    message.extend_from_slice(payload);
    message
}

/// Whose a signature is.
#[derive(Debug)]
pub(crate) enum Verdict<'p> {
    /// It verifies with this key.
    Verified(&'p Key),
    /// It names this key, and does not verify with it.
    Broken(&'p Key),
    /// It verifies with no key of the policy.
    Foreign,
    /// It cannot be read.
    Unreadable,
    /// Too much was verified already.
    Unchecked,
}

/// Finds whose a signature is: with the keys that its `keyid` names, or with all of the policy where it names none. `left` is how
/// many signatures may still be verified.
pub(crate) fn verify<'p>(
    people: &'p People,
    opened: &Opened<'_>,
    keyid: Option<&str>,
    sig: &str,
    left: &mut u32,
) -> Verdict<'p> {
    let named = keyid.and_then(|keyid| people.keys.iter().find(|key| key.keyid == keyid));
    // The longest signature has 72 bytes.
    let bytes = if sig.len() <= 128 { decode(sig) } else { None };
    let Some(bytes) = bytes else {
        return named.map_or(Verdict::Unreadable, Verdict::Broken);
    };
    for key in &people.keys {
        if named.is_some_and(|named| named.keyid != key.keyid) || !key.public.takes(&bytes) {
            continue;
        }
        if *left == 0 {
            return Verdict::Unchecked;
        }
        *left -= 1;
        if key.public.verifies(&opened.signed, &bytes) {
            return Verdict::Verified(key);
        }
    }
    named.map_or(Verdict::Foreign, Verdict::Broken)
}
