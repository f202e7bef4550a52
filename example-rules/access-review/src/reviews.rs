//! The rows about roles: was each reviewed in time, and by whom?

use crate::cadence::ago;
use crate::directory::{Directory, Standing};
use crate::rows::{absent, name};
use clearance_rule::prelude::*;
use clearance_rule::sections::RoleReview;
use clearance_rule::text::count;
use std::collections::{BTreeMap, BTreeSet};

/// A completed review, with its place in the facts and its time.
type Completed<'a> = (usize, &'a RoleReview<'a>, Timestamp);

/// What the facts say about the reviews of one role.
#[derive(Debug, Default)]
struct Reviewed<'a> {
    /// Completed before the decision, the latest first.
    completed: Vec<Completed<'a>>,
    /// Not completed, or only after it.
    open: Option<(usize, &'a RoleReview<'a>)>,
}

pub(crate) fn rows(directory: &Directory<'_>, nobody_holds_any: bool, outcome: &mut Outcome) {
    let by_role = directory.reviews.map(|reviews| by_role(directory, reviews));
    for role in &directory.rule.roles {
        let role = role.as_str();
        let Some(by_role) = &by_role else {
            outcome.push(absent("role-review", role, "/roles/reviews"));
            outcome.push(absent("reviewer-independence", role, "/roles/reviews"));
            continue;
        };
        let reviewed = by_role.get(role);
        if reviewed.is_none() && !directory.named.contains(role) && !nobody_holds_any {
            outcome.push(unheard_of("role-review", role));
            outcome.push(unheard_of("reviewer-independence", role));
            continue;
        }
        let none = Reviewed::default();
        let reviewed = reviewed.unwrap_or(&none);
        outcome.push(in_time(directory, role, reviewed));
        outcome.push(independent(directory, role, reviewed));
    }
}

/// The reviews of each role that they say they covered or decided about.
fn by_role<'a>(directory: &Directory<'a>, reviews: &'a [RoleReview<'a>]) -> BTreeMap<&'a str, Reviewed<'a>> {
    let mut all: BTreeMap<&str, Reviewed<'a>> = BTreeMap::new();
    let asked: BTreeSet<&str> = directory.rule.roles.iter().map(String::as_str).collect();
    for (index, review) in reviews.iter().enumerate() {
        let decided = review.decisions.iter().flatten().map(|decision| decision.role);
        let covered: BTreeSet<&str> = match &review.roles {
            Some(roles) => roles.iter().copied().collect(),
            None => decided.collect(),
        };
        for role in covered.into_iter().filter(|role| asked.contains(role)) {
            let reviewed = all.entry(role).or_default();
            match review.completed_at {
                Some(completed) if completed.timestamp <= directory.at => {
                    reviewed.completed.push((index, review, completed.timestamp));
                }
                _ => reviewed.open = Some((index, review)),
            }
        }
    }
    for reviewed in all.values_mut() {
        reviewed.completed.sort_unstable_by_key(|(index, _, at)| (std::cmp::Reverse(*at), *index));
    }
    all
}

/// The policy names a role that the facts do not: a typing error, or facts that are not whole.
fn unheard_of(code: &str, role: &str) -> Check {
    Check::unknown(code, role, "no assignment and no review names the role").remedy_if_unknown(text![
        "supply the assignments and reviews of `",
        role,
        "`, or correct its name in the policy"
    ])
}

fn in_time(directory: &Directory<'_>, role: &str, reviewed: &Reviewed<'_>) -> Check {
    const CODE: &str = "role-review";
    let last = reviewed.completed.first();
    let check = match last {
        Some((index, review, then)) if directory.rule.holds(*then, directory.at) => {
            let name = name(review, *index);
            let message =
                text!["reviewed on ", ago(*then, directory.at), ", in ", name, ", ", directory.rule.due(*then)];
            Check::pass(CODE, role, message)
        }
        _ if !directory.in_use.contains(role) => Check::not_applicable(CODE, role, "nobody holds the role"),
        Some((index, review, then)) => {
            let message = text!["last reviewed on ", ago(*then, directory.at), ", in ", name(review, *index)];
            Check::fail(CODE, role, message)
        }
        None => Check::fail(CODE, role, "no completed review covers the role"),
    };
    let remedy = if let Some((index, review)) = reviewed.open {
        text!["complete the review ", name(review, index)]
    } else {
        have_it_reviewed(role)
    };
    let read = last.map(|(index, review, _)| (*index, *review)).or(reviewed.open);
    let check =
        match read.map(|(index, review)| (text!["/roles/reviews/", index, "/completed_at"], review.completed_at)) {
            Some((place, Some(completed))) => check.observe(place, completed.text),
            Some((place, None)) => check.missing(place),
            None => check,
        };
    check.required(text!["a review ", directory.rule.cadence()]).remedy(remedy)
}

fn have_it_reviewed(role: &str) -> String {
    text!["have `", role, "` reviewed by somebody who does not hold it"]
}

fn independent<'a>(directory: &Directory<'a>, role: &'a str, reviews: &Reviewed<'a>) -> Check {
    const CODE: &str = "reviewer-independence";
    let holding = reviews.completed.iter().filter(|(_, _, then)| directory.rule.holds(*then, directory.at));
    let mut untold = None;
    let mut dependent: Vec<&Completed<'a>> = Vec::new();
    for completed in holding {
        match directory.standing(completed.1, role) {
            Standing::Counts => {
                let reviewer = completed.1.reviewer.unwrap_or_default();
                let message = text!["`", reviewer, "`, who reviewed it, did not hold the role then"];
                return Check::pass(CODE, role, message)
                    .observe(text!["/roles/reviews/", completed.0, "/reviewer"], reviewer)
                    .required("a reviewer who does not hold the role");
            }
            Standing::Untold => untold = untold.or(Some(completed.0)),
            Standing::Dependent => dependent.push(completed),
            Standing::Open => {}
        }
    }
    let check = match (untold, dependent.first()) {
        _ if !directory.in_use.contains(role) => Check::not_applicable(CODE, role, "nobody holds the role"),
        (Some(index), _) => absent(CODE, role, &text!["/roles/reviews/", index, "/reviewer"]),
        (None, Some((index, review, _))) => {
            let reviewer = review.reviewer.unwrap_or_default();
            let message = match dependent.len() {
                1 => text!["`", reviewer, "`, who reviewed it, held the role then"],
                more => text!["who made the ", count(more, "review"), " held the role then, as `", reviewer, "` did"],
            };
            Check::fail(CODE, role, message)
                .observe(text!["/roles/reviews/", index, "/reviewer"], reviewer)
                .remedy(have_it_reviewed(role))
        }
        (None, None) => Check::not_applicable(CODE, role, "no review of the role holds"),
    };
    check.required("a reviewer who does not hold the role")
}
