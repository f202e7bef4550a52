//! Finds a way to compile Rust for WebAssembly on this machine, and says which it took. There are three, because many
//! machines reach rustup's servers and some reach only package registries.

use crate::{debian, shell};
use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::ValueEnum;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The target that guests are built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What `--help` says about the choice.
pub const HELP: &str = "\
Rust's WebAssembly target: the first of these that works is taken, and named in the output.
  installed  the active toolchain has the target already
  rustup     `rustup target add wasm32-unknown-unknown`, given a minute
  debian     Debian's packages rustc-web and rust-web-src, installed with apt-get where that is allowed; rustc-web
             compiles the target's standard library from rust-web-src, which takes a minute or two the first time

Environment:
  CLEARANCE_WASM_TOOLCHAIN=installed|rustup|debian
             Allows only that way, for tests and for CI
  CARGO_TARGET_DIR
             Where cargo puts what it compiles. Finished components are in the project's own `target/` all the same";

const KNOB: &str = "CLEARANCE_WASM_TOOLCHAIN";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_PACKAGES: [&str; 2] = ["rustc-web", "rust-web-src"];

/// A way to compile for Wasm.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Way {
    Installed,
    Rustup,
    Debian,
}

/// The workspace whose crates are compiled.
#[derive(Debug)]
pub struct Workspace {
    /// Its folder.
    pub root: PathBuf,
    /// Cargo's folder for what it builds.
    pub cargo_target: PathBuf,
    /// Packages with the oldest compiler that builds them, where they say.
    pub rust_versions: Vec<(String, String)>,
    /// Whether packages of the system may be installed.
    pub may_install: bool,
}

/// What has to be said to cargo so that it compiles for [`TARGET`].
#[derive(Debug)]
pub struct Toolchain {
    /// The way, in words.
    pub description: String,
    environment: Vec<(String, OsString)>,
    arguments: Vec<String>,
}

impl Toolchain {
    /// `cargo build` for [`TARGET`].
    #[must_use]
    pub fn cargo_build(&self, workspace: &Workspace) -> Command {
        let mut command = shell::cargo(&workspace.root);
        // Flags in these replace those of `.cargo/config.toml`, which give a rule its small stack.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.arg("build").args(&self.arguments).args(["--target", TARGET]);
        command
    }
}

/// Finds the first way that works here.
///
/// # Errors
/// None does: the error says why, and what would mend it.
pub fn find(workspace: &Workspace) -> Result<Toolchain> {
    if let Some(way) = forced()? {
        return take(way, workspace).with_context(|| format!("`{KNOB}={}` allows no other way", name(way)));
    }
    let memory = Memory::of(workspace);
    let mut failures = vec![];
    for way in memory.order() {
        match take(way, workspace) {
            Ok(toolchain) => {
                memory.keep(way)?;
                return Ok(toolchain);
            }
            Err(error) => {
                eprintln!("{}: {error:#}", name(way));
                failures.push(format!("\n  {}: {error:#}", name(way)));
            }
        }
    }
    bail!(
        "found no way to compile Rust for WebAssembly:{}\nTo mend it, do one of these and try again:\n  \
         with rustup and a way to its servers: rustup target add {TARGET}\n  \
         on Debian 12 with its security updates: apt-get update && apt-get install --no-install-recommends {}",
        failures.concat(),
        DEBIAN_PACKAGES.join(" "),
    )
}

fn forced() -> Result<Option<Way>> {
    match std::env::var(KNOB) {
        Err(_) => Ok(None),
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => match Way::from_str(&value, false) {
            Ok(way) => Ok(Some(way)),
            Err(_) => bail!("`{KNOB}` is `{value}`: expected `installed`, `rustup` or `debian`"),
        },
    }
}

fn take(way: Way, workspace: &Workspace) -> Result<Toolchain> {
    match way {
        Way::Installed => installed(workspace),
        Way::Rustup => rustup(workspace),
        Way::Debian => debian(workspace),
    }
}

