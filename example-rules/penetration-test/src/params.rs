//! What a policy may set, and what it refuses.

use crate::glob::Pattern;
use crate::words::{digits, say};
use clearance_rule::prelude::*;

/// A kind of new surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An operation that was not there.
    NewOperation,
    /// An operation that asks less of who calls it: nothing any more, a weaker scheme, fewer scopes.
    WeakenedAuthentication,
    /// An operation that takes more: parameters, properties of its body, media types.
    WidenedInput,
    /// An operation that takes files and did not, or takes more of them.
    FileUpload,
    /// A webhook or a callback that was not there.
    NewWebhook,
    /// A server that was not there, or one more value of a variable of its URL.
    NewServer,
    /// A security scheme that was not there.
    NewSecurityScheme,
    /// An integration with a system that somebody else runs, which was not there, or which was with one of our own.
    NewExternalIntegration,
    /// An integration with a system of our own that was not there.
    NewInternalIntegration,
    /// An external integration that has a further endpoint, another protocol, further classes of data, or asks for
    /// authentication no longer.
    WidenedIntegration,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Gravity {
    /// Worth knowing; of CVSS, 0.
    Info,
    /// Of CVSS, below 4.
    Low,
    /// Of CVSS, below 7.
    Medium,
    /// Of CVSS, below 9.
    High,
    /// Of CVSS, 9 and above.
    Critical,
}

impl Gravity {
    /// What a report calls it.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let known = [
            ("none", Self::Info),
            ("info", Self::Info),
            ("informational", Self::Info),
            ("low", Self::Low),
            ("medium", Self::Medium),
            ("moderate", Self::Medium),
            ("high", Self::High),
            ("critical", Self::Critical),
        ];
        known.iter().find(|(known, _)| word.trim().eq_ignore_ascii_case(known)).map(|(_, gravity)| *gravity)
    }

    /// The band of a score of CVSS.
    pub(crate) fn of_score(score: f64) -> Option<Self> {
        match score {
            0.0 => Some(Self::Info),
            _ if !(0.0..=10.0).contains(&score) => None,
            _ if score < 4.0 => Some(Self::Low),
            _ if score < 7.0 => Some(Self::Medium),
            _ if score < 9.0 => Some(Self::High),
            _ => Some(Self::Critical),
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    pub(crate) fn severity(self) -> Severity {
        match self {
            Self::Info => Severity::Info,
            Self::Low => Severity::Low,
            Self::Medium => Severity::Medium,
            Self::High => Severity::High,
            Self::Critical => Severity::Critical,
        }
    }
}

/// What new surface must be tested, by whom, how lately, and what becomes of what was found.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PenetrationTest {
    /// The kinds of new surface that need a test. The others are listed as not applicable.
    pub test_needed_for: Vec<Kind>,
    /// Paths whose operations need no test: `/health`, `/internal/**`. `*` stands for anything within a segment, `**` for any
    /// number of segments; what path parameters are called does not matter.
    pub exempt_paths: Vec<String>,
    /// The days for which a report counts from the end of the test. `null`: as long as the report says in `valid_until`, which
    /// it then must.
    pub max_age_days: Option<u32>,
    /// Whether there must be a report that counts although nothing new needs a test.
    pub periodic: bool,
    /// Whether only tests count that another organisation made.
    pub third_party: bool,
    /// The severity from which a finding must not be open.
    pub blocking_severity: Gravity,
    /// Who may accept the risk of such a finding. Empty: whoever is named.
    pub risk_acceptors: Vec<String>,
    /// The days within which the fix of such a finding must be tested again; 0: before the release. `null`: it need not be.
    pub retest_within_days: Option<u32>,
    #[serde(skip)]
    pub(crate) exempt: Vec<Pattern>,
}

impl Default for PenetrationTest {
    fn default() -> Self {
        Self {
            test_needed_for: vec![
                Kind::NewOperation,
                Kind::WeakenedAuthentication,
                Kind::NewWebhook,
                Kind::NewServer,
                Kind::NewExternalIntegration,
            ],
            exempt_paths: Vec::new(),
            max_age_days: Some(365),
            periodic: false,
            third_party: true,
            blocking_severity: Gravity::High,
            risk_acceptors: Vec::new(),
            retest_within_days: Some(30),
            exempt: Vec::new(),
        }
    }
}

impl PenetrationTest {
    /// Reads the patterns, and refuses those that would match nothing or something else than was meant.
    pub(crate) fn compile(&mut self) -> Result<(), Mismatch> {
        for (i, pattern) in self.exempt_paths.iter().enumerate() {
            if let Some(message) = Pattern::mistake(pattern) {
                return Err(Mismatch { pointer: say!["/exempt_paths/", digits(i)], message });
            }
            self.exempt.push(Pattern::new(pattern));
        }
        match self.risk_acceptors.iter().position(|name| name.trim().is_empty()) {
            None => Ok(()),
            Some(i) => {
                let pointer = say!["/risk_acceptors/", digits(i)];
                Err(Mismatch { pointer, message: "an empty text names nobody".to_owned() })
            }
        }
    }

    /// The exemption that a nameless path has, as the policy writes it.
    pub(crate) fn exemption(&self, path: &str) -> Option<&str> {
        let place = self.exempt.iter().position(|pattern| pattern.matches(path))?;
        self.exempt_paths.get(place).map(String::as_str)
    }
}
