//! From envelopes to people: whose signature each is, what it says, and whether that counts.

use crate::bound::{Bound, Digested, short};
use crate::dsse::{ABSENT, Opened, Verdict, verify};
use crate::duties::Duties;
use crate::facts::Facts;
use crate::params::DualApproval;
use crate::people::Key;
use crate::requirements;
use crate::rows::{Kind, Rows, item};
use crate::statement::{Decision, NotOne, PAYLOAD_TYPE, Statement};
use clearance_rule::prelude::*;
use clearance_rule::sections::Envelope;
use clearance_rule::text::count;
use clearance_rule::text::joined;
use clearance_rule::time::utc;

const SIGNATURE: Kind = Kind { code: "approval-signature", required: "verifies with a key of the policy" };
const APPROVAL: Kind = Kind { code: "approval", required: "an approval that counts" };
pub(crate) const REJECTION: Kind = Kind { code: "rejection", required: "no rejection that stands" };
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

/// Reads every envelope, in rows of their order.
pub(crate) fn read(context: &Context<'_, '_>, rows: &mut Rows) -> Approvals {
    let mut reading = Reading {
        context,
        rows,
        found: Approvals::default(),
        counting: Vec::new(),
        left: context.rule.max_verifications,
        seen: Vec::new(),
    };
    for (i, envelope) in context.facts.approvals.iter().flatten().enumerate() {
        reading.envelope(&item("/approvals", i), envelope);
        if reading.found.unchecked {
            break;
        }
    }
    reading.settle();
    reading.found
}

/// What was read so far.
struct Reading<'r, 'a> {
    context: &'r Context<'r, 'a>,
    rows: &'r mut Rows,
    found: Approvals,
    counting: Vec<Counting>,
    /// How many signatures may still be verified.
    left: u32,
    /// The signatures that were verified, with the envelope that each is of, and where they stand.
    seen: Vec<(&'a str, &'r Envelope<'a>, String)>,
}

impl<'r, 'a> Reading<'r, 'a> {
    fn envelope(&mut self, place: &str, envelope: &'r Envelope<'a>) {
        let opened = match Opened::of(envelope) {
            Ok(opened) => opened,
            Err((field, what)) => return self.unreadable(place, field, what),
        };
        let Some(signatures) = &envelope.signatures else {
            return self.unreadable(place, "signatures", ABSENT);
        };
        if signatures.is_empty() {
            return self.foreign(place, "nobody has signed it".to_owned());
        }
        let mut statement = None;
        for (j, signature) in signatures.iter().enumerate() {
            let sig_place = item(&joined(&[place, "/signatures"]), j);
            let Some(sig) = signature.sig else {
                self.unreadable(&sig_place, "sig", ABSENT);
                continue;
            };
            let same =
                |other: &Envelope<'_>| other.payload == envelope.payload && other.payload_type == envelope.payload_type;
            if let Some((_, _, first)) = self.seen.iter().find(|(other, of, _)| *other == sig && same(of)) {
                let message = joined(&["is the same as `", first, "`"]);
                self.foreign(&sig_place, message);
                continue;
            }
            let verdict = verify(&self.context.rule.state, &opened, signature.keyid, sig, &mut self.left);
            self.signature(&sig_place, &verdict);
            if self.found.unchecked {
                return;
            }
            if signature.keyid.is_some() {
                self.rows.see(&[&sig_place, "/keyid"], signature.keyid);
            }
            self.rows.see(&[&sig_place, "/sig"], Some(sig));
            if let Verdict::Verified(key) = verdict {
                let rule = self.context.rule;
                let statement = statement.get_or_insert_with(|| Statement::read(&opened.payload, &rule.predicate_type));
                self.seen.push((sig, envelope, sig_place));
                self.statement(opened.payload_type, statement, key);
                self.rows.see(&[place, "/payload"], envelope.payload);
            }
        }
    }

    fn foreign(&mut self, place: &str, message: String) {
        self.rows.add(SIGNATURE, place, Status::NotApplicable, message, &[]);
    }

