//! Who may not approve: requester and authors.

use crate::facts::Facts;
use crate::params::DualApproval;
use crate::people::People;
use crate::rows::{Kind, Rows, digits, item};
use clearance_rule::prelude::*;
use clearance_rule::text::joined;

const KIND: Kind = Kind { code: "separation-of-duties", required: "known, and no approver" };
/// How many authors the row shows: a release may have hundreds.
const MOST_SEEN: usize = 20;

/// Who may not approve, and why.
#[derive(Debug)]
pub(crate) struct Duties {
    requester: Vec<usize>,
    authors: Vec<usize>,
    /// Whether requester and authors are known, as far as the policy asks.
    pub(crate) known: bool,
}

impl Duties {
    pub(crate) fn of(rule: &DualApproval, facts: &Facts<'_>, rows: &mut Rows) -> Self {
        let requester = facts.release.as_ref().and_then(|release| release.requested_by);
        let authors = facts.changes.as_ref().and_then(|changes| changes.authors.as_deref());
        let mut duties = Self { requester: Vec::new(), authors: Vec::new(), known: true };
        let place = "/release/requested_by";
        if rule.requester_may_approve {
            rows.add(KIND, "requester", Status::NotApplicable, "the policy lets the requester approve".to_owned(), &[]);
        } else {
            duties.requester =
                duties.meant(rule, rows, "requester", place, requester.as_ref().map(std::slice::from_ref));
            rows.see(&[place], requester);
        }
        let place = "/changes/authors";
        if rule.authors_may_approve {
            rows.add(KIND, "authors", Status::NotApplicable, "the policy lets authors approve".to_owned(), &[]);
        } else {
            duties.authors = duties.meant(rule, rows, "authors", place, authors);
            for (i, author) in authors.unwrap_or_default().iter().enumerate().take(MOST_SEEN) {
                rows.see(&[&item(place, i)], Some(author));
            }
            if authors.is_none() {
                rows.see(&[place], None);
            }
        }
        duties
    }

    /// Whom of the policy some names mean, and the row of that.
    fn meant(
        &mut self,
        rule: &DualApproval,
        rows: &mut Rows,
        who: &str,
        place: &str,
        names: Option<&[&str]>,
    ) -> Vec<usize> {
        let mut strange = None;
        let mut blank = false;
        let mut people = Vec::new();
        for name in names.unwrap_or_default() {
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
        let strange = strange.filter(|_| rule.known_identities_only);
        let (status, message) = match strange {
            _ if names.is_none() => (Status::Unknown, joined(&["the fact `", place, "` is absent"])),
            _ if blank => (Status::Unknown, joined(&["`", place, "` has a name that says nothing"])),
            Some(strange) => (Status::Unknown, joined(&["nobody in the policy is called `", strange, "`"])),
            None if people.is_empty() => (Status::Pass, "none of the people who may approve".to_owned()),
            None => (Status::Pass, joined(&[&listed(&rule.state, &people), ", whose approval does not count"])),
        };
        self.known &= status == Status::Pass;
        let remedy = match strange {
            Some(strange) if !blank => {
                &["list `", strange, "` in the parameter `people`, as somebody or as an alias of somebody"]
            }
            _ => &["supply the fact `", place, "`"],
        };
        rows.add(KIND, who, status, message, remedy);
        people
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
        text.push_str(&joined(&[" and ", &digits(some.len() - FEW), " more"]));
    }
    text
}
