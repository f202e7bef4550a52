//! Spans of time, to be asked whether one of them holds a moment.

use clearance_rule::Timestamp;
use std::collections::BinaryHeap;

/// Spans that may overlap, each from its start until just before its end.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    /// By their start, with the latest end so far and whose it is.
    sorted: Vec<Span>,
}

/// A span, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) owner: usize,
}

impl Spans {
    /// Adds a span. Nothing is to be asked until all are [ready](Self::ready).
    pub(crate) fn push(&mut self, span: Span) {
        self.sorted.push(span);
    }

    /// Prepares for questions.
    pub(crate) fn ready(&mut self) {
        sort(&mut self.sorted);
        let mut latest: Option<Span> = None;
        for span in &mut self.sorted {
            match latest {
                Some(latest) if latest.to >= span.to => (span.to, span.owner) = (latest.to, latest.owner),
                _ => latest = Some(*span),
            }
        }
    }

    /// Whose span holds the moment; of several, that which ends last.
    pub(crate) fn at(&self, moment: Timestamp) -> Option<usize> {
        let begun = self.sorted.partition_point(|span| span.from <= moment);
        let latest = self.sorted[..begun].last()?;
        (latest.to > moment).then_some(latest.owner)
    }
}

/// Sorts spans by their start. A heap does it with a tenth of the code that the standard library's ways of sorting take.
#[inline(never)]
pub(crate) fn sort(spans: &mut Vec<Span>) {
    *spans = BinaryHeap::from(std::mem::take(spans)).into_sorted_vec();
}
