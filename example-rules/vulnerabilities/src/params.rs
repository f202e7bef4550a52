//! What a policy may set, its defaults and what it refuses.

use crate::Vulnerabilities;
use crate::level::Level;
use clearance_rule::prelude::*;

/// The severity from which a finding blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Threshold {
    /// Every finding blocks, however small.
    Any,
    /// Low or worse.
    Low,
    /// Medium or worse.
    Medium,
    /// High or worse.
    High,
    /// Critical alone.
    Critical,
}

impl Threshold {
    /// The least severity that blocks.
    pub(crate) fn least(self) -> Level {
        match self {
            Self::Any => Level::None,
            Self::Low => Level::Low,
            Self::Medium => Level::Medium,
            Self::High => Level::High,
            Self::Critical => Level::Critical,
        }
    }
}

/// The days for which a finding may stay, by its severity. Worse findings may not stay longer than others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Days {
    /// For a critical finding.
    pub critical: u16,
    /// For a high one.
    pub high: u16,
    /// For a medium one.
    pub medium: u16,
    /// For a low one, and for those below.
    pub low: u16,
}

impl Days {
    /// The days for a severity.
    pub(crate) fn of(self, level: Level) -> u16 {
        match level {
            Level::Critical => self.critical,
            Level::High => self.high,
            Level::Medium => self.medium,
            Level::Low | Level::Info | Level::None => self.low,
        }
    }

    fn validate(self, pointer: &str) -> Result<(), Mismatch> {
        let order = [("critical", self.critical), ("high", self.high), ("medium", self.medium), ("low", self.low)];
        for pair in order.windows(2) {
            let ((worse, longer), (milder, days)) = (pair[0], pair[1]);
            if longer > days {
                return Err(Mismatch {
                    pointer: text![pointer, "/", worse],
                    message: text![
                        "a ",
                        worse,
                        " finding may not stay longer than a ",
                        milder,
                        " one, which has ",
                        text::count(days, "day")
                    ],
                });
            }
        }
        Ok(())
    }
}

/// The time from which grace is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountedFrom {
    /// When the vulnerability was published.
    Published,
    /// When it was first found in the service.
    FirstSeen,
}

impl CountedFrom {
    /// The fact that has it.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::FirstSeen => "first_seen",
        }
    }
}

/// How long a finding that blocks may stay nevertheless. A finding whose time is absent or in the future has no grace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Grace {
    /// The fact from which days are counted.
    pub counted_from: CountedFrom,
    /// The days for each severity. Without them, the default, there is no grace.
    pub days: Days,
}

impl Default for Grace {
    fn default() -> Self {
        Self { counted_from: CountedFrom::Published, days: Days::default() }
    }
}

/// What holds for a finding that no version fixes. Where it is not known whether one does, and this would decide, the finding is
/// `unknown`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WithoutFix {
    /// The severity from which it blocks. `null`, the default: the same as with a fix.
    pub threshold: Option<Threshold>,
    /// Its grace. `null`, the default: the same as with a fix.
    pub grace_days: Option<Days>,
}

/// What is meant where the facts do not say whether a vulnerability is known to be exploited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IfAbsent {
    /// It may be or not: the finding is `unknown` where that decides.
    Unknown,
    /// It is not, as where a scanner names only those that are.
    NotExploited,
}

/// What holds for a vulnerability that is known to be exploited. It is never milder than for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct KnownExploited {
    /// The severity from which it blocks.
    pub threshold: Threshold,
    /// Its grace in days, whatever its severity.
    pub grace_days: u16,
    /// What is meant where `known_exploited` is absent.
    pub if_absent: IfAbsent,
}

impl Default for KnownExploited {
    fn default() -> Self {
        Self { threshold: Threshold::Any, grace_days: 0, if_absent: IfAbsent::Unknown }
    }
}

/// Which ratings of a vulnerability count. Of those that do, the worst decides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Ratings {
    /// The sources that are trusted, the most trusted first: the ratings of the first one that rates the vulnerability count,
    /// and those that name no source. Where none of them does, and by default, all ratings count.
    pub sources: Vec<String>,
    /// Whether temporal, threat and environmental metrics of a vector count. By default the base metrics alone do, so that a
    /// vendor who rates a vulnerability 0 in his environment does not lower it; he makes a VEX statement.
    pub environmental: bool,
}

/// Which VEX statements are honoured. Whatever is not is said in the row of the finding, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VexTerms {
    /// The days for which a statement is honoured, from its own time or else from its document's. One without a time is not
    /// honoured. `null`: statements do not age.
    pub max_age_days: Option<u16>,
    /// The authors whose statements are honoured: `author` of OpenVEX; the names and e-mail addresses of `metadata.authors`,
    /// and `metadata.supplier`, of CycloneDX. `null`, the default: anybody's.
    pub authors: Option<Vec<String>>,
    /// Whether a statement about a package URL without a version is honoured for every version.
    pub any_version: bool,
    /// Whether a sentence does for a justification: `impact_statement` of OpenVEX, `detail` of CycloneDX.
    pub free_text: bool,
    /// Whether a statement that the vulnerability is fixed in this very version is honoured: `fixed`, `resolved`,
    /// `resolved_with_pedigree`.
    pub fixed: bool,
}

impl Default for VexTerms {
    fn default() -> Self {
        Self { max_age_days: Some(365), authors: None, any_version: false, free_text: false, fixed: true }
    }
}

/// What a finding means whose component the SBOM does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotInSbom {
    /// The SBOM may be incomplete: `unknown`.
    Unknown,
    /// The scanner looked at more than is released: `not-applicable`.
    NotApplicable,
}

/// Whether the SBOM has to tell how each component is brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DependencyGraph {
    /// Without a graph and its root, the check is `unknown`.
    Required,
    /// Without, findings name no path.
    Optional,
}

impl Vulnerabilities {
    /// What the types cannot express.
    pub(crate) fn validate(&self) -> Result<(), Mismatch> {
        self.grace.days.validate("/grace/days")?;
        if let Some(days) = self.without_fix.grace_days {
            days.validate("/without_fix/grace_days")?;
        }
        if self.vex.authors.as_ref().is_some_and(Vec::is_empty) {
            return Err(Mismatch {
                pointer: "/vex/authors".to_owned(),
                message: "an empty list honours nobody: name an author, or leave it out to honour anybody".to_owned(),
            });
        }
        Ok(())
    }
}
