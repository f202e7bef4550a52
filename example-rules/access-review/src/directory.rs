//! The facts by subject and role: who holds what, who held it when, what reviews decided about it.

use crate::cadence::days;
use crate::decisions::{Decided, Decisions};
use crate::departures::Departures;
use crate::params::AccessReview;
use clearance_rule::prelude::*;
use clearance_rule::sections::{RoleAssignment, RoleReview, Roles};
use std::collections::BTreeMap;

/// An assignment that is in force, with its place in the facts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held<'a> {
    pub(crate) index: usize,
    pub(crate) of: &'a RoleAssignment<'a>,
}

/// One subject in one role.
#[derive(Debug)]
pub(crate) struct Pairing<'a> {
    /// The number of the role.
    pub(crate) role: usize,
    /// Every assignment in force.
    pub(crate) held: Vec<Held<'a>>,
    pub(crate) decisions: Decisions,
    /// When it was held: spans that are sorted and do not touch.
    spans: Vec<(i64, i64)>,
}

/// All that is known of a subject.
#[derive(Debug)]
pub(crate) struct Subject<'a> {
    /// The name that decisions show.
    pub(crate) name: &'a str,
    /// By the number of the role.
    pub(crate) pairings: Vec<Pairing<'a>>,
    pub(crate) departures: Departures<'a>,
}

/// All that is known of a role.
#[derive(Debug)]
pub(crate) struct Role<'a> {
    pub(crate) name: &'a str,
    /// Whether an assignment names it, in force or not.
    pub(crate) named: bool,
    /// Whether somebody holds it.
    pub(crate) in_use: bool,
    /// The reviews of it that were completed before the decision, the latest first: how long before, and its place.
    pub(crate) completed: Vec<(i64, i64)>,
    /// A review of it that is not completed, or only after the decision.
    pub(crate) open: Option<usize>,
    /// A review that may have decided anything about it, for its decisions are absent.
    pub(crate) unread: Option<usize>,
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

/// The facts, as the checks ask for them. Subjects and roles have numbers, so that what is known of one stands in one place.
#[derive(Debug)]
pub(crate) struct Directory<'a> {
    pub(crate) rule: &'a AccessReview,
    pub(crate) at: Timestamp,
    /// `None` where the facts do not say which there were.
    pub(crate) reviews: Option<&'a [RoleReview<'a>]>,
    /// The roles that the policy names, release roles first.
    pub(crate) roles: Vec<Role<'a>>,
    pub(crate) subjects: Vec<Subject<'a>>,
    role_numbers: BTreeMap<&'a str, usize>,
    subject_numbers: BTreeMap<&'a str, usize>,
}

