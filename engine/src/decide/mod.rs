//! Deciding: evaluates a policy's entries in order and weighs what they found. It always comes to a decision; what a
//! rule does wrong is a row in it.

mod ask;
mod batch;
mod rows;
mod summary;

pub(crate) use ask::evaluate;
pub use batch::Batch;

use ask::Asked;

use crate::decision::{
    Basis, Decision, Effect, EntryDecision, EntryState, FactsReference, PolicyReference, Row, RuleReference, Timings,
    Waiver, WaiverState,
};
use crate::facts::{Derived, View};
use crate::policy::{Entry, Policy};
use crate::{Check, Facts, Outcome, OutcomeCache, Text, Timestamp, document};
use std::collections::BTreeMap;
use std::time::Instant;

/// How a decision is come to.
#[derive(Debug, Clone, Default)]
pub struct DecideOptions {
    /// Outcomes that may be used again, and where new ones are kept. Without, every rule is evaluated.
    pub outcomes: Option<OutcomeCache>,
}

impl Policy {
    /// Decides whether a release is cleared to go. `at` is the time of the decision: the rules have no other clock,
    /// and it decides which entries and waivers are in force.
    ///
    /// A decision always comes: a rule that traps, hits a limit or lacks a fact is a row that counts as a failure.
    #[must_use]
    pub fn decide(&self, facts: &Facts, at: Timestamp) -> Decision {
        self.decide_timed(facts, at).0
    }

    /// As [`Policy::decide`], with the time it took.
    #[must_use]
    pub fn decide_timed(&self, facts: &Facts, at: Timestamp) -> (Decision, Timings) {
        self.decide_with(facts, at, &DecideOptions::default())
    }

    /// As [`Policy::decide_timed`], with options.
    #[must_use]
    pub fn decide_with(&self, facts: &Facts, at: Timestamp, options: &DecideOptions) -> (Decision, Timings) {
        self.decide_spread(facts, at, options, true)
    }

    /// `spread` allows that other threads help. Where many decisions are come to at once they have their own.
    fn decide_spread(
        &self,
        facts: &Facts,
        at: Timestamp,
        options: &DecideOptions,
        spread: bool,
    ) -> (Decision, Timings) {
        let begun = Instant::now();
        let mut timings = Timings::default();
        let mut judged: Vec<Option<EntryDecision>> = self.entries.iter().map(|_| None).collect();
        let mut derived: Vec<Option<Derived>> = self.entries.iter().map(|_| None).collect();
        let mut matched = vec![Matches::default(); self.waivers.len()];
        for wave in &self.waves {
            let entries: Vec<&Entry> = wave.iter().map(|&position| &self.entries[position]).collect();
            let needed: Vec<Vec<(&str, Option<&Derived>)>> = entries
                .iter()
                .map(|entry| {
                    let needs = entry.needs.iter();
                    needs.map(|&need| (self.entries[need].id.as_str(), derived[need].as_ref())).collect()
                })
                .collect();
            let view = |at: usize| View { facts: facts.indexed(), needed: &needed[at] };
            let asked = ask::all(&entries, view, at, options, spread);
            let mut fresh = Vec::with_capacity(wave.len());
            for (i, asked) in asked.into_iter().enumerate() {
                if let Asked::Answered(answer) = &asked {
                    timings.entries.push((entries[i].id.clone(), answer.took));
                }
                let (decision, derived) = self.judge(entries[i], asked, &view(i), at, &mut matched);
                judged[wave[i]] = Some(decision);
                fresh.push(derived);
            }
            drop(needed);
            for (&position, fresh) in wave.iter().zip(fresh) {
                derived[position] = fresh;
            }
        }
        let entries: Vec<EntryDecision> = judged.into_iter().flatten().collect();
        let decision = self.weigh(entries, facts, at, &matched);
        timings.total = begun.elapsed();
        (decision, timings)
    }

