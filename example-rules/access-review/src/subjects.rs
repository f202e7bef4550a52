//! The rows about subjects: have they left, did they gather roles, does somebody answer for the service accounts?

use crate::decisions::Kept;
use crate::departures::{Departures, Gone, grace};
use crate::directory::{Directory, Held, Pairing, Subject};
use crate::rows::{Flags, absent, listed, place, saw, saw_time, wrong};
use clearance_rule::prelude::*;
use clearance_rule::text::count;
use clearance_rule::time;
use std::collections::BTreeMap;

const LEAVER: &str = "leaver-access";

pub(crate) fn rows(directory: &Directory<'_>, departures_known: bool, flags: &mut Flags, outcome: &mut Outcome) {
    for subject in directory.holders() {
        let all = subject.held();
        let left = if departures_known {
            leaver(directory, subject, &all)
        } else {
            absent(LEAVER, subject.name, "/roles/departures")
        };
        flags.note(&left, &all);
        outcome.push(left);
        let creep = creep(directory, subject);
        flags.note(&creep, &all);
        outcome.push(creep);
        if let Some(owner) = owner(directory, subject.name, &all, departures_known) {
            flags.note(&owner, &all);
            outcome.push(owner);
        }
    }
}

fn leaver(directory: &Directory<'_>, subject: &Subject<'_>, all: &[Held<'_>]) -> Check {
    let (subject, departures) = (subject.name, &subject.departures);
    let check = if let Some(gone) = departures.left {
        gone_but_holding("left", Severity::Critical, subject, all, gone)
    } else if let Some(gone) = departures.moved {
        // What was granted after a move is of the new place. A grant without its time may be of the old one.
        let granted_since = |held: &Held<'_>| held.of.granted_at.is_some_and(|granted| granted.timestamp > gone.over);
        let kept: Vec<Held<'_>> = all.iter().filter(|held| !granted_since(held)).copied().collect();
        if kept.is_empty() {
            still_there(directory, subject, departures, "holds only what was granted after the move")
        } else {
            gone_but_holding("moved", Severity::High, subject, &kept, gone)
        }
    } else {
        still_there(directory, subject, departures, "has not left")
    };
    let hours = count(directory.rule.leaver_grace_hours, "hour");
    check.required(text!["no role later than ", hours, " after the last day"])
}

fn gone_but_holding(verb: &str, severity: Severity, subject: &str, kept: &[Held<'_>], gone: Gone<'_>) -> Check {
    let Gone { index, last_day, .. } = gone;
    let mut roles: Vec<&str> = Vec::new();
    for held in kept {
        // Those of one role stand together.
        if roles.last() != Some(&held.of.role) {
            roles.push(held.of.role);
        }
    }
    let roles = listed(&roles);
    let check = Check::fail(LEAVER, subject, text![verb, " on ", last_day, " and still holds ", roles])
        .severity(severity)
        .observe(text!["/roles/departures/", index, "/last_day"], last_day)
        .remedy(text!["take ", roles, " from `", subject, "`"]);
    kept.iter().fold(check, |check, held| saw(check, held, "role", Some(held.of.role)))
}

/// The row of a subject whose roles no departure that is over concerns.
fn still_there(directory: &Directory<'_>, subject: &str, departures: &Departures<'_>, found: &str) -> Check {
    match (departures.untimed, departures.to_come) {
        (Some(index), _) => absent(LEAVER, subject, &text!["/roles/departures/", index, "/last_day"]),
        (None, Some(Gone { over, index, last_day })) => {
            let by = time::utc(over.saturating_add(grace(directory.rule)));
            let verb = if over > directory.at { "goes on " } else { "went on " };
            Check::pass(LEAVER, subject, text![verb, last_day, ", and may hold its roles until ", by])
                .observe(text!["/roles/departures/", index, "/last_day"], last_day)
        }
        (None, None) => Check::pass(LEAVER, subject, found),
    }
}

/// Holds the number of roles beside that of the roles which reviews have kept.
fn creep(directory: &Directory<'_>, subject: &Subject<'_>) -> Check {
    const CODE: &str = "privilege-creep";
    let mut confirmed = 0_usize;
    let mut perhaps = 0_usize;
    let mut new: Vec<&str> = Vec::new();
    let mut granted: Vec<Held<'_>> = Vec::new();
    let mut untold: Option<String> = None;
    for Pairing { role, held, decisions, .. } in &subject.pairings {
        if held.is_empty() || !directory.is_release_role(*role) {
            continue;
        }
        let mut kept: Vec<Kept> = held.iter().map(|held| decisions.kept(held)).collect();
        if kept.iter().all(|kept| *kept == Kept::Yes) {
            confirmed += 1;
            continue;
        }
        new.push(directory.roles[*role].name);
        granted.extend_from_slice(held);
        if !kept.contains(&Kept::No) {
            perhaps += 1;
            kept.retain(|kept| *kept != Kept::Yes);
            if let Some(Kept::Perhaps(pointer)) = kept.pop() {
                untold = untold.or(Some(pointer));
            }
        }
    }
    let subject = subject.name;
    let number = confirmed + new.len();
    let most = |confirmed: usize| confirmed.max(1).saturating_add(directory.rule.max_new_roles as usize);
    let excess = number.saturating_sub(most(confirmed));
    let found = match (new.is_empty(), confirmed) {
        (true, 0) => "holds no release role".to_owned(),
        (true, _) => text!["reviews have kept ", if confirmed == 1 { "the role" } else { "all of its roles" }],
        (false, 0) => text!["holds ", listed(&new), ", which no review has kept yet"],
        (false, _) => text!["holds ", listed(&new), " beside ", count(confirmed, "role"), " that reviews have kept"],
    };
    let check = if excess == 0 {
        Check::pass(CODE, subject, found)
    } else if directory.reviews.is_none() {
        return absent(CODE, subject, "/roles/reviews");
    } else if let Some(pointer) = untold.filter(|_| number <= most(confirmed + perhaps)) {
        return absent(CODE, subject, &pointer);
    } else {
        let remedy = text!["have a review keep ", listed(&new), ", or take ", excess, " of them from `", subject, "`"];
        Check::fail(CODE, subject, found).remedy(remedy)
    };
    let check = granted.iter().fold(check, |check, held| saw_time(check, held, "granted_at", held.of.granted_at));
    let more = match directory.rule.max_new_roles {
        0 => "no more roles than reviews have kept, or a first one".to_owned(),
        more => text!["at most ", count(more, "role"), " more than reviews have kept, or than a first one"],
    };
    check.required(more)
}

/// Who answers for a service account, and for what may be one; nothing about a user.
fn owner(directory: &Directory<'_>, subject: &str, all: &[Held<'_>], departures_known: bool) -> Option<Check> {
    const CODE: &str = "service-account-owner";
    let is_service = all.iter().any(|held| held.of.subject_type == Some("service-account"));
    let untold = all.iter().find(|held| !matches!(held.of.subject_type, Some("user" | "service-account")));
    let owner = |held: &Held<'_>| held.of.owner.is_some_and(|owner| !owner.trim().is_empty());
    let unowned = all.iter().find(|held| !owner(held));
    let check = match (is_service, untold, unowned) {
        (false, None, _) => return None,
        (true, _, Some(held)) => {
            let message = text!["nobody answers for it as `", held.of.role, "`"];
            let check = Check::fail(CODE, subject, message);
            saw(check, held, "owner", held.of.owner).remedy(text!["name its owner in `", place(held, "owner"), "`"])
        }
        (false, Some(held), Some(_)) => {
            let pointer = place(held, "subject_type");
            match held.of.subject_type {
                None => absent(CODE, subject, &pointer),
                Some(word) => wrong(CODE, subject, &pointer, word, "is neither `user` nor `service-account`"),
            }
        }
        (_, _, None) if !departures_known => absent(CODE, subject, "/roles/departures"),
        (_, _, None) => owned(directory, CODE, subject, all),
    };
    Some(check.required("an owner who has not left"))
}

/// Whether all of its owners are still there.
fn owned(directory: &Directory<'_>, code: &str, subject: &str, all: &[Held<'_>]) -> Check {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for held in all {
        owners.insert(held.of.owner.unwrap_or_default(), held.index);
    }
    let mut unknown = None;
    for owner in owners.keys() {
        let Some(of) = directory.departures(owner) else { continue };
        if let Some(Gone { index, last_day, .. }) = of.left.or(of.moved) {
            return Check::fail(code, subject, text!["its owner `", owner, "` went on ", last_day])
                .observe(text!["/roles/departures/", index, "/last_day"], last_day)
                .remedy(text!["give `", subject, "` an owner who has not left"]);
        }
        unknown = unknown.or(of.untimed);
    }
    if let Some(index) = unknown {
        return absent(code, subject, &text!["/roles/departures/", index, "/last_day"]);
    }
    let owners: Vec<&str> = owners.into_keys().collect();
    let answers = if owners.len() == 1 { " answers for it" } else { " answer for it" };
    let mut check = Check::pass(code, subject, text![listed(&owners), answers]);
    for held in all {
        check = saw(check, held, "owner", held.of.owner);
    }
    check
}
