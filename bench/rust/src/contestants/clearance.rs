//! Clearance. Every evaluation is in a fresh sandbox, but for the variant that remembers outcomes.

use super::{Contestant, Prepared, Table};
use crate::facts::Question;
use crate::rules::{CODE, FOLDER, Rule};
use crate::timing::ready;
use anyhow::{Context, Result, anyhow};
use clearance::{
    CodeCache, DecideOptions, Decision, Engine, EngineOptions, Facts, Limits, Outcome, OutcomeCache, Policy, Timestamp,
    Timings,
};
use serde_json::{Value, json};

const SETUP: &str = "One engine; the rule is loaded and configured once, as the crate's documentation has it. What the \
                     clock sees ends with the complete outcome, or with the whole decision of a policy of one entry. \
                     With the outcome cache it is asked again about facts that it decided before, so that nothing is \
                     evaluated. The limits of instructions and time are raised, because the redaction of 1,000 lines \
                     reaches the defaults.";
/// Room for every outcome that is measured.
const REMEMBERED: usize = 64 << 20;

/// An engine whose limits none of the measured rules reaches.
pub fn engine(code_cache: CodeCache) -> Result<Engine> {
    let limits = Limits { instructions: 1 << 40, time_ms: 60_000, ..Limits::default() };
    Ok(Engine::with_options(EngineOptions { limits, code_cache })?)
}

/// Where compiled code is kept wherever loading is not what is measured.
pub fn kept() -> CodeCache {
    CodeCache::Folder(CODE.into())
}

/// One rule by itself.
pub struct Evaluation {
    engine: Engine,
}

impl Evaluation {
    pub fn new() -> Result<Self> {
        Ok(Self { engine: engine(kept())? })
    }
}

impl Contestant for Evaluation {
    fn engine(&self) -> &'static str {
        "clearance"
    }

    fn variant(&self) -> &'static str {
        "fresh sandbox"
    }

    fn setup(&self) -> &'static str {
        SETUP
    }

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared> {
        let (asked, at) = (question.rule, at()?);
        let rule = self.engine.load_rule(asked.component())?.configure(&question.params)?;
        let facts = Facts::from_json(&question.text)?;
        let text = question.text.clone();
        Ok(Prepared::Ready(match table {
            Table::Evaluate => {
                ready(move || rule.evaluate(&facts, at), move |outcome| asked.reduce(&serde_json::to_value(outcome?)?))
            }
            Table::FromJson => ready(
                move || -> Result<Outcome> { Ok(rule.evaluate(&Facts::from_json(&text)?, at)?) },
                move |outcome| asked.reduce(&serde_json::to_value(outcome?)?),
            ),
        }))
    }
}

/// A policy of one entry: scope, enforcement, waivers and digests included.
pub struct WholeDecision {
    engine: Engine,
    variant: &'static str,
    remembered: Option<usize>,
}

impl WholeDecision {
    /// Each decision evaluates the rule.
    pub fn new() -> Result<Self> {
        Ok(Self { engine: engine(kept())?, variant: "whole decision", remembered: None })
    }

    /// Outcomes are used again.
    pub fn with_outcomes() -> Result<Self> {
        Ok(Self { engine: engine(kept())?, variant: "outcome cache", remembered: Some(REMEMBERED) })
    }
}

impl Contestant for WholeDecision {
    fn engine(&self) -> &'static str {
        "clearance"
    }

    fn variant(&self) -> &'static str {
        self.variant
    }

    fn setup(&self) -> &'static str {
        SETUP
    }

    fn prepare(&self, table: Table, question: &Question) -> Result<Prepared> {
        let (asked, at) = (question.rule, at()?);
        let policy = load(&self.engine, [(asked, &question.params)])?;
        let facts = Facts::from_json(&question.text)?;
        let text = question.text.clone();
        let options = DecideOptions { outcomes: self.remembered.map(OutcomeCache::new) };
        let reduce = move |(decision, _): (Decision, Timings)| {
            let entry = decision.entries.first().context("a decision without an entry")?;
            asked.reduce(&serde_json::to_value(entry)?)
        };
        Ok(Prepared::Ready(match table {
            Table::Evaluate => ready(move || policy.decide_with(&facts, at, &options), reduce),
            Table::FromJson => ready(
                move || -> Result<_> { Ok(policy.decide_with(&Facts::from_json(&text)?, at, &options)) },
                move |decided| reduce(decided?),
            ),
        }))
    }
}

/// A policy with these entries.
pub fn load<'a>(engine: &Engine, entries: impl IntoIterator<Item = (Rule, &'a Value)>) -> Result<Policy> {
    let entries = entries.into_iter().enumerate().map(|(i, (rule, params))| {
        let id = format!("{}-{}", rule.name(), i + 1);
        json!({ "id": id, "rule": rule.file(), "params": params })
    });
    // YAML takes JSON as it stands.
    let yaml = json!({ "policy": "bench", "entries": entries.collect::<Vec<_>>() }).to_string();
    Ok(engine.parse_policy(&yaml, FOLDER)?)
}

/// The time of every decision.
pub fn at() -> Result<Timestamp> {
    Timestamp::from_millis(1_800_000_000_000).ok_or_else(|| anyhow!("no such time"))
}
