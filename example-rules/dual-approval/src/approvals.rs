//! From envelopes to people: whose signature each is, what it says, and whether that counts.

use crate::bound::{Bound, short};
use crate::dsse::{Opened, Verdict, verify};
use crate::duties::Duties;
use crate::facts::Facts;
use crate::params::DualApproval;
use crate::people::Key;
use crate::requirements;
use crate::row::{item, join, row, see};
use crate::statement::{Decision, NotOne, PAYLOAD_TYPE, Statement};
use clearance_rule::prelude::*;
use clearance_rule::time::utc;
use std::collections::BTreeMap;

const SIGNATURE: &str = "approval-signature";
const APPROVAL: &str = "approval";
const REJECTION: &str = "rejection";
const HOUR: Timestamp = 3_600_000;

/// What is known when statements are judged.
#[derive(Debug)]
pub(crate) struct Context<'c, 'a> {
    pub(crate) rule: &'c DualApproval,
    pub(crate) facts: &'c Facts<'a>,
    pub(crate) bound: &'c Bound<'a>,
    pub(crate) duties: &'c Duties,
    pub(crate) at: Timestamp,
}

/// What the envelopes came to.
#[derive(Debug, Default)]
pub(crate) struct Approvals {
    /// Rows, in the order of the envelopes.
    pub(crate) rows: Vec<Check>,
    /// Those who approved, in the order of their names.
    pub(crate) approvers: Vec<usize>,
    /// Those whose rejection stands.
    pub(crate) rejected: bool,
    /// Whether signatures are left that were not verified.
    pub(crate) unchecked: bool,
    /// Whether a statement would count if `/release/id` were known.
    pub(crate) release_unknown: bool,
}

/// A statement by somebody that counts, as far as it can be told without the others.
struct Counting {
    person: usize,
    decision: Decision,
    at: Timestamp,
    /// Its row, by number.
    row: usize,
    /// Where its signature stands.
    place: String,
}

/// Reads every envelope.
pub(crate) fn read(context: &Context<'_, '_>) -> Approvals {
    let mut approvals = Approvals::default();
    let mut counting = Vec::new();
    let mut left = context.rule.max_verifications;
    let mut seen: BTreeMap<[&str; 4], String> = BTreeMap::new();
    for (i, envelope) in context.facts.approvals.iter().flatten().enumerate() {
        let place = item("/approvals", i);
        let opened = match Opened::of(envelope) {
            Ok(opened) => opened,
            Err((field, what)) => {
                approvals.rows.push(unreadable(&place, field, what));
                continue;
            }
        };
        let Some(signatures) = &envelope.signatures else {
            approvals.rows.push(unreadable(&place, "signatures", "is absent"));
            continue;
        };
        let place = join(&[&place, "/signatures"]);
        if signatures.is_empty() {
            approvals.rows.push(foreign(&place, "nobody has signed the envelope".to_owned()));
        }
        let mut statement = None;
        for (j, signature) in signatures.iter().enumerate() {
            let place = item(&place, j);
            let Some(sig) = signature.sig else {
                approvals.rows.push(unreadable(&place, "sig", "is absent"));
                continue;
            };
            let same =
                [opened.payload_type, envelope.payload.unwrap_or_default(), sig, signature.keyid.unwrap_or_default()];
            if let Some(first) = seen.get(&same) {
                approvals.rows.push(foreign(&place, join(&["is the same as `", first, "`"])));
                continue;
            }
            seen.insert(same, place.clone());
            let verdict = verify(&context.rule.state, &opened, signature.keyid, sig, &mut left);
            if let Verdict::Unchecked = verdict {
                approvals.unchecked = true;
                approvals.rows.push(unchecked(context.rule, &place));
                return settle(context, approvals, &counting);
            }
            let mut check = signature_row(context.rule, &place, &verdict);
            if signature.keyid.is_some() {
                see(&mut check, join(&[&place, "/keyid"]), signature.keyid);
            }
            see(&mut check, join(&[&place, "/sig"]), Some(sig));
            approvals.rows.push(check);
            if let Verdict::Verified(key) = verdict {
                let statement =
                    statement.get_or_insert_with(|| Statement::read(&opened.payload, &context.rule.predicate_type));
                let (code, status, message, remedy) = judged(context, &mut approvals, &opened, statement, key);
                let required = if code == APPROVAL { "an approval that counts" } else { "no rejection that stands" };
                let mut check = row(code, context.rule.state.name(key.owner), status, message, required, remedy);
                see(&mut check, join(&[&item("/approvals", i), "/payload"]), envelope.payload);
                if status == Status::Pass
                    && let Ok(statement) = statement
                {
                    let (decision, at) = (statement.decision, statement.at);
                    counting.push(Counting { person: key.owner, decision, at, row: approvals.rows.len(), place });
                }
                approvals.rows.push(check);
            }
        }
    }
    settle(context, approvals, &counting)
}

