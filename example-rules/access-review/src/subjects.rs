//! The rows about subjects: have they left, did they gather roles, does somebody answer for the service accounts?

use crate::directory::{Directory, Held, Kept};
use crate::params::AccessReview;
use crate::rows::{Flags, absent, listed, place, saw, saw_time, wrong};
use clearance_rule::prelude::*;
use clearance_rule::sections::Departure;
use clearance_rule::text::count;
use clearance_rule::time::{self, At, DAY};
use std::collections::{BTreeMap, BTreeSet};

const LEAVER: &str = "leaver-access";

/// What a subject holds, by role.
type Roles<'a> = BTreeMap<&'a str, Vec<Held<'a>>>;

/// A departure whose time has come, with its place in the facts.
type Gone<'a> = (Timestamp, usize, &'a Departure<'a>);

/// The departures of one subject, as far as they matter.
#[derive(Debug, Default)]
struct Departures<'a> {
    /// The first time that it left.
    left: Option<Gone<'a>>,
    /// The last time that it moved.
    moved: Option<Gone<'a>>,
    /// A departure that does not say when.
    untimed: Option<usize>,
    /// One whose time or grace is not over.
    to_come: Option<Gone<'a>>,
}

pub(crate) fn rows<'a>(
    directory: &Directory<'a>,
    departures: Option<&'a [Departure<'a>]>,
    flags: &mut Flags,
    outcome: &mut Outcome,
) {
    let release_roles: BTreeSet<&str> = directory.rule.roles.iter().map(String::as_str).collect();
    let departures = departures.map(|departures| by_subject(directory, departures));
    for (subject, roles) in &directory.held {
        let all: Vec<Held<'_>> = roles.values().flatten().copied().collect();
        let left = match &departures {
            Some(departures) => leaver(directory, subject, &all, departures.get(subject)),
            None => absent(LEAVER, subject, "/roles/departures"),
        };
        flags.note(LEAVER, &left, &all);
        outcome.push(left);
        let creep = creep(directory, subject, roles, &release_roles);
        flags.note("privilege-creep", &creep, &all);
        outcome.push(creep);
        if let Some(owner) = owner(directory.rule, subject, &all, departures.as_ref()) {
            flags.note("service-account-owner", &owner, &all);
            outcome.push(owner);
        }
    }
}

fn by_subject<'a>(directory: &Directory<'a>, departures: &'a [Departure<'a>]) -> BTreeMap<&'a str, Departures<'a>> {
    let mut all: BTreeMap<&str, Departures<'a>> = BTreeMap::new();
    let grace = grace(directory.rule);
    for (index, departure) in departures.iter().enumerate() {
        let of = all.entry(directory.rule.canonical(departure.subject)).or_default();
        let Some(over) = departure.last_day.map(over) else {
            of.untimed = of.untimed.or(Some(index));
            continue;
        };
        let gone = (over, index, departure);
        if over.saturating_add(grace) >= directory.at {
            of.to_come = Some(gone);
        } else if departure.kind == Some("moved") {
            if of.moved.is_none_or(|moved| moved.0 < over) {
                of.moved = Some(gone);
            }
        } else if of.left.is_none_or(|left| left.0 > over) {
            of.left = Some(gone);
        }
    }
    all
}

/// When a last day is over: a date is a day until its end.
fn over(last_day: At<'_>) -> Timestamp {
    let is_date = last_day.text.len() == "2026-11-23".len();
    if is_date { last_day.timestamp.saturating_add(DAY) } else { last_day.timestamp }
}

