//! Python: componentize-py, which brings `CPython` with it.

use crate::job::Job;
use crate::{shell, tools};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::absolute;
use std::process::Command;

const PACKAGE: &str = "componentize-py==0.25.1";

const INSTALL: &str = ": a package that it imports is to be pure Python and in the project's folder, where `pip install --target . NAME` \
     puts it";

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
    let interpreter =
        shell::quiet_text(Command::new(tools::python()?).args(["-c", "import sys; print(sys.executable)"]))?;
    let mut python = Command::new(interpreter);
    // Nothing of the author's machine may end up in the component: the compiler looks on the path for an interpreter whose
    // packages it takes.
    python.env("PYTHONPATH", &tool).env("PATH", "").env_remove("VIRTUAL_ENV").env("PYTHONDONTWRITEBYTECODE", "1");
    python
        .args(["-c", "import componentize_py; componentize_py.script()", "--quiet", "-d"])
        .arg(absolute(&job.contract)?);
    python.args(["-w", "release-rule", "componentize", "clearance_app", "--stub-wasi"]);
    for folder in [&app, &job.project.folder, &job.kit] {
        python.arg("-p").arg(absolute(folder)?);
    }
    python.env("RUST_BACKTRACE", "0");
    let (made_it, complaint) = shell::listen(python.arg("-o").arg(absolute(&made)?))?;
    if !made_it {
        let said = said(&complaint);
        let hint = if said.contains("ModuleNotFoundError") { INSTALL } else { "" };
        eprintln!("{said}");
        bail!("`rule.py` could not be made a component, as Python says above{hint}");
    }
    fs::read(&made).with_context(|| format!("cannot read `{}`", made.display()))
}

/// What Python said of the author's modules: without frames of the kit and of what imports them, in files of the project.
fn said(complaint: &str) -> String {
    let Some((_, told)) = complaint.split_once("AssertionError: Traceback") else { return complaint.trim().to_owned() };
    let told = told.split("\n\nCaused by:").next().unwrap_or_default();
    let mut lines = vec!["Traceback (most recent call last):".to_owned()];
    let mut foreign = false;
    for line in told.lines().skip(1) {
        if line.starts_with("  File ") {
            let others = ["\"/0/", "\"/2/", "\"<frozen"];
            foreign = others.iter().any(|other| line.starts_with(&format!("  File {other}")));
        } else if !line.starts_with(' ') {
            foreign = false;
        }
        if !foreign && !line.trim().is_empty() {
            lines.push(line.replace("\"/1/", "\"").replace("clearance_rule.refused.", ""));
        }
    }
    // Where all frames were the kit's, there is only the error.
    if lines.iter().any(|line| line.starts_with("  File ")) { lines.join("\n") } else { lines[1..].join("\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_reads_of_files_of_the_project() {
        let complaint = "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\nAssertionError: Traceback \
             (most recent call last):\n  File \"/0/clearance_app.py\", line 4, in <module>\n    import rule\n  File \
             \"/1/rule.py\", line 2, in <module>\n    import lib.model\n  File \"/1/lib/model.py\", line 1\n    x =\n       ^\n\
             SyntaxError: invalid syntax\n\n\nCaused by:\n    SyntaxError\n";
        let told = "Traceback (most recent call last):\n  File \"rule.py\", line 2, in <module>\n    import lib.model\n  File \
             \"lib/model.py\", line 1\n    x =\n       ^\nSyntaxError: invalid syntax";
        assert_eq!(said(complaint), told);
    }

    #[test]
    fn what_the_kit_says_is_said_without_its_frames() {
        let complaint = "AssertionError: Traceback (most recent call last):\n  File \"/0/clearance_app.py\", line 7, in \
             <module>\n    Rule = exported(rule)\n  File \"/2/clearance_rule/rule.py\", line 3, in rule_of\n    raise\n\
             TypeError: it wants a rule\n\n\nCaused by:\n    it";
        assert_eq!(said(complaint), "TypeError: it wants a rule");
        assert_eq!(said("no module named pip\n"), "no module named pip");
    }
}
