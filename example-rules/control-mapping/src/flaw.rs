//! Why an artifact of the right kind proves nothing.

use crate::facts::Facts;
use crate::scope::Terms;
use clearance_rule::prelude::*;
use clearance_rule::sections::Artifact;
use clearance_rule::text::count;
use clearance_rule::time::{DAY, date};

/// What is wrong with an artifact, or not known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It was made after the decision.
    Future,
    /// It was made so many days too early, each of them begun.
    TooOld(i64),
    /// Its digest is none.
    NoDigest,
    /// It is of another release.
    OtherRelease,
    /// It names controls, but not this one.
    NotMapped,
    /// Something is absent.
    Absent(&'static str),
    /// It is not known which release is decided on.
    WhichRelease,
}

impl Flaw {
    /// The gravest flaw of an artifact: what is wrong before what is not known.
    pub(crate) fn of(
        facts: &Facts<'_>,
        i: usize,
        terms: Terms,
        mapped_to: Option<&str>,
        at: Timestamp,
    ) -> Option<Self> {
        let artifact = &facts.artifacts()[i];
        let flaws = [
            mapped_to.and_then(|control| unmapped(artifact, control)),
            age(artifact, terms, at),
            if terms.digest { undigested(artifact) } else { None },
            if terms.of_release { of_another(facts, artifact) } else { None },
            (terms.uri && !said(artifact.uri)).then_some(Flaw::Absent("uri")),
        ];
        let mut flaws = flaws.into_iter().flatten();
        let first = flaws.next()?;
        if first.is_unknown() { flaws.find(|flaw| !flaw.is_unknown()).or(Some(first)) } else { Some(first) }
    }

    /// Whether a fact that is absent could make the artifact count.
    pub(crate) fn is_unknown(self) -> bool {
        matches!(self, Flaw::Absent(_) | Flaw::WhichRelease)
    }

    /// What is wrong, as the end of a sentence about the artifact.
    pub(crate) fn words(self, facts: &Facts<'_>, i: usize) -> String {
        let artifact = &facts.artifacts()[i];
        match self {
            Flaw::Future => text!["is dated ", created(artifact), ", after the decision"],
            Flaw::TooOld(days) => text!["is of ", created(artifact), ", ", count(days, "day"), " too old"],
            Flaw::NoDigest => "has a `sha256` that is not 64 hexadecimal digits".to_owned(),
            Flaw::OtherRelease => text!["is of the release `", artifact.release.unwrap_or_default(), "`"],
            Flaw::NotMapped => "names other controls".to_owned(),
            Flaw::Absent(field) => text!["has no `", field, "`"],
            Flaw::WhichRelease => "may be of another release, as `/release/id` is absent".to_owned(),
        }
    }

    /// The nearest change that would make it count.
    pub(crate) fn remedy(self, facts: &Facts<'_>, i: usize) -> String {
        let place = text!["/artifacts/", i, "/"];
        match self {
            Flaw::Future => text!["correct the fact `", place, "created`"],
            Flaw::TooOld(_) => text!["make `", facts.name(i), "` anew"],
            Flaw::NoDigest => text!["correct the fact `", place, "digest/sha256`"],
            Flaw::OtherRelease => {
                text!["supply what was made for the release `", facts.release_id().unwrap_or_default(), "`"]
            }
            Flaw::NotMapped => text!["name the control in `", place, "controls`"],
            Flaw::Absent(field) => text!["supply the fact `", place, field, "`"],
            Flaw::WhichRelease => "supply the fact `/release/id`".to_owned(),
        }
    }

    /// Adds the fact that it was read off to a row.
    pub(crate) fn seen(self, check: Check, facts: &Facts<'_>, i: usize) -> Check {
        let artifact = &facts.artifacts()[i];
        let at = |field: &str| text!["/artifacts/", i, "/", field];
        match self {
            Flaw::Future | Flaw::TooOld(_) => check.seen(&Fact::new(at("created"), artifact.created)),
            Flaw::NoDigest => check.seen(&Fact::new(at("digest/sha256"), sha256(artifact))),
            Flaw::OtherRelease => {
                check.seen(&Fact::new(at("release"), artifact.release)).seen(&fact!(facts.release?.id))
            }
            Flaw::NotMapped => check.seen(&Fact::new(at("controls"), artifact.controls.clone())),
            Flaw::Absent("uri") => check.seen(&Fact::new(at("uri"), artifact.uri)),
            Flaw::Absent("release") => check.seen(&Fact::new(at("release"), artifact.release)),
            Flaw::Absent(field) => check.missing(at(field)),
            Flaw::WhichRelease => check.seen(&fact!(facts.release?.id)),
        }
    }
}

/// The SHA-256 digest as the facts have it.
pub(crate) fn sha256<'a>(artifact: &Artifact<'a>) -> Option<&'a str> {
    artifact.digest.as_ref()?.get("sha256").copied()
}

fn unmapped(artifact: &Artifact<'_>, control: &str) -> Option<Flaw> {
    match &artifact.controls {
        None => Some(Flaw::Absent("controls")),
        Some(named) => (!named.contains(&control)).then_some(Flaw::NotMapped),
    }
}

fn age(artifact: &Artifact<'_>, terms: Terms, at: Timestamp) -> Option<Flaw> {
    let Some(created) = artifact.created else { return Some(Flaw::Absent("created")) };
    let age = at.saturating_sub(created.timestamp);
    let excess = age.saturating_sub(terms.max_age());
    match (age, excess) {
        (..0, _) => Some(Flaw::Future),
        (_, 1..) => Some(Flaw::TooOld((excess - 1) / DAY + 1)),
        _ => None,
    }
}

fn undigested(artifact: &Artifact<'_>) -> Option<Flaw> {
    let Some(digest) = sha256(artifact) else { return Some(Flaw::Absent("digest/sha256")) };
    let sound = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    (!sound).then_some(Flaw::NoDigest)
}

fn of_another(facts: &Facts<'_>, artifact: &Artifact<'_>) -> Option<Flaw> {
    match (artifact.release.filter(|id| !id.trim().is_empty()), facts.release_id()) {
        (None, _) => Some(Flaw::Absent("release")),
        (_, None) => Some(Flaw::WhichRelease),
        (Some(of), Some(this)) => (of != this).then_some(Flaw::OtherRelease),
    }
}

fn said(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

fn created(artifact: &Artifact<'_>) -> String {
    artifact.created.map_or(String::new(), |created| date(created.timestamp))
}
