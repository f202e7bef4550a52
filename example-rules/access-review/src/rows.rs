//! What the rows have in common.

use crate::directory::{Directory, Held};
use crate::params::AccessReview;
use clearance_rule::prelude::*;
use clearance_rule::sections::RoleReview;
use clearance_rule::time::At;

/// The codes of the rows that did not pass, for each assignment: a bit for each of the rule's codes.
#[derive(Debug)]
pub(crate) struct Flags(Vec<u16>);

impl Flags {
    /// None noted yet about so many assignments.
    pub(crate) fn of(assignments: usize) -> Self {
        Self(vec![0; assignments])
    }

    /// Notes a row that did not pass about these assignments.
    pub(crate) fn note(&mut self, check: &Check, held: &[Held<'_>]) {
        let codes = AccessReview::ABOUT.checks;
        if let (Status::Fail | Status::Unknown, Some(place)) =
            (check.status, codes.iter().position(|(code, _)| *code == check.code))
        {
            for held in held {
                self.0[held.index] |= 1 << place;
            }
        }
    }

    /// The codes noted about an assignment.
    pub(crate) fn noted(&self, index: usize) -> String {
        let mut noted = String::new();
        for (place, (code, _)) in AccessReview::ABOUT.checks.iter().enumerate() {
            if self.0[index] & (1 << place) != 0 {
                noted.push_str(if noted.is_empty() { "" } else { " " });
                noted.push_str(code);
            }
        }
        noted
    }
}

/// What every row says where the assignments are absent.
pub(crate) fn nothing_told(rule: &AccessReview, pointer: &str, outcome: &mut Outcome) {
    let unknown = |code: &str, subject: &str| absent(code, subject, pointer);
    for role in &rule.roles {
        outcome.push(unknown("role-review", role));
        outcome.push(unknown("reviewer-independence", role));
    }
    for code in [
        "leaver-access",
        "privilege-creep",
        "service-account-owner",
        "unapproved-access",
        "unreviewed-access",
        "revoked-access",
    ] {
        outcome.push(unknown(code, "release roles"));
    }
    if rule.dormant_days.is_some() {
        outcome.push(unknown("dormant-access", "release roles"));
    }
    for set in &rule.separation {
        outcome.push(unknown("separation-of-duties", &set.name));
    }
}

/// A row that a fact is missing for.
pub(crate) fn absent(code: &str, subject: &str, pointer: &str) -> Check {
    Check::unknown(code, subject, text!["`", pointer, "` is absent"]).missing(pointer).remedy_if_unknown(text![
        "supply the fact `",
        pointer,
        "`"
    ])
}

/// A row that a fact leaves open, for it cannot be.
pub(crate) fn wrong(code: &str, subject: &str, pointer: &str, text: &str, wrong: &str) -> Check {
    Check::unknown(code, subject, text!["`", pointer, "` ", wrong]).observe(pointer, text).remedy_if_unknown(text![
        "correct the fact `",
        pointer,
        "`"
    ])
}

/// The place of a field of an assignment.
pub(crate) fn place(held: &Held<'_>, field: &str) -> String {
    text!["/roles/assignments/", held.index, "/", field]
}

/// Records the field of an assignment that a row read.
pub(crate) fn saw(check: Check, held: &Held<'_>, field: &str, value: Option<&str>) -> Check {
    match value {
        Some(value) => check.observe(place(held, field), value),
        None => check.missing(place(held, field)),
    }
}

/// The same of a time.
pub(crate) fn saw_time(check: Check, held: &Held<'_>, field: &str, time: Option<At<'_>>) -> Check {
    saw(check, held, field, time.map(|time| time.text))
}

/// What decisions call a review.
pub(crate) fn name_of(review: &RoleReview<'_>, index: usize) -> String {
    if let Some(id) = review.id { text!["`", id, "`"] } else { text!["`/roles/reviews/", index, "`"] }
}

/// The same, by its place.
pub(crate) fn review_at(directory: &Directory<'_>, index: usize) -> String {
    let review = directory.reviews.and_then(|reviews| reviews.get(index));
    review.map_or_else(String::new, |review| text!["by the review ", name_of(review, index)])
}

/// Names as a sentence lists them: a few, and how many there are more.
pub(crate) fn listed(names: &[&str]) -> String {
    const FEW: usize = 8;
    let mut list = String::new();
    for (i, name) in names.iter().take(FEW).enumerate() {
        if i > 0 {
            list.push_str(if i + 1 == names.len() { " and " } else { ", " });
        }
        list.push_str(&text!["`", name, "`"]);
    }
    if names.len() > FEW {
        list.push_str(&text![" and ", names.len() - FEW, " more"]);
    }
    list
}

/// The worse of two rows, the first of equals: who holds a role in two ways holds it by the worse one.
pub(crate) fn worse(first: Option<Check>, second: Check) -> Check {
    let rank = |check: &Check| match check.status {
        Status::Fail => 0,
        Status::Unknown => 1,
        Status::NotApplicable | Status::Pass => 2,
    };
    match first {
        Some(first) if rank(&first) <= rank(&second) => first,
        _ => second,
    }
}
