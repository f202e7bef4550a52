//! Loading policies in Python, with progress for whoever watches.

use crate::error;
use crate::fork::{Pass, detached};
use crate::policy::Policy;
use crate::record::repr;
use crate::show::Show;
use clearance::{LoadOptions, LoadStep};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

type Loaded = Result<clearance::Policy, clearance::Error>;

/// What the thread that loads says to the one that asked.
enum Word {
    Progress(LoadProgress),
    Loaded(Loaded),
}

/// What `load` makes, while `progress` is called on the thread that asked.
///
/// The load goes on while it is called, so that a fork in there only has to wait for its end.
pub(crate) fn policy(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    load: impl FnOnce(LoadOptions<'_>) -> Loaded + Send + 'static,
) -> PyResult<Policy> {
    let loaded = match progress {
        None => detached(py, || load(LoadOptions::default())),
        Some(progress) => watched(py, progress, load)?,
    };
    Ok(Policy { inner: Arc::new(loaded.map_err(|problem| error::raise(py, &problem))?) })
}

fn watched(
    py: Python<'_>,
    progress: &Bound<'_, PyAny>,
    load: impl FnOnce(LoadOptions<'_>) -> Loaded + Send + 'static,
) -> PyResult<Loaded> {
    let (sender, mut words) = channel();
    let pass = Pass::enter(py);
    let work = move || {
        let say = |progress: clearance::LoadProgress<'_>| {
            // Whoever no longer listens has had an exception.
            drop(sender.send(Word::Progress(LoadProgress::of(progress))));
        };
        let loaded = load(LoadOptions { progress: Some(&say) });
        drop(sender.send(Word::Loaded(loaded)));
        drop(sender);
        drop(pass);
    };
    thread::Builder::new()
        .name("clearance-load".to_owned())
        .spawn(work)
        .map_err(|problem| PyRuntimeError::new_err(format!("the system has no thread to load with: {problem}")))?;
    loop {
        let next = &mut words;
        match py.detach(move || next.recv()) {
            Ok(Word::Progress(step)) => drop(progress.call1((step,))?),
            Ok(Word::Loaded(loaded)) => return Ok(loaded),
            Err(_) => return Err(error::internal("the load was lost")),
        }
    }
}

/// How far the load of a policy is.
#[pyclass(frozen, eq, module = "clearance")]
#[derive(PartialEq)]
pub(crate) struct LoadProgress {
    entry: String,
    step: LoadStep,
    ready: usize,
    entries: usize,
}

impl LoadProgress {
    fn of(progress: clearance::LoadProgress<'_>) -> Self {
        let clearance::LoadProgress { entry, step, ready, entries, .. } = progress;
        Self { entry: entry.to_owned(), step, ready, entries }
    }
}

#[pymethods]
impl LoadProgress {
    /// The id of the entry that this is about.
    #[getter]
    fn entry(&self) -> &str {
        &self.entry
    }

    /// What has become of it.
    #[getter]
    fn step<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.step.show(py)
    }

    /// Entries that are ready.
    #[getter]
    fn ready(&self) -> usize {
        self.ready
    }

    /// Entries of the policy.
    #[getter]
    fn entries(&self) -> usize {
        self.entries
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        repr(slf.as_any(), "LoadProgress", &["entry", "step", "ready", "entries"])
    }
}
