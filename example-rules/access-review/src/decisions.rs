//! What reviews decided about one subject in one role.

use crate::directory::{Held, Standing};
use clearance_rule::prelude::*;
use clearance_rule::sections::RoleDecision;
use clearance_rule::time::At;

/// A decision of a review: when, and which review.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decided {
    pub(crate) at: Timestamp,
    pub(crate) review: usize,
}

/// What reviews decided about one subject in one role.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    /// When it was last kept by a review that counts.
    pub(crate) kept: Option<Decided>,
    /// When it was last kept by a review that may count.
    pub(crate) perhaps_kept: Option<Decided>,
    /// Each time that it was revoked, the earliest first, and by which review.
    pub(crate) revoked: Vec<(i64, i64)>,
    /// What keeps it from being told whether it was revoked: where it stands, and what is wrong with it.
    pub(crate) unclear: Option<(String, &'static str)>,
}

/// Whether reviews have kept an assignment since it was granted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// One that counts has.
    Yes,
    /// One has, but whether it counts or came after the grant depends on a fact that is absent.
    Perhaps(String),
    /// None has.
    No,
}

impl Decisions {
    /// Notes a decision of a review that is not to come, with their places in the facts.
    pub(crate) fn add(
        &mut self,
        decision: &RoleDecision<'_>,
        standing: Standing,
        completed: Option<At<'_>>,
        (review, place): (usize, usize),
    ) {
        let at = completed.map(|completed| completed.timestamp);
        match (decision.decision, at) {
            (Some("revoke"), Some(at)) => self.revoked.push((at, i64::try_from(review).unwrap_or(i64::MAX))),
            (Some("revoke"), None) => {
                self.unclear = Some((text!["/roles/reviews/", review, "/completed_at"], "is absent"));
            }
            (Some("keep"), Some(at)) => match standing {
                Standing::Counts => later(&mut self.kept, Decided { at, review }),
                Standing::Untold => later(&mut self.perhaps_kept, Decided { at, review }),
                Standing::Dependent | Standing::Open => {}
            },
            (Some("keep"), None) => {}
            (word, _) => {
                let wrong = if word.is_none() { "is absent" } else { "is neither `keep` nor `revoke`" };
                self.unclear = Some((text!["/roles/reviews/", review, "/decisions/", place, "/decision"], wrong));
            }
        }
    }

    /// Whether reviews have kept an assignment.
    pub(crate) fn kept(&self, held: &Held<'_>) -> Kept {
        let Some(granted) = held.of.granted_at else {
            return match (self.kept, self.perhaps_kept) {
                (None, None) => Kept::No,
                _ => Kept::Perhaps(text!["/roles/assignments/", held.index, "/granted_at"]),
            };
        };
        match (self.kept_since(granted.timestamp), self.perhaps_kept_since(granted.timestamp)) {
            (Some(_), _) => Kept::Yes,
            (None, Some(review)) => Kept::Perhaps(text!["/roles/reviews/", review.review, "/reviewer"]),
            (None, None) => Kept::No,
        }
    }

    /// When an assignment that was granted then was last kept.
    pub(crate) fn kept_since(&self, granted: Timestamp) -> Option<Decided> {
        self.kept.filter(|kept| kept.at >= granted)
    }

    /// The same, for a review that may count.
    pub(crate) fn perhaps_kept_since(&self, granted: Timestamp) -> Option<Decided> {
        self.perhaps_kept.filter(|kept| kept.at >= granted)
    }

    /// The first time that it was revoked after it was granted and last kept.
    pub(crate) fn revoked_since(&self, granted: Timestamp) -> Option<Decided> {
        let after = self.kept.map_or(granted, |kept| kept.at.max(granted));
        let (at, review) = *self.revoked.get(self.revoked.partition_point(|(at, _)| *at < after))?;
        Some(Decided { at, review: usize::try_from(review).ok()? })
    }
}

fn later(last: &mut Option<Decided>, new: Decided) {
    if last.is_none_or(|last| last.at < new.at) {
        *last = Some(new);
    }
}
