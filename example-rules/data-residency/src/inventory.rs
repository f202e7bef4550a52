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
    /// How many there are of each of the kinds, in the order in which they were met.
    numbers: Vec<usize>,
    rows: Vec<Check>,
}

impl<'f> Inventory<'f> {
    pub(crate) fn new(section: &'static str, noun: &'static str) -> Self {
        Self { section, noun, holding: 0, others: BTreeMap::new(), numbers: Vec::new(), rows: Vec::new() }
    }

    /// Counts a part of this kind, which deals with data or does not.
    #[inline(never)]
    pub(crate) fn count(&mut self, kind: &'f str, holds: bool) {
        if holds {
            self.holding += 1;
        } else {
            let next = self.numbers.len();
            let place = *self.others.entry(kind).or_insert(next);
            if place == next {
                self.numbers.push(0);
            }
            self.numbers[place] += 1;
        }
    }

    /// A part that is not what the section holds.
    #[inline(never)]
    pub(crate) fn unreadable(&mut self, pointer: &str, why: &str) {
        let check = Check::unknown(INVENTORY, pointer, text!["cannot be read: ", why]);
        self.rows.push(check.missing(pointer).remedy_if_unknown(text!["supply a complete ", self.noun]));
    }

    /// A part that brings others which are not there to be judged.
    #[inline(never)]
    pub(crate) fn unseen(&mut self, subject: &str, pointer: &str) {
        let message = "deploys resources that are not among the facts";
        let check = Check::unknown(INVENTORY, subject, message).missing(text![pointer, "/status"]);
        self.rows.push(check.remedy_if_unknown("render it, and supply the objects that it deploys"));
    }

    /// A statement of the section about itself that leaves it incomplete.
    #[inline(never)]
    pub(crate) fn incomplete(&mut self, pointer: &str, value: &Node<'_>, why: &str, remedy: &str) {
        let check = Check::unknown(INVENTORY, self.section, why).observe_node(pointer, value);
        self.rows.push(check.remedy_if_unknown(remedy));
    }

    /// The rows, the summary first.
    pub(crate) fn rows(self) -> Vec<Check> {
        let others: usize = self.numbers.iter().sum();
        let total = count(self.holding + others, self.noun);
        let kinds = self.most_frequent();
        let without = if others == 0 { String::new() } else { text![" (", kinds, ")"] };
        let summary = if self.holding == 0 {
            Check::not_applicable(INVENTORY, self.section, text![total, ": none deals with data", without])
        } else {
            let message = text![total, ": ", self.holding, " with data, ", others, " without", without];
            Check::pass(INVENTORY, self.section, message)
        };
        let mut rows = self.rows;
        rows.insert(0, summary);
        rows
    }

    /// The most frequent of the other kinds with their numbers, and how many more there are.
    fn most_frequent(&self) -> String {
        const SHOWN: usize = 8;
        let mut numbers = self.numbers.clone();
        let mut shown = String::new();
        for i in 0..SHOWN.min(numbers.len()) {
            let mut most = ("", 0, 0);
            for (kind, place) in &self.others {
                if numbers[*place] > most.1 {
                    most = (kind, numbers[*place], *place);
                }
            }
            let (kind, number, place) = most;
            shown = text![shown, if i == 0 { "" } else { ", " }, kind, " ", number];
            numbers[place] = 0;
        }
        if numbers.len() > SHOWN { text![shown, " and ", numbers.len() - SHOWN, " more"] } else { shown }
    }
}
