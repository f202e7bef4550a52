//! The wall clock behind the instruction count: a thread that ticks while rules run.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use wasmtime::EngineWeak;

/// How long one tick of the engine's epoch lasts, in milliseconds.
pub(super) const TICK_MS: u64 = 10;

/// Ticks without work before the thread sleeps, so that calls in quick succession need not wake it.
const IDLE_TICKS: u32 = 100;

/// Advances the engine's epoch while at least one call is running.
pub(super) struct Ticker {
    engine: EngineWeak,
    clock: Mutex<Clock>,
}

/// The thread that ticks. It belongs to the process that started it: a forked child has none of its parent's threads.
struct Clock {
    process: u32,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    running: AtomicU32,
    parked: AtomicBool,
    stop: AtomicBool,
}

/// A call that is running.
pub(super) struct Running(Arc<Shared>);

impl Ticker {
    pub(super) fn start(engine: EngineWeak) -> std::io::Result<Self> {
        let clock = Mutex::new(Clock::start(&engine)?);
        Ok(Self { engine, clock })
    }

    /// Notes that a call runs, until the note is dropped.
    ///
    /// # Errors
    /// This is a forked child, and the system has no thread to give it.
    pub(super) fn run(&self) -> std::io::Result<Running> {
        let mut clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        if clock.process != std::process::id() {
            *clock = Clock::start(&self.engine)?;
        }
        clock.shared.running.fetch_add(1, Ordering::SeqCst);
        if let Some(thread) = &clock.thread
            && clock.shared.parked.load(Ordering::SeqCst)
        {
            thread.thread().unpark();
        }
        Ok(Running(Arc::clone(&clock.shared)))
    }
}

impl Clock {
    fn start(engine: &EngineWeak) -> std::io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let thread = thread::Builder::new().name("clearance-deadline".to_owned()).stack_size(64 << 10).spawn({
            let (shared, engine) = (Arc::clone(&shared), engine.clone());
            move || tick(&shared, &engine)
        })?;
        Ok(Self { process: std::process::id(), shared, thread: Some(thread) })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        if self.process == std::process::id() {
            self.shared.stop.store(true, Ordering::SeqCst);
            thread.thread().unpark();
            // The thread does not panic; were it to, there would be nothing to do about it here.
            let _ = thread.join();
        } else {
            // The thread is the parent's. Waiting for it here would never end.
            std::mem::forget(thread);
        }
    }
}

fn tick(shared: &Shared, engine: &EngineWeak) {
    let mut idle = 0;
    while !shared.stop.load(Ordering::SeqCst) {
        if shared.running.load(Ordering::SeqCst) > 0 {
            idle = 0;
        } else {
            idle += 1;
        }
        if idle > IDLE_TICKS {
            shared.parked.store(true, Ordering::SeqCst);
            // A call that began before the store is seen here; one that began after it wakes the thread.
            if shared.running.load(Ordering::SeqCst) == 0 && !shared.stop.load(Ordering::SeqCst) {
                thread::park();
            }
            shared.parked.store(false, Ordering::SeqCst);
            idle = 0;
        } else {
            thread::park_timeout(Duration::from_millis(TICK_MS));
            match engine.upgrade() {
                Some(engine) => engine.increment_epoch(),
                None => return,
            }
        }
    }
}
