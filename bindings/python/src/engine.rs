//! The engine in Python.

use crate::fork::detached;
use crate::policy::Policy;
use crate::rule::Rule;
use crate::{error, load};
use clearance::{CodeCache, CodeCacheState};
use pyo3::prelude::*;
use std::path::PathBuf;

/// Loads rules and policies and holds what they share: the compiler, the pool of sandboxes and the limits.
///
/// It may be shared between threads, and it survives a fork. Rules run without the GIL.
///
/// `limits` are what one call of a rule may use. `code_cache` is where compiled code is kept for the next process: a folder
/// that only this user can write to, `False` for nowhere, or `None` for `$CLEARANCE_CACHE`, `$XDG_CACHE_HOME/clearance` or
/// `~/.cache/clearance`.
///
/// Raises `SandboxError` where the sandbox cannot be set up on this machine, a limit is above its ceiling, or others could
/// write to the folder named for compiled code.
#[pyclass(frozen, module = "clearance")]
pub(crate) struct Engine {
    inner: clearance::Engine,
}

#[pymethods]
impl Engine {
    #[new]
    #[pyo3(signature = (*, limits = None, code_cache = None))]
    fn new(
        py: Python<'_>,
        limits: Option<&Bound<'_, Limits>>,
        code_cache: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let limits = limits.map_or_else(clearance::Limits::default, |limits| limits.get().inner);
        let code_cache = match code_cache {
            None => CodeCache::User,
            Some(off) if off.extract::<bool>().is_ok_and(|on| !on) => CodeCache::Off,
            Some(folder) => CodeCache::Folder(folder.extract()?),
        };
        let options = clearance::EngineOptions { limits, code_cache };
        let inner = detached(py, || clearance::Engine::with_options(options));
        Ok(Self { inner: inner.map_err(|problem| error::raise(py, &problem))? })
    }

    /// The limits within which rules run.
    #[getter]
    fn limits(&self) -> Limits {
        Limits { inner: *self.inner.limits() }
    }

    /// Where compiled code is kept for the next process; `None` where it is not.
    #[getter]
    fn code_cache<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.inner.code_cache() {
            CodeCacheState::Folder(folder) => py.import("pathlib")?.getattr("Path")?.call1((folder,)).map(Some),
            _ => Ok(None),
        }
    }

    /// Why compiled code cannot be kept; `None` where it can, or was not to be.
    #[getter]
    fn code_cache_problem(&self) -> Option<String> {
        match self.inner.code_cache() {
            CodeCacheState::Unusable(problem) => Some(problem.to_owned()),
            _ => None,
        }
    }

    /// Loads a policy and its rules. Paths of rules are relative to the policy file.
    ///
    /// `progress` is called with a `LoadProgress` whenever an entry is about to be compiled or is ready, on this thread.
    /// What it raises is raised here.
    ///
    /// Raises `PolicyError` or `RuleError` where the file, a rule or its params cannot be used, with file, line and
    /// column.
    #[pyo3(signature = (path, /, *, progress = None))]
    fn load_policy(&self, py: Python<'_>, path: PathBuf, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Policy> {
        let engine = self.inner.clone();
        load::policy(py, progress, move |options| engine.load_policy_with(path, options))
    }

    /// Reads a policy from YAML text. Paths of rules are relative to `folder`; the rules that this package brings are
    /// in `clearance.CATALOGUE`. `progress` is as `load_policy` has it.
    ///
    /// Raises `PolicyError` or `RuleError` where the text, a rule or its params cannot be used, with line and column.
    #[pyo3(signature = (text, folder, *, progress = None))]
    fn parse_policy(
        &self,
        py: Python<'_>,
        text: String,
        folder: PathBuf,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Policy> {
        let engine = self.inner.clone();
        load::policy(py, progress, move |options| engine.parse_policy_with(&text, folder, options))
    }

    /// Loads one rule, to look at it or to evaluate it without a policy.
    ///
    /// Raises `RuleError` where the file is not a rule.
    #[pyo3(signature = (path, /))]
    fn load_rule(&self, py: Python<'_>, path: PathBuf) -> PyResult<Rule> {
        let rule = detached(py, || self.inner.load_rule(path));
        Ok(Rule { inner: rule.map_err(|problem| error::raise(py, &problem))? })
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        crate::record::repr(slf.as_any(), "Engine", &["limits"])
    }
}

