//! The rows about roles: was each reviewed in time, and by whom?

use crate::cadence::ago;
use crate::directory::{Directory, Role, Standing};
use crate::rows::{absent, name_of};
use clearance_rule::prelude::*;
use clearance_rule::sections::RoleReview;
use clearance_rule::text::count;

const IN_TIME: &str = "role-review";
const INDEPENDENT: &str = "reviewer-independence";

pub(crate) fn rows(directory: &Directory<'_>, nobody_holds_any: bool, outcome: &mut Outcome) {
    for (number, role) in directory.roles.iter().enumerate().filter(|(number, _)| directory.is_release_role(*number)) {
        let is_reviewed = !role.completed.is_empty() || role.open.is_some();
        let (in_time, independent) = if directory.reviews.is_none() {
            let absent = |code: &str| absent(code, role.name, "/roles/reviews");
            (absent(IN_TIME), absent(INDEPENDENT))
        } else if is_reviewed || role.named || nobody_holds_any {
            (in_time(directory, role), independent(directory, role, number))
        } else {
            (unheard_of(IN_TIME, role.name), unheard_of(INDEPENDENT, role.name))
        };
        outcome.push(in_time);
        outcome.push(independent);
    }
}

/// A completed review of a role, with its place in the facts and its time; the latest has the rank 0.
fn completed<'a>(
    directory: &Directory<'a>,
    role: &Role<'_>,
    rank: usize,
) -> Option<(usize, &'a RoleReview<'a>, Timestamp)> {
    let (_, index) = role.completed.get(rank)?;
    let index = usize::try_from(*index).ok()?;
    let review = directory.reviews?.get(index)?;
    Some((index, review, review.completed_at?.timestamp))
}

/// The policy names a role that the facts do not: a typing error, or facts that are not whole.
fn unheard_of(code: &str, role: &str) -> Check {
    Check::unknown(code, role, "no assignment and no review names the role").remedy_if_unknown(text![
        "supply the assignments and reviews of `",
        role,
        "`, or correct its name in the policy"
    ])
}

fn in_time(directory: &Directory<'_>, role: &Role<'_>) -> Check {
    let name = role.name;
    let last = completed(directory, role, 0);
    let open = role.open.and_then(|index| Some((index, directory.reviews?.get(index)?)));
    let check = match last {
        Some((index, review, then)) if directory.rule.holds(then, directory.at) => {
            let review = name_of(review, index);
            let message =
                text!["reviewed on ", ago(then, directory.at), ", in ", review, ", ", directory.rule.due(then)];
            Check::pass(IN_TIME, name, message)
        }
        _ if !role.in_use => Check::not_applicable(IN_TIME, name, "nobody holds the role"),
        Some((index, review, then)) => Check::fail(
            IN_TIME,
            name,
            text!["last reviewed on ", ago(then, directory.at), ", in ", name_of(review, index)],
        ),
        None => Check::fail(IN_TIME, name, "no completed review covers the role"),
    };
    let remedy = match open {
        Some((index, review)) => text!["complete the review ", name_of(review, index)],
        None => have_it_reviewed(name),
    };
    let check = match last.map(|(index, review, _)| (index, review)).or(open) {
        Some((index, review)) => {
            let place = text!["/roles/reviews/", index, "/completed_at"];
            match review.completed_at {
                Some(completed) => check.observe(place, completed.text),
                None => check.missing(place),
            }
        }
        None => check,
    };
    check.required(text!["a review ", directory.rule.cadence()]).remedy(remedy)
}

fn have_it_reviewed(role: &str) -> String {
    text!["have `", role, "` reviewed by somebody who does not hold it"]
}

fn independent(directory: &Directory<'_>, role: &Role<'_>, number: usize) -> Check {
    let mut untold = None;
    let mut counting = None;
    let mut dependent: Vec<(usize, &str)> = Vec::new();
    for (index, review, then) in (0..role.completed.len()).map_while(|rank| completed(directory, role, rank)) {
        // The latest come first.
        if counting.is_some() || !directory.rule.holds(then, directory.at) {
            break;
        }
        let reviewer = (index, review.reviewer.unwrap_or_default());
        match directory.standing(review, number) {
            Standing::Counts => counting = Some(reviewer),
            Standing::Untold => untold = untold.or(Some(index)),
            Standing::Dependent => dependent.push(reviewer),
            Standing::Open => {}
        }
    }
    let name = role.name;
    let check = if let Some((index, reviewer)) = counting {
        Check::pass(INDEPENDENT, name, text!["`", reviewer, "`, who reviewed it, did not hold the role then"])
            .observe(text!["/roles/reviews/", index, "/reviewer"], reviewer)
    } else if !role.in_use {
        Check::not_applicable(INDEPENDENT, name, "nobody holds the role")
    } else if let Some(index) = untold {
        absent(INDEPENDENT, name, &text!["/roles/reviews/", index, "/reviewer"])
    } else if let Some((index, reviewer)) = dependent.first() {
        let message = match dependent.len() {
            1 => text!["`", reviewer, "`, who reviewed it, held the role then"],
            more => text!["who made the ", count(more, "review"), " held the role then, as `", reviewer, "` did"],
        };
        Check::fail(INDEPENDENT, name, message)
            .observe(text!["/roles/reviews/", index, "/reviewer"], reviewer)
            .remedy(have_it_reviewed(name))
    } else {
        Check::not_applicable(INDEPENDENT, name, "no review of the role holds")
    };
    check.required("a reviewer who does not hold the role")
}
