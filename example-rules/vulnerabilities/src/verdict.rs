//! Whether a finding blocks, by all that its facts leave open: where that would decide, it is not known.

use crate::Vulnerabilities;
use crate::findings::Finding;
use crate::level::Level;
use crate::params::{IfAbsent, Threshold};
use crate::rating::{Rated, rated};
use clearance_rule::prelude::*;
use clearance_rule::time::{At, DAY, date, utc};

/// How many versions that fix a finding are named at most.
pub(crate) const MOST_FIXES: usize = 4;

/// A finding with what was made of its entries.
#[derive(Debug)]
pub(crate) struct Judged<'f> {
    pub(crate) rated: Rated<'f>,
    /// Whether it is known to be exploited; none where that is open.
    pub(crate) exploited: Option<bool>,
    /// Whether a version fixes it; none where that is open.
    pub(crate) fixable: Option<bool>,
    /// The first few versions that do, and one more where there are more.
    pub(crate) fixed_in: Vec<&'f str>,
    /// What comes of it without an excuse.
    pub(crate) status: Status,
    /// The end of its grace, where it would block otherwise.
    pub(crate) in_grace_until: Option<Timestamp>,
    /// What is to be said of its grace, where the policy has any for it.
    pub(crate) grace: Option<String>,
    /// The least severity that blocks, in the strictest case that is open.
    pub(crate) least: Level,
}

/// One case of what the facts leave open.
#[derive(Debug, Clone, Copy)]
struct Case {
    level: Level,
    exploited: bool,
    fixable: bool,
}

/// What comes of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comes {
    /// It is below the threshold.
    Below,
    /// It blocks from this time on.
    Grace(Timestamp),
    Blocks,
}

/// What grace is counted from.
type Start<'f> = Result<At<'f>, String>;

impl Vulnerabilities {
    /// Judges a finding by its entries, whatever component it is in.
    pub(crate) fn judge<'f>(&self, finding: &Finding<'f>, at: Timestamp) -> Judged<'f> {
        let rated = rated(&self.ratings, &finding.entries);
        let entries = || finding.entries.iter().map(|(_, entry)| *entry);
        let said = entries().filter_map(|entry| entry.known_exploited).max();
        let exploited = said.or((self.known_exploited.if_absent == IfAbsent::NotExploited).then_some(false));
        let mut fixed_in: Vec<&str> = Vec::new();
        for (_, entry) in &finding.entries {
            for version in entry.fixed_versions.as_deref().unwrap_or_default() {
                if fixed_in.len() <= MOST_FIXES && !fixed_in.contains(version) {
                    fixed_in.push(version);
                }
            }
        }
        let none_yet = entries().any(|entry| entry.fixed_versions.is_some());
        let fixable = if fixed_in.is_empty() { none_yet.then_some(false) } else { Some(true) };
        let start = self.start(finding, at);

        let levels = if rated.open.is_some() { vec![rated.level, Level::Critical] } else { vec![rated.level] };
        let either = |known: Option<bool>| known.map_or_else(|| vec![false, true], |known| vec![known]);
        let mut comes = Vec::with_capacity(8);
        let mut least = Level::Critical;
        let mut days = 0;
        for &level in &levels {
            for &exploited in &either(exploited) {
                for &fixable in &either(fixable) {
                    let case = Case { level, exploited, fixable };
                    comes.push(self.comes(case, &start, at));
                    least = least.min(self.threshold_of(case));
                    days = days.max(self.days_of(case));
                }
            }
        }
        let status = match comes.iter().filter(|comes| **comes == Comes::Blocks).count() {
            0 => Status::Pass,
            blocking if blocking == comes.len() => Status::Fail,
            _ => Status::Unknown,
        };
        let in_grace_until = comes.iter().filter_map(|comes| match comes {
            Comes::Grace(until) => Some(*until),
            _ => None,
        });
        let in_grace_until = in_grace_until.min().filter(|_| status == Status::Pass);
        let grace = match (&start, in_grace_until) {
            (_, Some(until)) => Some(text!["in its grace until ", utc(until)]),
            _ if days == 0 || status == Status::Pass => None,
            (Err(why), _) => Some(text!["without grace, as ", why]),
            (Ok(start), _) => {
                let field = self.grace.counted_from.field();
                let verb = if field == "published" { "published" } else { "first seen" };
                Some(text![verb, " on ", date(start.timestamp), ", ", text::count(days, "day"), " of grace at most"])
            }
        };
        Judged { rated, exploited, fixable, fixed_in, status, in_grace_until, grace, least }
    }

    fn comes(&self, case: Case, start: &Start<'_>, at: Timestamp) -> Comes {
        if case.level < self.threshold_of(case) {
            return Comes::Below;
        }
        let until = start
            .as_ref()
            .map_or(at, |start| start.timestamp.saturating_add(i64::from(self.days_of(case)).saturating_mul(DAY)));
        if at < until { Comes::Grace(until) } else { Comes::Blocks }
    }

    fn threshold_of(&self, case: Case) -> Level {
        let without_fix = self.without_fix.threshold.filter(|_| !case.fixable);
        let least = without_fix.unwrap_or(self.threshold).least();
        if case.exploited { least.min(self.known_exploited.threshold.least()) } else { least }
    }

    fn days_of(&self, case: Case) -> u16 {
        let without_fix = self.without_fix.grace_days.filter(|_| !case.fixable);
        let days = without_fix.unwrap_or(self.grace.days).of(case.level);
        if case.exploited { days.min(self.known_exploited.grace_days) } else { days }
    }

    /// The earliest time that the entries give; each has to, or one that is withheld could make grace longer.
    fn start<'f>(&self, finding: &Finding<'f>, at: Timestamp) -> Start<'f> {
        let field = self.grace.counted_from.field();
        let mut start: Option<At<'f>> = None;
        for (pointer, entry) in &finding.entries {
            let time = if field == "published" { entry.published } else { entry.first_seen };
            let Some(time) = time else { return Err(text!["`", pointer, "/", field, "` is absent"]) };
            if time.timestamp > at {
                return Err(text!["`", pointer, "/", field, "` is in the future"]);
            }
            start = Some(start.map_or(time, |start| start.min(time)));
        }
        start.ok_or_else(|| "it has no entry".to_owned())
    }

    /// Whether what is known of a fix can decide at all.
    pub(crate) fn minds_fixes(&self) -> bool {
        let days = self.without_fix.grace_days.is_some_and(|days| days != self.grace.days);
        days || self.without_fix.threshold.is_some_and(|threshold: Threshold| threshold != self.threshold)
    }
}
