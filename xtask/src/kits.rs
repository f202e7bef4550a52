//! The kits for authors of rules: their own tests, their example, what they say of rules that misbehave, and what a new rule is.

use crate::project::Project;
use crate::{languages, pages, python, shell};
use anyhow::{Context, Result, ensure};
use clearance_build::Language;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Tests of Python are run with the tools of its package.
const REQUIREMENTS: &str = "bindings/python/requirements-dev.txt";
/// Has what the author of a rule is told that cannot be loaded.
const TOLD: &str = "told.txt";

/// Go is to fetch nothing.
const GO: [(&str, &str); 4] =
    [("GOPROXY", "off"), ("GOTOOLCHAIN", "local"), ("GOFLAGS", "-mod=mod"), ("GOWORK", "off")];

/// Tests every kit, and holds the rules that are made with them to one another.
pub(crate) fn test(project: &Project) -> Result<()> {
    python_kit(project)?;
    typescript_kit(project)?;
    go_kit(project)?;
    c_kit(project)?;
    let mut cargo = project.cargo();
    shell::run(cargo.args(["build", "--workspace", "--bin", "clearance"]))?;
    let command = project.cargo_target.join("debug/clearance");
    for folder in projects(project)? {
        let shown = project.shown(&folder);
        let mut test = Command::new(&command);
        // What rules in Rust are made of is compiled once.
        test.args(["rule", "test"]).arg(shown).env("CARGO_TARGET_DIR", project.made("kits"));
        let told = folder.join(TOLD);
        let tested = if told.is_file() { refused(&mut test, &told) } else { shell::run(&mut test) };
        tested.with_context(|| format!("the rule in `{}`", shown.display()))?;
    }
    new_rules(project, &command)?;
    languages::check(project)?;
    shell::run(project.cargo().args(["test", "--workspace", "--test", "kits"]))
}

/// The rules beside the kits that have cases: examples, and those that test a kit.
fn projects(project: &Project) -> Result<Vec<PathBuf>> {
    let mut found = vec![];
    for kit in entries(&project.root.join("rules-sdk"))? {
        for folders in ["tests", "examples"] {
            found.extend(entries(&kit.join(folders))?.into_iter().filter(|folder| folder.join("rule.toml").is_file()));
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

/// What a newcomer does with the page of each language makes a rule that lacks nothing.
fn new_rules(project: &Project, command: &Path) -> Result<()> {
    let commands = command.parent().context("the command lies in a folder")?;
    for language in Language::ALL {
        let folder = tempfile::tempdir()?;
        let rule = pages::follow(project, language, commands, folder.path())?;
        own_tests(project, language, &rule)?;
        shell::run(Command::new(command).args(["rule", "lint"]).arg(&rule))
            .with_context(|| format!("a new rule in {}", language.title()))?;
    }
    Ok(())
}

/// The tests that a new rule brings beside its cases, in its own language.
fn own_tests(project: &Project, language: Language, rule: &Path) -> Result<()> {
    let mut test = match language {
        Language::Go => {
            let mut go = Command::new(clearance_build::go_compiler()?);
            go.args(["test", "./..."]).envs(GO);
            go
        }
        Language::Python => {
            let tools = python::environment(project, "python", REQUIREMENTS)?;
            let mut mypy = Command::new(tools.join("bin/python"));
            shell::run(mypy.current_dir(rule).args(["-m", "mypy", "--cache-dir", "/dev/null"]))?;
            let mut pytest = Command::new(tools.join("bin/python"));
            pytest.args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"]);
            pytest
        }
        Language::Rust => {
            let mut cargo = shell::cargo(rule);
            cargo.arg("test").env("CARGO_TARGET_DIR", project.made("kits"));
            cargo
        }
        Language::TypeScript => {
            let tests = rule.join("build/tests.mjs");
            let mut esbuild = Command::new(clearance_build::javascript_tools()?.join("esbuild"));
            esbuild.args(["--bundle", "--platform=node", "--format=esm", "--log-level=warning", "tests/rule.test.ts"]);
            shell::run(esbuild.arg(format!("--outfile={}", tests.display())).current_dir(rule))?;
            let mut node = Command::new("node");
            node.arg("--test").arg(tests);
            node
        }
        // Their cases are their tests.
        Language::C | Language::JavaScript | Language::Zig => return Ok(()),
    };
    shell::run(test.current_dir(rule)).with_context(|| format!("the tests of a new rule in {}", language.title()))
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
    for example in entries(&kit.join("examples"))? {
        let mut mypy = inside(&["mypy", "--strict", "--cache-dir", "/dev/null", "rule.py"]);
        shell::run(mypy.current_dir(example).env("MYPYPATH", "../.."))?;
    }
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
        command.current_dir(&kit).envs(GO).args(arguments);
        command
    };
    shell::run(&mut inside(&["vet", "./..."]))?;
    shell::run(&mut inside(&["test", "./..."]))
}

/// The tests of the kit in C run here rather than in a sandbox, watched for whatever C leaves undefined.
fn c_kit(project: &Project) -> Result<()> {
    let kit = project.root.join("rules-sdk/c");
    let made = tempfile::tempdir()?;
    let tests = made.path().join("tests");
    let sources = |folder: &str| -> Result<Vec<PathBuf>> {
        let in_c = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "c");
        // The exports of a component are of a component only.
        Ok(entries(&kit.join(folder))?.into_iter().filter(in_c).filter(|path| !path.ends_with("component.c")).collect())
    };
    let mut format = clearance_build::zig_compiler()?;
    shell::run(format.args(["fmt", "--check"]).arg(&kit))?;
    let mut zig = clearance_build::zig_compiler()?;
    zig.args(["cc", "-std=gnu17", "-g", "-O1", "-fsanitize=undefined", "-Wall", "-Wextra", "-Werror", "-I"]);
    zig.arg(kit.join("include")).arg("-I").arg(kit.join("src")).arg("-o").arg(&tests);
    shell::run(zig.args(sources("src")?).args(sources("tests")?).arg("-lm"))?;
    shell::run(&mut Command::new(&tests))
}
