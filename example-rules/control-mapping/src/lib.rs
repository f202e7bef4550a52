//! Maps artifacts to the controls that they prove. A control is proven where each of its requirements is met: by as many artifacts
//! as it asks for, of a kind that it names, fresh, of this release where their kind is, with a digest and a place.
//!
//! | of an artifact | fails | is unknown |
//! |---|---|---|
//! | `kind` | none is of a kind that the control asks for | |
//! | `created` | later than the decision, or too old for its kind | absent |
//! | `digest` | `sha256` is not 64 hexadecimal digits | `sha256` is absent |
//! | `uri` | | absent |
//! | `release` | another than `/release/id` | either is absent |
//!
//! The controls are data: [`catalogue`] has those that the rule knows, and the params add to it. What came of each is written into
//! an index, once for machines and once for people.

pub mod params;

pub mod facts;

pub mod catalogue;

mod evidence;
mod flaw;
mod index;
mod mapping;
mod scope;

use clearance_rule::prelude::*;
use facts::Facts;
use index::{Counts, Frameworks, Index};
use params::ControlMapping;

/// What later rules may read.
#[derive(Debug, Serialize)]
struct Derived<'r> {
    /// How many controls of all frameworks stand how.
    all: Counts,
    /// How many of each framework.
    frameworks: Frameworks<'r>,
}

impl Rule for ControlMapping {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "control-mapping",
        version: env!("CARGO_PKG_VERSION"),
        title: "Control mapping",
        summary: "Maps the artifacts of a release to the controls of SOX, HIPAA, SOC 2, ISO 27001 and NIST 800-53 that \
                  they prove, finds those without evidence, and writes the index of the evidence.",
        checks: &[
            (evidence::CODE, "All evidence that the control requires is there, fresh and sound."),
            (mapping::CODE, "The control that an artifact names is in the catalogue and asks for its kind."),
        ],
        practices: &["6.1"],
        controls: &["SOX:404", "HIPAA:164.308(a)(8)", "SOC2:CC4.1", "ISO27001:2022:A.5.36", "NIST-800-53:CA-2"],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.scope = self.scoped()?;
        Ok(())
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let standings = evidence::standings(self, facts, at);
        let mut all = Counts::default();
        for standing in &standings {
            all.add(standing.status());
            outcome.push(standing.check(facts));
        }
        mapping::rows(self, facts, &mut outcome);
        let index = Index::of(facts, &standings, at);
        let outcome = outcome
            .with_artifact("evidence-index.json", "application/json", index::json(&index))
            .with_artifact("evidence-index.md", "text/markdown", index::markdown(&index));
        outcome.with_derived(&Derived { all, frameworks: index.frameworks })
    }
}

clearance_rule::export!(ControlMapping);
