//! What a statement has to cover: the digests of the artifacts that are deployed.

use crate::facts::Facts;
use crate::params::{DualApproval, Selection};
use clearance_rule::prelude::*;
use clearance_rule::sections::{Artifact, Digest};
use std::collections::BTreeMap;

const CODE: &str = "artifact-digest";

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
    pub(crate) fn of(rule: &DualApproval, facts: &Facts<'a>, outcome: &mut Outcome) -> Self {
        let mut bound = Self { artifacts: Vec::new(), known: true };
        for (i, artifact) in facts.artifacts.iter().flatten().enumerate().filter(|(_, a)| selected(&rule.artifacts, a))
        {
            let place = text!["/artifacts/", i, "/digest/sha256"];
            let name = artifact.name.unwrap_or("artifact");
            let found = sha256(artifact.digest.as_ref());
            let seen = Fact::new(place, found);
            let check = match found.filter(|text| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
            {
                Some(text) => {
                    let digest = text.to_ascii_lowercase();
                    let check = Check::pass(CODE, name, text!["approvals are held to sha256:", short(&digest)]);
                    bound.artifacts.push(Digested { name, sha256: digest });
                    check
                }
                None => {
                    bound.known = false;
                    let message = if found.is_none() {
                        "its SHA-256 is absent"
                    } else {
                        "its SHA-256 is not 64 hexadecimal digits"
                    };
                    Check::unknown(CODE, name, message).remedy_if_unknown(text!["supply the fact `", seen.pointer, "`"])
                }
            };
            outcome.push(check.seen(&seen).required("a SHA-256 that approvals can be held to"));
        }
        for name in &rule.artifacts.names {
            if !facts.artifacts.iter().flatten().any(|artifact| artifact.name == Some(name)) {
                bound.known = false;
                let check =
                    Check::unknown(CODE, name, text!["no artifact is called `", name, "`"]).missing("/artifacts");
                outcome.push(check.remedy_if_unknown(text!["supply `", name, "` in `/artifacts`, with its SHA-256"]));
            }
        }
        if bound.known && bound.artifacts.is_empty() {
            bound.known = false;
            let check =
                Check::unknown(CODE, "release", "`/artifacts` names nothing that is deployed").missing("/artifacts");
            outcome.push(check.remedy_if_unknown("supply what is deployed in `/artifacts`, with its SHA-256"));
        }
        bound
    }

    /// The artifacts that none of these digests is of.
    pub(crate) fn not_among<'b>(&'b self, digests: &[String]) -> Vec<&'b Digested<'a>> {
        let digests: BTreeMap<&str, &str> = digests.iter().map(|digest| (digest.as_str(), "")).collect();
        self.artifacts.iter().filter(|artifact| !digests.contains_key(artifact.sha256.as_str())).collect()
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
