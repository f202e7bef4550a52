//! The rows about one subject in one role: approved, reviewed, not revoked, in use?

use crate::cadence::{ago, days};
use crate::decisions::{Decisions, Kept};
use crate::directory::{Directory, Held, Role};
use crate::params::Approval;
use crate::rows::{Flags, absent, place, review_at, saw, saw_time, worse, wrong};
use clearance_rule::prelude::*;
use clearance_rule::text::count;
use clearance_rule::time;

/// Makes the row of one way in which a subject holds a role.
type Judge = fn(&Grant<'_, '_>) -> Check;

/// One way in which a subject holds a role.
struct Grant<'d, 'a> {
    directory: &'d Directory<'a>,
    decisions: &'d Decisions,
    held: &'d Held<'a>,
    role: &'d Role<'a>,
    subject: &'a str,
    /// What its rows are about.
    name: &'d str,
}

pub(crate) fn rows(directory: &Directory<'_>, flags: &mut Flags, outcome: &mut Outcome) {
    let judges: &[Judge] = &[approved, reviewed, revoked, used];
    let judges = if directory.rule.dormant_days.is_some() { judges } else { &judges[..3] };
    for subject in directory.holders() {
        for pairing in subject.pairings.iter().filter(|pairing| directory.is_release_role(pairing.role)) {
            let role = &directory.roles[pairing.role];
            let name = text![subject.name, " as ", role.name];
            for judge in judges {
                let mut worst: Option<Check> = None;
                for held in &pairing.held {
                    let decisions = &pairing.decisions;
                    let check = judge(&Grant { directory, decisions, held, role, subject: subject.name, name: &name });
                    flags.note(&check, &[*held]);
                    worst = Some(worse(worst, check));
                }
                outcome.checks.extend(worst);
            }
        }
    }
}

impl Grant<'_, '_> {
    fn at(&self) -> Timestamp {
        self.directory.at
    }

    fn granted(&self) -> Option<Timestamp> {
        self.held.of.granted_at.map(|granted| granted.timestamp)
    }

    fn absent(&self, code: &str, field: &str) -> Check {
        absent(code, self.name, &place(self.held, field))
    }

    /// Who approved the grant, if that is enough.
    fn approval(&self) -> Option<String> {
        let approver = self.held.of.approved_by.filter(|approver| !approver.trim().is_empty());
        let approver = approver.filter(|approver| !self.directory.same(approver, self.subject));
        let ticket = self.held.of.ticket.filter(|ticket| !ticket.trim().is_empty());
        match (self.directory.rule.approval, approver, ticket) {
            (Approval::Either | Approval::Approver, Some(approver), _) => Some(text!["approved by `", approver, "`"]),
            (Approval::Either | Approval::Ticket, _, Some(ticket)) => Some(text!["asked for in `", ticket, "`"]),
            (Approval::Both, Some(approver), Some(ticket)) => {
                Some(text!["approved by `", approver, "`, asked for in `", ticket, "`"])
            }
            _ => None,
        }
    }
}

fn approved(grant: &Grant<'_, '_>) -> Check {
    const CODE: &str = "unapproved-access";
    let Grant { directory, decisions, held, name, .. } = grant;
    let kept = grant.granted().and_then(|granted| decisions.kept_since(granted));
    let check = if let Some(kept) = kept {
        Check::pass(CODE, *name, text!["kept on ", time::date(kept.at), " ", review_at(directory, kept.review)])
    } else if let Some(approval) = grant.approval() {
        Check::pass(CODE, *name, approval)
    } else if directory.reviews.is_none() {
        absent(CODE, name, "/roles/reviews")
    } else if let Kept::Perhaps(pointer) = decisions.kept(held) {
        absent(CODE, name, &pointer)
    } else {
        let when = grant.granted().map_or_else(String::new, |granted| text![" on ", time::date(granted)]);
        let by = held.of.granted_by.map_or_else(String::new, |by| text![" by `", by, "`"]);
        let needed = directory.rule.approval.needed();
        let message = text!["granted", when, by, " without ", needed, ", and no review has kept it since"];
        Check::fail(CODE, *name, message).severity(Severity::High).remedy(text![
            "supply ",
            needed,
            " for `/roles/assignments/",
            held.index,
            "`, or have a review keep it"
        ])
    };
    let check = saw_time(check, held, "granted_at", held.of.granted_at);
    let check = saw(check, held, "approved_by", held.of.approved_by);
    saw(check, held, "ticket", held.of.ticket).required(directory.rule.approval.needed())
}

