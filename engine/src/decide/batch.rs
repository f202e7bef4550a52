//! Many decisions at once: on the engine's own threads, in the order in which they were asked for.

use super::DecideOptions;
use crate::decision::Timings;
use crate::error::Error;
use crate::workers::Workers;
use crate::{Decision, Facts, Policy, Timestamp};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

/// Releases taken ahead for each thread, so that none waits for the slowest.
const AHEAD: usize = 4;

impl Policy {
    /// Decides on one of the engine's own threads, one a core, and hands the decision and the time it took to `then`
    /// there. For callers that must not wait where they stand, such as an event loop.
    ///
    /// # Errors
    /// The system has no thread to give: [`ErrorCode::Sandbox`](crate::ErrorCode::Sandbox).
    pub fn decide_then(
        self: &Arc<Self>,
        facts: impl Into<Arc<Facts>>,
        at: Timestamp,
        options: DecideOptions,
        then: impl FnOnce(Decision, Timings) + Send + 'static,
    ) -> Result<(), Error> {
        let (policy, facts) = (Arc::clone(self), facts.into());
        self.workers.submit(Box::new(move || {
            let (decision, timings) = policy.decide_spread(&facts, at, &options, false);
            then(decision, timings);
        }))
    }

    /// Decides many releases on all cores. The decisions come in the order of the releases; an item that is an error
    /// comes back in its place. Releases are taken as decisions are asked for, a few ahead, so they may be without end.
    ///
    /// ```
    /// # use clearance::{Engine, Error, Facts, Timestamp};
    /// # use std::sync::Arc;
    /// # let engine = Engine::new()?;
    /// let policy = Arc::new(engine.load_policy("../example-rules/demo/policy.yaml")?);
    /// let releases = ["{}", "no JSON"].map(Facts::from_json);
    /// let at = Timestamp::now();
    /// let decisions: Vec<Result<_, Error>> = policy.decide_batch(releases, at).collect();
    /// assert!(decisions[0].is_ok() && decisions[1].is_err());
    /// # Ok::<(), Error>(())
    /// ```
    pub fn decide_batch<I, E>(self: &Arc<Self>, releases: I, at: Timestamp) -> Batch<I::IntoIter, E>
    where
        I: IntoIterator<Item = Result<Facts, E>>,
    {
        self.decide_batch_with(releases, at, DecideOptions::default())
    }

    /// As [`Policy::decide_batch`], with options.
    pub fn decide_batch_with<I, E>(
        self: &Arc<Self>,
        releases: I,
        at: Timestamp,
        options: DecideOptions,
    ) -> Batch<I::IntoIter, E>
    where
        I: IntoIterator<Item = Result<Facts, E>>,
    {
        Batch { policy: Arc::clone(self), at, options, releases: releases.into_iter(), begun: VecDeque::new() }
    }
}

/// The decisions of [`Policy::decide_batch`].
#[derive(Debug)]
pub struct Batch<I, E> {
    policy: Arc<Policy>,
    at: Timestamp,
    options: DecideOptions,
    releases: I,
    begun: VecDeque<Result<Pending, E>>,
}

/// A decision that one of the engine's threads is asked for.
#[derive(Debug)]
struct Pending {
    facts: Arc<Facts>,
    decision: Option<Receiver<Decision>>,
}

impl Pending {
    fn begin(policy: &Arc<Policy>, facts: Facts, at: Timestamp, options: DecideOptions) -> Self {
        let facts = Arc::new(facts);
        let (sent, received) = sync_channel(1);
        // Whoever no longer wants the decision has dropped the receiver.
        let asked = policy.decide_then(Arc::clone(&facts), at, options, move |decision, _| drop(sent.send(decision)));
        Self { facts, decision: asked.is_ok().then_some(received) }
    }

    /// Waits for the decision, or comes to it here where the thread could not.
    fn wait(self, policy: &Policy, at: Timestamp) -> Decision {
        let received = self.decision.and_then(|decision| decision.recv().ok());
        received.unwrap_or_else(|| policy.decide(&self.facts, at))
    }
}

impl<I: Iterator<Item = Result<Facts, E>>, E> Iterator for Batch<I, E> {
    type Item = Result<Decision, E>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.begun.len() < AHEAD * Workers::count() {
            let Some(release) = self.releases.next() else { break };
            self.begun
                .push_back(release.map(|facts| Pending::begin(&self.policy, facts, self.at, self.options.clone())));
        }
        Some(self.begun.pop_front()?.map(|pending| pending.wait(&self.policy, self.at)))
    }
}
