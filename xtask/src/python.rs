//! The Python package: built by maturin, installed into environments of its own, tested by pytest.

use crate::packages::{self, empty};
use crate::project::Project;
use crate::{debian, shell};
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE: &str = "bindings/python";
const REQUIREMENTS: &str = "bindings/python/requirements-dev.txt";
/// The oldest Python that the wheel is for.
const OLDEST: (u32, u32) = (3, 10);

/// Builds the wheel into `folder`.
pub(crate) fn package(project: &Project, folder: &Path) -> Result<()> {
    let tools = tools(project)?;
    let mut maturin = Command::new(tools.join("bin/maturin"));
    // The interpreter of the environment, whatever else is on the path.
    maturin.current_dir(&project.root).env("VIRTUAL_ENV", &tools).env_remove("CONDA_PREFIX");
    maturin.args(["build", "--release", "--locked", "--manifest-path", "bindings/python/Cargo.toml", "--out"]);
    shell::run(maturin.arg(folder))
}

/// Checks and tests the package as its users have it: installed from the wheel.
pub(crate) fn test(project: &Project) -> Result<()> {
    let packages = packages::find(project)?;
    let tools = tools(project)?;
    let python = tools.join("bin/python");
    let inside = |arguments: &[&str]| {
        let mut command = Command::new(&python);
        command.current_dir(project.root.join(PACKAGE)).args(arguments);
        command
    };
    shell::run(&mut inside(&["-m", "ruff", "check", "."]))?;
    shell::run(&mut inside(&["-m", "ruff", "format", "--check", "."]))?;
    shell::run(inside(&["-m", "mypy", "--python-version", "3.10", "python", "tests"]).env("MYPYPATH", "tests"))?;
    install(&tools, &packages.wheel)?;
    shell::run(&mut inside(&["-m", "pytest", "--quiet"]))?;
    quickstart(project, &packages.wheel)
}

/// What a newcomer does: an empty environment, the wheel, the README's program, nothing of this repository.
fn quickstart(project: &Project, wheel: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let environment = folder.path().join("venv");
    fresh(&environment, wheel)?;
    let program = folder.path().join("quickstart.py");
    fs::write(&program, packages::quickstart(project, "python")?)?;
    packages::run_quickstart(Command::new(environment.join("bin/python")).arg(&program).current_dir(folder.path()))
}

/// Makes `environment` one that has the wheel and nothing else.
pub(crate) fn fresh(environment: &Path, wheel: &Path) -> Result<()> {
    make(environment)?;
    let mut pip = Command::new(environment.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]);
    shell::run(pip.arg(wheel))
}

/// The environment with what builds and tests the package.
pub(crate) fn tools(project: &Project) -> Result<PathBuf> {
    environment(project, "python", REQUIREMENTS)
}

/// Puts the wheel into `environment`, in place of an older one of the same version.
pub(crate) fn install(environment: &Path, wheel: &Path) -> Result<()> {
    let mut pip = Command::new(environment.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--force-reinstall"]);
    shell::run(pip.arg(wheel))
}

/// The environment `target/<name>` with what the list `requirements` names, made when it is not there or the list has
/// changed.
pub(crate) fn environment(project: &Project, name: &str, requirements: &str) -> Result<PathBuf> {
    let environment = project.made(name);
    let wanted = fs::read_to_string(project.root.join(requirements))
        .with_context(|| format!("cannot read the list `{requirements}`"))?;
    let installed = environment.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
        return Ok(environment);
    }
    make(&environment)?;
    let mut install = Command::new(environment.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements]);
    shell::run(install.current_dir(&project.root))?;
    fs::write(installed, wanted)?;
    Ok(environment)
}

/// Makes `environment` an empty one.
fn make(environment: &Path) -> Result<()> {
    empty(environment)?;
    let interpreter = interpreter()?;
    let venv = || shell::run(Command::new(&interpreter).args(["-m", "venv"]).arg(environment));
    // Debian has the module in a package of its own.
    venv().or_else(|_| debian::install(&["python3-venv"]).and_then(|()| venv()))
}

/// The Python to use: `PYTHON`, or `python3`.
fn interpreter() -> Result<OsString> {
    let interpreter = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let ask = "import sys; print(sys.version_info.major, sys.version_info.minor)";
    let answer = || shell::text(Command::new(&interpreter).args(["-c", ask]));
    let answer = answer().or_else(|_| debian::install(&["python3"]).and_then(|()| answer()))?;
    let version = answer.split_once(' ').and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
    let Some(version) = version else { bail!("`{}` does not say its version", interpreter.display()) };
    ensure!(
        version >= OLDEST,
        "`{}` is Python {}.{}, and {}.{} is the oldest that serves; name another one in `PYTHON`",
        interpreter.display(),
        version.0,
        version.1,
        OLDEST.0,
        OLDEST.1
    );
    Ok(interpreter)
}
