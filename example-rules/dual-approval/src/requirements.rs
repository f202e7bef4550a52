//! Sharing out those who approved among what is required, and the rows of that.

use crate::duties::listed;
use crate::params::{DualApproval, Requirement};
use crate::rows::{Kind, Rows, digits};
use clearance_rule::prelude::*;
use clearance_rule::text::count;
use clearance_rule::text::joined;
use std::collections::VecDeque;

const KIND: Kind = Kind { code: "required-approvals", required: "" };

/// What the rows of requirements depend on, beside who approved.
#[derive(Debug)]
pub(crate) struct Standing<'s> {
    /// Those who approved, in the order of their names.
    pub(crate) approvers: &'s [usize],
    /// Those who could still approve.
    pub(crate) others: Vec<usize>,
    /// Why it cannot be told whether those who approved may, and what would tell.
    pub(crate) doubt: Option<&'static str>,
    /// Why more may have approved than is known.
    pub(crate) more: Option<&'static str>,
}

/// One row a requirement.
pub(crate) fn add(rule: &DualApproval, standing: &Standing<'_>, rows: &mut Rows) {
    for (wanted, people) in rule.requirements.iter().zip(&assign(rule, standing.approvers)) {
        requirement(rule, standing, wanted, people, rows);
    }
}

fn requirement(rule: &DualApproval, standing: &Standing<'_>, wanted: &Requirement, people: &[usize], rows: &mut Rows) {
    let mut found = match people {
        [] => "nobody's approval counts for it".to_owned(),
        _ => joined(&["approved by ", &listed(&rule.state, people)]),
    };
    let missing = (wanted.count as usize).saturating_sub(people.len());
    let doubt = if missing == 0 { standing.doubt } else { standing.more };
    let (status, more, remedy) = match doubt {
        Some(doubt) => (Status::Unknown, ", as far as can be told", doubt.to_owned()),
        None if missing == 0 => (Status::Pass, "", String::new()),
        None if people.is_empty() => (Status::Fail, "", remedy(rule, standing, wanted, missing)),
        None => (Status::Fail, ", and by nobody else who counts", remedy(rule, standing, wanted, missing)),
    };
    found.push_str(more);
    rows.add(KIND, &wanted.id, status, found, &[&remedy]);
    let mut required = joined(&[&count(wanted.count, "approval"), " by different people"]);
    for (i, group) in wanted.groups.iter().enumerate() {
        required.push_str(&joined(&[if i == 0 { " of `" } else { " or `" }, group, "`"]));
    }
    if let Some(row) = rows.0.last_mut() {
        row.required = Some(required);
    }
}

/// Who could approve what is missing.
fn remedy(rule: &DualApproval, standing: &Standing<'_>, wanted: &Requirement, missing: usize) -> String {
    let mut candidates = Vec::new();
    for &person in &standing.others {
        if counts(rule, wanted, person) {
            candidates.push(person);
        }
    }
    if candidates.len() < missing {
        return "add people to the parameter `people`: too few are left who could approve".to_owned();
    }
    let of = if candidates.len() == missing { String::new() } else { joined(&[&digits(missing), " of "]) };
    joined(&["have ", &of, &listed(&rule.state, &candidates), " sign an approval of what is deployed"])
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
        return (rule.requirements.iter().enumerate())
            .map(|(i, wanted)| people.iter().copied().filter(|&p| fits(i, p)).take(wanted.count as usize).collect())
            .collect();
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
