//! How bad a vulnerability is, in words.

use clearance_rule::prelude::*;

/// A severity, from the mildest to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    None,
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Level {
    /// All there are, from the mildest.
    pub(crate) const ALL: [Self; 6] = [Self::None, Self::Info, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// What CycloneDX calls it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// What a word of CycloneDX means; nothing for `unknown` and for any other.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| word.eq_ignore_ascii_case(level.word()))
    }

    /// What a score of CVSS 3 or 4 means, by its qualitative severity rating scale.
    pub(crate) fn from_score(score: f64) -> Self {
        match score {
            ..0.1 => Self::None,
            ..4.0 => Self::Low,
            ..7.0 => Self::Medium,
            ..9.0 => Self::High,
            _ => Self::Critical,
        }
    }

    /// What a score of CVSS 2 means, which has no scale of its own: NVD's, whose worst is high.
    pub(crate) fn from_score_2(score: f64) -> Self {
        match score {
            ..4.0 => Self::Low,
            ..7.0 => Self::Medium,
            _ => Self::High,
        }
    }

    /// The severity of a row.
    pub(crate) fn of_row(self) -> Severity {
        match self {
            Self::None | Self::Info => Severity::Info,
            Self::Low => Severity::Low,
            Self::Medium => Severity::Medium,
            Self::High => Severity::High,
            Self::Critical => Severity::Critical,
        }
    }
}
