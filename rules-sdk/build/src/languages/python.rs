//! Python: componentize-py, which brings `CPython` with it.

use crate::job::Job;
use crate::{shell, tools};
use anyhow::{Context, Result};
use std::fs;
use std::path::absolute;
use std::process::Command;

const PACKAGE: &str = "componentize-py==0.25.1";

/// Imports the author's `rule.py` between what must be there before it and what may be there only after.
const APP: &str = "\
from clearance_rule import guards

guards.before_the_rule()
import rule
from clearance_rule.component import exported

Rule = exported(rule)
guards.after_the_rule()
";

pub(crate) fn compile(job: &Job<'_>) -> Result<Vec<u8>> {
    let tool = job.tools.pypi(&[PACKAGE])?;
    let app = job.scratch.join("app");
    let made = job.scratch.join("rule.wasm");
    fs::create_dir_all(&app)
        .and_then(|()| fs::write(app.join("clearance_app.py"), APP))
        .with_context(|| format!("cannot write to `{}`", app.display()))?;
    let mut python = Command::new(tools::python()?);
    // Nothing of the author's machine may end up in the component.
    python.env("PYTHONPATH", &tool).env_remove("VIRTUAL_ENV").env("PYTHONDONTWRITEBYTECODE", "1");
    python
        .args(["-c", "import componentize_py; componentize_py.script()", "--quiet", "-d"])
        .arg(absolute(&job.contract)?);
    python.args(["-w", "release-rule", "componentize", "clearance_app", "--stub-wasi"]);
    for folder in [&app, &job.project.folder, &job.kit] {
        python.arg("-p").arg(absolute(folder)?);
    }
    shell::run_aside(python.arg("-o").arg(absolute(&made)?)).context(
        "`rule.py` could not be made a component: the last lines above are what Python says of it. A package that it imports is \
         to be pure Python, and in the project's folder",
    )?;
    fs::read(&made).with_context(|| format!("cannot read `{}`", made.display()))
}
