//! Reviews the access to release roles: are the roles reviewed often enough and by somebody without a stake in them, has
//! everybody left them who left the organisation, has anybody gathered more than a review has seen, and does anybody hold what is
//! to be in different hands?
//!
//! | code | a row for each | fails where |
//! |---|---|---|
//! | `role-review` | role | no completed review of it holds still |
//! | `reviewer-independence` | role | every review that holds was made by somebody who held the role |
//! | `leaver-access` | subject | the subject left, or moved after the grant, and the grace is over |
//! | `privilege-creep` | subject | it holds more roles than reviews have kept |
//! | `service-account-owner` | service account | nobody answers for it, or somebody who left |
//! | `unapproved-access` | subject and role | no review has kept the grant and nobody approved it |
//! | `unreviewed-access` | subject and role | grant and last review are too long ago |
//! | `revoked-access` | subject and role | a review revoked it, and the days to act are over |
//! | `dormant-access` | subject and role | it was not used for too long |
//! | `separation-of-duties` | set of roles | a subject holds too many of them |
//!
//! A keep counts where the review is completed and its reviewer did not hold the role then; a revoke counts whoever decided it.
//! Everything is told by the assignments in force at the time of the decision. What is absent counts as the worst that it could
//! say, or leaves its row `unknown`: another assignment never makes a row pass, and neither does a review that is taken back,
//! unless that review revoked.

pub mod params;

pub mod facts;

mod cadence;
mod decisions;
mod departures;
mod directory;

mod grants;
mod reviews;
mod rows;
mod separation;
mod subjects;
mod worksheet;

use clearance_rule::prelude::*;
use directory::Directory;
use facts::Facts;
use params::AccessReview;
use rows::Flags;

impl Rule for AccessReview {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "access-review",
        version: env!("CARGO_PKG_VERSION"),
        title: "Access review",
        summary: "Holds the roles that can release to their quarterly review: overdue reviews, leavers, privilege creep, \
                  forgotten revocations and toxic combinations. Writes the worksheet of the next review.",
        checks: &[
            ("role-review", "The role was reviewed within the period, or nobody holds it."),
            ("reviewer-independence", "Somebody who did not hold the role reviewed it within the period."),
            ("leaver-access", "The subject has not left, or the time to take its roles away is not over."),
            ("privilege-creep", "The subject holds no more roles than its last reviews kept and the policy allows."),
            ("service-account-owner", "Somebody who has not left answers for the service account."),
            ("unapproved-access", "The grant was approved, or a review has kept it since."),
            ("unreviewed-access", "The access was granted or kept by a review within the period."),
            ("revoked-access", "No review revoked the access, or the days to take it away are not over."),
            ("dormant-access", "The role was used or granted recently enough."),
            ("separation-of-duties", "Nobody holds more roles of the set than one subject may."),
        ],
        practices: &["6.6"],
        controls: &[
            "SOC2:CC6.2",
            "SOC2:CC6.3",
            "ISO27001:2022:A.5.3",
            "ISO27001:2022:A.5.18",
            "NIST-800-53:AC-2",
            "NIST-800-53:AC-5",
            "NIST-800-53:AC-6(7)",
            "NIST-800-53:PS-4",
            "NIST-800-53:PS-5",
            "PCI-DSS:7.2.4",
            "PCI-DSS:8.2.5",
            "HIPAA:164.308(a)(3)(ii)(C)",
            "SOX:404",
        ],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.validate()
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let Some(roles) = &facts.roles else {
            rows::nothing_told(self, "/roles", &mut outcome);
            return outcome;
        };
        let Some(assignments) = &roles.assignments else {
            rows::nothing_told(self, "/roles/assignments", &mut outcome);
            return outcome;
        };
        let directory = Directory::of(self, roles, assignments, at);
        let mut flags = Flags::of(assignments.len());
        reviews::rows(&directory, assignments.is_empty(), &mut outcome);
        subjects::rows(&directory, roles.departures.is_some(), &mut flags, &mut outcome);
        grants::rows(&directory, &mut flags, &mut outcome);
        separation::rows(&directory, &mut flags, &mut outcome);
        let worksheet = worksheet::written(&directory, &flags);
        outcome.with_artifact("access-review.csv", "text/csv", worksheet)
    }
}

clearance_rule::export!(AccessReview);
