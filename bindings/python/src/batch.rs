//! Many decisions at once, in Python.

use crate::decision::Decision;
use crate::fork::Pass;
use crate::record::Record;
use crate::{error, facts};
use clearance::{DecideOptions, Policy, Timestamp};
use pyo3::exceptions::{PyException, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyIterator;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::available_parallelism;

/// Releases taken ahead for each core, so that none waits for the slowest.
const AHEAD: usize = 4;

/// The decisions of `Policy.decide_batch`: an iterator.
#[pyclass(frozen, module = "clearance")]
pub(crate) struct Batch {
    policy: Arc<Policy>,
    at: Timestamp,
    options: DecideOptions,
    progress: Option<Py<PyAny>>,
    process: u32,
    /// The most releases taken ahead.
    ahead: usize,
    state: Mutex<State>,
}

struct State {
    /// `None` once the releases are at their end.
    releases: Option<Py<PyIterator>>,
    begun: VecDeque<Begun>,
    done: usize,
}

enum Begun {
    Decision(Receiver<clearance::Decision>),
    /// What stands in the place of a release whose facts cannot be used.
    Problem(PyErr),
}

impl Batch {
    pub(crate) fn new(
        policy: Arc<Policy>,
        releases: Py<PyIterator>,
        at: Timestamp,
        options: DecideOptions,
        progress: Option<Py<PyAny>>,
    ) -> Self {
        let state = Mutex::new(State { releases: Some(releases), begun: VecDeque::new(), done: 0 });
        let ahead = AHEAD * available_parallelism().map_or(1, usize::from);
        Self { policy, at, options, progress, process: std::process::id(), ahead, state }
    }

    fn begin(&self, release: &Bound<'_, PyAny>) -> PyResult<Begun> {
        let py = release.py();
        let facts = match facts::of(release) {
            Ok(facts) => facts,
            // An interrupt or an exit is nobody's facts.
            Err(problem) if !problem.is_instance_of::<PyException>(py) => return Err(problem),
            Err(problem) => return Ok(Begun::Problem(problem)),
        };
        let (sent, received) = sync_channel(1);
        let pass = Pass::enter(py);
        let then = move |decision, _| {
            // Whoever no longer wants the decision has dropped the receiver.
            drop(sent.send(decision));
            drop(pass);
        };
        self.policy
            .decide_then(facts, self.at, self.options.clone(), then)
            .map_err(|problem| error::raise(py, &problem))?;
        Ok(Begun::Decision(received))
    }

    fn step(&self, py: Python<'_>, state: &mut State) -> PyResult<Option<Py<PyAny>>> {
        while let Some(releases) = &state.releases
            && state.begun.len() < self.ahead
        {
            match releases.bind(py).clone().next() {
                Some(release) => state.begun.push_back(self.begin(&release?)?),
                None => state.releases = None,
            }
        }
        let Some(begun) = state.begun.pop_front() else { return Ok(None) };
        let item = match begun {
            Begun::Problem(problem) => problem.into_value(py).into_any(),
            Begun::Decision(decision) => {
                let decision = py.detach(move || decision.recv());
                let decision = decision.map_err(|_| error::internal("a decision of the batch was lost"))?;
                Py::new(py, Decision::new(decision))?.into_any()
            }
        };
        state.done += 1;
        if let Some(progress) = &self.progress {
            progress.call1(py, (state.done,))?;
        }
        Ok(Some(item))
    }
}

#[pymethods]
impl Batch {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        // Waiting here for another thread that waits for the GIL would never end.
        let Ok(mut state) = self.state.try_lock() else {
            return Err(PyValueError::new_err("this batch is being iterated already, by another thread or by itself"));
        };
        if self.process != std::process::id() {
            let message = "this batch was begun before a fork, in the parent process; begin one in this process";
            return Err(PyRuntimeError::new_err(message));
        }
        let item = self.step(py, &mut state);
        if item.is_err() {
            // As with a generator, an exception is the end.
            state.releases = None;
            state.begun.clear();
        }
        item
    }
}
