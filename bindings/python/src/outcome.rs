//! What a rule found, as Python's classes.

use crate::record::record;
use crate::show::Show;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

record! {
    /// All that one evaluation of a rule found.
    Outcome over clearance::Outcome, repr("checks", "score", "artifacts", "derived") {
        /// One row a subject checked, passed ones too.
        checks,
        /// The score, where the rule gives one.
        score,
        /// Documents that the rule wrote.
        artifacts,
    }
    {
        /// Facts for the entries that need this one: a copy, to change at will.
        #[getter]
        fn derived<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            self.inner.derived.show(py)
        }
    }
}

record! {
    /// One row that a rule yields. Its texts come from the rule and the facts: escape them for where they are shown.
    Check over clearance::Check, repr("code", "subject", "status", "message", "required", "remedy") {
        /// What kind of check it is: one of the codes in the rule's manifest, or one of the engine's own.
        code,
        /// What was checked: a component, a file, a resource.
        subject,
        /// What was found.
        status,
        /// How much a failure matters.
        severity,
        /// What was found, in a sentence of plain text.
        message,
        /// The facts read.
        observed,
        /// What the rule wanted to find.
        required,
        /// The nearest change that would make this check pass.
        remedy,
    }
}

record! {
    /// A fact that a check read.
    Observation over clearance::Observation, repr("pointer", "value", "present") {
        /// RFC 6901 JSON Pointer into the facts.
        pointer,
    }
    {
        /// The value found there: a copy, to change at will. `None` where the fact was null or absent.
        #[getter]
        fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            self.inner.value.show(py)
        }

        /// Whether anything stood there: what tells a null from an absent fact.
        #[getter]
        fn present(&self) -> bool {
            self.inner.value.is_some()
        }
    }
}

record! {
    /// A number that the policy may band into review and deny.
    Score over clearance::Score, repr("points", "out_of", "contributions") {
        /// The points, always finite.
        points,
        /// The most points there can be.
        out_of,
        /// What the points are made of.
        contributions,
    }
}

record! {
    /// One term of a score.
    Contribution over clearance::Contribution, repr("factor", "points", "reason") {
        /// What contributes.
        factor,
        /// The points it adds; may be negative.
        points,
        /// Why so many.
        reason,
    }
}

record! {
    /// A document that a rule wrote.
    Artifact over clearance::Artifact, repr("name", "media_type", "digest") {
        /// A file name without a folder, unique within the outcome.
        name,
        /// RFC 6838 media type.
        media_type,
    }
    {
        /// The document itself.
        #[getter]
        fn content<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
            PyBytes::new(py, &self.inner.content)
        }

        /// The content as text, where it is UTF-8.
        #[getter]
        fn text(&self) -> Option<&str> {
            self.inner.text()
        }

        /// The digest of the content.
        #[getter]
        fn digest(&self) -> String {
            self.inner.digest().to_string()
        }
    }
}
