//! Who may not approve: requester and authors.

use crate::facts::Facts;
use crate::params::DualApproval;
use crate::people::People;
use clearance_rule::prelude::*;

const CODE: &str = "separation-of-duties";

/// Who may not approve, and why.
#[derive(Debug)]
pub(crate) struct Duties {
    requester: Vec<usize>,
    authors: Vec<usize>,
    /// Whether requester and authors are known, as far as the policy asks.
    pub(crate) known: bool,
}

impl Duties {
    pub(crate) fn of(rule: &DualApproval, facts: &Facts<'_>, outcome: &mut Outcome) -> Self {
        let mut duties = Self { requester: Vec::new(), authors: Vec::new(), known: true };
        if rule.requester_may_approve {
            outcome.push(Check::not_applicable(CODE, "requester", "the policy lets the requester approve"));
        } else {
            let requester = facts.release.as_ref().and_then(|release| release.requested_by);
            let fact = Fact::new("/release/requested_by", requester);
            let row = duties.row(rule, "requester", &requester.map(|requester| vec![requester]), &fact);
            outcome.push(row);
        }
        if rule.authors_may_approve {
            outcome.push(Check::not_applicable(CODE, "authors", "the policy lets authors approve"));
        } else {
            let authors = facts.changes.as_ref().and_then(|changes| changes.authors.clone());
            let fact = Fact::new("/changes/authors", authors.clone());
            outcome.push(duties.row(rule, "authors", &authors, &fact));
        }
        duties
    }

    /// The row of those who `asked` or wrote; who they are is kept.
    fn row<T: Serialize>(
        &mut self,
        rule: &DualApproval,
        who: &str,
        names: &Option<Vec<&str>>,
        fact: &Fact<T>,
    ) -> Check {
        let mut strange = None;
        let mut blank = false;
        let mut meant = Vec::new();
        for name in names.iter().flatten() {
            let found = rule.state.meant(name);
            if found.iter().all(Option::is_none) {
                strange = strange.or(Some(*name));
            }
            blank |= name.trim().is_empty();
            for person in found.into_iter().flatten() {
                if !meant.contains(&person) {
                    meant.push(person);
                }
            }
        }
        let pointer = &fact.pointer;
        let check =
            if names.is_none() {
                Check::unknown(CODE, who, text!["the fact `", pointer, "` is absent"]).remedy_if_unknown(text![
                    "supply the fact `",
                    pointer,
                    "`"
                ])
            } else if blank {
                Check::unknown(CODE, who, text!["`", pointer, "` has a name that says nothing"])
                    .remedy_if_unknown(text!["supply in `", pointer, "` who it is"])
            } else if let Some(strange) = strange.filter(|_| rule.known_identities_only) {
                Check::unknown(CODE, who, text!["nobody in the policy is called `", strange, "`"]).remedy_if_unknown(
                    text!["list `", strange, "` in the parameter `people`, as a person or among the aliases of one"],
                )
            } else if meant.is_empty() {
                Check::pass(CODE, who, "none of the people who may approve")
            } else {
                Check::pass(CODE, who, text![listed(&rule.state, &meant), ", who cannot approve"])
            };
        self.known &= check.status == Status::Pass;
        *(if who == "authors" { &mut self.authors } else { &mut self.requester }) = meant;
        check.seen(fact).required("known, and no approver")
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
pub(crate) fn listed(people: &People, some: &[usize]) -> String {
    const FEW: usize = 4;
    let mut text = String::new();
    for (i, &person) in some.iter().take(FEW).enumerate() {
        let joint = match i {
            0 => "",
            _ if i + 1 == some.len() => " and ",
            _ => ", ",
        };
        text.push_str(&text![joint, "`", people.name(person), "`"]);
    }
    if some.len() > FEW {
        text.push_str(&text![" and ", some.len() - FEW, " more"]);
    }
    text
}
