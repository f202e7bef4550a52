//! The decision: what a policy says of a release, and all that it rests on.

use crate::error::{Error, ErrorCode};
use crate::facts;
use crate::{Artifact, Check, Digest, Score, Text, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Whether a release is cleared to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Cleared.
    Allow,
    /// A person has to look.
    Review,
    /// Not cleared.
    Deny,
}

/// What a failing check of an entry means for the release.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Enforcement {
    /// The release is denied.
    #[default]
    Deny,
    /// A person has to look.
    Review,
    /// The release may go; the failure is shown as a warning.
    Warn,
    /// The release may go; the rule is on trial and its findings are only recorded.
    Shadow,
}

/// What one row does to the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Nothing: the check passed, does not apply, is waived, or is on trial.
    None,
    /// A warning.
    Warn,
    /// A review.
    Review,
    /// A denial.
    Deny,
}

impl Enforcement {
    /// What a failing check does to the verdict.
    #[must_use]
    pub fn effect(self) -> Effect {
        match self {
            Self::Deny => Effect::Deny,
            Self::Review => Effect::Review,
            Self::Warn => Effect::Warn,
            Self::Shadow => Effect::None,
        }
    }
}

impl Effect {
    /// The verdict to which this effect alone leads.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self {
            Self::None | Self::Warn => Verdict::Allow,
            Self::Review => Verdict::Review,
            Self::Deny => Verdict::Deny,
        }
    }
}

macro_rules! texts {
    ($type:ty { $($variant:ident => $text:literal),+ $(,)? }) => {
        impl $type {
            /// The stable text.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

texts!(Verdict { Allow => "allow", Review => "review", Deny => "deny" });
texts!(Enforcement { Deny => "deny", Review => "review", Warn => "warn", Shadow => "shadow" });
texts!(Effect { None => "none", Warn => "warn", Review => "review", Deny => "deny" });
texts!(Basis { Rules => "rules", NoRuleApplied => "no-rule-applied" });
texts!(EntryState {
    Applied => "applied",
    OutOfScope => "out-of-scope",
    ScopeUnknown => "scope-unknown",
    NotEffective => "not-effective",
});
texts!(WaiverState {
    Used => "used",
    Unmatched => "unmatched",
    NotBegun => "not-begun",
    Expired => "expired",
    OverLong => "over-long",
});

/// Whether an entry of the policy judged the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryState {
    /// It did.
    Applied,
    /// Its `when` does not hold for the release.
    OutOfScope,
    /// Whether its `when` holds cannot be told.
    ScopeUnknown,
    /// It is not in force at the time of the decision.
    NotEffective,
}

/// What became of a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverState {
    /// It waived at least one failing check.
    Used,
    /// It is in force, and no failing check is as it says.
    Unmatched,
    /// Its start lies in the future.
    NotBegun,
    /// Its expiry has come.
    Expired,
    /// It lasts longer than the policy honours.
    OverLong,
}

/// What the verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// At least one entry applied.
    Rules,
    /// No entry applied: nothing was judged, so nothing is cleared.
    NoRuleApplied,
}

/// What a policy says of a release at a time, with the digests of all that went in. The same rules, policy, facts and
/// time give the same decision, byte for byte.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The version of this format.
    pub format: u32,
    /// Whether the release is cleared to go.
    pub verdict: Verdict,
    /// What the verdict rests on.
    pub basis: Basis,
    /// The verdict in a sentence.
    pub summary: String,
    /// The time for which it was decided.
    pub at: Timestamp,
    /// The policy.
    pub policy: PolicyReference,
    /// The facts.
    pub facts: FactsReference,
    /// The policy's entries in the order of its file.
    pub entries: Vec<EntryDecision>,
    /// The policy's waivers in the order of its file.
    pub waivers: Vec<Waiver>,
}

/// The policy of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyReference {
    /// Its name.
    pub name: Text,
    /// Its version, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Text>,
    /// The digest of the policy file's bytes.
    pub digest: Digest,
}

