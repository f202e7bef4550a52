//! Holds each known defect that a release carries into production to what its severity needs, and writes the document about
//! them that goes with the release.
//!
//! | row | subject | asks |
//! |---|---|---|
//! | `listed` | the release | is it known which defects there are |
//! | `count` | a severity | are there few enough |
//! | `identified` | a defect | can it be told from the others |
//! | `severity` | a defect | may one so grave be carried at all |
//! | `described`, `component`, `owner`, `mitigation`, `monitor`, `customer-note` | a defect | has it what its severity needs |
//! | `target` | a defect | is it to be fixed at a time to come, soon enough |
//! | `escalation` | a defect | was whoever must know told in time, and has he answered |
//!
//! A fact that is absent is `unknown`; one that is empty, or says `TBD`, says that there is nothing, and fails. What a defect of
//! a severity that the policy does not know must have is whatever any severity needs.

pub mod params;

pub mod facts;

mod entry;

mod counts;
mod escalation;
mod target;

mod document;

use clearance_rule::prelude::*;
use clearance_rule::sections::Defect;
use entry::Entry;
use facts::Facts;
use params::Field;
pub use params::KnownDefects;
use std::collections::BTreeMap;

impl Rule for KnownDefects {
    type Facts<'a> = Facts<'a>;

    const ABOUT: About = About {
        id: "known-defects",
        version: env!("CARGO_PKG_VERSION"),
        title: "Known defects",
        summary: "Holds each known defect to an owner, a mitigation, a monitor, a date and an escalation that fit its \
                  severity, and writes `known-defects.md`, the document that goes with the release.",
        checks: &[
            ("listed", "It is known which defects the release carries into production."),
            ("count", "There are no more defects of the severity than the policy lets pass."),
            ("identified", "The defect has an identifier that no other has."),
            ("severity", "A defect so grave may be carried into production."),
            ("described", "The defect has a title."),
            ("component", "It is named which component has the defect."),
            ("owner", "Somebody is to see that the defect is fixed."),
            ("mitigation", "Something keeps the defect from doing harm."),
            ("monitor", "Something watches the defect, of a kind that its severity needs."),
            ("customer-note", "It is written what customers are told of the defect."),
            (
                "target",
                "The defect is to be fixed by a date to come, soon enough, and not by the release that carries it.",
            ),
            ("escalation", "Whoever must know of a defect so grave was told in time, and has acknowledged it."),
        ],
        practices: &["2.6"],
        controls: &["SOC2:CC8.1", "NIST-800-53:SI-2", "ISO27001:2022:A.8.32"],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.validate()
    }

    fn evaluate(&self, facts: &Facts<'_>, at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let Some(defects) = &facts.defects else {
            outcome.push(
                Check::unknown("listed", "release", "the fact `/defects` is absent")
                    .missing("/defects")
                    .required("a list of the known defects, empty where none is known")
                    .remedy_if_unknown("supply the fact `/defects`, an empty list where no defect is known"),
            );
            return outcome;
        };
        outcome.push(listed(defects));
        let entries = entries(self, defects);
        counts::rows(self, &entries, &mut outcome);
        let mut first_rows = Vec::with_capacity(entries.len());
        for entry in &entries {
            first_rows.push(outcome.checks.len());
            outcome.push(entry.identified());
            outcome.push(entry.severity());
            entry.fields(&mut outcome);
            if entry.needs(Field::Target) {
                outcome.push(target::row(entry, facts.release.as_ref(), at));
            }
            outcome.extend(escalation::row(entry, at));
        }
        let document = document::written(self, &entries, &outcome.checks, &first_rows, facts.release.as_ref(), at);
        outcome.with_artifact("known-defects.md", "text/markdown", document)
    }
}

fn listed(defects: &[Defect<'_>]) -> Check {
    let required = "a list of the known defects, empty where none is known";
    if defects.is_empty() {
        let none: &[&str] = &[];
        return Check::pass("listed", "release", "no defect is known").observe("/defects", none).required(required);
    }
    Check::pass("listed", "release", text::count(defects.len(), "known defect")).required(required)
}

fn entries<'e>(rule: &'e KnownDefects, defects: &'e [Defect<'e>]) -> Vec<Entry<'e>> {
    let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, defect) in defects.iter().enumerate() {
        if let Some(id) = defect.id {
            named.entry(id.trim()).or_default().push(i);
        }
    }
    let entry = |(i, defect): (usize, &'e Defect<'e>)| {
        let place = text!["/defects/", i];
        let mut entry = Entry { rule, defect, subject: String::new(), twin: None, rank: None, place };
        let id = defect.id.and_then(|id| entry.says(id));
        let same = id.and_then(|id| named.get(id)).map_or(&[][..], Vec::as_slice);
        entry.twin = match same {
            [first, second, ..] => Some(if *first == i { *second } else { *first }),
            _ => None,
        };
        entry.subject = match id {
            // A row is known by its code and subject, so a second of the same name is told by its place, too.
            Some(id) if same.first().is_some_and(|first| *first < i) => text![id, " at ", entry.place],
            Some(id) => id.to_owned(),
            None => entry.place.clone(),
        };
        entry.rank = defect.severity.and_then(|word| rule.level(word));
        entry
    };
    defects.iter().enumerate().map(entry).collect()
}

clearance_rule::export!(KnownDefects);
