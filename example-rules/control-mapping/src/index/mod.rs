//! The index of the evidence, for machines and for people: each control in scope, what proves it, and what is missing. An artifact
//! stands there once, with a number that controls name it by.

mod json;
mod markdown;

pub(crate) use json::written as json;
pub(crate) use markdown::written as markdown;

use crate::evidence::Standing;
use crate::facts::Facts;
use clearance_rule::prelude::*;
use serde::Serializer;

/// All that the index says.
#[derive(Debug)]
pub(crate) struct Index<'r, 'f, 'a> {
    pub(crate) facts: &'f Facts<'a>,
    pub(crate) standings: &'r [Standing<'r>],
    pub(crate) at: Timestamp,
    pub(crate) frameworks: Frameworks<'r>,
    /// The number of each artifact, from 1 up in the order of the facts; 0 for one that proves nothing.
    pub(crate) numbers: Vec<usize>,
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

/// How many controls of each framework stand how, by framework.
#[derive(Debug)]
pub(crate) struct Frameworks<'r>(pub(crate) Vec<(&'r str, Counts)>);

impl<'r> Frameworks<'r> {
    fn of(standings: &'r [Standing<'_>]) -> Self {
        let mut frameworks: Vec<(&str, Counts)> = Vec::new();
        for standing in standings {
            let framework = standing.control.framework();
            // Controls stand by framework.
            if frameworks.last().is_none_or(|(last, _)| *last != framework) {
                frameworks.push((framework, Counts::default()));
            }
            if let Some((_, counts)) = frameworks.last_mut() {
                counts.add(standing.status());
            }
        }
        Self(frameworks)
    }
}

impl Serialize for Frameworks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(framework, counts)| (framework, counts)))
    }
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
        let mut numbers = vec![0; facts.artifacts().len()];
        for i in standings.iter().flat_map(|standing| &standing.met).flat_map(|met| &met.counted) {
            numbers[*i] = 1;
        }
        let mut last = 0;
        for number in numbers.iter_mut().filter(|number| **number > 0) {
            last += 1;
            *number = last;
        }
        Self { facts, standings, at, frameworks: Frameworks::of(standings), numbers }
    }
}
