//! What a signed payload says: an in-toto statement whose predicate approves or rejects.

use crate::json::Json;
use clearance_rule::prelude::*;
use clearance_rule::time::At;
use std::collections::BTreeMap;

/// How DSSE names an in-toto statement.
pub(crate) const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";
const STATEMENT: &str = "https://in-toto.io/Statement/v1";

/// An approval or a rejection.
#[derive(Debug)]
pub(crate) struct Statement {
    /// The SHA-256 digests of what it is about, in lower case, with the number of the subject.
    pub(crate) digests: BTreeMap<String, usize>,
    /// Whose it says that it is.
    pub(crate) approvers: Vec<String>,
    pub(crate) decision: Decision,
    /// When it was given.
    pub(crate) at: Timestamp,
    /// Until when it counts.
    pub(crate) expires: Option<Timestamp>,
    /// The release that it is about.
    pub(crate) release: Option<String>,
    /// Why, in the signer's words.
    pub(crate) comment: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Approved,
    Rejected,
}

/// What was signed instead.
#[derive(Debug)]
pub(crate) enum NotOne {
    /// A statement of another kind.
    Other(String),
    /// One that should be an approval and cannot be read.
    Unreadable(&'static str),
}

impl Statement {
    pub(crate) fn read(payload: &[u8], predicate_type: &str) -> Result<Self, NotOne> {
        let document =
            Json::read(payload).ok_or(NotOne::Unreadable("the payload is not JSON as a statement has it"))?;
        if document.get("_type").and_then(Json::text) != Some(STATEMENT) {
            return Err(NotOne::Unreadable("`_type` is not `https://in-toto.io/Statement/v1`"));
        }
        match document.get("predicateType").and_then(Json::text) {
            Some(found) if found == predicate_type => {}
            Some(other) => return Err(NotOne::Other(other.to_owned())),
            None => return Err(NotOne::Unreadable("`predicateType` is absent")),
        }
        Self::of(&document).map_err(NotOne::Unreadable)
    }

    fn of(document: &Json) -> Result<Self, &'static str> {
        let subjects = document.get("subject").and_then(Json::items).ok_or("`subject` is not a list")?;
        let mut digests = BTreeMap::new();
        for (i, subject) in subjects.iter().enumerate() {
            if let Some(digest) = subject.get("digest").and_then(|digest| digest.get("sha256")).and_then(Json::text) {
                digests.insert(digest.to_ascii_lowercase(), i);
            }
        }
        let predicate = document.get("predicate").ok_or("`predicate` is absent")?;
        let decision = match predicate.get("decision").and_then(Json::text) {
            Some("approved") => Decision::Approved,
            Some("rejected") => Decision::Rejected,
            _ => return Err("`decision` is neither `approved` nor `rejected`"),
        };
        let time = |name: &str| match optional(predicate, name) {
            Ok(Some(text)) => At::try_from(text).map(|at| Some(at.timestamp)).map_err(drop),
            Ok(None) => Ok(None),
            Err(()) => Err(()),
        };
        let text = |name: &str| optional(predicate, name).map(|text| text.map(str::to_owned));
        Ok(Self {
            digests,
            approvers: approvers(predicate).ok_or("`approver` is no name, and `approvers` no list of names")?,
            decision,
            at: time("at").ok().flatten().ok_or("`at` is not a time")?,
            expires: time("expires").map_err(|()| "`expires` is not a time")?,
            release: text("release").map_err(|()| "`release` is not a text")?,
            comment: text("comment").map_err(|()| "`comment` is not a text")?,
        })
    }
}

fn approvers(predicate: &Json) -> Option<Vec<String>> {
    match (predicate.get("approver"), predicate.get("approvers")) {
        (Some(one), None) => Some(vec![one.text()?.to_owned()]),
        (None, Some(several)) => several.items()?.iter().map(|one| one.text().map(str::to_owned)).collect(),
        _ => None,
    }
}

fn optional<'j>(predicate: &'j Json, name: &str) -> Result<Option<&'j str>, ()> {
    match predicate.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => value.text().map(Some).ok_or(()),
    }
}