fn name(way: Way) -> String {
    way.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// The way taken last time. Without it, a machine that waits in vain for rustup's servers would do so on each run.
struct Memory(PathBuf);

impl Memory {
    fn of(workspace: &Workspace) -> Self {
        Self(workspace.cargo_target.join("wasm/way"))
    }

    fn order(&self) -> [Way; 3] {
        let last = fs::read_to_string(&self.0).unwrap_or_default();
        match Way::from_str(&last, false) {
            Ok(Way::Debian) => [Way::Installed, Way::Debian, Way::Rustup],
            _ => [Way::Installed, Way::Rustup, Way::Debian],
        }
    }

    fn keep(&self, way: Way) -> Result<()> {
        let folder = self.0.parent().context("a file lies in a folder")?;
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&self.0, name(way)))
            .with_context(|| format!("cannot write `{}`", self.0.display()))
    }
}

fn installed(workspace: &Workspace) -> Result<Toolchain> {
    let mut command = active_rustc(workspace);
    let folder = PathBuf::from(shell::text(command.args(["--print", "target-libdir", "--target", TARGET]))?);
    ensure!(has_standard_library(&folder), "the active toolchain has no {TARGET}");
    Ok(Toolchain {
        description: format!("the active toolchain's own {TARGET}"),
        environment: vec![],
        arguments: vec![],
    })
}

/// Whether `folder` has the crates that every program needs.
fn has_standard_library(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let names: Vec<_> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    ["libcore-", "libstd-"].iter().all(|crate_| names.iter().any(|name| name.starts_with(crate_)))
}

fn rustup(workspace: &Workspace) -> Result<Toolchain> {
    ensure!(shell::on_path("rustup").is_some(), "`rustup` is not on the PATH");
    let mut command = Command::new("rustup");
    // A way that does not work is no bug of rustup's: the reason will do.
    command.current_dir(&workspace.root).args(["target", "add", TARGET]).env_remove("RUST_BACKTRACE");
    shell::run_within(&mut command, Duration::from_mins(1))?;
    let toolchain = installed(workspace)?;
    Ok(Toolchain { description: format!("{TARGET}, added by rustup"), ..toolchain })
}

fn debian(workspace: &Workspace) -> Result<Toolchain> {
    let wanted = wanted(workspace)?;
    let found = match debian_rustc(wanted) {
        Ok(found) => found,
        Err(error) => {
            eprintln!("debian: {error:#}");
            ensure!(workspace.may_install, "apt-get install --no-install-recommends {}", DEBIAN_PACKAGES.join(" "));
            debian::install(&DEBIAN_PACKAGES)?;
            debian_rustc(wanted).context("they are installed, but")?
        }
    };
    let environment = vec![
        ("RUSTC".to_owned(), DEBIAN_RUSTC.into()),
        // Opens `-Zbuild-std` on a compiler that is not a nightly one.
        ("RUSTC_BOOTSTRAP".to_owned(), "1".into()),
        (format!("CARGO_TARGET_{}_LINKER", TARGET.replace('-', "_").to_uppercase()), linker(workspace)?.into()),
    ];
    Ok(Toolchain {
        description: format!("Debian's rustc-web {found}, which compiles the standard library too"),
        environment,
        arguments: vec!["-Zbuild-std=std,panic_abort".to_owned()],
    })
}

/// The version of [`DEBIAN_RUSTC`], if it can compile our guests and their standard library.
fn debian_rustc(wanted: Version) -> Result<Version> {
    ensure!(Path::new(DEBIAN_RUSTC).is_file(), "there is no `{DEBIAN_RUSTC}`");
    let told = shell::text(Command::new(DEBIAN_RUSTC).arg("-vV"))?;
    let found = field(&told, "release: ").and_then(version).context("it does not tell its version")?;
    ensure!(found >= wanted, "`{DEBIAN_RUSTC}` is {found}, and {wanted} or later is needed");
    let sysroot = shell::text(Command::new(DEBIAN_RUSTC).args(["--print", "sysroot"]))?;
    let source = Path::new(&sysroot).join("lib/rustlib/src/rust/library");
    ensure!(source.is_dir(), "the source of the standard library is not in `{}`", source.display());
    Ok(found)
}