    /// Judges what came of asking one entry.
    fn judge(
        &self,
        entry: &Entry,
        asked: Asked,
        view: &View<'_>,
        at: Timestamp,
        matched: &mut [Matches],
    ) -> (EntryDecision, Option<Derived>) {
        let manifest = entry.manifest();
        let mut decision = EntryDecision {
            id: entry.id.clone(),
            rule: RuleReference {
                id: manifest.id.clone(),
                version: manifest.version.clone(),
                title: manifest.title.clone(),
                digest: entry.rule.identity().digest,
            },
            params: entry.params,
            enforce: entry.enforce,
            state: EntryState::Applied,
            verdict: Effect::None.verdict(),
            saw: BTreeMap::new(),
            checks: Vec::new(),
            score: None,
            artifacts: Vec::new(),
            derived: None,
        };
        let mut found: Vec<Check> = Vec::new();
        let mut of_engine: Option<(Check, Effect)> = None;
        let full = entry.enforce.effect();
        let mut fresh = None;
        match asked {
            Asked::NotEffective => {
                decision.state = EntryState::NotEffective;
                return (decision, None);
            }
            Asked::OutOfScope => decision.state = EntryState::OutOfScope,
            Asked::ScopeUnknown(observed) => {
                decision.state = EntryState::ScopeUnknown;
                of_engine = Some((rows::scope_unknown(&entry.id, observed), full));
            }
            Asked::Answered(answer) => {
                decision.saw = answer.saw;
                match answer.outcome {
                    Ok(outcome) => {
                        fresh = derive(&entry.id, &outcome);
                        found = outcome.checks;
                        decision.score = outcome.score;
                        decision.artifacts = outcome.artifacts;
                        decision.derived = outcome.derived;
                    }
                    Err(failure) => found.push(rows::failure(&entry.id, failure)),
                }
                of_engine =
                    entry.bands.as_ref().map(|bands| rows::band(&entry.id, bands, decision.score.as_ref(), full));
            }
        }
        let found = found.into_iter().map(|check| {
            let effect = if check.status.is_failing() { full } else { Effect::None };
            (check, effect)
        });
        let rows = found.chain(of_engine);
        decision.checks = rows.map(|(check, effect)| self.waive(entry, check, effect, view, at, matched)).collect();
        let gravest = decision.checks.iter().map(|row| row.effect).max().unwrap_or(Effect::None);
        decision.verdict = gravest.verdict();
        (decision, fresh)
    }

    /// Makes a row of a check, waived where a waiver says so.
    fn waive(
        &self,
        entry: &Entry,
        check: Check,
        effect: Effect,
        view: &View<'_>,
        at: Timestamp,
        matched: &mut [Matches],
    ) -> Row {
        let mut row = Row { check, effect, waived: None };
        if !row.check.status.is_failing() {
            return row;
        }
        for (waiver, matched) in self.waivers.iter().zip(matched) {
            if waiver.matches(&entry.id, &row.check) && waiver.holds_for(view) {
                matched.failing += 1;
                if row.waived.is_none() && waiver.unusable(at).is_none() {
                    matched.waived += 1;
                    row.effect = Effect::None;
                    row.waived = Some(waiver.id.clone());
                }
            }
        }
        row
    }

    fn weigh(&self, entries: Vec<EntryDecision>, facts: &Facts, at: Timestamp, matched: &[Matches]) -> Decision {
        let applied = |entry: &EntryDecision| matches!(entry.state, EntryState::Applied | EntryState::ScopeUnknown);
        let basis = if entries.iter().any(applied) { Basis::Rules } else { Basis::NoRuleApplied };
        let verdict = match basis {
            Basis::Rules => entries.iter().map(|entry| entry.verdict).max().unwrap_or(Effect::Deny.verdict()),
            Basis::NoRuleApplied => Effect::Deny.verdict(),
        };
        let waivers = self.waivers.iter().zip(matched).map(|(waiver, matched)| Waiver {
            id: waiver.id.clone(),
            state: waiver.unusable(at).unwrap_or(if matched.waived > 0 {
                WaiverState::Used
            } else {
                WaiverState::Unmatched
            }),
            matched: matched.failing,
            entry: waiver.entry.clone(),
            check: waiver.check.clone(),
            subject: waiver.subject.clone(),
            reason: waiver.reason.clone(),
            approvers: waiver.approvers.clone(),
            ticket: waiver.ticket.clone(),
            from: waiver.from,
            until: waiver.until,
        });
        let index = facts.indexed();
        Decision {
            format: Decision::FORMAT,
            verdict,
            basis,
            summary: summary::of(verdict, basis, &entries),
            at,
            policy: PolicyReference { name: self.name.clone(), version: self.version.clone(), digest: self.digest },
            facts: FactsReference {
                digest: index.digest(),
                sections: index.digests().map(|(name, digest)| (Text::new(name), digest)).collect(),
            },
            waivers: waivers.collect(),
            entries,
        }
    }
}

/// How often a waiver was as a failing check is.
#[derive(Debug, Clone, Copy, Default)]
struct Matches {
    failing: usize,
    waived: usize,
}

/// What an outcome derived, as a section for others.
fn derive(id: &str, outcome: &Outcome) -> Option<Derived> {
    // The value was decoded from canonical bytes, so it encodes.
    let document = document::encode(outcome.derived.as_ref()?).ok()?;
    Some(Derived::new(id, &document))
}
