//! What was looked at: one row for each section, so that what was passed over is on record, and one for each part that
//! nobody could look into.

use clearance_rule::node::Node;
use clearance_rule::text::count;
use clearance_rule::{Check, text};
use std::collections::BTreeMap;

pub(crate) const INVENTORY: &str = "inventory";

/// The parts of one section.
pub(crate) struct Inventory<'f> {
    section: &'static str,
    /// `object` or `resource`.
    noun: &'static str,
    holding: usize,
    others: BTreeMap<&'f str, usize>,
    rows: Vec<Check>,
}

impl<'f> Inventory<'f> {
    pub(crate) fn new(section: &'static str, noun: &'static str) -> Self {
        Self { section, noun, holding: 0, others: BTreeMap::new(), rows: Vec::new() }
    }

    /// Counts a part of this kind, which deals with data or does not.
    pub(crate) fn count(&mut self, kind: &'f str, holds: bool) {
        if holds {
            self.holding += 1;
        } else {
            *self.others.entry(kind).or_default() += 1;
        }
    }

    /// A part that is not what the section holds.
    pub(crate) fn unreadable(&mut self, pointer: String, why: &str) {
        let check = Check::unknown(INVENTORY, pointer.clone(), text!["cannot be read: ", why]);
        self.rows.push(check.missing(pointer).remedy_if_unknown(text!["supply a complete ", self.noun]));
    }

    /// A part that brings others which are not there to be judged.
    pub(crate) fn unseen(&mut self, subject: String, pointer: &str) {
        let message = "deploys resources that are not among the facts";
        let check = Check::unknown(INVENTORY, subject, message).missing(text![pointer, "/status"]);
        self.rows.push(check.remedy_if_unknown("render it, and supply the objects that it deploys"));
    }

    /// A statement of the section about itself that leaves it incomplete.
    pub(crate) fn incomplete(&mut self, pointer: &str, value: &Node<'_>, why: &str, remedy: &str) {
        let check = Check::unknown(INVENTORY, self.section, why).observe(pointer, value);
        self.rows.push(check.remedy_if_unknown(remedy));
    }

    /// The rows, the summary first.
    pub(crate) fn rows(self) -> Vec<Check> {
        let others: usize = self.others.values().sum();
        let total = count(self.holding + others, self.noun);
        let mut kinds: Vec<_> = self.others.iter().map(|(kind, number)| (*number, *kind)).collect();
        kinds.sort_by_key(|(number, kind)| (std::cmp::Reverse(*number), *kind));
        let kinds: Vec<String> = kinds.into_iter().map(|(number, kind)| text![kind, " ", number]).collect();
        let without = if others == 0 { String::new() } else { text![" (", crate::policy::abridged(&kinds), ")"] };
        let summary = if self.holding == 0 {
            Check::not_applicable(INVENTORY, self.section, text![total, ": none deals with data", without])
        } else {
            let message = text![total, ": ", self.holding, " with data, ", others, " without", without];
            Check::pass(INVENTORY, self.section, message)
        };
        std::iter::once(summary).chain(self.rows).collect()
    }
}
