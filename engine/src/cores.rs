//! The threads that share one piece of work among all cores: those that load a policy's rules and those that evaluate
//! them. Whole decisions that wait for nobody are for [`crate::workers`].

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Arc, Mutex, PoisonError};

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

/// What `work` makes of each number below `count`, in their order.
pub(crate) fn each<T: Send>(count: usize, work: impl Fn(usize) -> T + Send + Sync) -> Vec<T> {
    match pool() {
        Some(pool) => pool.install(|| (0..count).into_par_iter().map(work).collect()),
        None => (0..count).map(work).collect(),
    }
}
