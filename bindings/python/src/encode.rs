//! Python's objects as facts, written straight into their canonical encoding.

use crate::error;
use clearance::FactsEncoder;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};

/// How far a value may be from the top, each conversion on the way counted: beyond what facts can nest, because an
/// object may stand for another one, and small enough for any thread's stack.
const MOST_STEPS: usize = 512;

/// Writes an object as facts.
pub(crate) fn facts(content: &Bound<'_, PyAny>) -> PyResult<clearance::Facts> {
    let py = content.py();
    let mut writer = Writer { out: FactsEncoder::new(), entries: Vec::new(), path: Vec::new(), steps: 0 };
    if !is_section_map(content)? {
        let kind = content.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "facts are a dict of sections, a dataclass, a Pydantic model, JSON text or MessagePack bytes, not `{kind}`"
        )));
    }
    writer.value(content)?;
    writer.out.finish().map_err(|problem| error::raise(py, &problem))
}

/// The text's UTF-8, or what stands in its way.
pub(crate) fn utf8<'a>(text: &'a Bound<'_, PyString>) -> Result<&'a str, &'static str> {
    text.to_str()
        .map_err(|_| "a string holds a lone surrogate, which is not Unicode text; decode it properly or leave it out")
}

/// The error for a text that cannot be read at all.
pub(crate) fn refuse_text(py: Python<'_>, message: &str) -> PyErr {
    error::raise(py, &FactsEncoder::new().refuse_value(message))
}

/// Whether an object may be the whole of the facts. A list is let through, for the engine to say what it is.
fn is_section_map(content: &Bound<'_, PyAny>) -> PyResult<bool> {
    let kinds = Kinds::get(content.py())?;
    Ok(content.is_instance_of::<PyDict>()
        || content.is_instance_of::<PyList>()
        || content.is_instance_of::<PyTuple>()
        || is_dataclass(content)
        || is_model(content)
        || content.is_instance(kinds.mapping.bind(content.py()))?)
}

fn is_dataclass(value: &Bound<'_, PyAny>) -> bool {
    !value.is_instance_of::<PyType>() && value.hasattr("__dataclass_fields__").unwrap_or(false)
}

/// A Pydantic model, by what it can do: Pydantic itself is never imported.
fn is_model(value: &Bound<'_, PyAny>) -> bool {
    !value.is_instance_of::<PyType>() && value.get_type().hasattr("model_dump").unwrap_or(false)
}

/// Classes of the standard library that facts may hold.
struct Kinds {
    mapping: Py<PyAny>,
    enumeration: Py<PyAny>,
    decimal: Py<PyAny>,
    date: Py<PyAny>,
    write_time: Py<PyAny>,
    fields: Py<PyAny>,
}

impl Kinds {
    fn get(py: Python<'_>) -> PyResult<&Self> {
        static KINDS: PyOnceLock<Kinds> = PyOnceLock::new();
        KINDS.get_or_try_init(py, || {
            let from = |module: &str, name: &str| PyResult::Ok(py.import(module)?.getattr(name)?.unbind());
            Ok(Self {
                mapping: from("collections.abc", "Mapping")?,
                enumeration: from("enum", "Enum")?,
                decimal: from("decimal", "Decimal")?,
                date: from("datetime", "date")?,
                write_time: from("clearance._time", "rfc3339")?,
                fields: from("dataclasses", "fields")?,
            })
        })
    }
}

struct Writer<'py> {
    out: FactsEncoder,
    /// The entries of the dicts that are being written, the outermost first.
    entries: Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    /// The containers that are being written, to find one that holds itself.
    path: Vec<Bound<'py, PyAny>>,
    steps: usize,
}

impl<'py> Writer<'py> {
    fn value(&mut self, value: &Bound<'py, PyAny>) -> PyResult<()> {
        self.steps += 1;
        let written = self.kinds(value);
        self.steps -= 1;
        written
    }

