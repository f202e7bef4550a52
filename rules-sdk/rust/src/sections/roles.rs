//! The section `roles`.

use crate::time::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// Who may do what to releases, and who looked at it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Roles<'a> {
    /// Every role that somebody holds or held. An empty list says that nobody holds one.
    #[serde(borrow)]
    pub assignments: Option<Vec<RoleAssignment<'a>>>,
    /// The access reviews, in any order. An empty list says that there was none.
    pub reviews: Option<Vec<RoleReview<'a>>>,
    /// Who left or changed teams. An empty list says that nobody did.
    pub departures: Option<Vec<Departure<'a>>>,
}

/// One subject's assignment to one role (the relation UA of INCITS 359). Who holds a role in several ways has several.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct RoleAssignment<'a> {
    /// The user or service account, by the name that the access system has for it (`userName` in SCIM).
    #[serde(borrow)]
    pub subject: &'a str,
    /// The role.
    pub role: &'a str,
    /// What the subject is: `user` or `service-account`.
    pub subject_type: Option<&'a str>,
    /// The person who answers for a service account.
    pub owner: Option<&'a str>,
    /// The group that brings the role. Absent where it was given to the subject itself.
    pub via: Option<&'a str>,
    /// When it was granted.
    pub granted_at: Option<At<'a>>,
    /// Who granted it.
    pub granted_by: Option<&'a str>,
    /// Who approved that it was granted.
    pub approved_by: Option<&'a str>,
    /// The ticket of the request.
    pub ticket: Option<&'a str>,
    /// When it ends by itself: from then on it is not held. Absent where it does not.
    pub expires_at: Option<At<'a>>,
    /// When the subject last used it.
    pub last_used: Option<At<'a>>,
}

/// One access review.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct RoleReview<'a> {
    /// What it is called.
    #[serde(borrow)]
    pub id: Option<&'a str>,
    /// The roles that were reviewed. Absent: those that its decisions name.
    pub roles: Option<Vec<&'a str>>,
    /// Who reviewed them.
    pub reviewer: Option<&'a str>,
    /// When the review was completed. Absent while it is not.
    pub completed_at: Option<At<'a>>,
    /// What was decided, one entry for each subject and role. An empty list says that nothing is decided yet.
    pub decisions: Option<Vec<RoleDecision<'a>>>,
}

/// What a review decided about one subject in one role.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct RoleDecision<'a> {
    /// The user or service account.
    #[serde(borrow)]
    pub subject: &'a str,
    /// The role.
    pub role: &'a str,
    /// `keep` or `revoke`.
    pub decision: Option<&'a str>,
}

/// Somebody who left, or went where the roles held until then are no longer needed.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Departure<'a> {
    /// The user.
    #[serde(borrow)]
    pub subject: &'a str,
    /// The last day in the old place, until its end in UTC; or the time at which it ended.
    pub last_day: Option<At<'a>>,
    /// `left`, or `moved` to another team: what was granted after a move is of the new place. Absent counts as `left`.
    pub kind: Option<&'a str>,
}