/// The facts of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsReference {
    /// [`Facts::digest`](crate::Facts::digest).
    pub digest: Digest,
    /// The digest of each section.
    pub sections: BTreeMap<Text, Digest>,
}

/// What one entry of the policy found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryDecision {
    /// The entry's id.
    pub id: Text,
    /// Its rule.
    pub rule: RuleReference,
    /// The digest of its params in canonical MessagePack.
    pub params: Digest,
    /// What a failing check of it means.
    pub enforce: Enforcement,
    /// Whether it judged the release.
    pub state: EntryState,
    /// What its checks together mean for the release.
    pub verdict: Verdict,
    /// The digest of each section that the rule was given, derived ones included.
    pub saw: BTreeMap<Text, Digest>,
    /// One row a check: the rule's, then the engine's own.
    pub checks: Vec<Row>,
    /// The score, where the rule gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// Documents that the rule wrote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artifacts: Vec<Artifact>,
    /// Facts that it derived for the entries that need it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<Value>,
}

/// The rule of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleReference {
    /// The id in its manifest.
    pub id: Text,
    /// The version in its manifest.
    pub version: Text,
    /// The title in its manifest.
    pub title: Text,
    /// The digest of the component's bytes.
    pub digest: Digest,
}

/// A check and what it does to the verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The check. A waived one still shows what was found.
    #[serde(flatten)]
    pub check: Check,
    /// What it does to the verdict.
    pub effect: Effect,
    /// The id of the waiver by which it does nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<Text>,
}

/// A waiver of the policy and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Its id.
    pub id: Text,
    /// What became of it.
    pub state: WaiverState,
    /// The failing checks that are as it says, whether it could waive them or not.
    pub matched: usize,
    /// The entry whose checks it waives.
    pub entry: Text,
    /// The code of the checks it waives.
    pub check: Text,
    /// The subject of the checks it waives.
    pub subject: Text,
    /// Why the exception was accepted.
    pub reason: Text,
    /// Who accepted it.
    pub approvers: Vec<Text>,
    /// Where it is tracked.
    pub ticket: Text,
    /// When it begins.
    pub from: Timestamp,
    /// When it has expired.
    pub until: Timestamp,
}

/// How long a decision took. It stands beside the decision, never in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timings {
    /// The whole decision.
    pub total: Duration,
    /// Each entry that applied, in the order of evaluation: its id and its time.
    pub entries: Vec<(Text, Duration)>,
}

impl Decision {
    /// The version of the format that this engine writes.
    pub const FORMAT: u32 = 1;

    /// The decision as one line of JSON, the same bytes for the same decision.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = Vec::with_capacity(4096);
        // Strings, finite numbers and maps keyed by strings always serialise, and to UTF-8.
        let written = serde_json::to_writer(&mut text, self).map(|()| String::from_utf8(text));
        written.ok().and_then(Result::ok).unwrap_or_default()
    }

    /// Reads a decision that [`Decision::to_json`] wrote, here or in another language.
    ///
    /// # Errors
    /// The text is not a decision: [`ErrorCode::Decision`], with line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|problem| {
            let message = format!("the text is not a decision: {}", facts::without_place(&problem));
            Error::new(ErrorCode::Decision, message).at_line(problem.line() as u64, problem.column() as u64)
        })
    }

    /// The decision as MessagePack, maps keyed by names, the same bytes for the same decision.
    #[must_use]
    pub fn to_messagepack(&self) -> Vec<u8> {
        rmp_serde::to_vec_named(self).unwrap_or_default()
    }

    /// The rows that count against the release, with the entry each belongs to.
    pub fn failing(&self) -> impl Iterator<Item = (&EntryDecision, &Row)> {
        self.entries
            .iter()
            .flat_map(|entry| entry.checks.iter().map(move |row| (entry, row)))
            .filter(|(_, row)| row.effect > Effect::None)
    }
}