fn signature(subject: &str, status: Status, message: String, remedy: String) -> Check {
    let mut check = row(SIGNATURE, subject, status, message, "verifies with a key of the policy", remedy);
    if matches!(status, Status::Fail | Status::Unknown) {
        check.severity = Severity::High;
    }
    check
}

fn foreign(place: &str, message: String) -> Check {
    signature(place, Status::NotApplicable, message, String::new())
}

fn unreadable(place: &str, field: &str, what: &str) -> Check {
    let pointer = join(&[place, "/", field]);
    let message = join(&["`", &pointer, "` ", what]);
    signature(
        place,
        Status::Unknown,
        message,
        "supply the envelope as it was signed, or take it out of `/approvals`".to_owned(),
    )
}

fn unchecked(rule: &DualApproval, place: &str) -> Check {
    let attempts = clearance_rule::text::count(rule.max_verifications, "attempt");
    let message = join(&["it and what follows it was not verified, after ", &attempts]);
    let remedy = "name the key of each signature in its `keyid`, take out of `/approvals` what is not about the release, or raise \
                  the parameter `max_verifications`";
    signature(place, Status::Unknown, message, remedy.to_owned())
}

fn signature_row(rule: &DualApproval, place: &str, verdict: &Verdict<'_>) -> Check {
    match verdict {
        Verdict::Verified(key) => {
            let name = rule.state.name(key.owner);
            let message = join(&["verifies with the ", key.public.algorithm(), " key of `", name, "`"]);
            signature(name, Status::Pass, message, String::new())
        }
        Verdict::Broken(key) => {
            let name = rule.state.name(key.owner);
            let message = join(&["names a key of `", name, "` and does not verify with it"]);
            let remedy = join(&["have `", name, "` sign what is to be approved, and take `", place, "` out"]);
            signature(name, Status::Fail, message, remedy)
        }
        Verdict::Unreadable => unreadable(place, "sig", "is not Base64 of a signature"),
        Verdict::Foreign | Verdict::Unchecked => foreign(place, "verifies with no key of the policy".to_owned()),
    }
}

