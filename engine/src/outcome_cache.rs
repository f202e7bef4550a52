//! Outcomes that were come to before, for whoever asks again about the same facts.

use crate::facts::View;
use crate::sandbox::Configured;
use crate::{Digest, Limits, Outcome, Text, Timestamp};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// Outcomes by all that they depend on: the rule, its params, the sections that it saw and, unless the rule is
/// [timeless](crate::Manifest::timeless), the time. Asked again with [`DecideOptions`](crate::DecideOptions), a policy uses
/// them instead of evaluating the rule; the decision is the same, byte for byte.
///
/// Nothing is shared that is not handed over: make one for each tenant. How long an answer takes would otherwise tell one
/// tenant that another had asked about the same facts.
///
/// Cheap to clone; clones are the same cache. It may be shared between threads.
///
/// Only outcomes are kept. A rule that trapped, hit a limit or lacked a fact is evaluated again.
///
/// ```
/// use clearance::{DecideOptions, Engine, Facts, OutcomeCache};
///
/// let policy = Engine::new()?.load_policy("../example-rules/demo/policy.yaml")?;
/// let facts = Facts::from_json(r#"{ "release": { "environment": "production" } }"#)?;
/// let at = "2026-11-23T09:00:00Z".parse()?;
///
/// let outcomes = OutcomeCache::new(16 << 20);
/// let options = DecideOptions { outcomes: Some(outcomes) };
/// let (first, _) = policy.decide_with(&facts, at, &options);
/// let (again, _) = policy.decide_with(&facts, at, &options);
/// assert_eq!(first, again);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct OutcomeCache {
    outcomes: Arc<Cache<Key, Arc<Outcome>, Bytes>>,
}

/// All that an outcome depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    rule: Digest,
    params: Digest,
    /// Nothing for a timeless rule.
    at: Option<Timestamp>,
    /// Of each section that the rule reads, in the manifest's order; nothing for one that is absent.
    saw: Box<[Option<Digest>]>,
    /// An outcome within one engine's limits may be beyond another's.
    limits: Limits,
}

impl Key {
    pub(crate) fn new(rule: &Configured, view: &View<'_>, at: Timestamp) -> Self {
        let identity = rule.identity();
        Self {
            rule: identity.digest,
            params: rule.params_digest(),
            at: (!identity.manifest.timeless).then_some(at),
            saw: identity.manifest.reads.iter().map(|section| view.digest_of(&section.name)).collect(),
            limits: *rule.limits(),
        }
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + size_of_val(&*self.saw)
    }
}

impl OutcomeCache {
    /// A cache of at most this many bytes, counted as outcomes take them in memory. What was not asked for goes first.
    #[must_use]
    pub fn new(most_bytes: usize) -> Self {
        // How many outcomes of usual size there will be: no more than a hint.
        let expected = (most_bytes / 4096).max(1);
        Self { outcomes: Arc::new(Cache::with_weighter(expected, most_bytes as u64, Bytes)) }
    }

    /// The outcomes that are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes that are kept.
    #[must_use]
    pub fn bytes(&self) -> usize {
        usize::try_from(self.outcomes.weight()).unwrap_or(usize::MAX)
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.outcomes.clear();
    }

    pub(crate) fn find(&self, key: &Key) -> Option<Arc<Outcome>> {
        self.outcomes.get(key)
    }

    pub(crate) fn keep(&self, key: Key, outcome: &Outcome) {
        self.outcomes.insert(key, Arc::new(outcome.clone()));
    }
}

impl fmt::Debug for OutcomeCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (len, bytes) = (self.len(), self.bytes());
        f.debug_struct("OutcomeCache").field("len", &len).field("bytes", &bytes).finish_non_exhaustive()
    }
}

/// What an outcome takes in memory, about.
fn bytes_of(outcome: &Outcome) -> usize {
    let text = |text: &Option<Text>| text.as_ref().map_or(0, Text::len);
    let checks = outcome.checks.iter().map(|check| {
        let observed = check
            .observed
            .iter()
            .map(|seen| size_of_val(seen) + seen.pointer.len() + seen.value.as_ref().map_or(0, bytes_of_value));
        let texts = check.code.len() + check.subject.len() + check.message.len();
        size_of_val(check) + texts + text(&check.required) + text(&check.remedy) + observed.sum::<usize>()
    });
    let terms = outcome.score.iter().flat_map(|score| &score.contributions);
    let terms = terms.map(|term| size_of_val(term) + term.factor.len() + term.reason.len());
    let artifacts = outcome.artifacts.iter();
    let artifacts = artifacts.map(|artifact| size_of_val(artifact) + artifact.name.len() + artifact.content.len());
    let derived = outcome.derived.as_ref().map_or(0, bytes_of_value);
    size_of::<Outcome>() + checks.sum::<usize>() + terms.sum::<usize>() + artifacts.sum::<usize>() + derived
}

fn bytes_of_value(value: &Value) -> usize {
    let held = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(bytes_of_value).sum(),
        Value::Object(entries) => entries.iter().map(|(key, value)| key.len() + 32 + bytes_of_value(value)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    size_of::<Value>() + held
}

/// Weighs an outcome with its key.
#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<Key, Arc<Outcome>> for Bytes {
    fn weight(&self, key: &Key, outcome: &Arc<Outcome>) -> u64 {
        (key.bytes() + bytes_of(outcome)) as u64
    }
}
