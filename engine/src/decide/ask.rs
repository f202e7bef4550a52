//! Asking the rules of a policy: whether an entry applies, and what its rule finds. Entries that do not need each other may
//! be asked at the same time, and nothing that comes of it depends on that.

use super::DecideOptions;
use crate::facts::View;
use crate::outcome_cache::Key;
use crate::policy::{Entry, Truth};
use crate::sandbox::{Configured, Failure, Usage};
use crate::{Digest, EngineCheck, Observation, Outcome, Text, Timestamp, cores, document};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// What has to be saved, in nanoseconds, before other threads are woken: about ten times what that costs.
const WORTH_WHILE: u64 = 200_000;

/// What came of asking one entry.
pub(super) enum Asked {
    /// It is not in force.
    NotEffective,
    OutOfScope,
    /// Whether it applies cannot be told, and what was read for that.
    ScopeUnknown(Vec<Observation>),
    Answered(Answer),
}

/// What a rule found.
pub(super) struct Answer {
    pub(super) outcome: Result<Outcome, Failure>,
    /// The digest of each section that it was given.
    pub(super) saw: BTreeMap<Text, Digest>,
    pub(super) took: Duration,
}

/// Asks entries that do not need each other, in this order or at the same time.
pub(super) fn all<'a>(
    entries: &[&Entry],
    view: impl Fn(usize) -> View<'a> + Send + Sync,
    at: Timestamp,
    options: &DecideOptions,
    spread: bool,
) -> Vec<Asked> {
    let ask = |position: usize| one(entries[position], &view(position), at, options);
    if spread && is_worth_while(entries) {
        cores::each(entries.len(), ask)
    } else {
        (0..entries.len()).map(ask).collect()
    }
}

/// Whether the time of all but the longest is worth the trouble. Other decisions measure the same entries meanwhile, so
/// each time is read once.
fn is_worth_while(entries: &[&Entry]) -> bool {
    let (mut longest, mut others) = (0_u64, 0_u64);
    for entry in entries {
        let took = entry.took.load(Ordering::Relaxed);
        others = others.saturating_add(took.min(longest));
        longest = longest.max(took);
    }
    others > WORTH_WHILE
}

fn one(entry: &Entry, view: &View<'_>, at: Timestamp, options: &DecideOptions) -> Asked {
    if !entry.effective.contains(at) {
        return Asked::NotEffective;
    }
    let mut observed = Vec::new();
    match entry.when.as_ref().map_or(Truth::True, |when| when.holds(view, &mut observed)) {
        Truth::False => return Asked::OutOfScope,
        Truth::Unknown => return Asked::ScopeUnknown(observed),
        Truth::True => {}
    }
    let begun = Instant::now();
    let sections = entry.manifest().reads.iter();
    let saw = sections.filter_map(|section| Some((section.name.clone(), view.digest_of(&section.name)?))).collect();
    let outcome = evaluate_or_recall(&entry.rule, view, at, options);
    let took = begun.elapsed();
    entry.took.store(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX >> 16), Ordering::Relaxed);
    Asked::Answered(Answer { outcome, saw, took })
}

/// Evaluates a rule on what it may see, unless a section without which it cannot say anything is absent.
pub(crate) fn evaluate(rule: &Configured, view: &View<'_>, at: Timestamp) -> (Result<Outcome, Failure>, Usage) {
    let reads = &rule.identity().manifest.reads;
    if let Some(missing) = reads.iter().find(|section| section.required && view.get(&section.name).is_none()) {
        let pointer = format!("/{}", document::escape(&missing.name));
        let message = format!("the section `{}` is absent", missing.name);
        return (Err(Failure::of_facts(EngineCheck::MissingFact, pointer, message)), Usage::default());
    }
    rule.evaluate(&view.document(reads.iter().map(|section| section.name.as_str())), at)
}

/// As [`evaluate`], unless the outcome is known.
fn evaluate_or_recall(
    rule: &Configured,
    view: &View<'_>,
    at: Timestamp,
    options: &DecideOptions,
) -> Result<Outcome, Failure> {
    let Some(outcomes) = &options.outcomes else { return evaluate(rule, view, at).0 };
    let key = Key::new(rule, view, at);
    if let Some(outcome) = outcomes.find(&key) {
        return Ok(outcome.as_ref().clone());
    }
    let outcome = evaluate(rule, view, at).0?;
    outcomes.keep(key, &outcome);
    Ok(outcome)
}
