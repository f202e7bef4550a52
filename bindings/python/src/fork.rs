//! What keeps a fork safe. A fork copies the locks of threads that it does not copy, so it waits until none of them is
//! inside the engine. The child then has an engine at rest, which starts threads of its own.

use pyo3::prelude::*;
use std::cell::RefCell;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

static INSIDE: Mutex<usize> = Mutex::new(0);
static LEFT: Condvar = Condvar::new();

thread_local! {
    /// Held from before a fork to after it, by the thread that forks.
    static FORKING: RefCell<Option<MutexGuard<'static, usize>>> = const { RefCell::new(None) };
}

/// Work inside the engine that a fork waits for.
pub(crate) struct Pass(());

impl Pass {
    /// Waits while a fork is under way.
    pub(crate) fn enter(py: Python<'_>) -> Self {
        py.detach(Self::enter_detached)
    }

    fn enter_detached() -> Self {
        *INSIDE.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Self(())
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inside = INSIDE.lock().unwrap_or_else(PoisonError::into_inner);
        *inside -= 1;
        if *inside == 0 {
            LEFT.notify_all();
        }
    }
}

/// Does the engine's work while other Python threads run.
pub(crate) fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> T {
    py.detach(|| {
        let _pass = Pass::enter_detached();
        work()
    })
}

/// Asks Python to tell of forks.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let os = module.py().import("os")?;
    let Ok(register) = os.getattr("register_at_fork") else { return Ok(()) };
    let options = pyo3::types::PyDict::new(module.py());
    options.set_item("before", wrap_pyfunction!(before_fork, module)?)?;
    options.set_item("after_in_parent", wrap_pyfunction!(after_fork, module)?)?;
    options.set_item("after_in_child", wrap_pyfunction!(after_fork, module)?)?;
    register.call((), Some(&options)).map(drop)
}

#[pyfunction]
fn before_fork(py: Python<'_>) {
    py.detach(|| {
        let mut inside = INSIDE.lock().unwrap_or_else(PoisonError::into_inner);
        while *inside > 0 {
            inside = LEFT.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        FORKING.with_borrow_mut(|forking| *forking = Some(inside));
    });
}

#[pyfunction]
fn after_fork() {
    FORKING.with_borrow_mut(Option::take);
}
