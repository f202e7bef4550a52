//! Whether what a release adds to its attack surface was tested by somebody who breaks in for a living, and whether what such
//! people found is done with.
//!
//! ```text
//! apis, integrations ─► new surface ─► needs a test? ─► in the scope of a report that counts? ─► rows, scope statement
//! penetration_tests ──► do reports count at this time? ─────────┘
//!                  └──► findings: fixed and tested again, or accepted by whom and until when?
//! ```
//!
//! | compared | is new surface where |
//! |---|---|
//! | operations | a path and method were not there; what path parameters are called does not matter |
//! | `security` | an alternative is weaker than every one before: it is optional, lacks a scheme or a scope, or has a weaker scheme |
//! | webhooks, callbacks | they were not there |
//! | servers | an address was not there, plain HTTP beside HTTPS and a further value of a variable among them |
//! | security schemes | one was not there |
//! | input | an operation takes further parameters, properties or media types, or files; looked at where the policy asks |
//! | integrations | one was not there, is external now, or exchanges more than before |
//!
//! Security schemes, from the weakest: a key in the URL; a secret sent with each request (HTTP Basic, a key in a header or a
//! cookie); other schemes of HTTP; tokens (HTTP Bearer, `OAuth` 2, `OpenID` Connect); certificates. What the release removes is no
//! concern. What cannot be read, or refers to another document, leaves its API `unknown`, as what is not seen may be new.
//!
//! A report counts where it has ended, is not too old, is valid and was made by whom the policy asks for. What is new altogether is
//! covered where the scope of a report that counts names it: its path without wildcards, the server, the webhook, the integration,
//! or an API that is new itself. All else (what a wildcard or the whole of an API takes in, and changes of what was there) is
//! covered where it is known besides that the version released was tested: the scope says so, or the test began when it was there
//! (`since`). Findings are judged of every report, whether it counts or not.

pub mod facts;
pub mod params;

mod diff;
mod document;
mod findings;
mod glob;
mod inputs;
mod integrations;
mod piece;
mod reports;
mod rows;
mod scope;
mod security;
mod servers;
mod statement;
mod surface;
mod table;
mod verdict;
mod words;

use clearance_rule::node::Node;
use clearance_rule::prelude::*;
use facts::Facts;
pub use params::PenetrationTest;
use reports::Report;
use rows::Judged;
use verdict::encoded;

/// What other rules may read of this one: whether something new needs a test, or may; how many pieces of new surface need one; how
/// many of them are not known to have had one.
fn derived(judged: &Judged<'_, '_>) -> Vec<u8> {
    let number = |number: usize| Node::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    let needed = judged.needed();
    encoded(&Node::Map(vec![
        ("needed", Node::Bool(needed > 0 || !judged.gaps.is_empty())),
        ("surface", number(needed)),
        ("untested", number(judged.untested())),
    ]))
}

impl Rule for PenetrationTest {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "penetration-test",
        version: env!("CARGO_PKG_VERSION"),
        title: "Penetration test",
        summary: "Finds what a release adds to its attack surface, by its OpenAPI documents and its integrations before and \
                  after, and holds it to penetration tests that are fresh, independent, have it in their scope, and left no \
                  grave finding open.",
        checks: &[
            ("api-compared", "What the API offers before and after the release could be compared completely."),
            ("integrations-compared", "The integrations before and after the release could be compared completely."),
            ("surface-tested", "The new surface is in the scope of a penetration test that counts."),
            ("test-current", "A penetration test counts at the time of the decision."),
            ("finding-resolved", "The finding is fixed, accepted, or below the severity that blocks."),
            ("fix-retested", "The fix of the finding was tested, or there is time left for it."),
        ],
        practices: &["2.4"],
        controls: &[
            "HIPAA:164.308(a)(8)",
            "ISO27001:2022:A.8.29",
            "NIST-800-53:CA-8",
            "PCI-DSS:11.4.2",
            "PCI-DSS:11.4.3",
            "PCI-DSS:11.4.4",
            "SOC2:CC4.1",
        ],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.compile()
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let reports: Option<Vec<Report<'_, '_>>> = facts
            .penetration_tests
            .as_ref()
            .map(|reports| reports.iter().enumerate().map(|(i, report)| Report::of(self, report, i, at)).collect());
        let mut outcome = Outcome::new();
        let judged = rows::judge(self, facts, reports.as_deref(), at, &mut outcome);
        let findings = findings::judge(self, reports.as_deref(), at);
        outcome.extend(findings.checks);
        let apis = facts.apis.as_deref().unwrap_or_default();
        if let Some(statement) = statement::written(self, &judged, apis, &findings.to_retest, at) {
            outcome = outcome.with_artifact(statement::NAME, "text/markdown", statement);
        }
        outcome.derived = Some(derived(&judged));
        outcome
    }
}

clearance_rule::export!(PenetrationTest);
