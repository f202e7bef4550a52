//! What a statement has to cover: the digests of the artifacts that are deployed.

use crate::facts::{Artifact, Facts};
use crate::params::{DualApproval, Selection};
use crate::rows::{Kind, Rows, item};
use clearance_rule::prelude::*;
use clearance_rule::text::joined;

const KIND: Kind = Kind { code: "artifact-digest", required: "a SHA-256 that approvals can be held to" };

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
    pub(crate) fn of(rule: &DualApproval, facts: &Facts<'a>, rows: &mut Rows) -> Self {
        let mut bound = Self { artifacts: Vec::new(), known: true };
        for (i, artifact) in facts.artifacts.iter().flatten().enumerate() {
            if !selected(&rule.artifacts, artifact) {
                continue;
            }
            let place = joined(&[&item("/artifacts", i), "/digest/sha256"]);
            let name = artifact.name.unwrap_or("artifact");
            let found = artifact.digest.as_ref().and_then(|digest| digest.sha256);
            let shaped = |text: &&str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            let (status, message) = match found.filter(shaped) {
                Some(text) => {
                    let sha256 = text.to_ascii_lowercase();
                    let message = joined(&["approvals are held to sha256:", short(&sha256)]);
                    bound.artifacts.push(Digested { name, sha256 });
                    (Status::Pass, message)
                }
                None if found.is_none() => (Status::Unknown, "its SHA-256 is absent".to_owned()),
                None => (Status::Unknown, "its SHA-256 is not 64 hexadecimal digits".to_owned()),
            };
            bound.known &= status == Status::Pass;
            rows.add(KIND, name, status, message, &["supply the fact `", &place, "`"]);
            rows.see(&[&place], found);
        }
        for name in &rule.artifacts.names {
            if !facts.artifacts.iter().flatten().any(|artifact| artifact.name == Some(name)) {
                bound.lacks(rows, name, joined(&["no artifact is called `", name, "`"]));
            }
        }
        if bound.known && bound.artifacts.is_empty() {
            bound.lacks(rows, "release", "`/artifacts` names nothing that is deployed".to_owned());
        }
        bound
    }

    fn lacks(&mut self, rows: &mut Rows, subject: &str, message: String) {
        self.known = false;
        rows.add(
            KIND,
            subject,
            Status::Unknown,
            message,
            &["supply in `/artifacts` what is deployed, with its SHA-256"],
        );
        rows.see(&["/artifacts"], None);
    }
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
