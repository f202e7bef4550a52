//! The facts by subject and role: who holds what, who held it when, what reviews decided about it.

use crate::cadence::days;
use crate::params::AccessReview;
use clearance_rule::prelude::*;
use clearance_rule::sections::{RoleAssignment, RoleReview, Roles};
use std::collections::{BTreeMap, BTreeSet};

/// A subject, by the name that decisions show, and a role.
pub(crate) type Pair<'a> = (&'a str, &'a str);

/// An assignment that is in force, with its place in the facts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held<'a> {
    pub(crate) index: usize,
    pub(crate) of: &'a RoleAssignment<'a>,
}

/// What a review is worth for one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It counts.
    Counts,
    /// It does not say who reviewed, so it may count.
    Untold,
    /// The reviewer held the role.
    Dependent,
    /// It is not completed, or only after the decision.
    Open,
}

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
    /// Each time that it was revoked, the earliest first.
    pub(crate) revoked: Vec<Decided>,
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
        self.revoked.get(self.revoked.partition_point(|revoked| revoked.at < after)).copied()
    }
}

/// The facts, as the checks ask for them.
#[derive(Debug)]
pub(crate) struct Directory<'a> {
    pub(crate) rule: &'a AccessReview,
    pub(crate) at: Timestamp,
    /// `None` where the facts do not say which there were.
    pub(crate) reviews: Option<&'a [RoleReview<'a>]>,
    /// What each subject holds: roles of the policy, with every assignment to each.
    pub(crate) held: BTreeMap<&'a str, BTreeMap<&'a str, Vec<Held<'a>>>>,
    /// Roles that somebody holds.
    pub(crate) in_use: BTreeSet<&'a str>,
    /// Roles that an assignment names, in force or not.
    pub(crate) named: BTreeSet<&'a str>,
    /// Roles about which a review may have decided anything, for its decisions are absent.
    unread: BTreeMap<&'a str, usize>,
    decisions: BTreeMap<Pair<'a>, Decisions>,
    spans: BTreeMap<Pair<'a>, Vec<(Timestamp, Timestamp)>>,
    /// What is known of whom no review decided about.
    undecided: Decisions,
}

impl<'a> Directory<'a> {
    pub(crate) fn of(
        rule: &'a AccessReview,
        roles: &'a Roles<'a>,
        assignments: &'a [RoleAssignment<'a>],
        at: Timestamp,
    ) -> Self {
        let mut directory = Self {
            rule,
            at,
            reviews: roles.reviews.as_deref(),
            held: BTreeMap::new(),
            in_use: BTreeSet::new(),
            named: BTreeSet::new(),
            unread: BTreeMap::new(),
            decisions: BTreeMap::new(),
            spans: BTreeMap::new(),
            undecided: Decisions::default(),
        };
        let relevant: BTreeSet<&'a str> =
            rule.roles.iter().chain(rule.separation.iter().flat_map(|set| &set.roles)).map(String::as_str).collect();
        for (index, of) in assignments.iter().enumerate().filter(|(_, of)| relevant.contains(of.role)) {
            directory.add(Held { index, of });
        }
        directory.spans.values_mut().for_each(merge);
        for (index, review) in roles.reviews.iter().flatten().enumerate() {
            directory.decide(index, review, &relevant);
        }
        for decisions in directory.decisions.values_mut() {
            decisions.revoked.sort_unstable_by_key(|revoked| revoked.at);
        }
        directory
    }

    /// What reviews decided about a subject in a role.
    pub(crate) fn decisions(&self, subject: &'a str, role: &'a str) -> &Decisions {
        self.decisions.get(&(subject, role)).unwrap_or(&self.undecided)
    }

    /// The place of decisions about a role that are absent.
    pub(crate) fn unread(&self, role: &str) -> Option<String> {
        self.unread.get(role).map(|index| text!["/roles/reviews/", index, "/decisions"])
    }

    /// What a review is worth for a role.
    pub(crate) fn standing(&self, review: &'a RoleReview<'a>, role: &'a str) -> Standing {
        let Some(completed) = review.completed_at.filter(|completed| completed.timestamp <= self.at) else {
            return Standing::Open;
        };
        match review.reviewer {
            None => Standing::Untold,
            Some(reviewer) if self.held_then(self.rule.canonical(reviewer), role, completed.timestamp) => {
                Standing::Dependent
            }
            Some(_) => Standing::Counts,
        }
    }

    fn held_then(&self, subject: &'a str, role: &'a str, then: Timestamp) -> bool {
        let spans = self.spans.get(&(subject, role)).map_or(&[][..], Vec::as_slice);
        let begun = spans.partition_point(|(from, _)| *from <= then);
        spans[..begun].last().is_some_and(|(_, until)| *until > then)
    }

    fn add(&mut self, held: Held<'a>) {
        let subject = self.rule.canonical(held.of.subject);
        let role = held.of.role;
        // What is not known counts as the worst: held since ever, held for ever.
        let from = held.of.granted_at.map_or(Timestamp::MIN, |granted| granted.timestamp);
        let until = held.of.expires_at.map_or(Timestamp::MAX, |expires| expires.timestamp);
        self.named.insert(role);
        self.spans.entry((subject, role)).or_default().push((from, until));
        if until > self.at {
            self.in_use.insert(role);
            self.held.entry(subject).or_default().entry(role).or_default().push(held);
        }
    }

    fn decide(&mut self, index: usize, review: &'a RoleReview<'a>, relevant: &BTreeSet<&'a str>) {
        if review.completed_at.is_some_and(|completed| completed.timestamp > self.at) {
            return;
        }
        let Some(decisions) = &review.decisions else {
            let covers = |role: &&&str| review.roles.as_ref().is_none_or(|roles| roles.contains(*role));
            self.unread.extend(relevant.iter().filter(covers).map(|role| (*role, index)));
            return;
        };
        let decisions = decisions.iter().enumerate();
        for (i, decision) in decisions.filter(|(_, decision)| relevant.contains(decision.role)) {
            let standing = self.standing(review, decision.role);
            let subject = self.rule.canonical(decision.subject);
            let about = self.decisions.entry((subject, decision.role)).or_default();
            let decided = review.completed_at.map(|completed| Decided { at: completed.timestamp, review: index });
            match (decision.decision, decided) {
                (Some("revoke"), Some(revoked)) if standing != Standing::Open => about.revoked.push(revoked),
                (Some("revoke"), None) => {
                    about.unclear = Some((text!["/roles/reviews/", index, "/completed_at"], "is absent"));
                }
                (Some("keep"), Some(kept)) => match standing {
                    Standing::Counts => later(&mut about.kept, kept),
                    Standing::Untold => later(&mut about.perhaps_kept, kept),
                    Standing::Dependent | Standing::Open => {}
                },
                (Some("keep" | "revoke"), _) => {}
                (word, _) => {
                    let wrong = if word.is_none() { "is absent" } else { "is neither `keep` nor `revoke`" };
                    about.unclear = Some((text!["/roles/reviews/", index, "/decisions/", i, "/decision"], wrong));
                }
            }
        }
    }

    /// Until when what a review revoked is to be taken away.
    pub(crate) fn revoke_by(&self, revoked: Decided) -> Timestamp {
        revoked.at.saturating_add(days(self.rule.revoke_days))
    }
}

fn later(last: &mut Option<Decided>, new: Decided) {
    if last.is_none_or(|last| last.at < new.at) {
        *last = Some(new);
    }
}

/// Sorts spans and joins those that touch, so that one look finds which holds at a time.
fn merge(spans: &mut Vec<(Timestamp, Timestamp)>) {
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let touches = next.0 <= last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
}
