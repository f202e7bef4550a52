//! The threads that share one piece of work among all cores: those that load a policy's rules and those that evaluate
//! them. Whole decisions that wait for nobody are for [`crate::workers`].

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The pool and the process that its threads belong to. A forked child has none of its parent's threads, and would wait
/// for them for ever.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// Has `work` share its parallel parts among all cores.
pub(crate) fn on_all_cores<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match pool() {
        Some(pool) => pool.install(work),
        // Without a pool of ours, wasmtime has its own.
        None => work(),
    }
}

fn pool() -> Option<Arc<ThreadPool>> {
    let mut current = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some((owner, pool)) = current.as_ref()
        && *owner == process
    {
        return Some(Arc::clone(pool));
    }
    let name = |_| "clearance-cores".to_owned();
    let pool = Arc::new(ThreadPoolBuilder::new().thread_name(name).build().ok()?);
    // The parent's is left as it is: ending it would speak to threads that are not there.
    std::mem::forget(current.replace((process, Arc::clone(&pool))));
    Some(pool)
}

/// What `work` makes of each number below `count`, in their order. The caller takes its share, and others take theirs where
/// they are free.
pub(crate) fn each<T: Send + Sync>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let Some(pool) = pool() else { return (0..count).map(work).collect() };
    let done: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let share = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(slot) = done.get(at) else { break };
            let _ = slot.set(work(at));
        }
    };
    pool.in_place_scope(|scope| {
        for _ in 1..pool.current_num_threads().min(count) {
            scope.spawn(|_| share());
        }
        share();
    });
    done.into_iter().enumerate().map(|(at, slot)| slot.into_inner().unwrap_or_else(|| work(at))).collect()
}
