//! Results: frozen, comparable, hashable and picklable Python classes, each over one of the engine's own types.

use crate::{decision, outcome, rule};
use pyo3::PyClass;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A Python class over one of the engine's types.
pub(crate) trait Record: Sized {
    /// The engine's type.
    type Inner: Serialize + DeserializeOwned + Clone;

    fn new(inner: Self::Inner) -> Self;
}

/// Declares a class with a property for each field named. A property is converted once, when it is first asked for.
/// `repr` lists the fields that a person wants to see first; `extra` holds further methods.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident over $inner:ty, repr($($shown:literal),+) {
            $($(#[$field_meta:meta])+ $field:ident $(= $($path:ident).+)?,)+
        }
        $({ $($extra:tt)* })?
    ) => {
        $(#[$meta])*
        #[pyo3::pyclass(frozen, eq, hash, module = "clearance")]
        pub(crate) struct $name {
            inner: $inner,
            $($field: pyo3::sync::PyOnceLock<pyo3::Py<pyo3::PyAny>>,)+
        }

        impl crate::record::Record for $name {
            type Inner = $inner;

            fn new(inner: $inner) -> Self {
                Self { inner, $($field: pyo3::sync::PyOnceLock::new(),)+ }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.inner == other.inner
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                crate::record::bytes(&self.inner).hash(state);
            }
        }

        #[pyo3::pymethods]
        impl $name {
            #[classattr]
            fn __match_args__(py: pyo3::Python<'_>) -> pyo3::PyResult<pyo3::Py<pyo3::types::PyTuple>> {
                Ok(pyo3::types::PyTuple::new(py, [$(stringify!($field)),+])?.unbind())
            }

            $(
                $(#[$field_meta])+
                #[getter]
                fn $field(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<pyo3::Py<pyo3::PyAny>> {
                    let value = &crate::record::record!(@path self.inner, $field $(, $($path).+)?);
                    crate::record::once(&self.$field, py, value)
                }
            )+

            fn __repr__(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                crate::record::repr(slf.as_any(), stringify!($name), &[$($shown),+])
            }

            fn __copy__(slf: pyo3::Py<Self>) -> pyo3::Py<Self> {
                slf
            }

            fn __deepcopy__(slf: pyo3::Py<Self>, _memo: &pyo3::Bound<'_, pyo3::PyAny>) -> pyo3::Py<Self> {
                slf
            }

            fn __reduce__<'py>(&self, py: pyo3::Python<'py>) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::PyAny>> {
                crate::record::reduce(py, stringify!($name), &self.inner)
            }

            $($($extra)*)?
        }
    };
    (@path $inner:expr, $field:ident) => { $inner.$field };
    (@path $inner:expr, $field:ident, $($path:ident).+) => { $inner.$($path).+ };
}

pub(crate) use record;

/// A property's value, converted when it is first asked for.
pub(crate) fn once(
    cell: &pyo3::sync::PyOnceLock<Py<PyAny>>,
    py: Python<'_>,
    value: &impl crate::show::Show,
) -> PyResult<Py<PyAny>> {
    cell.get_or_try_init(py, || value.show(py).map(Bound::unbind)).map(|value| value.clone_ref(py))
}

/// `Name(field=value, …)`, as a dataclass shows itself.
pub(crate) fn repr(record: &Bound<'_, PyAny>, name: &str, fields: &[&str]) -> PyResult<String> {
    let mut shown = Vec::with_capacity(fields.len());
    for field in fields {
        shown.push(format!("{field}={}", record.getattr(*field)?.repr()?));
    }
    Ok(format!("{name}({})", shown.join(", ")))
}

/// The same bytes for the same value.
pub(crate) fn bytes(inner: &impl Serialize) -> Vec<u8> {
    // Strings, finite numbers and maps keyed by strings always serialise.
    rmp_serde::to_vec_named(inner).unwrap_or_default()
}

/// What pickle needs to make the record again.
pub(crate) fn reduce<'py>(py: Python<'py>, name: &str, inner: &impl Serialize) -> PyResult<Bound<'py, PyAny>> {
    let restore = py.import("clearance._native")?.getattr("_restore")?;
    let arguments = (name, PyBytes::new(py, &bytes(inner)));
    Ok((restore, arguments).into_pyobject(py)?.into_any())
}

type Restore = fn(Python<'_>, &[u8]) -> PyResult<Py<PyAny>>;

/// How each class is made again, by its name.
const RESTORED: [(&str, Restore); 16] = [
    restored::<decision::Decision>(),
    restored::<decision::PolicyReference>(),
    restored::<decision::FactsReference>(),
    restored::<decision::EntryDecision>(),
    restored::<decision::RuleReference>(),
    restored::<decision::Row>(),
    restored::<decision::Waiver>(),
    restored::<outcome::Outcome>(),
    restored::<outcome::Check>(),
    restored::<outcome::Observation>(),
    restored::<outcome::Score>(),
    restored::<outcome::Contribution>(),
    restored::<outcome::Artifact>(),
    restored::<rule::Manifest>(),
    restored::<rule::SectionNeed>(),
    restored::<rule::CheckKind>(),
];

const fn restored<R: Record + PyClass + Into<PyClassInitializer<R>>>() -> (&'static str, Restore) {
    (<R as PyClass>::NAME, read::<R>)
}

fn read<R: Record + PyClass + Into<PyClassInitializer<R>>>(py: Python<'_>, content: &[u8]) -> PyResult<Py<PyAny>> {
    let inner = rmp_serde::from_slice(content)
        .map_err(|error| PyValueError::new_err(format!("not a pickled {}: {error}", <R as PyClass>::NAME)))?;
    Ok(Py::new(py, R::new(inner))?.into_any())
}

/// Makes a record again from what it was pickled as.
#[pyfunction]
#[pyo3(name = "_restore")]
pub(crate) fn restore(py: Python<'_>, name: &str, content: &[u8]) -> PyResult<Py<PyAny>> {
    match RESTORED.iter().find(|(known, _)| *known == name) {
        Some((_, read)) => read(py, content),
        None => Err(PyValueError::new_err(format!("there is no class `{name}` to restore"))),
    }
}