/// What one call of a rule may use. Every limit is on by default; what is not given has its default.
#[pyclass(frozen, eq, module = "clearance")]
#[derive(PartialEq)]
pub(crate) struct Limits {
    inner: clearance::Limits,
}

#[pymethods]
impl Limits {
    #[new]
    #[pyo3(signature = (
        *, instructions = None, time_ms = None, memory_bytes = None, table_elements = None, stack_bytes = None,
        output_bytes = None, checks = None, function_bytes = None, functions = None, component_bytes = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keywords in Python, one a limit")]
    fn new(
        instructions: Option<u64>,
        time_ms: Option<u64>,
        memory_bytes: Option<u64>,
        table_elements: Option<u64>,
        stack_bytes: Option<u64>,
        output_bytes: Option<u64>,
        checks: Option<u64>,
        function_bytes: Option<u64>,
        functions: Option<u64>,
        component_bytes: Option<u64>,
    ) -> Self {
        let unset = clearance::Limits::default();
        let inner = clearance::Limits {
            instructions: instructions.unwrap_or(unset.instructions),
            time_ms: time_ms.unwrap_or(unset.time_ms),
            memory_bytes: memory_bytes.unwrap_or(unset.memory_bytes),
            table_elements: table_elements.unwrap_or(unset.table_elements),
            stack_bytes: stack_bytes.unwrap_or(unset.stack_bytes),
            output_bytes: output_bytes.unwrap_or(unset.output_bytes),
            checks: checks.unwrap_or(unset.checks),
            function_bytes: function_bytes.unwrap_or(unset.function_bytes),
            functions: functions.unwrap_or(unset.functions),
            component_bytes: component_bytes.unwrap_or(unset.component_bytes),
        };
        Self { inner }
    }

    /// WebAssembly instructions executed. Counted, so that the same rule on the same facts hits it at the same place
    /// on every machine. A hit is the row `limit-instructions`.
    #[getter]
    fn instructions(&self) -> u64 {
        self.inner.instructions
    }

    /// Wall-clock time in milliseconds, which stands behind `instructions`. A hit is the row `limit-time`.
    #[getter]
    fn time_ms(&self) -> u64 {
        self.inner.time_ms
    }

    /// Linear memory, in bytes. A hit is the row `limit-memory`.
    #[getter]
    fn memory_bytes(&self) -> u64 {
        self.inner.memory_bytes
    }

    /// Elements over all tables. A hit is the row `limit-table`.
    #[getter]
    fn table_elements(&self) -> u64 {
        self.inner.table_elements
    }

    /// Call stack, in bytes. A thread that has less left is lent it for the call. A hit is the row `limit-stack`.
    #[getter]
    fn stack_bytes(&self) -> u64 {
        self.inner.stack_bytes
    }

    /// What a call may hand back, in bytes as the host holds it. A hit is the row `limit-output`.
    #[getter]
    fn output_bytes(&self) -> u64 {
        self.inner.output_bytes
    }

    /// Checks in one outcome. A hit is the row `limit-output`.
    #[getter]
    fn checks(&self) -> u64 {
        self.inner.checks
    }

    /// The size of one function of a component, in bytes. A component with a larger one is not loaded.
    #[getter]
    fn function_bytes(&self) -> u64 {
        self.inner.function_bytes
    }

    /// Functions of a component, over all modules in it. A component with more is not loaded.
    #[getter]
    fn functions(&self) -> u64 {
        self.inner.functions
    }

    /// The size of a component file, in bytes. A larger file is not loaded.
    #[getter]
    fn component_bytes(&self) -> u64 {
        self.inner.component_bytes
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let fields = [
            "instructions",
            "time_ms",
            "memory_bytes",
            "table_elements",
            "stack_bytes",
            "output_bytes",
            "checks",
            "function_bytes",
            "functions",
            "component_bytes",
        ];
        crate::record::repr(slf.as_any(), "Limits", &fields)
    }
}
