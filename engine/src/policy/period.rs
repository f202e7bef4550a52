//! Spans of time in a policy: from an instant on, until an instant that no longer belongs.

use super::located::invalid;
use crate::Timestamp;
use crate::error::Error;
use serde_saphyr::Spanned;

/// A span of time, open where it says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

impl Period {
    /// A span that holds at least one instant; `None` where it would be empty.
    pub(crate) fn new(from: Option<Timestamp>, until: Option<Timestamp>) -> Option<Self> {
        let empty = matches!((from, until), (Some(from), Some(until)) if from >= until);
        (!empty).then_some(Self { from, until })
    }

    pub(crate) fn contains(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| at >= from) && self.until.is_none_or(|until| at < until)
    }
}

/// Reads a time of the policy.
pub(crate) fn timestamp(text: &Spanned<String>) -> Result<Timestamp, Error> {
    text.value.parse().map_err(|error: crate::NotATimestamp| invalid(text.referenced, error.to_string()))
}
