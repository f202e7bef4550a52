//! Wants a release to be approved by several people, each with a signature that is verified here, in the sandbox.
//!
//! What is in `/approvals` are envelopes of [DSSE v1](https://github.com/secure-systems-lab/dsse). Their payload
//! (`application/vnd.in-toto+json`) is an [in-toto Statement v1](https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md):
//!
//! ```json
//! {
//!   "_type": "https://in-toto.io/Statement/v1",
//!   "subject": [{"name": "shop-api", "digest": {"sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}}],
//!   "predicateType": "urn:clearance:approval:v1",
//!   "predicate": {
//!     "approver": "ada@example.org",
//!     "decision": "approved",
//!     "at": "2026-11-22T09:00:00Z",
//!     "expires": "2026-11-29T00:00:00Z",
//!     "release": "2026.47",
//!     "comment": "checked the roll-back"
//!   }
//! }
//! ```
//!
//! | field of the predicate | |
//! |---|---|
//! | `approver`, or `approvers` where several sign the same | whose it is, as the policy calls them |
//! | `decision` | `approved` or `rejected` |
//! | `at` | when it was given |
//! | `expires` | optional: until when it counts |
//! | `release` | optional: the only release that it is for |
//! | `comment` | optional: why |
//!
//! Who somebody is comes from the key alone: the policy says whose a key is, in which groups its owner is, and from when until when
//! it counts. An approval counts where its signature verifies, it names the key's owner, it has the SHA-256 of everything that is
//! deployed among its subjects, it has neither expired nor a date to come, and its signer is neither requester nor author. People are
//! counted, not signatures: several by one person are one approval.
//!
//! | row | passes | else |
//! |---|---|---|
//! | `required-approvals`, one a requirement | enough people approved | fails; `unknown` where facts are missing that could change it |
//! | `rejection` | nobody's rejection stands | fails until its signer approves later |
//! | `separation-of-duties` | requester and authors are known | `unknown` |
//! | `artifact-digest`, one an artifact | it has a digest | `unknown` |
//! | `approval-signature`, one a signature | it verifies | fails where it names a key of the policy; `not-applicable` where it is somebody else's; `unknown` where it cannot be read |
//! | `approval`, one a signer | it counts | `not-applicable` and why; fails where it names another than its signer |
//!
//! An approval that is not needed and does not count blocks nothing. A signature that names a key of the policy and does not verify
//! with it does, for somebody has changed something: waive its row if it is known what.
//!
//! Ed25519 is verified strictly, as `verify_strict` of `ed25519-dalek` describes it. ECDSA signatures may be DER, as sigstore writes
//! them, or 64 bytes, as the DSSE specification does, and `s` may be high or low.

pub mod params;

pub mod facts;

mod approvals;
mod bound;
mod dsse;
mod duties;
mod json;
mod key;
mod people;
mod requirements;
mod rows;
mod statement;

use approvals::{Approvals, Context};
use bound::Bound;
use clearance_rule::prelude::*;
use duties::Duties;
use facts::Facts;
use params::DualApproval;
use requirements::Standing;
use rows::Rows;

impl Rule for DualApproval {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "dual-approval",
        version: env!("CARGO_PKG_VERSION"),
        title: "Dual approval",
        summary: "Wants a release to be approved by several people of the groups named, none of them requester or author, with \
                  signatures over the digests of what is deployed that are verified against keys in the policy.",
        checks: &[
            ("required-approvals", "Enough different people of the groups named have approved what is deployed."),
            ("rejection", "Nobody's rejection of what is deployed stands."),
            (
                "separation-of-duties",
                "It is known who asked for the release and who wrote it, so that they do not approve it.",
            ),
            ("artifact-digest", "The artifact has a digest that approvals can be held to."),
            ("approval-signature", "The signature verifies with a key of the policy."),
            ("approval", "The approval counts: it is its signer's, about what is deployed, and in force."),
        ],
        practices: &["6.2"],
        controls: &[
            "SOC2:CC8.1",
            "ISO27001:2022:A.5.3",
            "ISO27001:2022:A.8.32",
            "NIST-800-53:AC-5",
            "NIST-800-53:AU-10",
            "NIST-800-53:CM-3",
            "PCI-DSS:6.5.1",
            "SOX:404",
        ],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.ready()
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let mut rest = Rows::default();
        let duties = Duties::of(self, facts, &mut rest);
        let bound = Bound::of(self, facts, &mut rest);
        let approvals = approvals::read(&Context { rule: self, facts, bound: &bound, duties: &duties, at }, &mut rest);
        let mut rows = Rows::default();
        requirements::add(self, &standing(self, facts, &duties, &bound, &approvals), &mut rows);
        rejection(facts, &approvals, &mut rows);
        rows.0.append(&mut rest.0);
        let mut outcome = Outcome::new();
        outcome.checks = rows.0;
        outcome
    }
}

/// What rows of requirements depend on.
fn standing<'f>(
    rule: &DualApproval,
    facts: &Facts<'_>,
    duties: &Duties,
    bound: &Bound<'_>,
    found: &'f Approvals,
) -> Standing<'f> {
    let mut others = Vec::new();
    for person in 0..rule.state.members.len() {
        if duties.bars(person).is_none() && !found.approvers.contains(&person) {
            others.push(person);
        }
    }
    let more = if facts.approvals.is_none() {
        Some("supply the fact `/approvals`")
    } else if !bound.known {
        Some("supply what is deployed in `/artifacts`, each with its SHA-256")
    } else if found.unchecked {
        Some("have fewer signatures to verify in `/approvals`")
    } else if found.release_unknown {
        Some("supply the fact `/release/id`")
    } else {
        None
    };
    let doubt = (!duties.known).then_some("supply who asked for the release and who wrote it");
    Standing { approvers: &found.approvers, others, doubt, more }
}

/// The row of a release that nobody rejects; what people reject has rows of its own.
fn rejection(facts: &Facts<'_>, found: &Approvals, rows: &mut Rows) {
    if facts.approvals.is_none() {
        let message = "the fact `/approvals` is absent".to_owned();
        rows.add(approvals::REJECTION, "release", Status::Unknown, message, &["supply the fact `/approvals`"]);
        rows.see(&["/approvals"], None);
    } else if found.unchecked {
        let message = "not every signature was verified".to_owned();
        rows.add(
            approvals::REJECTION,
            "release",
            Status::Unknown,
            message,
            &["have fewer signatures to verify in `/approvals`"],
        );
    } else if !found.rejected {
        rows.add(approvals::REJECTION, "release", Status::Pass, "nobody's rejection stands".to_owned(), &[]);
    }
}

clearance_rule::export!(DualApproval);