fn leaver(directory: &Directory<'_>, subject: &str, all: &[Held<'_>], departures: Option<&Departures<'_>>) -> Check {
    let nothing = Departures::default();
    let departures = departures.unwrap_or(&nothing);
    let check = if let Some(gone) = departures.left {
        gone_but_holding("left", Severity::Critical, subject, all, gone)
    } else if let Some(gone) = departures.moved {
        // What was granted after a move is of the new place. A grant without its time may be of the old one.
        let granted_since = |held: &Held<'_>| held.of.granted_at.is_some_and(|granted| granted.timestamp > gone.0);
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
    let (_, index, departure) = gone;
    let last_day = departure.last_day.map_or("", |last_day| last_day.text);
    let roles: BTreeSet<&str> = kept.iter().map(|held| held.of.role).collect();
    let roles: Vec<&str> = roles.into_iter().collect();
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
        (None, Some((over, index, departure))) => {
            let last_day = departure.last_day.map_or("", |last_day| last_day.text);
            let by = time::utc(over.saturating_add(grace(directory.rule)));
            let verb = if over > directory.at { "goes on " } else { "went on " };
            Check::pass(LEAVER, subject, text![verb, last_day, ", and may hold its roles until ", by])
                .observe(text!["/roles/departures/", index, "/last_day"], last_day)
        }
        (None, None) => Check::pass(LEAVER, subject, found),
    }
}

fn grace(rule: &AccessReview) -> Timestamp {
    Timestamp::from(rule.leaver_grace_hours) * (DAY / 24)
}

/// Holds the number of roles beside that of the roles which reviews have kept.
fn creep<'a>(directory: &Directory<'a>, subject: &'a str, roles: &Roles<'a>, release_roles: &BTreeSet<&str>) -> Check {
    const CODE: &str = "privilege-creep";
    let mut confirmed = 0_usize;
    let mut perhaps = 0_usize;
    let mut new: Vec<&str> = Vec::new();
    let mut granted: Vec<Held<'_>> = Vec::new();
    let mut untold: Option<String> = None;
    let held = roles.iter().filter(|(role, _)| release_roles.contains(*role));
    for (role, assignments) in held {
        let decisions = directory.decisions(subject, role);
        let mut kept: Vec<Kept> = assignments.iter().map(|held| decisions.kept(held)).collect();
        if kept.iter().all(|kept| *kept == Kept::Yes) {
            confirmed += 1;
            continue;
        }
        new.push(role);
        granted.extend(assignments.iter().copied());
        if !kept.contains(&Kept::No) {
            perhaps += 1;
            kept.retain(|kept| *kept != Kept::Yes);
            if let Some(Kept::Perhaps(pointer)) = kept.pop() {
                untold = untold.or(Some(pointer));
            }
        }
    }
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
fn owner(
    rule: &AccessReview,
    subject: &str,
    all: &[Held<'_>],
    departures: Option<&BTreeMap<&str, Departures<'_>>>,
) -> Option<Check> {
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
        (_, _, None) => match departures {
            None => absent(CODE, subject, "/roles/departures"),
            Some(departures) => owned(rule, CODE, subject, all, departures),
        },
    };
    Some(check.required("an owner who has not left"))
}

/// Whether all of its owners are still there.
fn owned(
    rule: &AccessReview,
    code: &str,
    subject: &str,
    all: &[Held<'_>],
    departures: &BTreeMap<&str, Departures<'_>>,
) -> Check {
    let owners: BTreeSet<&str> = all.iter().filter_map(|held| held.of.owner).collect();
    let mut unknown = None;
    for owner in &owners {
        let Some(of) = departures.get(rule.canonical(owner)) else { continue };
        if let Some((_, index, departure)) = of.left.or(of.moved) {
            let last_day = departure.last_day.map_or("", |last_day| last_day.text);
            return Check::fail(code, subject, text!["its owner `", owner, "` went on ", last_day])
                .observe(text!["/roles/departures/", index, "/last_day"], last_day)
                .remedy(text!["give `", subject, "` an owner who has not left"]);
        }
        unknown = unknown.or(of.untimed);
    }
    if let Some(index) = unknown {
        return absent(code, subject, &text!["/roles/departures/", index, "/last_day"]);
    }
    let owners: Vec<&str> = owners.into_iter().collect();
    let answers = if owners.len() == 1 { " answers for it" } else { " answer for it" };
    let check = Check::pass(code, subject, text![listed(&owners), answers]);
    all.iter().fold(check, |check, held| saw(check, held, "owner", held.of.owner))
}
