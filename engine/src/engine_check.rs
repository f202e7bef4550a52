//! The rows that the engine itself adds to a decision.

use std::fmt;

macro_rules! checks {
    ($($(#[doc = $doc:literal])+ $variant:ident => $text:literal,)+) => {
        /// The codes of checks that the engine adds where a rule could not, or did not, answer. Each counts as a
        /// failure at its entry's enforcement. A rule must not use these codes itself.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum EngineCheck { $($(#[doc = $doc])+ $variant,)+ }

        impl EngineCheck {
            /// Every code, for tables and for tests of completeness.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable text of the code.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

checks! {
    /// A fact is absent without which the rule cannot say anything.
    MissingFact => "missing-fact",
    /// A fact has a shape that the rule cannot read.
    MalformedFact => "malformed-fact",
    /// The rule says that it failed, a panic that it reported included.
    RuleFailed => "rule-failed",
    /// The rule trapped.
    RuleTrapped => "rule-trapped",
    /// The rule returned something that the contract does not allow.
    InvalidOutcome => "invalid-outcome",
    /// The rule executed more instructions than allowed.
    LimitInstructions => "limit-instructions",
    /// The rule ran longer than allowed.
    LimitTime => "limit-time",
    /// The rule wanted more memory than allowed.
    LimitMemory => "limit-memory",
    /// The rule wanted larger tables than allowed.
    LimitTable => "limit-table",
    /// The rule's calls nested deeper than allowed.
    LimitStack => "limit-stack",
    /// The rule returned more than allowed.
    LimitOutput => "limit-output",
    /// A fact on which the entry's scope depends is absent or of another type, so that nobody can say whether the
    /// entry applies.
    ScopeUnknown => "scope-unknown",
    /// The score lies in a band of the policy.
    ScoreBand => "score-band",
    /// The policy bands the score, and the rule gave none.
    ScoreMissing => "score-missing",
}

impl EngineCheck {
    /// The check that bears this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|check| check.as_str() == code)
    }
}

impl fmt::Display for EngineCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
