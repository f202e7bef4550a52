//! The policy file as it is written: its keys, their meaning, its JSON Schema. What the values must be beyond their
//! types is checked where the policy is loaded.

use super::condition;
use super::limits;
use super::located::Located;
use crate::decision::Enforcement;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_saphyr::Spanned;

/// A Clearance policy: it binds rules to parameters, scope, enforcement, effective dates and waivers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Clearance policy")]
pub(crate) struct PolicyFile {
    /// The name of the policy, by which decisions refer to it.
    #[schemars(with = "String", length(min = 1))]
    pub(crate) policy: Spanned<String>,
    /// The version of the policy, in any notation.
    pub(crate) version: Option<String>,
    /// What the policy is for.
    #[expect(dead_code, reason = "for the people who read the file")]
    pub(crate) description: Option<String>,
    /// The longest waiver that is honoured, in days from its start to its expiry. The default is 90.
    #[schemars(with = "Option<u32>", range(min = 1, max = 3650))]
    pub(crate) waiver_days: Option<Spanned<u32>>,
    /// What one evaluation of a rule may use, where it is less than the engine allows.
    #[serde(default, deserialize_with = "even_null")]
    #[schemars(schema_with = "limits::schema")]
    pub(crate) limits: Option<Located>,
    /// The rules that judge a release.
    #[schemars(with = "Vec<EntryFile>", length(min = 1))]
    pub(crate) entries: Spanned<Vec<EntryFile>>,
    /// Accepted exceptions.
    #[serde(default)]
    pub(crate) waivers: Vec<WaiverFile>,
}

/// One rule, bound.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Entry")]
pub(crate) struct EntryFile {
    /// The name of this entry, unique in the policy: lower case, digits and hyphens.
    #[schemars(with = "String", regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub(crate) id: Spanned<String>,
    /// The path of the rule's component, relative to the policy file.
    #[schemars(with = "String", length(min = 1))]
    pub(crate) rule: Spanned<String>,
    /// The rule's parameters; `clearance rule inspect` shows their schema.
    #[serde(default, deserialize_with = "even_null")]
    #[schemars(with = "serde_json::Map<String, Value>")]
    pub(crate) params: Option<Located>,
    /// What a failing check of this entry means for the release. The default is `deny`.
    #[serde(default)]
    pub(crate) enforce: Enforcement,
    /// The releases this entry judges, by values of their facts. Absent: every release.
    #[serde(default, deserialize_with = "even_null")]
    #[schemars(schema_with = "condition::schema")]
    pub(crate) when: Option<Located>,
    /// When this entry is in force. Absent: always.
    pub(crate) effective: Option<EffectiveFile>,
    /// Entries that are evaluated before this one. What each of them derives is a section of the facts for this
    /// entry, named after the entry that derived it.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(crate) needs: Vec<Spanned<String>>,
    /// What one evaluation of this entry's rule may use. What is not named is as the policy has it.
    #[serde(default, deserialize_with = "even_null")]
    #[schemars(schema_with = "limits::schema")]
    pub(crate) limits: Option<Located>,
    /// From how many points on the rule's score means review or deny. `enforce` is the most it can mean.
    #[schemars(with = "Option<BandsFile>")]
    pub(crate) bands: Option<Spanned<BandsFile>>,
}

/// A key without a value is a value that is wrong, not an absent key: a scope left empty must not become every release.
fn even_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Located>, D::Error> {
    Located::deserialize(deserializer).map(Some)
}

/// When an entry is in force.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Effective")]
pub(crate) struct EffectiveFile {
    /// The first instant: an RFC 3339 timestamp, or a date, which means midnight UTC.
    #[schemars(with = "Option<String>")]
    pub(crate) from: Option<Spanned<String>>,
    /// The first instant after it: an RFC 3339 timestamp, or a date, which means midnight UTC.
    #[schemars(with = "Option<String>")]
    pub(crate) until: Option<Spanned<String>>,
}

/// Bands of the score.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Bands", extend("minProperties" = 1))]
pub(crate) struct BandsFile {
    /// So many points or more mean a review.
    pub(crate) review: Option<f64>,
    /// So many points or more mean a denial.
    pub(crate) deny: Option<f64>,
}

/// An accepted exception: the failing checks it names do not count while it is in force.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Waiver")]
pub(crate) struct WaiverFile {
    /// The name of the waiver, unique in the policy.
    #[schemars(with = "String", length(min = 1))]
    pub(crate) id: Spanned<String>,
    /// The entry whose checks it waives.
    #[schemars(with = "String")]
    pub(crate) entry: Spanned<String>,
    /// The code of the checks it waives.
    #[schemars(with = "String")]
    pub(crate) check: Spanned<String>,
    /// The subject of the checks it waives; `*` stands for any text.
    #[schemars(with = "String", length(min = 1))]
    pub(crate) subject: Spanned<String>,
    /// The releases it holds for, by values of their facts. Absent: every release.
    #[serde(default, deserialize_with = "even_null")]
    #[schemars(schema_with = "condition::schema")]
    pub(crate) when: Option<Located>,
    /// Why the exception was accepted.
    #[schemars(with = "String", length(min = 1))]
    pub(crate) reason: Spanned<String>,
    /// Who accepted it.
    #[schemars(with = "Vec<String>", length(min = 1))]
    pub(crate) approvers: Spanned<Vec<Spanned<String>>>,
    /// Where it is tracked.
    #[schemars(with = "String", length(min = 1))]
    pub(crate) ticket: Spanned<String>,
    /// When it begins: an RFC 3339 timestamp, or a date, which means midnight UTC.
    #[schemars(with = "String")]
    pub(crate) from: Spanned<String>,
    /// When it has expired: an RFC 3339 timestamp, or a date, which means midnight UTC.
    #[schemars(with = "String")]
    pub(crate) until: Spanned<String>,
}

/// The JSON Schema (2020-12) of policy files, for editors and for checking files before they are deployed. A YAML file
/// names it in its first line: `# yaml-language-server: $schema=policy.schema.json`.
#[must_use]
pub fn policy_schema() -> Value {
    let mut schema = schemars::SchemaGenerator::default().into_root_schema_for::<PolicyFile>();
    schema.insert("$id".to_owned(), "urn:clearance:policy".into());
    schema.to_value()
}