    /// The kinds in the order in which facts have them most.
    fn kinds(&mut self, value: &Bound<'py, PyAny>) -> PyResult<()> {
        if let Ok(text) = value.cast_exact::<PyString>() {
            self.text(text)
        } else if let Ok(dict) = value.cast_exact::<PyDict>() {
            self.inside(value, |writer| writer.dict(dict))
        } else if let Ok(list) = value.cast_exact::<PyList>() {
            self.inside(value, |writer| writer.array(value.py(), list.iter()))
        } else if let Ok(number) = value.cast_exact::<PyInt>() {
            self.integer(number)
        } else if let Ok(number) = value.cast_exact::<PyFloat>() {
            self.float(value.py(), number.value())
        } else if value.is_none() {
            self.wrote(value.py(), FactsEncoder::null)
        } else if let Ok(flag) = value.cast_exact::<PyBool>() {
            self.wrote(value.py(), |out| out.bool(flag.is_true()))
        } else if self.steps > MOST_STEPS {
            let message = format!("values stand for one another more than {MOST_STEPS} times");
            Err(error::raise(value.py(), &self.out.refuse_value(message)))
        } else {
            self.rarer(value)
        }
    }

    fn rarer(&mut self, value: &Bound<'py, PyAny>) -> PyResult<()> {
        let py = value.py();
        let kinds = Kinds::get(py)?;
        if value.is_instance(kinds.enumeration.bind(py))? {
            // Before strings and integers, because a member may be one of these too.
            self.value(&value.getattr("value")?)
        } else if let Ok(text) = value.cast::<PyString>() {
            self.text(text)
        } else if let Ok(number) = value.cast::<PyInt>() {
            self.integer(number)
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.float(value.py(), number.value())
        } else if let Ok(list) = value.cast::<PyList>() {
            self.inside(value, |writer| writer.array(value.py(), list.iter()))
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.inside(value, |writer| writer.array(value.py(), tuple.iter()))
        } else if is_model(value) {
            self.inside(value, |writer| writer.value(&value.call_method0("model_dump")?))
        } else if is_dataclass(value) {
            self.inside(value, |writer| writer.dataclass(value, kinds.fields.bind(py)))
        } else if value.is_instance(kinds.date.bind(py))? {
            // A datetime is a date.
            match kinds.write_time.bind(py).call1((value,))?.extract::<Option<String>>()? {
                Some(text) if text.is_empty() => {
                    self.refuse(value, "in UTC this datetime lies outside the years 1 to 9999")
                }
                Some(text) => self.wrote(py, |out| out.string(&text)),
                None => self.refuse(
                    value,
                    "a datetime without a zone names no instant; give it one, for example `tzinfo=timezone.utc`",
                ),
            }
        } else if value.is_instance(kinds.decimal.bind(py))? {
            self.decimal(value)
        } else if value.is_instance(kinds.mapping.bind(py))? {
            // The entries as they are now: its own code may change it while they are written.
            let items = py.import("builtins")?.getattr("list")?.call1((value.call_method0("items")?,))?;
            self.inside(value, |writer| writer.map(items.cast::<PyList>()?))
        } else if value.hasattr("__index__")? && !value.is_instance_of::<PyType>() {
            // Integers of other libraries.
            self.integer(value.call_method0("__index__")?.cast::<PyInt>()?)
        } else {
            self.foreign(value)
        }
    }

    /// Writes a container's content, unless it is being written already.
    fn inside(&mut self, container: &Bound<'py, PyAny>, write: impl FnOnce(&mut Self) -> PyResult<()>) -> PyResult<()> {
        if self.path.iter().any(|outer| outer.is(container)) {
            return self.refuse(container, "this holds itself, and facts are a tree; leave the reference out");
        }
        self.path.push(container.clone());
        let written = write(self);
        self.path.pop();
        written
    }

    fn dict(&mut self, dict: &Bound<'py, PyDict>) -> PyResult<()> {
        let py = dict.py();
        // The entries as they are now: to write one may call code that changes the dict.
        let first = self.entries.len();
        self.entries.extend(dict.iter());
        self.wrote(py, FactsEncoder::begin_map)?;
        let mut at = first;
        let end = self.entries.len();
        while at < end {
            let (key, value) = self.entries[at].clone();
            self.key(&key)?;
            self.value(&value)?;
            at += 1;
        }
        self.entries.truncate(first);
        self.wrote(py, FactsEncoder::end_map)
    }

    fn map(&mut self, items: &Bound<'py, PyList>) -> PyResult<()> {
        let py = items.py();
        self.wrote(py, FactsEncoder::begin_map)?;
        for item in items.iter() {
            let item = item.cast::<PyTuple>()?;
            self.key(&item.get_item(0)?)?;
            self.value(&item.get_item(1)?)?;
        }
        self.wrote(py, FactsEncoder::end_map)
    }

