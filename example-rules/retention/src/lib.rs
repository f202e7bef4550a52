//! Keeps stored records as long as their class has to be kept, and while a legal hold is in force. What was deleted stays among
//! the facts and is judged by when it was.
//!
//! | code | a row for each | fails where |
//! |---|---|---|
//! | `class` | class that the policy keeps or a record names | there is no record at all |
//! | `period` | record that is there | its storage may delete it before its period is over |
//! | `storage` | record that is there | somebody could change it, or its digest is none |
//! | `deletion` | record that was deleted | it was too early, or under a legal hold, or nobody looked at the holds before |
//! | `hold` | legal hold | a record that it covers was deleted, or its storage does not hold it |
//! | `deployment` | deployment of the history, and class | no record tells of it |
//! | `cadence` | class with a longest stretch | no record tells of a longer one |
//!
//! Periods are calendar years in UTC. The seven years of the default are those of SEC Rule 2-06 of Regulation S-X (17 CFR
//! 210.2-06), made under section 802 of the Sarbanes-Oxley Act: accountants keep the records that are relevant to an audit or
//! review for seven years after they conclude it. The Act's own section, 18 U.S.C. 1520, asks them for five years from the end
//! of the fiscal period in which it was concluded, and of their workpapers. Neither names deployment logs: companies keep as
//! long what audits of their IT controls rely on. For documentation under HIPAA, 45 CFR 164.316(b)(2)(i) asks for six years from
//! when it was made or was last in effect, whichever is later: `years: 6, begins: stated`.

pub mod params;

pub mod facts;

pub mod calendar;

mod cadence;
mod classes;
mod deletion;
mod deployments;
mod holds;
mod names;
mod period;
mod register;
mod spans;

use clearance_rule::prelude::*;
use facts::Facts;
use holds::Holds;
use params::Retention;

/// What later rules may read.
#[derive(Debug, Default, Serialize)]
struct Derived {
    /// How many records there are.
    kept: u64,
    /// How many of those are under a legal hold.
    held: u64,
    /// How many were deleted.
    deleted: u64,
    /// How many of those before their period was over.
    deleted_early: u64,
    /// How many of those while a legal hold was in force.
    deleted_under_hold: u64,
    /// How many records of deployments are missing.
    missing: u64,
}

impl Rule for Retention {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "retention",
        version: env!("CARGO_PKG_VERSION"),
        title: "Retention",
        summary: "Stored records are kept as long as their class has to be, seven years for deployment logs and configuration \
                  snapshots by default, and while a legal hold is in force; every deployment has its records.",
        checks: &[
            (classes::CODE, "The class is one that the policy keeps, and it has records."),
            (period::PERIOD, "The record is kept until its period is over."),
            (
                period::STORAGE,
                "The record is stored as its class has to be: nobody can change it, and its digest is known.",
            ),
            (
                deletion::CODE,
                "The record was deleted after its period and under no legal hold, which somebody looked at before.",
            ),
            (holds::CODE, "No record that the legal hold covers was deleted, and each that is there is held."),
            (deployments::CODE, "A record of the class tells of the deployment."),
            (cadence::CODE, "Records tell of all stretches that are longer than the class allows."),
        ],
        practices: &["6.3"],
        controls: &[
            "SOX:802",
            "HIPAA:164.316(b)(2)(i)",
            "ISO27001:2022:A.5.33",
            "NIST-800-53:AU-11",
            "NIST-800-53:SI-12",
        ],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.validate()
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let holds = Holds::of(facts);
        let mut derived = Derived::default();
        classes::rows(self, facts, &mut outcome);
        for (i, record) in facts.records().iter().enumerate() {
            if let Some(deleted) = record.deleted_at {
                outcome.push(deletion::check(self, facts, &holds, i, deleted, at));
                derived.deleted += 1;
                derived.deleted_early += u64::from(deletion::is_early(self, facts, i));
                derived.deleted_under_hold += u64::from(holds.over(record, deleted.timestamp).is_some());
            } else {
                period::rows(self, facts, i, at, &mut outcome);
                derived.kept += 1;
                derived.held += u64::from(holds.over(record, at).is_some());
            }
        }
        holds::rows(self, facts, at, &mut outcome);
        derived.missing = deployments::rows(self, facts, at, &mut outcome);
        cadence::rows(self, facts, at, &mut outcome);
        let register = register::written(self, facts, &holds, at);
        outcome.with_artifact("retention-register.csv", "text/csv", register).with_derived(&derived)
    }
}

clearance_rule::export!(Retention);
