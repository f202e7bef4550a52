//! Threads for loading, which takes too long for the engine's own: they decide. A crew has as many threads as it has jobs,
//! one a core at most, and none while it has none.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// Compiles rules, which takes long.
pub(crate) static LOADING: Crew = Crew::new("clearance-load");

type Job = Box<dyn FnOnce() + Send>;

pub(crate) struct Crew {
    name: &'static str,
    state: Mutex<State>,
}

struct State {
    jobs: VecDeque<Job>,
    threads: usize,
}

impl Crew {
    const fn new(name: &'static str) -> Self {
        Self { name, state: Mutex::new(State { jobs: VecDeque::new(), threads: 0 }) }
    }

    /// Has a job run on one of the threads, in its turn. Where the system has no thread to give, it is dropped.
    pub(crate) fn run(&'static self, job: impl FnOnce() + Send + 'static) {
        let mut state = self.lock();
        state.jobs.push_back(Box::new(job));
        if state.threads >= thread::available_parallelism().map_or(1, usize::from) {
            return;
        }
        state.threads += 1;
        drop(state);
        let started = thread::Builder::new().name(self.name.to_owned()).spawn(|| self.work());
        if started.is_err() {
            let mut state = self.lock();
            state.threads -= 1;
            // Another thread will come to the job, unless there is none.
            let given_up = if state.threads == 0 { state.jobs.drain(..).collect() } else { Vec::new() };
            drop(state);
            drop(given_up);
        }
    }

    fn work(&self) {
        loop {
            let mut state = self.lock();
            let Some(job) = state.jobs.pop_front() else {
                state.threads -= 1;
                return;
            };
            drop(state);
            // A job that panics takes only its own answer along.
            let _ = catch_unwind(AssertUnwindSafe(job));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