    fn unreadable(&mut self, place: &str, field: &str, what: &str) {
        let message = joined(&["`", place, "/", field, "` ", what]);
        let remedy = "supply the envelope as it was signed, or take it out of `/approvals`";
        self.rows.add(SIGNATURE, place, Status::Unknown, message, &[remedy]);
        if what == ABSENT {
            self.rows.see(&[place, "/", field], None);
        }
    }

    fn signature(&mut self, place: &str, verdict: &Verdict<'_>) {
        let people = &self.context.rule.state;
        match verdict {
            Verdict::Verified(key) => {
                let name = people.name(key.owner);
                let message = joined(&["verifies with the ", key.public.algorithm(), " key of `", name, "`"]);
                self.rows.add(SIGNATURE, name, Status::Pass, message, &[]);
            }
            Verdict::Broken(key) => {
                let name = people.name(key.owner);
                let message = joined(&["names a key of `", name, "` and does not verify with it"]);
                let remedy = ["have `", name, "` sign what is to be approved, and take `", place, "` out"];
                self.rows.add(SIGNATURE, name, Status::Fail, message, &remedy);
            }
            Verdict::Unreadable => self.unreadable(place, "sig", "is not Base64 of a signature"),
            Verdict::Foreign => self.foreign(place, "verifies with no key of the policy".to_owned()),
            Verdict::Unchecked => {
                self.found.unchecked = true;
                let attempts = count(self.context.rule.max_verifications, "attempt");
                let message = joined(&["it and what follows it was not verified, after ", &attempts]);
                let remedy = "name the key of each signature in its `keyid`, take out of `/approvals` what is not about the release, \
                              or raise the parameter `max_verifications`";
                self.rows.add(SIGNATURE, place, Status::Unknown, message, &[remedy]);
            }
        }
    }

    /// The row of one statement by one person: `pass` where it counts, as far as can be told without the others.
    fn statement(&mut self, payload_type: &str, statement: &Result<Statement, NotOne>, key: &Key) {
        let name = self.context.rule.state.name(key.owner);
        let not_one = match statement {
            _ if payload_type != PAYLOAD_TYPE => joined(&["signs no statement, but `", start(payload_type), "`"]),
            Err(NotOne::Other(kind)) => joined(&["signs no approval, but `", start(kind), "`"]),
            Err(NotOne::Unreadable(what)) => {
                let message = joined(&["what was signed cannot be read: ", what]);
                let remedy = ["have `", name, "` sign a statement as the rule describes it, or take this one out"];
                return self.rows.add(APPROVAL, name, Status::Unknown, message, &remedy);
            }
            Ok(statement) => return self.judged(statement, key, name),
        };
        self.rows.add(APPROVAL, name, Status::NotApplicable, not_one, &[]);
    }

    fn judged(&mut self, statement: &Statement, key: &Key, name: &str) {
        let approves = statement.decision == Decision::Approved;
        let (kind, how) = if approves { (APPROVAL, "approved at ") } else { (REJECTION, "rejected at ") };
        let people = &self.context.rule.state;
        if !statement.approvers.iter().any(|approver| people.called(approver) == Some(key.owner)) {
            let says = statement.approvers.first().map_or("", |says| start(says));
            let message = joined(&["says that it is by `", says, "`, and is signed with a key of `", name, "`"]);
            let remedy =
                ["have `", name, "` sign a statement that names `", name, "` as its `approver`, and take this one out"];
            return self.rows.add(kind, name, Status::Fail, message, &remedy);
        }
        if let Some(why) = self.context.rejects(&mut self.found, statement, key) {
            return self.rows.add(kind, name, Status::NotApplicable, why, &[]);
        }
        let comment = statement.comment.as_deref().filter(|_| !approves);
        let colon = if comment.is_some() { ": " } else { "" };
        let message = joined(&[how, &utc(statement.at), colon, start(comment.unwrap_or_default())]);
        let place = self.seen.last().map(|(_, _, place)| place.clone()).unwrap_or_default();
        let (person, decision, at) = (key.owner, statement.decision, statement.at);
        self.counting.push(Counting { person, decision, at, row: self.rows.0.len(), place });
        self.rows.add(kind, name, Status::Pass, message, &[]);
    }

