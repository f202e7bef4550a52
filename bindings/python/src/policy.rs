//! Policies in Python.

use crate::batch::Batch;
use crate::decision::Decision;
use crate::fork::detached;
use crate::record::{Record, repr};
use crate::rule::Manifest;
use crate::show::Show;
use crate::{facts, time};
use clearance::DecideOptions;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::Arc;

/// A loaded policy, ready to decide. `Engine.load_policy` makes one. It may be shared between threads.
#[pyclass(frozen, module = "clearance")]
pub(crate) struct Policy {
    pub(crate) inner: Arc<clearance::Policy>,
}

#[pymethods]
impl Policy {
    /// The name of the policy.
    #[getter]
    fn name(&self) -> &str {
        self.inner.name()
    }

    /// The version of the policy, where it has one.
    #[getter]
    fn version(&self) -> Option<&str> {
        self.inner.version()
    }

    /// The digest of the policy file's bytes.
    #[getter]
    fn digest(&self) -> String {
        self.inner.digest().to_string()
    }

    /// The entries, in the order of the file.
    #[getter]
    fn entries<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let entries = self
            .inner
            .entries()
            .map(|(id, manifest)| Py::new(py, PolicyEntry { id: id.to_owned(), manifest: manifest.clone() }));
        PyTuple::new(py, entries.collect::<PyResult<Vec<_>>>()?)
    }

    /// Decides whether a release is cleared to go.
    ///
    /// `facts` are `Facts`, or anything that `Facts` takes. `at` is the time of the decision: an aware datetime, an RFC
    /// 3339 text, or now. A decision always comes: a rule that traps, hits a limit or lacks a fact is a row in it that
    /// counts as a failure.
    ///
    /// `outcomes` may be used again, and new ones are kept there; without, every rule is evaluated.
    ///
    /// Raises `FactsError` or `TimestampError` where `facts` or `at` cannot be used.
    #[pyo3(signature = (facts, *, at = None, outcomes = None))]
    fn decide(
        &self,
        py: Python<'_>,
        facts: &Bound<'_, PyAny>,
        at: Option<&Bound<'_, PyAny>>,
        outcomes: Option<&OutcomeCache>,
    ) -> PyResult<Decision> {
        Ok(self.decide_timed(py, facts, at, outcomes)?.0)
    }

    /// As `decide`, with the time it took.
    #[pyo3(signature = (facts, *, at = None, outcomes = None))]
    fn decide_timed(
        &self,
        py: Python<'_>,
        facts: &Bound<'_, PyAny>,
        at: Option<&Bound<'_, PyAny>>,
        outcomes: Option<&OutcomeCache>,
    ) -> PyResult<(Decision, Timings)> {
        let (facts, at) = (facts::of(facts)?, time::of_decision(py, at)?);
        let options = options(outcomes);
        let (decision, inner) = detached(py, || self.inner.decide_with(&facts, at, &options));
        Ok((Decision::new(decision), Timings { inner }))
    }

    /// As `decide`, for a coroutine: the event loop goes on while rules run. The facts are read at once, so they may be
    /// changed afterwards.
    #[pyo3(signature = (facts, *, at = None, outcomes = None))]
    fn decide_async<'py>(
        slf: &Bound<'py, Self>,
        facts: &Bound<'py, PyAny>,
        at: Option<&Bound<'py, PyAny>>,
        outcomes: Option<&Bound<'py, OutcomeCache>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let facts = Py::new(py, facts::Facts { inner: facts::of(facts)? })?;
        let at = time::to_datetime(py, time::of_decision(py, at)?)?;
        py.import("clearance._async")?.getattr("decide")?.call1((slf, facts, at, outcomes))
    }

    /// Decides many releases on all cores.
    ///
    /// `releases` is an iterable of facts, each as `decide` takes them. The decisions come in its order, and where a
    /// release's facts cannot be used, the exception comes in its place instead of being raised. Releases are taken
    /// as decisions are asked for, a few ahead, so the iterable may be without end.
    ///
    /// `progress` is called with the number of releases done before each is handed over. What it raises, and what
    /// `releases` raises, ends the batch.
    #[pyo3(signature = (releases, *, at = None, outcomes = None, progress = None))]
    fn decide_batch(
        &self,
        releases: &Bound<'_, PyAny>,
        at: Option<&Bound<'_, PyAny>>,
        outcomes: Option<&OutcomeCache>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Batch> {
        let at = time::of_decision(releases.py(), at)?;
        Ok(Batch::new(Arc::clone(&self.inner), releases.try_iter()?.unbind(), at, options(outcomes), progress))
    }

    /// Remarks on what is likely a mistake in the policy, as of a time.
    #[pyo3(signature = (*, at = None))]
    fn lint<'py>(&self, py: Python<'py>, at: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyTuple>> {
        let lints = self.inner.lint(time::of_decision(py, at)?);
        let lints = lints.into_iter().map(|inner| Py::new(py, Lint { inner }));
        PyTuple::new(py, lints.collect::<PyResult<Vec<_>>>()?)
    }

    /// The facts that this policy needs, as one JSON Schema (2020-12).
    fn facts_schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.inner.facts_schema().show(py)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        repr(slf.as_any(), "Policy", &["name", "version", "digest"])
    }
}