    fn key(&mut self, key: &Bound<'py, PyAny>) -> PyResult<()> {
        let py = key.py();
        let Ok(text) = key.cast::<PyString>() else {
            // `repr` is the caller's code: what it shows is bounded.
            let shown: String = key.repr()?.to_string_lossy().chars().take(60).collect();
            let message = format!("the key {shown} is no string; write it as one");
            return Err(error::raise(py, &self.out.refuse_key(message)));
        };
        // A member of an enumeration of strings is the string of its value.
        match utf8(text) {
            Ok(text) => self.wrote(py, |out| out.key(text)),
            Err(message) => Err(error::raise(py, &self.out.refuse_key(message.replacen("string", "key", 1)))),
        }
    }

    fn array(&mut self, py: Python<'py>, items: impl Iterator<Item = Bound<'py, PyAny>>) -> PyResult<()> {
        self.wrote(py, FactsEncoder::begin_array)?;
        for item in items {
            self.value(&item)?;
        }
        self.wrote(py, FactsEncoder::end_array)
    }

    fn dataclass(&mut self, value: &Bound<'py, PyAny>, fields: &Bound<'py, PyAny>) -> PyResult<()> {
        let py = value.py();
        self.wrote(py, FactsEncoder::begin_map)?;
        for field in fields.call1((value,))?.try_iter()? {
            let name = field?.getattr("name")?;
            let name = name.cast::<PyString>()?;
            self.key(name.as_any())?;
            self.value(&value.getattr(name)?)?;
        }
        self.wrote(py, FactsEncoder::end_map)
    }

    fn text(&mut self, text: &Bound<'py, PyString>) -> PyResult<()> {
        match utf8(text) {
            Ok(utf8) => self.wrote(text.py(), |out| out.string(utf8)),
            Err(message) => self.refuse(text.as_any(), message),
        }
    }

    fn integer(&mut self, number: &Bound<'py, PyInt>) -> PyResult<()> {
        if let Ok(value) = number.extract::<i64>() {
            self.wrote(number.py(), |out| out.signed(value))
        } else if let Ok(value) = number.extract::<u64>() {
            self.wrote(number.py(), |out| out.unsigned(value))
        } else {
            // The nearest float, as the same digits in JSON would be; an infinity where there is none.
            self.float(
                number.py(),
                number.call_method0("__float__").and_then(|float| float.extract()).unwrap_or(f64::INFINITY),
            )
        }
    }

    fn float(&mut self, py: Python<'py>, value: f64) -> PyResult<()> {
        self.wrote(py, |out| out.float(value))
    }

    fn decimal(&mut self, value: &Bound<'py, PyAny>) -> PyResult<()> {
        // A signalling NaN refuses to be a float.
        let float = value.call_method0("__float__").and_then(|float| float.extract()).unwrap_or(f64::NAN);
        // An integer that a float cannot hold keeps all its digits.
        let integral = float.is_finite() && value.call_method0("to_integral_value")?.eq(value)?;
        if integral && float.abs() < 2e19 {
            self.integer(value.call_method0("__int__")?.cast::<PyInt>()?)
        } else {
            self.float(value.py(), float)
        }
    }

    fn foreign(&mut self, value: &Bound<'py, PyAny>) -> PyResult<()> {
        let kind = value.get_type().name()?.to_string();
        let advice = match kind.as_str() {
            "bytes" | "bytearray" | "memoryview" => "encode it as text, for example as base64",
            "set" | "frozenset" => "a set has no order; make it a sorted list",
            "timedelta" => "say how many seconds it is",
            "generator" | "map" | "filter" | "zip" | "range" => "make it a list",
            "UUID" | "PosixPath" | "WindowsPath" => "make it a string",
            _ if value.is_callable() => "hand over what it returns, or leave it out",
            _ => "hand over a dict of what a rule should know",
        };
        self.refuse(value, &format!("facts cannot hold a `{kind}`; {advice}"))
    }

    fn refuse(&mut self, value: &Bound<'py, PyAny>, message: &str) -> PyResult<()> {
        Err(error::raise(value.py(), &self.out.refuse_value(message)))
    }

    fn wrote(
        &mut self,
        py: Python<'py>,
        write: impl FnOnce(&mut FactsEncoder) -> Result<(), clearance::Error>,
    ) -> PyResult<()> {
        write(&mut self.out).map_err(|problem| error::raise(py, &problem))
    }
}
