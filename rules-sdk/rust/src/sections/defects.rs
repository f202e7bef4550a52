//! The section `defects`.

use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// A known defect that the release carries into production.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Defect<'a> {
    /// What it is called where it is tracked, such as `SHOP-1412`.
    #[serde(borrow)]
    pub id: Option<&'a str>,
    /// What is wrong, in a line.
    pub title: Option<&'a str>,
    /// How grave it is, in one of the policy's words: `critical`, `high`, `medium`, `low`.
    pub severity: Option<&'a str>,
    /// The component that has it.
    pub component: Option<&'a str>,
    /// Where it is tracked.
    pub uri: Option<&'a str>,
    /// When it was first found.
    pub found_at: Option<At<'a>>,
    /// Who is to see that it is fixed: a person or a team.
    pub owner: Option<&'a str>,
    /// What keeps it from doing harm until then.
    pub mitigation: Option<&'a str>,
    /// What watches it meanwhile.
    pub monitor: Option<Monitor<'a>>,
    /// To whom it was escalated. An empty list says that it was not.
    pub escalations: Option<Vec<Escalation<'a>>>,
    /// When it is to be fixed.
    pub target: Option<Target<'a>>,
    /// What customers are told of it.
    pub customer_note: Option<&'a str>,
}

/// What watches a defect.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Monitor<'a> {
    /// Its kind, in one of the policy's words: `alert`, `dashboard`.
    #[serde(borrow)]
    pub kind: Option<&'a str>,
    /// Its name.
    pub name: Option<&'a str>,
    /// Where it is.
    pub uri: Option<&'a str>,
}

/// That somebody was told of a defect.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Escalation<'a> {
    /// The role or level that was told, in one of the policy's words: `release-manager`, `head-of-engineering`.
    #[serde(borrow)]
    pub to: Option<&'a str>,
    /// When.
    pub at: Option<At<'a>>,
    /// Who answered for that role. Empty where nobody has.
    pub acknowledged_by: Option<&'a str>,
    /// When it was answered.
    pub acknowledged_at: Option<At<'a>>,
}

/// When a defect is to be fixed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Target<'a> {
    /// The time, or the date, which is not past until it is over in UTC.
    #[serde(borrow)]
    pub date: Option<At<'a>>,
    /// The version that is to have the fix.
    pub version: Option<&'a str>,
}
