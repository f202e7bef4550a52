//! The threads that compile components.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Arc, Mutex, PoisonError};

/// The pool and the process that its threads belong to. A forked child has none of its parent's threads, and would wait
/// for them for ever.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// Has `work` share its parallel parts among all cores.
pub(super) fn on_all_cores<T: Send>(work: impl FnOnce() -> T + Send) -> T {
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
    let name = |_| "clearance-compiler".to_owned();
    let pool = Arc::new(ThreadPoolBuilder::new().thread_name(name).build().ok()?);
    // The parent's is left as it is: ending it would speak to threads that are not there.
    std::mem::forget(current.replace((process, Arc::clone(&pool))));
    Some(pool)
}
