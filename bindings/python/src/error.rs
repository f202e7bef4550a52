//! The engine's errors as Python's exceptions.

use clearance::Error;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::fmt::Display;

/// The exception for an error of the engine; its class is chosen by the code.
pub(crate) fn raise(py: Python<'_>, error: &Error) -> PyErr {
    let place = error.place();
    let file = place.file.as_ref().map(|file| file.display().to_string());
    let place = (file, place.line, place.column, place.pointer.as_deref(), place.offset);
    let made =
        py.import("clearance._errors").and_then(|errors| errors.getattr("from_engine")).and_then(|from_engine| {
            from_engine.call1((error.code().as_str(), error.to_string(), error.message(), place, error.remedy()))
        });
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(problem) => problem,
    }
}

/// What should not be able to happen, said all the same.
pub(crate) fn internal(problem: impl Display) -> PyErr {
    PyRuntimeError::new_err(format!("clearance: {problem}"))
}
