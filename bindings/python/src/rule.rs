//! Rules by themselves, and what they say of themselves, in Python.

use crate::fork::detached;
use crate::outcome::Outcome;
use crate::record::{Record, record, repr};
use crate::show::Show;
use crate::{encode, error, facts, time};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// A rule by itself, without a policy. `Engine.load_rule` makes one.
#[pyclass(frozen, module = "clearance")]
pub(crate) struct Rule {
    pub(crate) inner: clearance::Rule,
}

#[pymethods]
impl Rule {
    /// What the rule says of itself.
    #[getter]
    fn manifest(&self) -> Manifest {
        Manifest::new(self.inner.manifest().clone())
    }

    /// The digest of the component's bytes.
    #[getter]
    fn digest(&self) -> String {
        self.inner.digest().to_string()
    }

    /// How an evaluation begins, unless the params make it otherwise.
    #[getter]
    fn startup(&self) -> Startup {
        Startup { inner: self.inner.startup().clone() }
    }

    /// Binds the rule to params, which are written as facts are.
    ///
    /// The rule is compiled once more with the memory that its own `configure` leaves, so that no evaluation has to
    /// configure it. `snapshot=False` is quicker for a few evaluations.
    ///
    /// Raises `RuleError` where the rule refuses them, `FactsError` where they hold what cannot be written.
    #[pyo3(signature = (params = None, *, snapshot = true))]
    fn configure(&self, py: Python<'_>, params: Option<&Bound<'_, PyAny>>, snapshot: bool) -> PyResult<ConfiguredRule> {
        let empty = PyDict::new(py);
        let params = encode::facts(params.unwrap_or(empty.as_any()))?;
        let params = rmp_serde::from_slice(params.as_messagepack()).map_err(error::internal)?;
        let options = clearance::ConfigureOptions { snapshot };
        let inner = detached(py, || self.inner.configure_with(&params, options));
        Ok(ConfiguredRule { inner: inner.map_err(|problem| error::raise(py, &problem))? })
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        repr(slf.as_any(), "Rule", &["manifest", "digest"])
    }
}

/// A rule bound to params.
#[pyclass(frozen, module = "clearance")]
pub(crate) struct ConfiguredRule {
    inner: clearance::ConfiguredRule,
}

#[pymethods]
impl ConfiguredRule {
    /// How an evaluation begins.
    #[getter]
    fn startup(&self) -> Startup {
        Startup { inner: self.inner.startup().clone() }
    }

    /// Evaluates the sections that the rule declares, in a fresh sandbox.
    ///
    /// Raises `EvaluationError`, whose code is the row that it would be in a decision, where the rule traps, hits a
    /// limit or lacks a fact.
    #[pyo3(signature = (facts, *, at = None))]
    fn evaluate(&self, py: Python<'_>, facts: &Bound<'_, PyAny>, at: Option<&Bound<'_, PyAny>>) -> PyResult<Outcome> {
        let (facts, at) = (facts::of(facts)?, time::of_decision(py, at)?);
        detached(py, || self.inner.evaluate(&facts, at)).map(Outcome::new).map_err(|failure| {
            let made =
                py.import("clearance._errors").and_then(|errors| errors.getattr("from_evaluation")).and_then(|make| {
                    make.call1((failure.check.as_str(), failure.message.as_str(), failure.pointer.as_deref()))
                });
            made.map_or_else(|problem| problem, PyErr::from_value)
        })
    }
}

/// How an evaluation of a rule begins.
#[pyclass(frozen, eq, module = "clearance")]
#[derive(PartialEq)]
pub(crate) struct Startup {
    inner: clearance::Startup,
}

#[pymethods]
impl Startup {
    /// Whether it begins from a snapshot of the memory that the rule had after it was configured.
    #[getter]
    fn snapshot(&self) -> bool {
        self.inner == clearance::Startup::Snapshot
    }

    /// Why there is none, so that each evaluation configures the rule anew.
    #[getter]
    fn reason(&self) -> Option<&str> {
        match &self.inner {
            clearance::Startup::Snapshot => None,
            clearance::Startup::Configure(reason) => Some(reason),
        }
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        repr(slf.as_any(), "Startup", &["snapshot", "reason"])
    }
}

record! {
    /// What a rule says of itself. Every text in it comes from the rule: escape it for where it is shown.
    Manifest over clearance::Manifest, repr("id", "version", "title", "summary") {
        /// Lower case, digits and hyphens.
        id,
        /// Semantic version of the rule.
        version,
        /// A few words for a heading.
        title,
        /// One or two sentences.
        summary,
        /// The sections it reads, in ascending order of their names.
        reads,
        /// The codes its checks may bear.
        checks,
        /// Identifiers of the governance practices it serves.
        practices,
        /// Identifiers of the controls it gives evidence for.
        controls,
        /// Whether its outcome does not depend on the time of the decision.
        timeless,
    }
    {
        /// JSON Schema (2020-12) of its params: a copy, to change at will.
        #[getter]
        fn params_schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            self.inner.params_schema.show(py)
        }
    }
}

record! {
    /// A section of the facts that a rule reads.
    SectionNeed over clearance::SectionNeed, repr("name", "required") {
        /// The name of the section.
        name,
        /// Whether the rule cannot say anything without it.
        required,
    }
    {
        /// JSON Schema (2020-12) of the section: a copy, to change at will.
        #[getter]
        fn schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            self.inner.schema.show(py)
        }
    }
}

record! {
    /// A code that a rule's checks may bear.
    CheckKind over clearance::CheckKind, repr("code", "summary") {
        /// The code.
        code,
        /// What it means for such a check to pass.
        summary,
    }
}