/// A linker for Wasm: the one that rustup ships with each toolchain, else LLVM's own.
fn linker(workspace: &Workspace) -> Result<PathBuf> {
    let host = shell::text(active_rustc(workspace).arg("-vV"))?;
    let host = field(&host, "host: ").context("`rustc -vV` names no host")?;
    let sysroot = shell::text(active_rustc(workspace).args(["--print", "sysroot"]))?;
    let shipped = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld");
    if shipped.is_file() {
        return Ok(shipped);
    }
    shell::on_path("wasm-ld").ok_or_else(|| {
        anyhow!("there is neither `{}` nor `wasm-ld` (apt-get install lld) to link with", shipped.display())
    })
}

fn active_rustc(workspace: &Workspace) -> Command {
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.current_dir(&workspace.root);
    command
}

/// The newest compiler that any package asks for.
fn wanted(workspace: &Workspace) -> Result<Version> {
    let mut wanted = Version([0; 3]);
    for (package, text) in &workspace.rust_versions {
        let asked = version(text).with_context(|| format!("`{package}` asks for rust-version `{text}`"))?;
        wanted = wanted.max(asked);
    }
    Ok(wanted)
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name))
}

/// Major, minor and patch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Version([u32; 3]);

impl std::fmt::Display for Version {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [major, minor, patch] = self.0;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

/// Reads `1.96.0`, `1.95` or `1.97.0-nightly`.
fn version(text: &str) -> Option<Version> {
    let mut numbers = [0; 3];
    let text = text.split(['-', '+']).next()?;
    for (place, number) in text.split('.').enumerate() {
        *numbers.get_mut(place)? = number.parse().ok()?;
    }
    Some(Version(numbers))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn workspace(target: &Path) -> Workspace {
        Workspace { root: target.into(), cargo_target: target.into(), rust_versions: vec![], may_install: false }
    }

    #[test]
    fn versions_are_read_and_compared_by_number() {
        assert_eq!(version("1.96.0").unwrap(), Version([1, 96, 0]));
        assert_eq!(version("1.97.0-nightly").unwrap().to_string(), "1.97.0");
        assert!(version("1.100").unwrap() > version("1.95.2").unwrap());
        assert_eq!(version("1.x"), None);
        assert_eq!(version("1.2.3.4"), None);
        assert_eq!(version(""), None);
    }

    #[test]
    fn the_host_is_read_from_what_rustc_says() {
        let told =
            "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\nhost: aarch64-unknown-linux-gnu\nrelease: 1.96.0\n";
        assert_eq!(field(told, "host: "), Some("aarch64-unknown-linux-gnu"));
        assert_eq!(field(told, "LLVM version: "), None);
    }

    #[test]
    fn a_target_folder_without_the_standard_library_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_standard_library(&folder.path().join("absent")));
        assert!(!has_standard_library(folder.path()));
        fs::write(folder.path().join("libcore-0123.rlib"), "").unwrap();
        assert!(!has_standard_library(folder.path()));
        fs::write(folder.path().join("libstd-0123.rlib"), "").unwrap();
        assert!(has_standard_library(folder.path()));
    }

    #[test]
    fn rustup_is_asked_before_debian_unless_debian_was_the_way_last_time() {
        let target = tempfile::tempdir().unwrap();
        let memory = Memory::of(&workspace(target.path()));
        assert_eq!(memory.order(), [Way::Installed, Way::Rustup, Way::Debian]);
        memory.keep(Way::Debian).unwrap();
        assert_eq!(memory.order(), [Way::Installed, Way::Debian, Way::Rustup]);
        memory.keep(Way::Rustup).unwrap();
        assert_eq!(memory.order(), [Way::Installed, Way::Rustup, Way::Debian]);
    }

    #[test]
    fn guests_are_built_with_the_flags_of_the_project_only() {
        let toolchain = Toolchain {
            description: String::new(),
            environment: vec![("RUSTC_BOOTSTRAP".into(), "1".into())],
            arguments: vec!["-Zbuild-std=std,panic_abort".into()],
        };
        let command = toolchain.cargo_build(&workspace(Path::new(".")));
        assert_eq!(
            shell::line(&command),
            "RUSTC_BOOTSTRAP=1 cargo build -Zbuild-std=std,panic_abort --target wasm32-unknown-unknown"
        );
        assert!(command.get_envs().any(|(name, value)| name == "RUSTFLAGS" && value.is_none()));
    }
}