/// Code, status, message and remedy of the row of a statement.
type Judged = (&'static str, Status, String, String);

/// The row of one statement by one person: `pass` where it counts, as far as can be told without the others.
fn judged(
    context: &Context<'_, '_>,
    approvals: &mut Approvals,
    opened: &Opened<'_>,
    statement: &Result<Statement, NotOne>,
    key: &Key,
) -> Judged {
    let name = context.rule.state.name(key.owner);
    if opened.payload_type != PAYLOAD_TYPE {
        let message = join(&["signs no statement, but `", start(opened.payload_type), "`"]);
        return (APPROVAL, Status::NotApplicable, message, String::new());
    }
    let statement = match statement {
        Ok(statement) => statement,
        Err(NotOne::Other(kind)) => {
            return (
                APPROVAL,
                Status::NotApplicable,
                join(&["signs no approval, but `", start(kind), "`"]),
                String::new(),
            );
        }
        Err(NotOne::Unreadable(what)) => {
            let message = join(&["what was signed cannot be read: ", what]);
            let remedy = join(&["have `", name, "` sign a statement as the rule describes it, or take this one out"]);
            return (APPROVAL, Status::Unknown, message, remedy);
        }
    };
    let approves = statement.decision == Decision::Approved;
    let code = if approves { APPROVAL } else { REJECTION };
    if !statement.approvers.iter().any(|approver| context.rule.state.called(approver) == Some(key.owner)) {
        let says = statement.approvers.first().map_or("", |says| start(says));
        let message = join(&["says that it is by `", says, "`, and is signed with a key of `", name, "`"]);
        let remedy = join(&[
            "have `",
            name,
            "` sign a statement that names `",
            name,
            "` as its `approver`, and take this one out",
        ]);
        return (code, Status::Fail, message, remedy);
    }
    if let Some(why) = context.rejects(approvals, statement, key) {
        return (code, Status::NotApplicable, why, String::new());
    }
    let how = if approves { "approved at " } else { "rejected at " };
    let comment = statement.comment.as_deref().filter(|_| !approves);
    let colon = if comment.is_some() { ": " } else { "" };
    (code, Status::Pass, join(&[how, &utc(statement.at), colon, start(comment.unwrap_or_default())]), String::new())
}

/// The start of a text of any length.
fn start(text: &str) -> &str {
    text.char_indices().nth(160).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

impl Context<'_, '_> {
    /// Why a statement does not count, whatever others there are.
    fn rejects(&self, approvals: &mut Approvals, statement: &Statement, key: &Key) -> Option<String> {
        let approves = statement.decision == Decision::Approved;
        if let Some(why) = key.refuses(statement.at, self.at).or_else(|| self.duties.bars(key.owner)) {
            return Some(why.to_owned());
        }
        if !self.rule.requirements.iter().any(|wanted| requirements::counts(self.rule, wanted, key.owner)) {
            return Some("belongs to no group that has to approve".to_owned());
        }
        self.out_of_time(statement, approves)
            .or_else(|| self.about_others(statement, approves))
            .or_else(|| self.of_other_release(approvals, statement, approves))
    }

    fn out_of_time(&self, statement: &Statement, approves: bool) -> Option<String> {
        if let Some(expires) = statement.expires.filter(|expires| self.at >= *expires) {
            return Some(join(&["expired at ", &utc(expires)]));
        }
        if !approves {
            return None;
        }
        let age = self.at.saturating_sub(statement.at);
        if age < 0 {
            return Some(join(&["is dated ", &utc(statement.at), ", after the decision"]));
        }
        if let Some(hours) = self.rule.max_age_hours.filter(|hours| age > HOUR.saturating_mul(i64::from(*hours))) {
            let hours = clearance_rule::text::count(hours, "hour");
            return Some(join(&["was given at ", &utc(statement.at), ", more than ", &hours, " ago"]));
        }
        (self.rule.expiry_required && statement.expires.is_none()).then(|| "does not say when it expires".to_owned())
    }

    /// Whether it is about other artifacts. An approval is to cover all that is deployed; a rejection stops it with one.
    fn about_others(&self, statement: &Statement, approves: bool) -> Option<String> {
        let missing = self.bound.not_among(&statement.digests);
        if !approves {
            let none = self.bound.known && missing.len() == self.bound.artifacts.len();
            return none.then(|| "is about nothing that is deployed".to_owned());
        }
        let Some(first) = missing.first() else {
            return (!self.bound.known).then(|| "cannot be held to what is deployed, which is not known".to_owned());
        };
        let mut text = join(&["does not cover `", first.name, "` (sha256:", short(&first.sha256), ")"]);
        if missing.len() > 1 {
            text.push_str(&join(&[" and ", &clearance_rule::text::count(missing.len() - 1, "other")]));
        }
        Some(text)
    }

    fn of_other_release(&self, approvals: &mut Approvals, statement: &Statement, approves: bool) -> Option<String> {
        let id = self.facts.release.as_ref().and_then(|release| release.id);
        match (statement.release.as_deref(), id) {
            (None, _) if approves && self.rule.release_required => Some("does not name the release".to_owned()),
            (Some(named), Some(id)) if named != id => Some(join(&["is for the release `", start(named), "`"])),
            (Some(named), None) if approves => {
                approvals.release_unknown = true;
                Some(join(&["is for the release `", start(named), "`, and `/release/id` is absent"]))
            }
            _ => None,
        }
    }
}

/// Compares the statements of each person with each other: the newest approval counts once, unless a rejection came after it.
fn settle(context: &Context<'_, '_>, mut approvals: Approvals, counting: &[Counting]) -> Approvals {
    for (i, one) in counting.iter().enumerate() {
        let last = last_word(counting, one.person).unwrap_or(i);
        let row = &mut approvals.rows[one.row];
        let approves = one.decision == Decision::Approved;
        if last != i {
            let how = match (one.decision, counting[last].decision) {
                (Decision::Approved, Decision::Approved) => "; counts already by `",
                (Decision::Approved, Decision::Rejected) => "; is withdrawn by `",
                (Decision::Rejected, Decision::Approved) => "; is taken back by `",
                (Decision::Rejected, Decision::Rejected) => "; is repeated by `",
            };
            row.status = Status::NotApplicable;
            row.message.push_str(&join(&[how, &counting[last].place, "`"]));
        } else if approves {
            let before = approvals.approvers.iter().position(|other| *other > one.person);
            approvals.approvers.insert(before.unwrap_or(approvals.approvers.len()), one.person);
        } else if context.rule.rejections_block {
            approvals.rejected = true;
            let name = context.rule.state.name(one.person);
            row.status = Status::Fail;
            row.severity = Severity::Critical;
            row.remedy = Some(join(&["settle what `", name, "` objects to, and have `", name, "` sign an approval"]));
        } else {
            row.status = Status::NotApplicable;
            row.message.push_str("; the policy does not let it block");
        }
    }
    approvals
}

/// The statement of a person that holds: the newest, and a rejection before an approval of the same time. There are no more than
/// signatures were verified.
fn last_word(counting: &[Counting], person: usize) -> Option<usize> {
    let mut last: Option<usize> = None;
    for (i, one) in counting.iter().enumerate().filter(|(_, one)| one.person == person) {
        let rank = |one: &Counting| (one.at, one.decision == Decision::Rejected);
        if last.is_none_or(|last| rank(one) > rank(&counting[last])) {
            last = Some(i);
        }
    }
    last
}
