//! What a rule found, as the public types of the contract.

use crate::{Digest, Text};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::fmt;

/// How much a failure of a check matters to the people who read it. It orders rows; what a failure means for the
/// release is the policy's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Small.
    Low,
    /// Of some weight; what a check has where its author says nothing.
    Medium,
    /// Serious.
    High,
    /// As bad as it gets.
    Critical,
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// What the rule requires is so.
    Pass,
    /// What the rule requires is not so.
    Fail,
    /// The check does not concern this subject.
    NotApplicable,
    /// The check cannot be answered. It counts as a failure.
    Unknown,
}

impl Status {
    /// Whether the check stands against the release: `fail` and `unknown` do.
    #[must_use]
    pub fn is_failing(self) -> bool {
        matches!(self, Self::Fail | Self::Unknown)
    }

    /// The text of the status.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotApplicable => "not-applicable",
            Self::Unknown => "unknown",
        }
    }
}

impl Severity {
    /// The text of the severity.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A fact that a check read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// RFC 6901 JSON Pointer into the facts.
    pub pointer: Text,
    /// The value found there; `None`, and no key at all when serialised, where the fact was absent.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub value: Option<Value>,
}

/// Tells a null that was found from a fact that was absent.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// One row that a rule yields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What kind of check it is: one of the codes in the rule's manifest, or an [`EngineCheck`](crate::EngineCheck).
    pub code: Text,
    /// What was checked: a component, a file, a resource.
    pub subject: Text,
    /// What was found.
    pub status: Status,
    /// How much a failure matters.
    pub severity: Severity,
    /// What was found, in a sentence of plain text. It comes from the rule: escape it for where it is shown.
    pub message: Text,
    /// The facts read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub observed: Vec<Observation>,
    /// What the rule wanted to find.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Text>,
    /// The nearest change that would make this check pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Text>,
}

/// One term of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// What contributes.
    pub factor: Text,
    /// The points it adds; may be negative.
    pub points: f64,
    /// Why so many.
    pub reason: Text,
}

/// A number that the policy may band into review and deny.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The points, always finite.
    pub points: f64,
    /// The most points there can be.
    pub out_of: f64,
    /// What the points are made of.
    pub contributions: Vec<Contribution>,
}

/// A document that a rule wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// A file name without a folder, unique within the outcome.
    pub name: Text,
    /// RFC 6838 media type.
    pub media_type: Text,
    /// The document itself.
    pub content: Vec<u8>,
}

impl Artifact {
    /// The digest of the content.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.content)
    }

    /// The content as text, where it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.content).ok()
    }
}

/// All that one evaluation of a rule found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// One row a subject checked, passed ones too.
    pub checks: Vec<Check>,
    /// The score, where the rule gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// Documents that the rule wrote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artifacts: Vec<Artifact>,
    /// Facts for the entries that need this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<Value>,
}

mod artifact_form {
    //! An artifact when serialised: its digest stands beside its content, which is text or base64.

    use super::Artifact;
    use crate::Digest;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
    use std::borrow::Cow;

    #[derive(Serialize, Deserialize)]
    struct Form<'a> {
        name: Cow<'a, str>,
        media_type: Cow<'a, str>,
        digest: Digest,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content: Option<Cow<'a, str>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content_base64: Option<String>,
    }

    impl Serialize for Artifact {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let content = self.text().map(Cow::Borrowed);
            Form {
                name: Cow::Borrowed(&self.name),
                media_type: Cow::Borrowed(&self.media_type),
                digest: self.digest(),
                content_base64: content.is_none().then(|| STANDARD.encode(&self.content)),
                content,
            }
            .serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for Artifact {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let form = Form::deserialize(deserializer)?;
            let content = match (form.content, form.content_base64) {
                (Some(text), None) => text.into_owned().into_bytes(),
                (None, Some(base64)) => STANDARD.decode(base64).map_err(de::Error::custom)?,
                _ => return Err(de::Error::custom("an artifact has either `content` or `content_base64`")),
            };
            let artifact = Artifact { name: form.name.into(), media_type: form.media_type.into(), content };
            if artifact.digest() == form.digest {
                Ok(artifact)
            } else {
                Err(de::Error::custom(format!("the artifact `{}` does not have its digest", artifact.name)))
            }
        }
    }
}
