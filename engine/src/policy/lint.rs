//! What is allowed in a policy and yet likely a mistake.

use super::Policy;
use crate::Timestamp;
use crate::decision::{Enforcement, WaiverState};

/// What kind of remark it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LintKind {
    /// A waiver will never be used again.
    WaiverExpired,
    /// A waiver lasts longer than the policy honours, and is not used.
    WaiverOverLong,
    /// An entry reads a section named after another entry without needing it, so whoever submits facts may fill it.
    NeedMissing,
    /// An entry needs another whose derived facts neither its rule nor its `when` reads.
    NeedUnused,
    /// An entry will never be in force again.
    EntryEnded,
    /// No entry can do more than warn.
    NothingEnforced,
}

impl LintKind {
    /// The stable text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WaiverExpired => "waiver-expired",
            Self::WaiverOverLong => "waiver-over-long",
            Self::NeedMissing => "need-missing",
            Self::NeedUnused => "need-unused",
            Self::EntryEnded => "entry-ended",
            Self::NothingEnforced => "nothing-enforced",
        }
    }
}

/// A remark on a policy that loads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// What kind of remark it is.
    pub kind: LintKind,
    /// The line of the entry it concerns, counted from 1, where it concerns one.
    pub line: Option<u64>,
    /// What was found, and what to do.
    pub message: String,
}

impl Policy {
    /// Remarks on what is likely a mistake, as of a time.
    #[must_use]
    pub fn lint(&self, at: Timestamp) -> Vec<Lint> {
        let mut lints = Vec::new();
        for entry in &self.entries {
            let mut add = |kind, message| lints.push(Lint { kind, line: Some(entry.line), message });
            let mut read: Vec<&str> = entry.manifest().reads.iter().map(|section| section.name.as_str()).collect();
            if let Some(when) = &entry.when {
                when.sections(&mut read);
            }
            let needs: Vec<&str> = entry.needs.iter().map(|&need| self.entries[need].id.as_str()).collect();
            for other in self.entries.iter().map(|other| other.id.as_str()) {
                if other != entry.id && read.contains(&other) && !needs.contains(&other) {
                    add(
                        LintKind::NeedMissing,
                        format!(
                            "the entry `{}` reads the section `{other}` from the facts as submitted, not from the entry \
                             `{other}`; add `needs: [{other}]`",
                            entry.id
                        ),
                    );
                }
            }
            for need in needs.into_iter().filter(|need| !read.contains(need)) {
                let message =
                    format!("the entry `{}` needs `{need}`, and reads nothing that `{need}` derives", entry.id);
                add(LintKind::NeedUnused, message);
            }
            if entry.effective.until.is_some_and(|until| at >= until) {
                let message = format!("the entry `{}` has ended; remove it or extend `effective`", entry.id);
                add(LintKind::EntryEnded, message);
            }
        }
        for waiver in &self.waivers {
            let (kind, what) = match waiver.unusable(at) {
                Some(WaiverState::Expired) => (LintKind::WaiverExpired, "has expired"),
                Some(WaiverState::OverLong) => (LintKind::WaiverOverLong, "lasts longer than `waiver_days` allows"),
                _ => continue,
            };
            lints.push(Lint { kind, line: None, message: format!("the waiver `{}` {what}", waiver.id) });
        }
        if self.entries.iter().all(|entry| matches!(entry.enforce, Enforcement::Warn | Enforcement::Shadow)) {
            let message = "no entry can do more than warn: this policy allows every release".to_owned();
            lints.push(Lint { kind: LintKind::NothingEnforced, line: None, message });
        }
        lints
    }
}
