//! The engine's values as Python's.

use crate::record::Record;
use crate::{decision, error, outcome, rule, time};
use clearance::{Digest, Text, Timestamp};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// A value of the engine that has a form in Python.
pub(crate) trait Show {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;
}

macro_rules! plain {
    ($($kind:ty),+) => {$(
        impl Show for $kind {
            fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                Ok(self.into_pyobject(py)?.to_owned().into_any())
            }
        }
    )+};
}

plain!(bool, u32, u64, usize, f64, String);

/// Enumerations are members of the Python class of the same name.
macro_rules! enumerations {
    ($($kind:ident),+) => {
        $(
            impl Show for clearance::$kind {
                fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    member(py, stringify!($kind), self.as_str())
                }
            }
        )+

        const ENUMERATIONS: &[&str] = &[$(stringify!($kind)),+];
    };
}

/// A member of a Python enumeration, looked up in Python only once.
fn member<'py>(py: Python<'py>, kind: &str, text: &str) -> PyResult<Bound<'py, PyAny>> {
    static MEMBERS: PyOnceLock<HashMap<&str, HashMap<String, Py<PyAny>>>> = PyOnceLock::new();
    let members = MEMBERS.get_or_try_init(py, || {
        let words = py.import("clearance._words")?;
        let mut members: HashMap<_, HashMap<_, _>> = HashMap::new();
        for kind in ENUMERATIONS {
            for member in words.getattr(*kind)?.try_iter()? {
                let member = member?;
                members.entry(*kind).or_default().insert(member.getattr("value")?.extract()?, member.unbind());
            }
        }
        PyResult::Ok(members)
    })?;
    match members.get(kind).and_then(|members| members.get(text)) {
        Some(member) => Ok(member.bind(py).clone()),
        None => Err(error::internal(format!("`{kind}` has no member `{text}`"))),
    }
}

enumerations!(Basis, Effect, Enforcement, EntryState, LintKind, LoadStep, Severity, Status, Verdict, WaiverState);

macro_rules! records {
    ($($module:ident :: $kind:ident),+) => {$(
        impl Show for <$module::$kind as Record>::Inner {
            fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                Ok(Bound::new(py, $module::$kind::new(self.clone()))?.into_any())
            }
        }
    )+};
}

records!(
    decision::PolicyReference,
    decision::FactsReference,
    decision::EntryDecision,
    decision::RuleReference,
    decision::Row,
    decision::Waiver,
    outcome::Check,
    outcome::Observation,
    outcome::Score,
    outcome::Contribution,
    outcome::Artifact,
    rule::Manifest,
    rule::SectionNeed,
    rule::CheckKind
);

impl Show for Text {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyString::new(py, self).into_any())
    }
}

impl Show for Digest {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.to_string().show(py)
    }
}

impl Show for Timestamp {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_datetime(py, *self)
    }
}

impl<T: Show> Show for Option<T> {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Some(value) => value.show(py),
            None => Ok(py.None().into_bound(py)),
        }
    }
}

impl<T: Show> Show for Vec<T> {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let items = self.iter().map(|item| item.show(py)).collect::<PyResult<Vec<_>>>()?;
        Ok(PyTuple::new(py, items)?.into_any())
    }
}

/// A mapping that cannot be changed.
impl<T: Show> Show for BTreeMap<Text, T> {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let dict = PyDict::new(py);
        for (key, value) in self {
            dict.set_item(key.as_str(), value.show(py)?)?;
        }
        py.import("types")?.getattr("MappingProxyType")?.call1((dict,))
    }
}

/// A JSON value, as `json.loads` would have it: the caller's own, to change at will.
impl Show for Value {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Null => Ok(py.None().into_bound(py)),
            Self::Bool(value) => value.show(py),
            Self::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(value), ..) => Ok(value.into_pyobject(py)?.into_any()),
                (_, Some(value), _) => value.show(py),
                (.., value) => value.show(py),
            },
            Self::String(text) => text.show(py),
            Self::Array(items) => {
                let items = items.iter().map(|item| item.show(py)).collect::<PyResult<Vec<_>>>()?;
                Ok(PyList::new(py, items)?.into_any())
            }
            Self::Object(entries) => {
                let dict = PyDict::new(py);
                for (key, value) in entries {
                    dict.set_item(key, value.show(py)?)?;
                }
                Ok(dict.into_any())
            }
        }
    }
}
