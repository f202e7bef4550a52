//! The rows about sets of roles that are to be in different hands.

use crate::directory::{Directory, Held};
use crate::params::Separation;
use crate::rows::{Flags, listed, saw};
use clearance_rule::prelude::*;
use clearance_rule::text::count;

const CODE: &str = "separation-of-duties";

/// A row for each subject that holds too many roles of a set; one for the set where nobody does.
pub(crate) fn rows(directory: &Directory<'_>, flags: &mut Flags, outcome: &mut Outcome) {
    for set in &directory.rule.separation {
        let before = outcome.checks.len();
        for subject in directory.holders() {
            let mut held: Vec<&[Held<'_>]> = Vec::new();
            for pairing in subject.pairings.iter().filter(|pairing| !pairing.held.is_empty()) {
                if set.roles.iter().any(|role| *role == directory.roles[pairing.role].name) {
                    held.push(&pairing.held);
                }
            }
            if held.len() > set.max_held as usize {
                let check = too_many(set, subject.name, &held);
                for ways in &held {
                    flags.note(&check, ways);
                }
                outcome.push(check);
            }
        }
        if outcome.checks.len() == before {
            let message = text!["nobody holds more than ", set.max_held, " of ", names(set)];
            outcome.push(Check::pass(CODE, &set.name, message).required(allowed(set)));
        }
    }
}

fn too_many(set: &Separation, subject: &str, held: &[&[Held<'_>]]) -> Check {
    let mut found = String::from("holds ");
    for (i, ways) in held.iter().enumerate() {
        if i > 0 {
            found.push_str(if i + 1 == held.len() { " and " } else { ", " });
        }
        let Some(way) = ways.first() else { continue };
        found.push_str(&text!["`", way.of.role, "`"]);
        let groups: Vec<&str> = ways.iter().filter_map(|way| way.of.via).collect();
        if groups.len() == ways.len() {
            found.push_str(&text![" through ", listed(&groups)]);
        }
    }
    found.push_str(&text![", which `", set.name, "` separates"]);
    let roles: Vec<&str> = held.iter().filter_map(|ways| ways.first()).map(|way| way.of.role).collect();
    let excess = held.len().saturating_sub(set.max_held as usize);
    let remedy = text!["take ", excess, " of ", listed(&roles), " from `", subject, "`"];
    let check = Check::fail(CODE, subject, found).severity(Severity::High).required(allowed(set)).remedy(remedy);
    held.iter().flat_map(|ways| ways.iter()).fold(check, |check, way| saw(check, way, "role", Some(way.of.role)))
}

fn allowed(set: &Separation) -> String {
    text!["at most ", count(set.max_held, "role"), " of ", names(set)]
}

fn names(set: &Separation) -> String {
    let names: Vec<&str> = set.roles.iter().map(String::as_str).collect();
    listed(&names)
}
