//! Compilers from package registries, each in the one version that is known to work, in a folder of the user's.

use crate::shell;
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the folder.
const KNOB: &str = "CLEARANCE_TOOLS";
/// The oldest interpreters that serve.
const PYTHON: (u32, u32) = (3, 10);
const NODE: u32 = 20;

/// The folder of tools.
pub(crate) struct Tools {
    folder: PathBuf,
}

impl Tools {
    pub(crate) fn open() -> Result<Self> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let cache = || variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")));
        let folder = variable(KNOB).or_else(|| Some(cache()?.join("clearance/tools")));
        let folder = folder.with_context(|| format!("no folder for compilers: set `{KNOB}`, or `HOME`"))?;
        // Commands run in other folders.
        Ok(Self { folder: std::path::absolute(folder)? })
    }

    /// Packages from `PyPI`, in a folder for `PYTHONPATH`.
    pub(crate) fn pypi(&self, packages: &[&str]) -> Result<PathBuf> {
        let python = python()?;
        self.install(packages, |folder| {
            let mut pip = Command::new(&python);
            pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target"]);
            shell::run_aside(pip.arg(folder).args(packages)).context(
                "where `pip` is missing: `apt-get install python3-pip`, or an interpreter that has it, named in `PYTHON`",
            )
        })
    }

    /// Packages from npm, in a folder that has their `node_modules`.
    pub(crate) fn npm(&self, packages: &[&str]) -> Result<PathBuf> {
        node()?;
        self.install(packages, |folder| {
            fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
            let mut npm = Command::new("npm");
            npm.current_dir(folder).args([
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ]);
            shell::run_aside(npm.args(packages)).context("where `npm` is missing: `apt-get install npm`, or Node's own")
        })
    }

    /// The folder of `packages`, filled by `fill` where it is not there. It appears whole or not at all.
    fn install(&self, packages: &[&str], fill: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let name = packages.join("+").replace(['@', '/'], "_").replace("==", "-");
        let folder = self.folder.join(&name);
        if folder.is_dir() {
            return Ok(folder);
        }
        eprintln!("{} is not in `{}`: fetching it", packages.join(", "), self.folder.display());
        let made = || {
            fs::create_dir_all(&self.folder)?;
            tempfile::Builder::new().prefix(".fetching-").tempdir_in(&self.folder)
        };
        let made = made().with_context(|| format!("cannot write to `{}`", self.folder.display()))?;
        fill(made.path()).with_context(|| format!("cannot fetch {}", packages.join(", ")))?;
        match fs::rename(made.path(), &folder) {
            Ok(()) => {
                // It is where it belongs.
                let _ = made.keep();
                Ok(folder)
            }
            // Another process was faster.
            Err(_) if folder.is_dir() => Ok(folder),
            Err(error) => Err(error).with_context(|| format!("cannot make `{}`", folder.display())),
        }
    }
}

/// The Python that runs compilers: `PYTHON`, or `python3`.
pub(crate) fn python() -> Result<OsString> {
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let ask = "import sys; print(sys.version_info.major, sys.version_info.minor)";
    let answer = shell::quiet_text(Command::new(&python).args(["-c", ask]));
    let answer = answer.context("Python is missing: `apt-get install python3 python3-pip`, or name one in `PYTHON`")?;
    let version = answer.split_once(' ').and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
    let Some(version) = version else { bail!("`{}` does not say its version", python.display()) };
    ensure!(
        version >= PYTHON,
        "`{}` is Python {}.{}, and {}.{} is the oldest that serves: name another one in `PYTHON`",
        python.display(),
        version.0,
        version.1,
        PYTHON.0,
        PYTHON.1
    );
    Ok(python)
}

fn node() -> Result<()> {
    let answer = shell::quiet_text(Command::new("node").args(["-p", "process.versions.node.split('.')[0]"]));
    let answer = answer.context("Node is missing: install Node 20 or later")?;
    let major: u32 = answer.parse().context("`node` does not say its version")?;
    ensure!(major >= NODE, "`node` is version {major}, and {NODE} is the oldest that serves: install a newer one");
    Ok(())
}
