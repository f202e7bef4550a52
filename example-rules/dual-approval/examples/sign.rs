//! Writes the envelopes of the tests: `cargo run -p dual-approval --example sign -- ada,ben < statement.json`. Without standard input
//! that says anything, it writes the signers' public keys and their `keyid`.
#![expect(clippy::unwrap_used, reason = "a tool for tests stops where it is used wrongly")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::Read;
use support::{SIGNERS, STATEMENT, envelope, keyid, public_key};

fn main() {
    let mut payload = Vec::new();
    std::io::stdin().read_to_end(&mut payload).unwrap();
    let signers = std::env::args().nth(1).unwrap_or_default();
    let signers: Vec<&str> = signers.split(',').filter(|signer| !signer.is_empty()).collect();
    if payload.is_empty() {
        for (signer, _) in SIGNERS {
            println!("{signer} {} {}", public_key(signer), keyid(signer));
        }
    } else {
        let kind = std::env::args().nth(2);
        println!("{}", envelope(&signers, kind.as_deref().unwrap_or(STATEMENT), &payload));
    }
}
