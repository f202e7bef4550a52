//! The kits for authors of rules: their own tests, their example, what they say of rules that misbehave, and what a new rule is.

use crate::project::Project;
use crate::{python, shell};
use anyhow::{Context, Result, ensure};
use clearance_build::Language;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Tests of Python are run with the tools of its package.
const REQUIREMENTS: &str = "bindings/python/requirements-dev.txt";
/// Has what the author of a rule is told that cannot be loaded.
const TOLD: &str = "told.txt";

/// Tests every kit, and holds the rules that are made with them to one another.
pub(crate) fn test(project: &Project) -> Result<()> {
    python_kit(project)?;
    typescript_kit(project)?;
    go_kit(project)?;
    let mut cargo = project.cargo();
    shell::run(cargo.args(["build", "--workspace", "--bin", "clearance"]))?;
    let command = project.cargo_target.join("debug/clearance");
    for folder in projects(project)? {
        let shown = project.shown(&folder);
        let mut test = Command::new(&command);
        test.args(["rule", "test"]).arg(shown);
        let told = folder.join(TOLD);
        let tested = if told.is_file() { refused(&mut test, &told) } else { shell::run(&mut test) };
        tested.with_context(|| format!("the rule in `{}`", shown.display()))?;
    }
    new_rules(project, &command)?;
    shell::run(project.cargo().args(["test", "--workspace", "--test", "kits"]))
}

/// The rules beside the kits: examples, and those that misbehave.
fn projects(project: &Project) -> Result<Vec<PathBuf>> {
    let mut found = vec![];
    for kit in entries(&project.root.join("rules-sdk"))? {
        for folder in entries(&kit.join("tests"))?.into_iter().chain(entries(&kit.join("examples"))?) {
            if folder.join("rule.toml").is_file() {
                found.push(folder);
            }
        }
    }
    Ok(found)
}

/// Tests a rule that has no cases, because it cannot even be loaded: its author is told what stands in the file `told`.
fn refused(test: &mut Command, told: &Path) -> Result<()> {
    let expected = fs::read_to_string(told).with_context(|| format!("cannot read `{}`", told.display()))?;
    let output = test.output().with_context(|| format!("cannot run `{}`", test.get_program().display()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        !output.status.success() && said.contains(expected.trim_end()),
        "its author is not told `{}`, but:\n{said}",
        expected.trim_end()
    );
    Ok(())
}

/// What is in a folder, by name; nothing where there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(vec![]);
    }
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// What `clearance rule new` writes builds, passes its cases, and lacks nothing.
fn new_rules(project: &Project, command: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    for language in Language::ALL {
        let name = format!("new-in-{}", language.name());
        let rule = folder.path().join(&name);
        let mut new = Command::new(command);
        shell::run(new.args(["rule", "new", &name, "--lang", language.name(), "--within"]).arg(folder.path()))?;
        for step in ["build", "test", "lint"] {
            let mut step_of = Command::new(command);
            shell::run(step_of.current_dir(&project.root).args(["rule", step]).arg(&rule))
                .with_context(|| format!("a new rule in {}", language.name()))?;
        }
    }
    Ok(())
}

fn python_kit(project: &Project) -> Result<()> {
    let tools = python::environment(project, "python", REQUIREMENTS)?;
    let kit = project.root.join("rules-sdk/python");
    let inside = |arguments: &[&str]| {
        let mut command = Command::new(tools.join("bin/python"));
        command.current_dir(&kit).env("PYTHONDONTWRITEBYTECODE", "1").args(["-m"]).args(arguments);
        command
    };
    shell::run(&mut inside(&["ruff", "check", "--no-cache", "."]))?;
    shell::run(&mut inside(&["ruff", "format", "--no-cache", "--check", "."]))?;
    shell::run(&mut inside(&["mypy", "--cache-dir", "/dev/null", "clearance_rule"]))?;
    let example = kit.join("examples/test-thresholds");
    shell::run(
        inside(&["mypy", "--strict", "--cache-dir", "/dev/null", "rule.py"])
            .current_dir(example)
            .env("MYPYPATH", "../.."),
    )?;
    shell::run(&mut inside(&["pytest", "--quiet", "-p", "no:cacheprovider"]))
}

fn typescript_kit(project: &Project) -> Result<()> {
    let tools = clearance_build::javascript_tools()?;
    let kit = project.root.join("rules-sdk/typescript");
    shell::run(Command::new(tools.join("tsc")).arg("-p").arg(kit.join("tsconfig.json")))?;
    let bundled = tempfile::tempdir()?;
    let mut esbuild = Command::new(tools.join("esbuild"));
    esbuild.args(["--bundle", "--platform=node", "--format=esm", "--out-extension:.js=.mjs", "--log-level=warning"]);
    let tests: Vec<_> = entries(&kit.join("tests"))?.into_iter().filter(|path| path.is_file()).collect();
    shell::run(esbuild.arg(format!("--outdir={}", bundled.path().display())).args(&tests))?;
    shell::run(Command::new("node").arg("--test").args(entries(bundled.path())?))
}

fn go_kit(project: &Project) -> Result<()> {
    let go = clearance_build::go_compiler()?;
    let kit = project.root.join("rules-sdk/go");
    let inside = |arguments: &[&str]| {
        let mut command = Command::new(&go);
        command.current_dir(&kit).envs([
            ("GOPROXY", "off"),
            ("GOTOOLCHAIN", "local"),
            ("GOFLAGS", "-mod=mod"),
            ("GOWORK", "off"),
        ]);
        command.args(arguments);
        command
    };
    shell::run(&mut inside(&["vet", "./..."]))?;
    shell::run(&mut inside(&["test", "./..."]))
}
