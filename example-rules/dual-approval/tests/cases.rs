//! The cases beside the rule, run natively, and the signatures in them, made again.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clearance_cases::CaseFile;
use clearance_rule::testing;
use dual_approval::params::DualApproval;
use std::path::Path;
use support::{SIGNERS, keyid, sign};

#[test]
fn every_case_comes_out_as_it_says() {
    clearance_cases::assert_cases("cases.yaml", testing::judge::<DualApproval>);
}

/// Signatures are deterministic (RFC 8032, RFC 6979): those in the file are of the seeds in `support`, or their case is about one
/// that does not verify.
#[test]
fn the_signatures_of_the_cases_are_made_from_the_seeds_again() {
    let mut again = 0;
    for case in CaseFile::read(Path::new("cases.yaml")).unwrap().cases {
        let forged = case.expect.checks.iter().chain(&case.expect.includes).flatten().any(|check| {
            check["code"] == "approval-signature" && (check["status"] == "fail" || check["status"] == "unknown")
        });
        for envelope in case.facts["approvals"].as_array().into_iter().flatten() {
            for signature in envelope["signatures"].as_array().into_iter().flatten() {
                let Some((signer, _)) = SIGNERS.iter().find(|(signer, _)| signature["keyid"] == keyid(signer)) else {
                    continue;
                };
                let (Some(payload), Some(sig)) = (envelope["payload"].as_str(), signature["sig"].as_str()) else {
                    continue;
                };
                let payload = STANDARD.decode(payload);
                let payload_type = envelope["payloadType"].as_str().unwrap_or_default();
                let made = payload.map(|payload| STANDARD.encode(sign(signer, payload_type, &payload)));
                again += usize::from(made.as_deref() == Ok(sig));
                assert!(made.as_deref() == Ok(sig) || forged, "{}: {signer}", case.name);
            }
        }
    }
    assert!(again > 20, "only {again} signatures were made again");
}
