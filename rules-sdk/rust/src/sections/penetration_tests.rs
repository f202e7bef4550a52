//! The section `penetration_tests`.

use super::Window;
use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// The report of a penetration test.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct PenetrationTestReport<'a> {
    /// What tells it from every other.
    #[serde(borrow)]
    pub id: Option<&'a str>,
    /// Who tested.
    pub assessors: Option<Vec<Assessor>>,
    /// When it was tested, from the first day to the last. The report is as old as the end of it.
    pub performed: Option<Window<'a>>,
    /// Until when the report says that it may be relied on. Absent: it does not say so.
    pub valid_until: Option<At<'a>>,
    /// What was tested. An empty list says that nothing was.
    pub scope: Option<Vec<TestedScope<'a>>>,
    /// What was found, with what became of it since. An empty list says that nothing was found.
    pub findings: Option<Vec<TestFinding<'a>>>,
}

/// Somebody who assesses.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Assessor {
    /// Whether they are people of another organisation than the one that is assessed.
    #[serde(rename = "thirdParty")]
    pub third_party: Option<bool>,
}

/// A part of what was tested. One that names neither paths nor methods, servers or webhooks is about the whole of its APIs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct TestedScope<'a> {
    /// The name of an API of the section `apis`.
    #[serde(borrow)]
    pub api: Option<&'a str>,
    /// The names of components: every API that one of them serves is meant.
    pub components: Option<Vec<&'a str>>,
    /// The version that was tested, as `info.version` of the API's document has it.
    pub version: Option<&'a str>,
    /// Paths as in the API's document, server not included: `/orders/{id}/refund`. `*` stands for anything within a segment,
    /// `**` for any number of segments. What path parameters are called does not matter.
    pub paths: Option<Vec<&'a str>>,
    /// HTTP methods, in whatever case. Absent: all.
    pub methods: Option<Vec<&'a str>>,
    /// URLs of servers as in the API's document.
    pub servers: Option<Vec<&'a str>>,
    /// The names of webhooks as in the API's document.
    pub webhooks: Option<Vec<&'a str>>,
    /// The names of systems of the section `integrations`.
    pub integrations: Option<Vec<&'a str>>,
}

/// Something that a penetration test found, with what became of it since.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct TestFinding<'a> {
    /// What tells it from the report's others.
    #[serde(borrow)]
    pub id: Option<&'a str>,
    /// What it is, in a few words.
    pub title: Option<&'a str>,
    /// `critical`, `high`, `medium`, `low`, `info` or `none`. Where there is a score too, the graver of both counts.
    pub severity: Option<&'a str>,
    /// The score of CVSS, from 0 to 10.
    pub score: Option<f64>,
    /// `open`, `fixed` or `accepted`.
    pub status: Option<&'a str>,
    /// When it was fixed.
    pub fixed_at: Option<At<'a>>,
    /// When testers last found it fixed.
    pub retested_at: Option<At<'a>>,
    /// Who accepted the risk.
    pub accepted_by: Option<&'a str>,
    /// Until when the risk is accepted.
    pub accepted_until: Option<At<'a>>,
}
