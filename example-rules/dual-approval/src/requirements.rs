//! Sharing out those who approved among what is required, and the rows of that.

use crate::duties::listed;
use crate::params::{DualApproval, Requirement};
use clearance_rule::prelude::*;
use clearance_rule::text::count;
use std::collections::VecDeque;

const CODE: &str = "required-approvals";

/// What the rows of requirements depend on, beside who approved.
#[derive(Debug)]
pub(crate) struct Standing {
    /// Those who approved, in the order of their names.
    pub(crate) approvers: Vec<usize>,
    /// Those who could still approve.
    pub(crate) others: Vec<usize>,
    /// Why it cannot be told whether those who approved may, and what would tell.
    pub(crate) doubt: Option<&'static str>,
    /// Why more may have approved than is known.
    pub(crate) more: Option<&'static str>,
}

/// One row a requirement.
pub(crate) fn rows(rule: &DualApproval, standing: &Standing) -> Vec<Check> {
    let filled = assign(rule, &standing.approvers);
    rule.requirements.iter().zip(&filled).map(|(wanted, people)| row(rule, standing, wanted, people)).collect()
}

fn row(rule: &DualApproval, standing: &Standing, wanted: &Requirement, people: &[usize]) -> Check {
    let found = match people {
        [] => "nobody's approval counts for it".to_owned(),
        _ => text!["approved by ", listed(&rule.state, people)],
    };
    let missing = (wanted.count as usize).saturating_sub(people.len());
    let check = match (missing, standing.doubt, standing.more) {
        (0, None, _) => Check::pass(CODE, &*wanted.id, found),
        (0, Some(doubt), _) => {
            Check::unknown(CODE, &*wanted.id, text![found, ", as far as can be told"]).remedy_if_unknown(doubt)
        }
        (_, _, Some(more)) => {
            Check::unknown(CODE, &*wanted.id, text![found, ", as far as can be told"]).remedy_if_unknown(more)
        }
        (_, _, None) => {
            let candidates: Vec<usize> =
                standing.others.iter().copied().filter(|&person| counts(rule, wanted, person)).collect();
            let remedy = if candidates.len() < missing {
                "add people to the parameter `people`: too few are left who could approve".to_owned()
            } else {
                let of = if candidates.len() == missing { String::new() } else { text![missing, " of "] };
                let whom = listed(&rule.state, &candidates);
                text!["have ", of, whom, " sign an approval of what is deployed"]
            };
            let found = if people.is_empty() { found } else { text![found, ", and by nobody else who counts"] };
            Check::fail(CODE, &*wanted.id, found).severity(Severity::High).remedy(remedy)
        }
    };
    check.required(text![count(wanted.count, "approval"), " by different people", whose(wanted)])
}

/// Of which groups, in words.
fn whose(wanted: &Requirement) -> String {
    let mut text = String::new();
    for (i, group) in wanted.groups.iter().enumerate() {
        text.push_str(&text![if i == 0 { " of `" } else { " or `" }, group, "`"]);
    }
    text
}

/// Whether somebody counts for a requirement.
pub(crate) fn counts(rule: &DualApproval, wanted: &Requirement, person: usize) -> bool {
    let groups = rule.state.members.get(person).map_or(&[][..], |member| &member.groups);
    rule.state.can_sign(person)
        && (wanted.groups.is_empty() || wanted.groups.iter().any(|group| groups.contains(group)))
}

/// Who counts for which requirement, so that as many as possible are met. Where a person counts once only, this is a matching of
/// people with places, each place found by the shortest chain of people who move to another place (J. Edmonds, R. Karp: augmenting
/// paths). A place that is filled stays filled, so requirements that stand first are met first.
pub(crate) fn assign(rule: &DualApproval, people: &[usize]) -> Vec<Vec<usize>> {
    let fits = |requirement: usize, person: usize| counts(rule, &rule.requirements[requirement], person);
    if !rule.one_requirement_each {
        let first = |(i, wanted): (usize, &Requirement)| {
            people.iter().copied().filter(|&person| fits(i, person)).take(wanted.count as usize).collect()
        };
        return rule.requirements.iter().enumerate().map(first).collect();
    }
    // The place of each of `people`, by the number of its requirement.
    let mut place: Vec<Option<usize>> = vec![None; people.len()];
    for (requirement, wanted) in rule.requirements.iter().enumerate() {
        for _ in 0..wanted.count {
            if !fill(&mut place, requirement, rule.requirements.len(), |r, i| fits(r, people[i])) {
                break;
            }
        }
    }
    let of = |requirement| (0..people.len()).filter(|&i| place[i] == Some(requirement)).map(|i| people[i]).collect();
    (0..rule.requirements.len()).map(of).collect()
}

/// Finds one more person for a requirement, moving others where that frees one.
fn fill(place: &mut [Option<usize>], wanting: usize, requirements: usize, fits: impl Fn(usize, usize) -> bool) -> bool {
    // Who would leave a requirement, and for which.
    let mut leaves: Vec<Option<(usize, usize)>> = vec![None; requirements];
    let mut queue = VecDeque::from([wanting]);
    while let Some(requirement) = queue.pop_front() {
        for person in (0..place.len()).filter(|&person| fits(requirement, person)) {
            match place[person] {
                None => {
                    place[person] = Some(requirement);
                    let mut gained = requirement;
                    while let Some((leaver, to)) = leaves[gained] {
                        place[leaver] = Some(to);
                        gained = to;
                    }
                    return true;
                }
                Some(other) if other != wanting && leaves[other].is_none() => {
                    leaves[other] = Some((person, requirement));
                    queue.push_back(other);
                }
                Some(_) => {}
            }
        }
    }
    false
}
