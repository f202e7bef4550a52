//! The engine's own threads, for those who must not wait where they stand and for many decisions at once.

use crate::error::{Error, ErrorCode};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

/// Runs while a job waits; started with the first job, so that an engine that is never asked for them has none.
#[derive(Default)]
pub(crate) struct Workers {
    crew: Mutex<Option<Crew>>,
}

/// Threads belong to the process that started them: a forked child has none of its parent's.
struct Crew {
    process: u32,
    queue: Arc<Queue>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    /// Threads that sleep.
    idle: usize,
    closed: bool,
}

type Job = Box<dyn FnOnce() + Send>;

impl Workers {
    /// How many jobs run at once: one a core.
    pub(crate) fn count() -> usize {
        // The system is asked once: to answer it reads a handful of files.
        static COUNT: OnceLock<usize> = OnceLock::new();
        *COUNT.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
    }

    /// Has a job run on one of the threads, in its turn.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub(crate) fn submit(&self, job: Job) -> Result<(), Error> {
        self.add(job)
            .map_err(|error| Error::new(ErrorCode::Sandbox, format!("the engine's threads cannot be started: {error}")))
    }

    fn add(&self, job: Job) -> std::io::Result<()> {
        let mut crew = self.crew.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        let current = match crew.take() {
            Some(current) if current.process == process => current,
            _ => Crew { process, queue: start()? },
        };
        let queue = Arc::clone(&crew.insert(current).queue);
        drop(crew);
        let mut state = queue.lock();
        state.jobs.push_back(job);
        // To wake somebody is a call of the system, whether anybody sleeps or not.
        if state.idle > 0 {
            queue.changed.notify_one();
        }
        Ok(())
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        // The threads end by themselves: one of them may be where the last owner was dropped.
        if let Some(crew) = self.crew.get_mut().unwrap_or_else(PoisonError::into_inner)
            && crew.process == std::process::id()
        {
            crew.queue.lock().closed = true;
            crew.queue.changed.notify_all();
        }
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.closed {
                return None;
            }
            state.idle += 1;
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }
}

fn start() -> std::io::Result<Arc<Queue>> {
    let queue = Arc::<Queue>::default();
    for started in 0..Workers::count() {
        let thread = thread::Builder::new().name("clearance-worker".to_owned()).spawn({
            let queue = Arc::clone(&queue);
            move || {
                while let Some(job) = queue.next() {
                    // A job that panics takes only what waits for it along, not the jobs behind it.
                    let _ = catch_unwind(AssertUnwindSafe(job));
                }
            }
        });
        match thread {
            Ok(_) => {}
            // Fewer threads do the same work.
            Err(_) if started > 0 => break,
            Err(error) => return Err(error),
        }
    }
    Ok(queue)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn a_job_that_panics_does_not_stop_those_behind_it() {
        let workers = Workers::default();
        let (sent, received) = mpsc::channel();
        for i in 0..100 {
            let sent = sent.clone();
            let job = move || {
                assert!(i % 3 != 0, "this one panics");
                sent.send(i).unwrap();
            };
            workers.submit(Box::new(job)).unwrap();
        }
        drop(sent);
        // What was submitted is done even when nobody can submit any more.
        drop(workers);
        let mut done: Vec<i32> = received.iter().collect();
        done.sort_unstable();
        assert_eq!(done, (0..100).filter(|i| i % 3 != 0).collect::<Vec<_>>());
    }
}
