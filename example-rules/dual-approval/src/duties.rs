//! Who may not approve: requester and authors.

use crate::facts::Facts;
use crate::params::DualApproval;
use crate::people::People;
use crate::row::{digits, join, row, see};
use clearance_rule::prelude::*;

const CODE: &str = "separation-of-duties";
const AUTHORS: &str = "authors";

/// Who may not approve, and why.
#[derive(Debug)]
pub(crate) struct Duties {
    requester: Vec<usize>,
    authors: Vec<usize>,
    /// Whether requester and authors are known, as far as the policy asks.
    pub(crate) known: bool,
}

impl Duties {
    pub(crate) fn of(rule: &DualApproval, facts: &Facts<'_>, rows: &mut Vec<Check>) -> Self {
        let mut known = true;
        let requester = facts.release.as_ref().and_then(|release| release.requested_by);
        let requester: Option<Vec<&str>> = requester.map(|requester| vec![requester]);
        let authors = facts.changes.as_ref().and_then(|changes| changes.authors.as_ref());
        let mut one = |who, pointer, may_approve, names| {
            let (mut check, people) = meant(rule, who, pointer, may_approve, names);
            known &= check.status != Status::Unknown;
            if !may_approve {
                check = match names {
                    Some(names) if who == AUTHORS => check.observe(pointer, names),
                    _ => {
                        see(&mut check, pointer.to_owned(), names.and_then(|names| names.first().copied()));
                        check
                    }
                };
            }
            rows.push(check);
            people
        };
        let requester = one("requester", "/release/requested_by", rule.requester_may_approve, requester.as_ref());
        let authors = one(AUTHORS, "/changes/authors", rule.authors_may_approve, authors);
        Self { requester, authors, known }
    }

    /// Why somebody may not approve.
    pub(crate) fn bars(&self, person: usize) -> Option<&'static str> {
        if self.requester.contains(&person) {
            Some("asked for the release")
        } else if self.authors.contains(&person) {
            Some("wrote changes of the release")
        } else {
            None
        }
    }
}

/// Whom of the policy some names mean, and the row of that.
fn meant(
    rule: &DualApproval,
    who: &str,
    pointer: &str,
    may_approve: bool,
    names: Option<&Vec<&str>>,
) -> (Check, Vec<usize>) {
    let row = |status, message, remedy| row(CODE, who, status, message, "known, and no approver", remedy);
    if may_approve {
        return (row(Status::NotApplicable, "the policy lets them approve".to_owned(), String::new()), Vec::new());
    }
    let mut strange = None;
    let mut blank = false;
    let mut people = Vec::new();
    for name in names.into_iter().flatten() {
        let found = rule.state.meant(name);
        if found == [None; 3] {
            strange = strange.or(Some(*name));
        }
        blank |= name.trim().is_empty();
        for person in found.into_iter().flatten() {
            if !people.contains(&person) {
                people.push(person);
            }
        }
    }
    let supply = join(&["supply the fact `", pointer, "`"]);
    let check = match strange {
        _ if names.is_none() => row(Status::Unknown, join(&["the fact `", pointer, "` is absent"]), supply),
        _ if blank => row(Status::Unknown, join(&["`", pointer, "` has a name that says nothing"]), supply),
        Some(strange) if rule.known_identities_only => row(
            Status::Unknown,
            join(&["nobody in the policy is called `", strange, "`"]),
            join(&["list `", strange, "` in the parameter `people`, as a person or among the aliases of one"]),
        ),
        _ if people.is_empty() => row(Status::Pass, "none of the people who may approve".to_owned(), String::new()),
        _ => {
            row(Status::Pass, join(&[&listed(&rule.state, &people), ", whose approval does not count"]), String::new())
        }
    };
    (check, people)
}

/// Some people by name: `ada`, `ben` and 3 more.
#[inline(never)]
pub(crate) fn listed(people: &People, some: &[usize]) -> String {
    const FEW: usize = 4;
    let mut text = String::new();
    for (i, &person) in some.iter().take(FEW).enumerate() {
        let joint = match i {
            0 => "`",
            _ if i + 1 == some.len() => "` and `",
            _ => "`, `",
        };
        text.push_str(joint);
        text.push_str(people.name(person));
    }
    text.push('`');
    if some.len() > FEW {
        text.push_str(&join(&[" and ", &digits(some.len() - FEW), " more"]));
    }
    text
}