    /// Compares the statements of each person with each other: the newest approval counts once, unless a rejection came after it.
    fn settle(&mut self) {
        let rule = self.context.rule;
        for (i, one) in self.counting.iter().enumerate() {
            let last = last_word(&self.counting, one.person).unwrap_or(i);
            let Some(row) = self.rows.0.get_mut(one.row) else { continue };
            if last != i {
                let how = match (one.decision, self.counting[last].decision) {
                    (Decision::Approved, Decision::Approved) => "; counts already by `",
                    (Decision::Approved, Decision::Rejected) => "; is withdrawn by `",
                    (Decision::Rejected, Decision::Approved) => "; is taken back by `",
                    (Decision::Rejected, Decision::Rejected) => "; is repeated by `",
                };
                row.status = Status::NotApplicable;
                row.message.push_str(&joined(&[how, &self.counting[last].place, "`"]));
            } else if one.decision == Decision::Approved {
                let after = self.found.approvers.iter().position(|other| *other > one.person);
                self.found.approvers.insert(after.unwrap_or(self.found.approvers.len()), one.person);
            } else if rule.rejections_block {
                self.found.rejected = true;
                let name = rule.state.name(one.person);
                row.status = Status::Fail;
                row.severity = Severity::Critical;
                row.remedy =
                    Some(joined(&["settle what `", name, "` objects to, and have `", name, "` sign an approval"]));
            } else {
                row.status = Status::NotApplicable;
                row.message.push_str("; the policy does not let it block");
            }
        }
    }
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
            return Some(joined(&["expired at ", &utc(expires)]));
        }
        if !approves {
            return None;
        }
        let age = self.at.saturating_sub(statement.at);
        if age < 0 {
            return Some(joined(&["is dated ", &utc(statement.at), ", after the decision"]));
        }
        if let Some(hours) = self.rule.max_age_hours.filter(|hours| age > HOUR.saturating_mul(i64::from(*hours))) {
            let hours = count(hours, "hour");
            return Some(joined(&["was given at ", &utc(statement.at), ", more than ", &hours, " ago"]));
        }
        (self.rule.expiry_required && statement.expires.is_none()).then(|| "does not say when it expires".to_owned())
    }

    /// Whether it is about other artifacts. An approval is to cover all that is deployed; a rejection stops it with one.
    fn about_others(&self, statement: &Statement, approves: bool) -> Option<String> {
        let uncovered = |artifact: &&Digested<'_>| !statement.digests.contains_key(&artifact.sha256);
        let missing: Vec<&Digested<'_>> = self.bound.artifacts.iter().filter(uncovered).collect();
        if !approves {
            let none = self.bound.known && missing.len() == self.bound.artifacts.len();
            return none.then(|| "is about nothing that is deployed".to_owned());
        }
        let Some(first) = missing.first() else {
            return (!self.bound.known).then(|| "cannot be held to what is deployed, which is not known".to_owned());
        };
        let mut text = joined(&["does not cover `", first.name, "` (sha256:", short(&first.sha256), ")"]);
        if missing.len() > 1 {
            text.push_str(&joined(&[" and ", &count(missing.len() - 1, "other")]));
        }
        Some(text)
    }

    fn of_other_release(&self, approvals: &mut Approvals, statement: &Statement, approves: bool) -> Option<String> {
        let id = self.facts.release.as_ref().and_then(|release| release.id);
        match (statement.release.as_deref(), id) {
            (None, _) if approves && self.rule.release_required => Some("does not name the release".to_owned()),
            (Some(named), Some(id)) if named != id => Some(joined(&["is for the release `", start(named), "`"])),
            (Some(named), None) if approves => {
                approvals.release_unknown = true;
                Some(joined(&["is for the release `", start(named), "`, and `/release/id` is absent"]))
            }
            _ => None,
        }
    }
}
