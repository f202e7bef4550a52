//! What a policy may set, its defaults and what it refuses.

use clearance_rule::prelude::*;
use std::collections::BTreeMap;

/// Reviews the access to release roles.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessReview {
    /// The release roles, as the facts call them. Other roles are looked at only where `separation` names them.
    #[schemars(length(min = 1))]
    pub roles: Vec<String>,
    /// The days for which a review holds. The default, 92, is the longest quarter.
    #[serde(default = "quarter")]
    #[schemars(range(min = 1))]
    pub review_days: u32,
    /// Whether a review holds until the end of the calendar quarter after its own, in UTC, rather than for `review_days`.
    #[serde(default)]
    pub calendar_quarters: bool,
    /// The hours after somebody's last day in which the roles are to be taken away. The default is 24.
    #[serde(default = "day")]
    pub leaver_grace_hours: u32,
    /// The days after a review in which what it revoked is to be taken away. The default is 7.
    #[serde(default = "week")]
    pub revoke_days: u32,
    /// What a grant that no review has kept yet needs: `either`, the default, an `approver` other than the subject, a
    /// `ticket`, or `both`.
    #[serde(default)]
    pub approval: Approval,
    /// How many release roles a subject may hold beyond those that a review has kept, before the next review. The default
    /// is 0. Who has none that a review kept may hold one more: everybody begins with a first role.
    #[serde(default)]
    pub max_new_roles: u32,
    /// The days without use after which a role is dormant. `null`, the default: use is not looked at.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub dormant_days: Option<u32>,
    /// Sets of roles that are to be in different hands.
    #[serde(default)]
    pub separation: Vec<Separation>,
    /// Other names of a subject, by the name that decisions are to show. Names are compared letter by letter.
    #[serde(default)]
    pub aliases: BTreeMap<String, Vec<String>>,
}

/// A set of roles of which nobody may hold too many: static separation of duty, as INCITS 359 calls it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Separation {
    /// What the set is called in decisions.
    pub name: String,
    /// Its roles.
    #[schemars(length(min = 2))]
    pub roles: Vec<String>,
    /// How many of them one subject may hold. The default is 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1))]
    pub max_held: u32,
}

/// What shows that a grant was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Approval {
    /// An approver or a ticket.
    #[default]
    Either,
    /// An approver other than the subject.
    Approver,
    /// A ticket.
    Ticket,
    /// An approver other than the subject, and a ticket.
    Both,
}

impl Approval {
    /// What is needed, in words.
    pub(crate) fn needed(self) -> &'static str {
        match self {
            Self::Either => "an approver other than the subject or a ticket",
            Self::Approver => "an approver other than the subject",
            Self::Ticket => "a ticket",
            Self::Both => "both an approver other than the subject and a ticket",
        }
    }
}

fn quarter() -> u32 {
    92
}

fn day() -> u32 {
    24
}

fn week() -> u32 {
    7
}

fn one() -> u32 {
    1
}

impl AccessReview {
    /// Refuses what the types let through.
    pub(crate) fn validate(&self) -> Result<(), Mismatch> {
        if self.roles.is_empty() {
            return Err(refused("/roles".to_owned(), "no role is named: the rule would check nothing".to_owned()));
        }
        let zeros = [(self.review_days, "/review_days"), (self.dormant_days.unwrap_or(1), "/dormant_days")];
        if let Some((_, pointer)) = zeros.iter().find(|(number, _)| *number == 0) {
            return Err(zero((*pointer).to_owned()));
        }
        named_once("/roles", &self.roles)?;
        for (i, set) in self.separation.iter().enumerate() {
            let pointer = text!["/separation/", i];
            if self.separation[..i].iter().any(|other| other.name == set.name) {
                return Err(refused(text![pointer, "/name"], text!["`", set.name, "` is named twice"]));
            }
            named_once(&text![pointer, "/roles"], &set.roles)?;
            if set.max_held == 0 {
                return Err(zero(text![pointer, "/max_held"]));
            }
            if set.max_held as usize >= set.roles.len() {
                let message =
                    text!["the set has ", text::count(set.roles.len(), "role"), ": everybody may hold them all"];
                return Err(refused(text![pointer, "/max_held"], message));
            }
        }
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for name in self.aliases.keys() {
            names.insert(name, 0);
        }
        for (name, aliases) in &self.aliases {
            for (i, alias) in aliases.iter().enumerate() {
                if names.insert(alias, i).is_some() {
                    let pointer = text![clearance_rule::node::below("/aliases", name), "/", i];
                    return Err(refused(pointer, text!["`", alias, "` is the name of somebody else, too"]));
                }
            }
        }
        Ok(())
    }
}

fn named_once(pointer: &str, names: &[String]) -> Result<(), Mismatch> {
    for (i, name) in names.iter().enumerate() {
        if names[..i].contains(name) {
            return Err(refused(text![pointer, "/", i], text!["`", name, "` is named twice"]));
        }
    }
    Ok(())
}

fn zero(pointer: String) -> Mismatch {
    refused(pointer, "expected a number from 1 up, found 0".to_owned())
}

fn refused(pointer: String, message: String) -> Mismatch {
    Mismatch { pointer, message }
}