/// Outcomes for who asks again about the same facts.
///
/// A rule is not evaluated where its component, its params, the sections it saw and, unless it is timeless, the time are
/// those of an earlier evaluation. The decision is the same, byte for byte. It may be shared between threads.
///
/// Make one for each tenant: how long an answer takes would otherwise tell one that another had asked about the same facts.
///
/// `max_bytes` are counted as outcomes take them in memory. What was not asked for goes first.
#[pyclass(frozen, module = "clearance")]
pub(crate) struct OutcomeCache {
    inner: clearance::OutcomeCache,
}

#[pymethods]
impl OutcomeCache {
    #[new]
    fn new(max_bytes: usize) -> Self {
        Self { inner: clearance::OutcomeCache::new(max_bytes) }
    }

    /// The bytes that are kept.
    #[getter]
    fn bytes(&self) -> usize {
        self.inner.bytes()
    }

    /// Forgets everything.
    fn clear(&self) {
        self.inner.clear();
    }

    fn __len__(&self) -> usize {
        self.inner.len()
    }

    fn __repr__(&self) -> String {
        format!("<OutcomeCache of {} outcomes, {} bytes>", self.inner.len(), self.inner.bytes())
    }
}

fn options(outcomes: Option<&OutcomeCache>) -> DecideOptions {
    DecideOptions { outcomes: outcomes.map(|outcomes| outcomes.inner.clone()) }
}

/// The JSON Schema (2020-12) of policy files, for editors and other tools.
#[pyfunction]
pub(crate) fn policy_schema(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    clearance::policy_schema().show(py)
}

/// An entry of a policy: a rule, bound.
#[pyclass(frozen, eq, module = "clearance")]
#[derive(PartialEq)]
pub(crate) struct PolicyEntry {
    id: String,
    manifest: clearance::Manifest,
}

#[pymethods]
impl PolicyEntry {
    /// The entry's id.
    #[getter]
    fn id(&self) -> &str {
        &self.id
    }

    /// What its rule says of itself.
    #[getter]
    fn manifest(&self) -> Manifest {
        Manifest::new(self.manifest.clone())
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        repr(slf.as_any(), "PolicyEntry", &["id", "manifest"])
    }
}

/// A remark on a policy that loads.
#[pyclass(frozen, eq, module = "clearance")]
#[derive(PartialEq)]
pub(crate) struct Lint {
    inner: clearance::Lint,
}

#[pymethods]
impl Lint {
    /// What kind of remark it is.
    #[getter]
    fn kind<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.inner.kind.show(py)
    }

    /// The line of the entry it concerns, counted from 1, where it concerns one.
    #[getter]
    fn line(&self) -> Option<u64> {
        self.inner.line
    }

    /// What was found, and what to do.
    #[getter]
    fn message(&self) -> &str {
        &self.inner.message
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        repr(slf.as_any(), "Lint", &["kind", "line", "message"])
    }
}

/// How long a decision took. It stands beside the decision, never in it.
#[pyclass(frozen, eq, module = "clearance")]
#[derive(PartialEq)]
pub(crate) struct Timings {
    inner: clearance::Timings,
}

#[pymethods]
impl Timings {
    /// The whole decision, in seconds.
    #[getter]
    fn total(&self) -> f64 {
        self.inner.total.as_secs_f64()
    }

    /// Each entry that applied, in the order of evaluation: its id and its time in seconds.
    #[getter]
    fn entries<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(
            py,
            self.inner.entries.iter().map(|(id, time)| (id.as_str(), time.as_secs_f64())).collect::<Vec<_>>(),
        )
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        repr(slf.as_any(), "Timings", &["total", "entries"])
    }
}
