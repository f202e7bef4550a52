//! Times: `datetime` with its zone on Python's side, milliseconds on the engine's.

use crate::error;
use clearance::Timestamp;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// The time of a decision: an aware `datetime`, a text, or now.
pub(crate) fn of_decision(py: Python<'_>, at: Option<&Bound<'_, PyAny>>) -> PyResult<Timestamp> {
    let Some(at) = at else { return Ok(Timestamp::now()) };
    if let Ok(text) = at.cast::<PyString>() {
        let at: Timestamp =
            text.to_str()?.parse().map_err(|problem| error::raise(py, &clearance::Error::from(problem)))?;
        // Python's calendar is the narrower one, and the decision will show the time in it.
        to_datetime(py, at)?;
        return Ok(at);
    }
    let millis: i64 = py.import("clearance._time")?.getattr("millis")?.call1((at,))?.extract()?;
    Timestamp::from_millis(millis).ok_or_else(|| error::internal("a datetime outside the engine's calendar"))
}

/// The time as an aware `datetime` in UTC.
pub(crate) fn to_datetime(py: Python<'_>, at: Timestamp) -> PyResult<Bound<'_, PyAny>> {
    py.import("clearance._time")?.getattr("from_millis")?.call1((at.as_millis(),))
}