fn reviewed(grant: &Grant<'_, '_>) -> Check {
    const CODE: &str = "unreviewed-access";
    let Grant { directory, decisions, held, name, .. } = grant;
    let rule = directory.rule;
    let holds = |then: Timestamp| rule.holds(then, grant.at());
    let check = match grant.granted() {
        None => grant.absent(CODE, "granted_at"),
        Some(granted) if granted > grant.at() => {
            let text = held.of.granted_at.map_or("", |granted| granted.text);
            wrong(CODE, name, &place(held, "granted_at"), text, "is later than the decision")
        }
        Some(granted) => {
            let kept = decisions.kept_since(granted);
            let perhaps = decisions.perhaps_kept_since(granted);
            match (kept, perhaps) {
                (Some(kept), _) if holds(kept.at) => {
                    let review = review_at(directory, kept.review);
                    Check::pass(CODE, *name, text!["kept ", review, ", ", rule.due(kept.at)])
                }
                _ if holds(granted) => {
                    Check::pass(CODE, *name, text!["granted on ", time::date(granted), ", ", rule.due(granted)])
                }
                (_, Some(perhaps)) if holds(perhaps.at) => {
                    absent(CODE, name, &text!["/roles/reviews/", perhaps.review, "/reviewer"])
                }
                _ if directory.reviews.is_none() => absent(CODE, name, "/roles/reviews"),
                (Some(kept), _) => {
                    let review = review_at(directory, kept.review);
                    Check::fail(CODE, *name, text!["last kept on ", ago(kept.at, grant.at()), ", ", review])
                }
                (None, _) => {
                    let message = text!["granted on ", ago(granted, grant.at()), ", and no review has kept it since"];
                    Check::fail(CODE, *name, message)
                }
            }
        }
    };
    let check = match check.status {
        Status::Unknown => check,
        _ => saw_time(check, held, "granted_at", held.of.granted_at),
    };
    check
        .required(text!["granted or kept by a review ", rule.cadence()])
        .remedy("have a review decide on it, by somebody who does not hold the role")
}

fn revoked(grant: &Grant<'_, '_>) -> Check {
    const CODE: &str = "revoked-access";
    let Grant { directory, decisions, held, name, .. } = grant;
    // A grant without its time may be the one that was revoked.
    let revoked = decisions.revoked_since(grant.granted().unwrap_or(Timestamp::MIN));
    let overdue = revoked.filter(|revoked| directory.revoke_by(*revoked) < grant.at());
    let check = if let Some(revoked) = overdue {
        let review = review_at(directory, revoked.review);
        let message = text!["revoked on ", ago(revoked.at, grant.at()), ", ", review, ", and still held"];
        Check::fail(CODE, *name, message).severity(Severity::High).remedy(text![
            "take `",
            held.of.role,
            "` from `",
            grant.subject,
            "`"
        ])
    } else if directory.reviews.is_none() {
        absent(CODE, name, "/roles/reviews")
    } else if let Some((pointer, is)) = &decisions.unclear {
        let verb = if *is == "is absent" { "supply" } else { "correct" };
        Check::unknown(CODE, *name, text!["`", pointer, "` ", is]).remedy_if_unknown(text![
            verb,
            " the fact `",
            pointer,
            "`"
        ])
    } else if let Some(review) = grant.role.unread {
        absent(CODE, name, &text!["/roles/reviews/", review, "/decisions"])
    } else if let Some(revoked) = revoked {
        let review = review_at(directory, revoked.review);
        let by = time::date(directory.revoke_by(revoked));
        Check::pass(CODE, *name, text!["revoked ", review, ", to be taken away by ", by])
    } else {
        Check::pass(CODE, *name, "no review revoked it")
    };
    let check = match revoked {
        Some(revoked) => saw_time(check, held, "granted_at", held.of.granted_at)
            .observe(text!["/roles/reviews/", revoked.review, "/completed_at"], completed(directory, revoked.review)),
        None => check,
    };
    check.required(text!["taken away within ", count(directory.rule.revoke_days, "day"), " of the review"])
}

fn completed<'a>(directory: &Directory<'a>, review: usize) -> &'a str {
    let review = directory.reviews.and_then(|reviews| reviews.get(review));
    review.and_then(|review| review.completed_at).map_or("", |completed| completed.text)
}

fn used(grant: &Grant<'_, '_>) -> Check {
    const CODE: &str = "dormant-access";
    let Grant { directory, held, name, .. } = grant;
    let at = grant.at();
    let most = directory.rule.dormant_days.unwrap_or_default();
    let recent = |then: Timestamp| then <= at && at.saturating_sub(then) <= days(most);
    let last_used = held.of.last_used.map(|used| used.timestamp);
    let check = match (last_used, grant.granted()) {
        (Some(used), _) if recent(used) => Check::pass(CODE, *name, text!["last used on ", ago(used, at)]),
        (_, Some(granted)) if recent(granted) => Check::pass(CODE, *name, text!["granted on ", ago(granted, at)]),
        (None, _) => return grant.absent(CODE, "last_used").severity(Severity::Low),
        (Some(used), _) if used > at => {
            let text = held.of.last_used.map_or("", |used| used.text);
            wrong(CODE, name, &place(held, "last_used"), text, "is later than the decision")
        }
        (Some(used), _) => Check::fail(CODE, *name, text!["last used on ", ago(used, at)]).remedy(text![
            "take `",
            held.of.role,
            "` from `",
            grant.subject,
            "`"
        ]),
    };
    let check = match check.status {
        Status::Unknown => check,
        _ => saw_time(check, held, "last_used", held.of.last_used),
    };
    check.severity(Severity::Low).required(text!["used or granted within ", count(most, "day")])
}