impl<'a> Directory<'a> {
    pub(crate) fn of(
        rule: &'a AccessReview,
        facts: &'a Roles<'a>,
        assignments: &'a [RoleAssignment<'a>],
        at: Timestamp,
    ) -> Self {
        let mut directory = Self {
            rule,
            at,
            reviews: facts.reviews.as_deref(),
            roles: Vec::new(),
            subjects: Vec::new(),
            role_numbers: BTreeMap::new(),
            subject_numbers: BTreeMap::new(),
        };
        directory.know_roles();
        for (name, aliases) in &rule.aliases {
            let number = directory.subject(name);
            for alias in aliases {
                directory.subject_numbers.insert(alias, number);
            }
        }
        for (index, of) in assignments.iter().enumerate() {
            if let Some(role) = directory.role_number(of.role) {
                directory.add(Held { index, of }, role);
            }
        }
        for subject in &mut directory.subjects {
            for pairing in &mut subject.pairings {
                merge(&mut pairing.spans);
            }
        }
        for (index, review) in facts.reviews.iter().flatten().enumerate() {
            directory.cover(index, review);
            directory.decide(index, review);
        }
        for role in &mut directory.roles {
            sort(&mut role.completed);
        }
        for subject in &mut directory.subjects {
            for pairing in &mut subject.pairings {
                sort(&mut pairing.decisions.revoked);
            }
        }
        for (index, departure) in facts.departures.iter().flatten().enumerate() {
            let number = directory.subject(departure.subject);
            directory.subjects[number].departures.add(rule, index, departure, at);
        }
        directory
    }

    /// The subjects that hold something, by name.
    pub(crate) fn holders(&self) -> impl Iterator<Item = &Subject<'a>> {
        let known = self.subject_numbers.iter();
        known.filter_map(|(name, number)| {
            self.subjects.get(*number).filter(|subject| subject.name == *name && subject.holds())
        })
    }

    pub(crate) fn role_number(&self, name: &str) -> Option<usize> {
        self.role_numbers.get(name).copied()
    }

    /// The departures of whoever is called so.
    pub(crate) fn departures(&self, name: &str) -> Option<&Departures<'a>> {
        Some(&self.subjects.get(*self.subject_numbers.get(name)?)?.departures)
    }

    /// Whether two names are of one subject.
    pub(crate) fn same(&self, one: &str, other: &str) -> bool {
        one == other || self.known_as(one) == self.known_as(other)
    }

    fn known_as<'n>(&'n self, name: &'n str) -> &'n str {
        self.subject_numbers
            .get(name)
            .and_then(|number| self.subjects.get(*number))
            .map_or(name, |subject| subject.name)
    }

    /// Whether the role of this number is one of the release roles.
    pub(crate) fn is_release_role(&self, role: usize) -> bool {
        role < self.rule.roles.len()
    }

    /// What a review is worth for a role.
    pub(crate) fn standing(&self, review: &RoleReview<'_>, role: usize) -> Standing {
        let Some(completed) = review.completed_at.filter(|completed| completed.timestamp <= self.at) else {
            return Standing::Open;
        };
        match review.reviewer {
            None => Standing::Untold,
            Some(reviewer) if self.held_then(reviewer, role, completed.timestamp) => Standing::Dependent,
            Some(_) => Standing::Counts,
        }
    }

    /// Until when what a review revoked is to be taken away.
    pub(crate) fn revoke_by(&self, revoked: Decided) -> Timestamp {
        revoked.at.saturating_add(days(self.rule.revoke_days))
    }

    fn held_then(&self, name: &str, role: usize, then: Timestamp) -> bool {
        let subject = self.subject_numbers.get(name).and_then(|number| self.subjects.get(*number));
        let pairing = subject.and_then(|subject| subject.pairings.iter().find(|pairing| pairing.role == role));
        let Some(pairing) = pairing else { return false };
        let begun = pairing.spans.partition_point(|(from, _)| *from <= then);
        pairing.spans[..begun].last().is_some_and(|(_, until)| *until > then)
    }

    fn know_roles(&mut self) {
        let separated = self.rule.separation.iter().flat_map(|set| &set.roles);
        for name in self.rule.roles.iter().chain(separated) {
            if !self.role_numbers.contains_key(name.as_str()) {
                self.role_numbers.insert(name, self.roles.len());
                self.roles.push(Role {
                    name,
                    named: false,
                    in_use: false,
                    completed: Vec::new(),
                    open: None,
                    unread: None,
                });
            }
        }
    }

    /// The number of a subject, by whatever name.
    fn subject(&mut self, name: &'a str) -> usize {
        if let Some(number) = self.subject_numbers.get(name) {
            return *number;
        }
        let number = self.subjects.len();
        self.subject_numbers.insert(name, number);
        self.subjects.push(Subject { name, pairings: Vec::new(), departures: Departures::default() });
        number
    }

    fn pairing(&mut self, name: &'a str, role: usize) -> &mut Pairing<'a> {
        let number = self.subject(name);
        let pairings = &mut self.subjects[number].pairings;
        let place = pairings.partition_point(|pairing| pairing.role < role);
        if pairings.get(place).is_none_or(|pairing| pairing.role != role) {
            let new = Pairing { role, held: Vec::new(), decisions: Decisions::default(), spans: Vec::new() };
            pairings.insert(place, new);
        }
        &mut pairings[place]
    }

    fn add(&mut self, held: Held<'a>, role: usize) {
        // What is not known counts as the worst: held since ever, held for ever.
        let from = held.of.granted_at.map_or(Timestamp::MIN, |granted| granted.timestamp);
        let until = held.of.expires_at.map_or(Timestamp::MAX, |expires| expires.timestamp);
        let in_force = until > self.at;
        self.roles[role].named = true;
        self.roles[role].in_use |= in_force;
        let pairing = self.pairing(held.of.subject, role);
        pairing.spans.push((from, until));
        if in_force {
            pairing.held.push(held);
        }
    }

    /// Notes a review with the roles that it says it covered, or else decided about.
    fn cover(&mut self, index: usize, review: &'a RoleReview<'a>) {
        let decided = review.decisions.iter().flatten().map(|decision| decision.role);
        let covered: Vec<&str> = match &review.roles {
            Some(roles) => roles.clone(),
            None => decided.collect(),
        };
        let age =
            review.completed_at.map(|completed| self.at.saturating_sub(completed.timestamp)).filter(|age| *age >= 0);
        for name in covered {
            let Some(role) = self.role_number(name) else { continue };
            let role = &mut self.roles[role];
            match age {
                Some(age) => {
                    let noted = (age, i64::try_from(index).unwrap_or(i64::MAX));
                    if role.completed.last() != Some(&noted) {
                        role.completed.push(noted);
                    }
                }
                None => role.open = Some(index),
            }
        }
    }

    /// Notes what a review decided.
    fn decide(&mut self, index: usize, review: &'a RoleReview<'a>) {
        if review.completed_at.is_some_and(|completed| completed.timestamp > self.at) {
            return;
        }
        let Some(decisions) = &review.decisions else {
            for role in &mut self.roles {
                if review.roles.as_ref().is_none_or(|roles| roles.contains(&role.name)) {
                    role.unread = Some(index);
                }
            }
            return;
        };
        for (i, decision) in decisions.iter().enumerate() {
            if let Some(role) = self.role_number(decision.role) {
                let standing = self.standing(review, role);
                let about = &mut self.pairing(decision.subject, role).decisions;
                about.add(decision, standing, review.completed_at, (index, i));
            }
        }
    }
}

impl<'a> Subject<'a> {
    /// Whether it holds anything that the policy names.
    fn holds(&self) -> bool {
        self.pairings.iter().any(|pairing| !pairing.held.is_empty())
    }

    /// What it holds.
    pub(crate) fn held(&self) -> Vec<Held<'a>> {
        let mut all = Vec::new();
        for pairing in &self.pairings {
            all.extend_from_slice(&pairing.held);
        }
        all
    }
}

/// The one way in which the rule sorts: it is larger than what is sorted for.
#[inline(never)]
fn sort(pairs: &mut [(i64, i64)]) {
    pairs.sort_unstable();
}

/// Sorts spans and joins those that touch, so that one look finds which holds at a time.
fn merge(spans: &mut Vec<(i64, i64)>) {
    sort(spans);
    spans.dedup_by(|next, last| {
        let touches = next.0 <= last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
}
