//! From envelopes to people: whose signature each is, what it says, and whether that counts.

use crate::bound::{Bound, short};
use crate::dsse::{Opened, Verdict, verify};
use crate::duties::Duties;
use crate::facts::Facts;
use crate::params::DualApproval;
use crate::people::Key;
use crate::requirements;
use crate::statement::{Decision, NotOne, PAYLOAD_TYPE, Statement};
use clearance_rule::prelude::*;
use clearance_rule::sections::EnvelopeSignature;
use clearance_rule::time::utc;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

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
    place: String,
}

/// Reads every envelope.
pub(crate) fn read(context: &Context<'_, '_>) -> Approvals {
    let mut approvals = Approvals::default();
    let mut counting = Vec::new();
    let mut left = context.rule.max_verifications;
    let mut seen = BTreeMap::new();
    for (i, envelope) in context.facts.approvals.iter().flatten().enumerate() {
        let place = text!["/approvals/", i];
        let (opened, signatures) = match (Opened::of(envelope), envelope.signatures.as_deref()) {
            (Ok(opened), Some(signatures)) if !signatures.is_empty() => (opened, signatures),
            (_, Some([])) => {
                let check = Check::not_applicable(SIGNATURE, place.as_str(), "nobody has signed it");
                approvals.rows.push(check.observe(text![place, "/signatures"], [(); 0]));
                continue;
            }
            (Err((field, what)), _) => {
                approvals.rows.push(unreadable(&place, &place, field, what));
                continue;
            }
            (Ok(_), _) => {
                approvals.rows.push(unreadable(&place, &place, "signatures", "is absent"));
                continue;
            }
        };
        let mut statement = None;
        for (j, signature) in signatures.iter().enumerate() {
            let place = text![place, "/signatures/", j];
            let same = (envelope.payload_type, envelope.payload, signature.sig, signature.keyid);
            match seen.entry(same) {
                Entry::Occupied(first) if signature.sig.is_some() => {
                    let check = Check::not_applicable(SIGNATURE, &*place, text!["is the same as `", first.get(), "`"]);
                    approvals.rows.push(observed(check, &place, signature));
                    continue;
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(entry) => {
                    entry.insert(place.clone());
                }
            }
            let verdict = verify(&context.rule.state, &opened, signature, &mut left);
            if let Verdict::Unchecked = verdict {
                approvals.unchecked = true;
                approvals.rows.push(unchecked(context.rule, &place));
                return settle(context, approvals, counting);
            }
            approvals.rows.push(signature_row(context.rule, &place, signature, &verdict));
            if let Verdict::Verified(key) = verdict {
                let statement =
                    statement.get_or_insert_with(|| Statement::read(&opened.payload, &context.rule.predicate_type));
                let row = judged(context, &mut approvals, &opened, statement, key);
                let row = row.observe(text!["/approvals/", i, "/payload"], envelope.payload);
                if row.status == Status::Pass
                    && let Ok(statement) = statement
                {
                    let (decision, at) = (statement.decision, statement.at);
                    counting.push(Counting { person: key.owner, decision, at, row: approvals.rows.len(), place });
                }
                approvals.rows.push(row);
            }
        }
    }
    settle(context, approvals, counting)
}

fn unreadable(subject: &str, place: &str, field: &str, what: &str) -> Check {
    let pointer = text![place, "/", field];
    Check::unknown(SIGNATURE, subject, text!["`", pointer, "` ", what])
        .severity(Severity::High)
        .remedy_if_unknown(text!["supply the envelope as it was signed, or take it out of `/approvals`"])
        .missing(pointer)
}

fn unchecked(rule: &DualApproval, place: &str) -> Check {
    let most = text::count(rule.max_verifications, "attempt");
    Check::unknown(SIGNATURE, place, text!["it and what follows it was not verified, after ", most])
        .required("every signature verified")
        .remedy_if_unknown(
            "name the key of each signature in its `keyid`, take out of `/approvals` what is not about the release, or raise \
             the parameter `max_verifications`",
        )
}

fn observed(check: Check, place: &str, signature: &EnvelopeSignature<'_>) -> Check {
    let keyid = Fact::new(text![place, "/keyid"], signature.keyid);
    let check = if keyid.value.is_some() { check.seen(&keyid) } else { check };
    check.seen(&Fact::new(text![place, "/sig"], signature.sig))
}

fn signature_row(rule: &DualApproval, place: &str, signature: &EnvelopeSignature<'_>, verdict: &Verdict<'_>) -> Check {
    let name = |key: &Key| rule.state.name(key.owner);
    let check = match verdict {
        Verdict::Verified(key) => Check::pass(
            SIGNATURE,
            name(key),
            text!["verifies with the ", key.public.algorithm(), " key of `", name(key), "`"],
        ),
        Verdict::Broken(key) => {
            let message = text!["names the key of `", name(key), "` and does not verify with it"];
            Check::fail(SIGNATURE, name(key), message).severity(Severity::Critical).remedy(text![
                "have `",
                name(key),
                "` sign what is to be approved, and take `",
                place,
                "` out"
            ])
        }
        Verdict::Unreadable(what) => unreadable(place, place, "sig", what),
        Verdict::Foreign | Verdict::Unchecked => {
            Check::not_applicable(SIGNATURE, place, "verifies with no key of the policy")
        }
    };
    let check = check.required("verifies with a key of the policy");
    if signature.sig.is_none() { check } else { observed(check, place, signature) }
}

/// The row of one statement by one person: `pass` where it counts, as far as can be told without the others.
fn judged(
    context: &Context<'_, '_>,
    approvals: &mut Approvals,
    opened: &Opened<'_>,
    statement: &Result<Statement, NotOne>,
    key: &Key,
) -> Check {
    let name = context.rule.state.name(key.owner);
    let ignored = |code: &str, why: &str| Check::not_applicable(code, name, why);
    if opened.payload_type != PAYLOAD_TYPE {
        return ignored(APPROVAL, &text!["signs no statement, but `", opened.payload_type, "`"]);
    }
    let statement = match statement {
        Ok(statement) => statement,
        Err(NotOne::Other(kind)) => return ignored(APPROVAL, &text!["signs no approval, but `", kind, "`"]),
        Err(NotOne::Unreadable(what)) => {
            return Check::unknown(APPROVAL, name, text!["what was signed cannot be read: ", what]).remedy_if_unknown(
                text![
                    "have `",
                    name,
                    "` sign a statement as the rule describes it, or take this one out of `/approvals`"
                ],
            );
        }
    };
    let code = if statement.decision == Decision::Approved { APPROVAL } else { REJECTION };
    if !statement.approvers.iter().any(|approver| context.rule.state.called(approver) == Some(key.owner)) {
        let says = statement.approvers.first().map_or("nobody", String::as_str);
        return Check::fail(
            code,
            name,
            text!["says that it is by `", says, "`, and is signed with a key of `", name, "`"],
        )
        .severity(Severity::High)
        .remedy(text![
            "have `",
            name,
            "` sign a statement that names `",
            name,
            "` as its `approver`, and take this one out"
        ]);
    }
    if let Some(why) = context.rejects(approvals, statement, key) {
        return ignored(code, &why);
    }
    match statement.decision {
        Decision::Approved => Check::pass(APPROVAL, name, text!["approved at ", utc(statement.at)]),
        Decision::Rejected => {
            let comment = statement.comment.as_deref().map_or(String::new(), |comment| text![": ", start(comment)]);
            Check::pass(REJECTION, name, text!["rejected at ", utc(statement.at), comment])
        }
    }
}

/// The start of a text of any length.
fn start(text: &str) -> &str {
    text.char_indices().nth(160).map_or(text, |(end, _)| &text[..end])
}

impl Context<'_, '_> {
    /// Why a statement does not count, whatever others there are.
    fn rejects(&self, approvals: &mut Approvals, statement: &Statement, key: &Key) -> Option<String> {
        let rule = self.rule;
        let approves = statement.decision == Decision::Approved;
        let fixed = key.refuses(statement.at, self.at).or_else(|| self.duties.bars(key.owner)).map(str::to_owned);
        let wanted = |person| rule.requirements.iter().any(|wanted| requirements::counts(rule, wanted, person));
        fixed
            .or_else(|| (!wanted(key.owner)).then(|| "belongs to no group that has to approve".to_owned()))
            .or_else(|| self.out_of_time(statement, approves))
            .or_else(|| self.about_others(statement, approves))
            .or_else(|| self.of_other_release(approvals, statement, approves))
    }

    fn out_of_time(&self, statement: &Statement, approves: bool) -> Option<String> {
        if let Some(expires) = statement.expires.filter(|expires| self.at >= *expires) {
            return Some(text!["expired at ", utc(expires)]);
        }
        if !approves {
            return None;
        }
        let age = self.at.saturating_sub(statement.at);
        let most = self.rule.max_age_hours.map(|hours| (hours, HOUR.saturating_mul(i64::from(hours))));
        match most {
            _ if age < 0 => Some(text!["is dated ", utc(statement.at), ", after the decision"]),
            Some((hours, most)) if age > most => {
                Some(text!["was given at ", utc(statement.at), ", more than ", text::count(hours, "hour"), " ago"])
            }
            _ if self.rule.expiry_required && statement.expires.is_none() => {
                Some("does not say when it expires".to_owned())
            }
            _ => None,
        }
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
        let others = missing.len() - 1;
        let more = if others == 0 { String::new() } else { text![" and ", text::count(others, "other")] };
        Some(text!["does not cover `", first.name, "` (sha256:", short(&first.sha256), ")", more])
    }

    fn of_other_release(&self, approvals: &mut Approvals, statement: &Statement, approves: bool) -> Option<String> {
        let id = self.facts.release.as_ref().and_then(|release| release.id);
        match (statement.release.as_deref(), id) {
            (None, _) if approves && self.rule.release_required => Some("does not name the release".to_owned()),
            (Some(named), Some(id)) if named != id => Some(text!["is for the release `", named, "`"]),
            (Some(named), None) if approves => {
                approvals.release_unknown = true;
                Some(text!["is for the release `", named, "`, and `/release/id` is absent"])
            }
            _ => None,
        }
    }
}

/// Compares the statements of each person with each other: the newest approval counts once, unless a rejection came after it.
fn settle(context: &Context<'_, '_>, mut approvals: Approvals, counting: Vec<Counting>) -> Approvals {
    let mut newest: BTreeMap<usize, [Option<&Counting>; 2]> = BTreeMap::new();
    for one in &counting {
        let place = &mut newest.entry(one.person).or_default()[usize::from(one.decision == Decision::Rejected)];
        if place.is_none_or(|other| one.at > other.at) {
            *place = Some(one);
        }
    }
    for one in &counting {
        let [approval, rejection] = newest.get(&one.person).copied().unwrap_or_default();
        let approves_last =
            approval.is_some_and(|approval| rejection.is_none_or(|rejection| approval.at > rejection.at));
        let last = if approves_last { approval } else { rejection };
        let row = &mut approvals.rows[one.row];
        match last {
            Some(last) if !std::ptr::eq(last, one) => {
                let how = match (one.decision, last.decision) {
                    (Decision::Approved, Decision::Approved) => "counts already by",
                    (Decision::Approved, Decision::Rejected) => "is withdrawn by",
                    (Decision::Rejected, Decision::Approved) => "is taken back by",
                    (Decision::Rejected, Decision::Rejected) => "is repeated by",
                };
                row.status = Status::NotApplicable;
                row.message = text![row.message, "; ", how, " `", last.place, "`"];
            }
            _ if one.decision == Decision::Approved => approvals.approvers.push(one.person),
            _ if context.rule.rejections_block => {
                approvals.rejected = true;
                let name = context.rule.state.name(one.person);
                row.status = Status::Fail;
                row.severity = Severity::Critical;
                row.remedy = Some(text!["settle what `", name, "` objects to, and have `", name, "` sign an approval"]);
            }
            _ => {
                row.status = Status::NotApplicable;
                row.message = text![row.message, "; the policy does not let it block"];
            }
        }
    }
    approvals.approvers.sort_unstable();
    approvals
}
