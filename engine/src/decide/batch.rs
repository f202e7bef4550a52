//! Many decisions at once: on the engine's own threads, in the order in which they were asked for.

use super::DecideOptions;
use crate::decision::Timings;
use crate::error::Error;
use crate::workers::Workers;
use crate::{Decision, Facts, Policy, Timestamp};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// Releases taken ahead for each thread, so that none waits for the slowest. Half of them are waited for at once: whoever
/// asks would otherwise be woken for each decision, at the cost of a thread that decides.
const AHEAD: usize = 8;

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
    decision: Coming,
}

#[derive(Debug)]
enum Coming {
    From(Receiver<Decision>),
    Here(Box<Decision>),
    /// The thread could not.
    Never,
}

impl Pending {
    fn begin(policy: &Arc<Policy>, facts: Facts, at: Timestamp, options: DecideOptions) -> Self {
        let facts = Arc::new(facts);
        let (sent, received) = sync_channel(1);
        // Whoever no longer wants the decision has dropped the receiver.
        let asked = policy.decide_then(Arc::clone(&facts), at, options, move |decision, _| drop(sent.send(decision)));
        Self { facts, decision: if asked.is_ok() { Coming::From(received) } else { Coming::Never } }
    }

    /// Whether the decision has come.
    fn is_here(&mut self) -> bool {
        if let Coming::From(decision) = &self.decision {
            self.decision = match decision.try_recv() {
                Ok(decision) => Coming::Here(Box::new(decision)),
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => Coming::Never,
            };
        }
        true
    }

    fn await_it(&mut self) {
        if let Coming::From(decision) = &self.decision {
            self.decision = decision.recv().map_or(Coming::Never, |decision| Coming::Here(Box::new(decision)));
        }
    }

    /// The decision, come to here where the thread could not.
    fn take(mut self, policy: &Policy, at: Timestamp, options: &DecideOptions) -> Decision {
        self.await_it();
        match self.decision {
            Coming::Here(decision) => *decision,
            Coming::From(_) | Coming::Never => policy.decide_with(&self.facts, at, options).0,
        }
    }
}

impl<I: Iterator<Item = Result<Facts, E>>, E> Iterator for Batch<I, E> {
    type Item = Result<Decision, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let ahead = AHEAD * Workers::count();
        while self.begun.len() < ahead {
            let Some(release) = self.releases.next() else { break };
            self.begun
                .push_back(release.map(|facts| Pending::begin(&self.policy, facts, self.at, self.options.clone())));
        }
        if let Some(Ok(first)) = self.begun.front_mut()
            && !first.is_here()
            && let Some(Ok(middle)) = self.begun.get_mut(ahead / 2)
        {
            middle.await_it();
        }
        Some(self.begun.pop_front()?.map(|pending| pending.take(&self.policy, self.at, &self.options)))
    }
}
