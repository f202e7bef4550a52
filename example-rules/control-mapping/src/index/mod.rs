//! The index of the evidence, for machines and for people: each control in scope, what proves it, and what is missing. An artifact
//! stands there once, with a number that controls name it by.

mod json;
mod markdown;

pub(crate) use json::written as json;
pub(crate) use markdown::written as markdown;

use crate::evidence::Standing;
use crate::facts::Facts;
use clearance_rule::prelude::*;
use std::collections::BTreeMap;

/// All that the index says.
#[derive(Debug)]
pub(crate) struct Index<'r, 'f, 'a> {
    pub(crate) facts: &'f Facts<'a>,
    pub(crate) standings: &'r [Standing<'r>],
    pub(crate) at: Timestamp,
    /// The artifacts that prove something, in the order of the facts, with their numbers from 1 up.
    pub(crate) numbers: BTreeMap<usize, usize>,
}

/// How many controls of a framework stand how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    pub(crate) covered: u64,
    pub(crate) uncovered: u64,
    pub(crate) unknown: u64,
    pub(crate) not_applicable: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, status: Status) {
        let count = match status {
            Status::Pass => &mut self.covered,
            Status::Fail => &mut self.uncovered,
            Status::Unknown => &mut self.unknown,
            Status::NotApplicable => &mut self.not_applicable,
        };
        *count += 1;
    }
}

/// How many controls of each framework stand how.
pub(crate) fn counted<'r>(standings: &'r [Standing<'_>]) -> BTreeMap<&'r str, Counts> {
    let mut frameworks: BTreeMap<&str, Counts> = BTreeMap::new();
    for standing in standings {
        frameworks.entry(standing.control.framework()).or_default().add(standing.status());
    }
    frameworks
}

/// How a control stands, in a word.
pub(crate) fn word(status: Status) -> &'static str {
    match status {
        Status::Pass => "covered",
        Status::Fail => "uncovered",
        Status::Unknown => "unknown",
        Status::NotApplicable => "not-applicable",
    }
}

impl<'r, 'f, 'a> Index<'r, 'f, 'a> {
    pub(crate) fn of(facts: &'f Facts<'a>, standings: &'r [Standing<'r>], at: Timestamp) -> Self {
        let mut numbers = BTreeMap::new();
        for met in standings.iter().flat_map(|standing| &standing.met) {
            numbers.extend(met.counted.iter().map(|&i| (i, 0)));
        }
        for (number, place) in numbers.values_mut().enumerate() {
            *place = number + 1;
        }
        Self { facts, standings, at, numbers }
    }
}
