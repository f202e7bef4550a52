//! What a statement has to cover: the digests of the artifacts that are deployed.

use crate::facts::Facts;
use crate::params::{DualApproval, Selection};
use crate::row::{item, join, row, see};
use clearance_rule::prelude::*;
use clearance_rule::sections::{Artifact, Digest};
use std::collections::BTreeMap;

const CODE: &str = "artifact-digest";
const REQUIRED: &str = "a SHA-256 that approvals can be held to";

/// The artifacts that statements are held to.
#[derive(Debug)]
pub(crate) struct Bound<'a> {
    pub(crate) artifacts: Vec<Digested<'a>>,
    /// Whether every one of them has a digest, and there is one.
    pub(crate) known: bool,
}

/// An artifact and its SHA-256 in lower case.
#[derive(Debug)]
pub(crate) struct Digested<'a> {
    pub(crate) name: &'a str,
    pub(crate) sha256: String,
}

impl<'a> Bound<'a> {
    pub(crate) fn of(rule: &DualApproval, facts: &Facts<'a>, rows: &mut Vec<Check>) -> Self {
        let mut bound = Self { artifacts: Vec::new(), known: true };
        for (i, artifact) in facts.artifacts.iter().flatten().enumerate() {
            if !selected(&rule.artifacts, artifact) {
                continue;
            }
            let place = join(&[&item("/artifacts", i), "/digest/sha256"]);
            let name = artifact.name.unwrap_or("artifact");
            let found = sha256(artifact.digest.as_ref());
            let shaped = |text: &&str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            let (status, message) = match found.filter(shaped) {
                Some(text) => {
                    let sha256 = text.to_ascii_lowercase();
                    let message = join(&["approvals are held to sha256:", short(&sha256)]);
                    bound.artifacts.push(Digested { name, sha256 });
                    (Status::Pass, message)
                }
                None if found.is_none() => (Status::Unknown, "its SHA-256 is absent".to_owned()),
                None => (Status::Unknown, "its SHA-256 is not 64 hexadecimal digits".to_owned()),
            };
            bound.known &= status == Status::Pass;
            let mut check = row(CODE, name, status, message, REQUIRED, join(&["supply the fact `", &place, "`"]));
            see(&mut check, place, found);
            rows.push(check);
        }
        for name in &rule.artifacts.names {
            if !facts.artifacts.iter().flatten().any(|artifact| artifact.name == Some(name)) {
                let message = join(&["no artifact is called `", name, "`"]);
                rows.push(bound.lacks(name, message, join(&["supply `", name, "` in `/artifacts`, with its SHA-256"])));
            }
        }
        if bound.known && bound.artifacts.is_empty() {
            let message = "`/artifacts` names nothing that is deployed".to_owned();
            rows.push(bound.lacks(
                "release",
                message,
                "supply what is deployed in `/artifacts`, with its SHA-256".to_owned(),
            ));
        }
        bound
    }

    fn lacks(&mut self, subject: &str, message: String, remedy: String) -> Check {
        self.known = false;
        let mut check = row(CODE, subject, Status::Unknown, message, REQUIRED, remedy);
        see(&mut check, "/artifacts".to_owned(), None);
        check
    }

    /// The artifacts that none of these digests is of.
    pub(crate) fn not_among<'b>(&'b self, digests: &[String]) -> Vec<&'b Digested<'a>> {
        let mut among: BTreeMap<&str, &str> = BTreeMap::new();
        for digest in digests {
            among.insert(digest, "");
        }
        self.artifacts.iter().filter(|artifact| !among.contains_key(artifact.sha256.as_str())).collect()
    }
}

fn sha256<'a>(digest: Option<&Digest<'a>>) -> Option<&'a str> {
    digest?.get("sha256").copied()
}

fn selected(selection: &Selection, artifact: &Artifact<'_>) -> bool {
    if selection.names.is_empty() && selection.kinds.is_empty() {
        return artifact.deployed != Some(false);
    }
    let listed = |list: &[String], word: Option<&str>| {
        !list.is_empty() && word.is_none_or(|word| list.iter().any(|listed| listed == word))
    };
    listed(&selection.names, artifact.name) || listed(&selection.kinds, artifact.kind)
}

/// Enough of a digest to tell it from others of the same release.
pub(crate) fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}
