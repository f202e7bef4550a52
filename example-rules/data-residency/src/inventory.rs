//! What was looked at: one row for each section, so that what was passed over is on record, and one for each part that
//! nobody could look into.

use crate::kept::{Numbers, insert, look_up};
use clearance_rule::node::Node;
use clearance_rule::text::count;
use clearance_rule::{Check, text};

pub(crate) const INVENTORY: &str = "inventory";

/// The parts of one section.
pub(crate) struct Inventory<'f> {
    section: &'static str,
    /// `object` or `resource`.
    noun: &'static str,
    holding: usize,
    /// Where each of the other kinds stands among `kinds`.
    others: Numbers<'f>,
    /// The other kinds with how many there are of each, in the order in which they were met.
    kinds: Vec<(&'f str, usize)>,
    rows: Vec<Check>,
}

impl<'f> Inventory<'f> {
    pub(crate) fn new(section: &'static str, noun: &'static str) -> Self {
        Self { section, noun, holding: 0, others: Numbers::new(), kinds: Vec::new(), rows: Vec::new() }
    }

    /// Counts a part of this kind, which deals with data or does not.
    #[inline(never)]
    pub(crate) fn count(&mut self, kind: &'f str, holds: bool) {
        if holds {
            self.holding += 1;
        } else {
            let place = look_up(&self.others, kind).unwrap_or_else(|| {
                insert(&mut self.others, kind, self.kinds.len());
                self.kinds.push((kind, 0));
                self.kinds.len() - 1
            });
            if let Some((_, number)) = self.kinds.get_mut(place) {
                *number += 1;
            }
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
        let mut others = 0;
        for (_, number) in &self.kinds {
            others += number;
        }
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
        let mut kinds = self.kinds.clone();
        let mut shown = String::new();
        for i in 0..SHOWN.min(kinds.len()) {
            let mut most = ("", 0);
            for kind in &kinds {
                if kind.1 > most.1 || kind.1 == most.1 && kind.0 < most.0 {
                    most = *kind;
                }
            }
            shown = text![shown, if i == 0 { "" } else { ", " }, most.0, " ", most.1];
            kinds.retain(|kind| *kind != most);
        }
        if self.kinds.len() > SHOWN { text![shown, " and ", self.kinds.len() - SHOWN, " more"] } else { shown }
    }
}
