//! Facts in Python.

use crate::show::Show;
use crate::{encode, error, record};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyString, PyTuple};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Everything known about a release, encoded once: named top-level sections of what JSON can hold.
///
/// Whatever takes facts takes a dict just as well; this class is for facts that are used more than once, and for their
/// digests.
///
/// `content` is a dict or another mapping, a dataclass, a Pydantic model, a JSON text or MessagePack bytes. Inside it
/// stand `None`, bools, numbers, strings, lists, tuples, mappings keyed by strings, dataclasses, models, aware
/// datetimes (written as RFC 3339 in UTC), dates (`YYYY-MM-DD`), decimals (the nearest 64-bit number) and members of
/// enumerations (their values). `None` is null: known to be nothing. What is not known is left out.
///
/// Raises `FactsError` where `content` holds something else, a NaN, an infinity, a naive datetime, itself.
#[pyclass(frozen, eq, hash, module = "clearance")]
pub(crate) struct Facts {
    pub(crate) inner: Arc<clearance::Facts>,
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl Hash for Facts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.as_messagepack().hash(state);
    }
}

#[pymethods]
impl Facts {
    #[new]
    #[pyo3(signature = (content, /))]
    fn new(content: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self { inner: of(content)? })
    }

    /// The names of the sections, in ascending order.
    #[getter]
    fn sections<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.inner.sections().collect::<Vec<_>>())
    }

    /// The digest of the facts, made of the digests of their sections.
    #[getter]
    fn digest(&self) -> String {
        self.inner.digest().to_string()
    }

    /// The digest of one section, or `None` where there is no such section.
    fn section_digest(&self, name: &str) -> Option<String> {
        self.inner.section_digest(name).map(|digest| digest.to_string())
    }

    /// The value at an RFC 6901 JSON Pointer, or `default` where nothing stands there or `pointer` is not one.
    #[pyo3(signature = (pointer, default = None))]
    fn get<'py>(
        &self,
        py: Python<'py>,
        pointer: &str,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        match self.inner.get(pointer) {
            Some(value) => value.show(py),
            None => Ok(default.unwrap_or_else(|| py.None().into_bound(py))),
        }
    }

    /// The facts in their canonical MessagePack encoding.
    fn to_messagepack<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.inner.as_messagepack())
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        record::repr(slf.as_any(), "Facts", &["sections", "digest"])
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let arguments = (slf.get().to_messagepack(slf.py()),);
        Ok((slf.get_type(), arguments).into_pyobject(slf.py())?.into_any())
    }
}

/// The facts that a caller hands over, in whichever form.
pub(crate) fn of(content: &Bound<'_, PyAny>) -> PyResult<Arc<clearance::Facts>> {
    let py = content.py();
    if let Ok(facts) = content.cast::<Facts>() {
        return Ok(Arc::clone(&facts.get().inner));
    }
    let facts = if let Ok(text) = content.cast::<PyString>() {
        clearance::Facts::from_json(encode::utf8(text).map_err(|message| encode::refuse_text(py, message))?)
    } else if let Ok(bytes) = content.cast::<PyBytes>() {
        clearance::Facts::from_messagepack(bytes.as_bytes())
    } else if content.cast::<PyByteArray>().is_ok()
        || content.is_instance(&py.import("builtins")?.getattr("memoryview")?)?
    {
        // A copy, because its owner may change it.
        let bytes = py.import("builtins")?.getattr("bytes")?.call1((content,))?;
        clearance::Facts::from_messagepack(bytes.cast::<PyBytes>()?.as_bytes())
    } else {
        return encode::facts(content).map(Arc::new);
    };
    facts.map(Arc::new).map_err(|problem| error::raise(py, &problem))
}
