//! What the facts say of one factor, gathered while they are read: a value, the words for it, and what is not known.

use crate::points;
use clearance_rule::prelude::*;
use clearance_rule::{Contribution, text};

/// Every row is about the release as a whole.
const SUBJECT: &str = "release";

/// The reading of one factor.
#[derive(Debug)]
pub(crate) struct Reading {
    check: Check,
    value: f64,
    found: Vec<String>,
    gaps: Vec<String>,
    wanted: Vec<String>,
}

impl Reading {
    pub(crate) fn of(code: &str) -> Self {
        let check = Check::pass(code, SUBJECT, "");
        Self { check, value: 0.0, found: Vec::new(), gaps: Vec::new(), wanted: Vec::new() }
    }

    /// From 0, harmless, to 1, counts in full.
    pub(crate) fn value(&self) -> f64 {
        self.value
    }

    /// Records a fact that was read.
    pub(crate) fn see<T: Serialize>(mut self, fact: &Fact<T>) -> Self {
        self.check = self.check.seen(fact);
        self
    }

    /// The factor is at least at `value`, and `found` says why.
    pub(crate) fn counts(mut self, value: f64, found: impl Into<String>) -> Self {
        self.value = self.value.max(value.min(1.0));
        self.found.push(found.into());
        self
    }

    /// The factor is at 0 where nothing else was found or missed.
    pub(crate) fn otherwise(self, found: &str) -> Self {
        if self.found.is_empty() && self.gaps.is_empty() { self.counts(0.0, found) } else { self }
    }

    /// Something is not known. What it counts as is counted apart, or in full with [`Self::in_full`].
    pub(crate) fn gap(mut self, gap: impl Into<String>, wanted: impl Into<String>) -> Self {
        self.gaps.push(gap.into());
        self.wanted.push(wanted.into());
        self
    }

    /// Something is not known that could be as bad as can be.
    pub(crate) fn in_full(mut self, gap: impl Into<String>, wanted: impl Into<String>) -> Self {
        self.value = 1.0;
        self.gap(text![gap.into(), ", which counts in full"], wanted)
    }

    /// A fact is absent that could be as bad as can be.
    pub(crate) fn absent(self, pointer: &str) -> Self {
        self.in_full(text!["`", pointer, "` is absent"], text!["supply the fact `", pointer, "`"])
    }

    /// A fact is absent whose worst value is counted apart.
    pub(crate) fn taken_for(self, pointer: &str, worst: &str) -> Self {
        self.gap(text!["`", pointer, "` is absent, which counts as ", worst], text!["supply the fact `", pointer, "`"])
    }

    /// The row, and what the factor adds to the score; `share` is the most it can add, in hundredths of a point.
    pub(crate) fn finish(mut self, share: f64) -> (Check, Contribution) {
        let hundredths = points::part(share, self.value);
        self.found.append(&mut shortened(self.gaps.clone()));
        let message = self.found.join("; ");
        let reason = text![message, ": ", self.value * 100.0, "% of ", points::in_points(share), " points"];
        let contribution =
            Contribution { factor: self.check.code.clone(), points: points::in_points(hundredths), reason };
        if !self.gaps.is_empty() {
            self.check.status = Status::Unknown;
        }
        self.check.message = message;
        (self.check.remedy_if_unknown(shortened(self.wanted).join("; ")), contribution)
    }
}

/// The row and the contribution of a factor that weighs nothing.
pub(crate) fn left_out(code: &str) -> (Check, Contribution) {
    let reason = "the policy gives this factor no weight".to_owned();
    let check = Check::not_applicable(code, SUBJECT, reason.clone());
    (check, Contribution { factor: code.to_owned(), points: 0.0, reason })
}

/// The first few, and how many more there are: a message is one sentence, the observations name every place.
fn shortened(mut items: Vec<String>) -> Vec<String> {
    const FEW: usize = 3;
    if items.len() > FEW {
        let more = items.len() - FEW;
        items.truncate(FEW);
        items.push(text!["and ", more, " more"]);
    }
    items
}

/// What was found beside what counts in full.
pub(crate) fn of_full(found: &str, full: &str) -> String {
    text![found, " (in full at ", full, ")"]
}

/// 0 for nothing, 1 from `full` on; each doubling between adds about as much as the one before.
pub(crate) fn logarithmic(amount: u64, full: u64) -> f64 {
    if amount >= full { 1.0 } else { float(amount).ln_1p() / float(full).ln_1p() }
}

/// 0 for nothing, 1 from `full` on, in proportion between.
pub(crate) fn linear(amount: f64, full: f64) -> f64 {
    (amount / full).clamp(0.0, 1.0)
}

#[expect(clippy::cast_precision_loss, reason = "beyond 2^53 a unit more or less changes no hundredth of a point")]
pub(crate) fn float(number: u64) -> f64 {
    number as f64
}
