//! Many decisions at once: on the engine's own threads, in the order in which they were asked for.

use super::DecideOptions;
use crate::decision::Timings;
use crate::error::Error;
use crate::workers::Workers;
use crate::{Decision, Facts, Policy, Timestamp};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Releases taken ahead for each core, so that nobody waits for the slowest.
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

    /// Decides many releases on all cores, of which the caller's thread has one. The decisions come in the order of the releases; an item that is an error
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
        let crew = Crew { policy: Arc::clone(self), at, options, waiting: Mutex::default() };
        Batch { crew: Arc::new(crew), releases: releases.into_iter(), begun: VecDeque::new() }
    }
}

/// The decisions of [`Policy::decide_batch`].
///
/// Whoever asks for a decision comes to decisions, too, instead of waiting: no core is left to a thread that sleeps, and
/// what a thread has allocated is freed at the least cost by itself.
#[derive(Debug)]
pub struct Batch<I, E> {
    crew: Arc<Crew>,
    releases: I,
    /// Releases that were taken and not handed out, oldest first.
    begun: VecDeque<Result<Arc<Pending>, E>>,
}

/// What the threads that decide for a batch share.
#[derive(Debug)]
struct Crew {
    policy: Arc<Policy>,
    at: Timestamp,
    options: DecideOptions,
    waiting: Mutex<Waiting>,
}

#[derive(Debug, Default)]
struct Waiting {
    /// Releases that nobody decides yet, oldest first.
    releases: VecDeque<Arc<Pending>>,
    /// Threads of the engine that decide for this batch, or will.
    helpers: usize,
}

#[derive(Debug)]
struct Pending {
    facts: Facts,
    coming: Mutex<Coming>,
    came: Condvar,
}

#[derive(Debug)]
enum Coming {
    NotYet,
    /// Somebody sleeps until it is here.
    Awaited,
    Here(Box<Decision>),
    /// The thread that came to it panicked.
    Never,
}

impl Crew {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides the oldest release that waits. False where none does.
    fn decide_one(&self) -> bool {
        let Some(pending) = self.waiting().releases.pop_front() else { return false };
        let decision = catch_unwind(AssertUnwindSafe(|| self.decide(&pending.facts)));
        pending.bring(decision.map_or(Coming::Never, |decision| Coming::Here(Box::new(decision))));
        true
    }

    fn decide(&self, facts: &Facts) -> Decision {
        self.policy.decide_spread(facts, self.at, &self.options, false).0
    }

    /// Adds a release, and calls for help where a core may have nothing to do.
    fn add(self: &Arc<Self>, release: Arc<Pending>) {
        let mut waiting = self.waiting();
        waiting.releases.push_back(release);
        if waiting.helpers + 1 < Workers::count() {
            waiting.helpers += 1;
            drop(waiting);
            self.call_for_help();
        }
    }

    fn call_for_help(self: &Arc<Self>) {
        let crew = Arc::clone(self);
        if self.policy.workers.submit(Box::new(move || crew.help())).is_err() {
            // Whoever asks for the decisions comes to all of them.
            self.waiting().helpers -= 1;
        }
    }

    fn help(self: &Arc<Self>) {
        for _ in 0..AHEAD {
            if !self.decide_one() {
                self.waiting().helpers -= 1;
                return;
            }
        }
        // Others who wait for the thread have their turn.
        self.call_for_help();
    }
}

impl Pending {
    fn coming(&self) -> MutexGuard<'_, Coming> {
        self.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bring(&self, what: Coming) {
        let before = std::mem::replace(&mut *self.coming(), what);
        if matches!(before, Coming::Awaited) {
            self.came.notify_one();
        }
    }

    fn is_here(&self) -> bool {
        matches!(*self.coming(), Coming::Here(_) | Coming::Never)
    }

    /// Sleeps until the decision is here. `None` where it never will be.
    fn wait(&self) -> Option<Decision> {
        let mut coming = self.coming();
        loop {
            match std::mem::replace(&mut *coming, Coming::Awaited) {
                Coming::Here(decision) => return Some(*decision),
                Coming::Never => return None,
                Coming::NotYet | Coming::Awaited => {
                    coming = self.came.wait(coming).unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }
}

impl<I: Iterator<Item = Result<Facts, E>>, E> Iterator for Batch<I, E> {
    type Item = Result<Decision, E>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.begun.len() < AHEAD * Workers::count() {
            let Some(release) = self.releases.next() else { break };
            self.begun.push_back(release.map(|facts| {
                let pending = Arc::new(Pending { facts, coming: Mutex::new(Coming::NotYet), came: Condvar::new() });
                self.crew.add(Arc::clone(&pending));
                pending
            }));
        }
        Some(self.begun.pop_front()?.map(|pending| {
            while !pending.is_here() && self.crew.decide_one() {}
            pending.wait().unwrap_or_else(|| self.crew.decide(&pending.facts))
        }))
    }
}

impl<I, E> Drop for Batch<I, E> {
    fn drop(&mut self) {
        // Nobody wants them any more.
        self.crew.waiting().releases.clear();
    }
}
