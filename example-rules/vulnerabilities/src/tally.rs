//! Counts of all findings, for rules that come after.

use crate::honour::Heard;
use crate::level::Level;
use crate::verdict::Judged;
use clearance_rule::node::Node;
use clearance_rule::prelude::*;

/// Findings in components, each pair counted once. Those that are excused count in `excused` alone.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// By severity, at least.
    critical: u32,
    high: u32,
    medium: u32,
    low: u32,
    info: u32,
    none: u32,
    /// Of those, the ones that may be worse.
    unrated: u32,
    known_exploited: u32,
    blocking: u32,
    undecided: u32,
    in_grace: u32,
    excused: u32,
    /// Findings in something that the SBOM does not have.
    pub(crate) not_in_sbom: u32,
}

impl Tally {
    pub(crate) fn count(&mut self, judged: &Judged<'_>, heard: &Heard) {
        if heard.excuse.is_some() {
            self.excused += 1;
            return;
        }
        let by_level = match judged.rated.level {
            Level::Critical => &mut self.critical,
            Level::High => &mut self.high,
            Level::Medium => &mut self.medium,
            Level::Low => &mut self.low,
            Level::Info => &mut self.info,
            Level::None => &mut self.none,
        };
        *by_level += 1;
        self.unrated += u32::from(judged.rated.open.is_some());
        self.known_exploited += u32::from(judged.exploited == Some(true));
        self.blocking += u32::from(judged.status == Status::Fail);
        self.undecided += u32::from(judged.status == Status::Unknown);
        self.in_grace += u32::from(judged.in_grace_until.is_some());
    }

    /// All counts, as a derived fact.
    pub(crate) fn document(&self) -> Node<'static> {
        let counts = [
            ("critical", self.critical),
            ("high", self.high),
            ("medium", self.medium),
            ("low", self.low),
            ("info", self.info),
            ("none", self.none),
            ("unrated", self.unrated),
            ("known_exploited", self.known_exploited),
            ("blocking", self.blocking),
            ("undecided", self.undecided),
            ("in_grace", self.in_grace),
            ("excused", self.excused),
            ("not_in_sbom", self.not_in_sbom),
        ];
        Node::Map(counts.iter().map(|(name, count)| (*name, Node::Integer(i64::from(*count)))).collect())
    }

    /// The counts by severity in words, without those that are zero.
    pub(crate) fn words(&self) -> String {
        let counts = [
            (self.critical, "critical"),
            (self.high, "high"),
            (self.medium, "medium"),
            (self.low, "low"),
            (self.info, "for information"),
            (self.none, "of no severity"),
            (self.excused, "excused"),
            (self.not_in_sbom, "not in the SBOM"),
        ];
        let words: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| text![*count, " ", word]).collect();
        words.join(", ")
    }
}
