//! What the tests share: where the built components stand, engines and policies made of them, and what is fuzzed.

pub mod fuzz;

pub mod hostile;
pub mod process;

use clearance::{Engine, EngineOptions, Error, Limits, Policy, Rule};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The folders of the catalogue, one a rule.
///
/// # Panics
/// Where the folder of example rules cannot be read.
#[must_use]
pub fn catalogue() -> Vec<PathBuf> {
    let entries = match fs::read_dir(root().join("example-rules")) {
        Ok(entries) => entries,
        #[expect(clippy::panic, reason = "this is how a test fails")]
        Err(error) => panic!("{error}"),
    };
    let mut folders: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.join("Cargo.toml").is_file()).collect();
    folders.sort();
    folders
}

/// The component of an example rule.
#[must_use]
pub fn rule(name: &str) -> PathBuf {
    built(&format!("target/rules/{name}.wasm"))
}

/// The component of a guest made for tests.
#[must_use]
pub fn guest(name: &str) -> PathBuf {
    built(&format!("target/guests/{name}.wasm"))
}

fn built(path: &str) -> PathBuf {
    let path = root().join(path);
    assert!(path.is_file(), "`{}` is not built: run `cargo xtask guests`", path.display());
    path
}

/// One engine for a whole test binary, which keeps the scripted rule compiled.
///
/// # Panics
/// Where there can be none.
#[must_use]
pub fn engine() -> &'static Engine {
    static SHARED: LazyLock<Result<(Engine, Rule), Error>> = LazyLock::new(|| {
        let engine = Engine::new()?;
        let rule = engine.load_rule(guest("scripted"))?;
        Ok((engine, rule))
    });
    match &*SHARED {
        Ok((engine, _)) => engine,
        #[expect(clippy::panic, reason = "this is how a test fails")]
        Err(error) => panic!("{error}"),
    }
}

/// Limits that a hostile guest reaches quickly, with time enough that the instruction count is what stops it.
#[must_use]
pub fn tight_limits() -> Limits {
    Limits { instructions: 20_000_000, time_ms: 30_000, ..Limits::default() }
}

/// An engine with these limits.
///
/// # Panics
/// Where there can be none.
#[must_use]
pub fn limited(limits: Limits) -> Engine {
    match Engine::with_options(EngineOptions { limits, ..EngineOptions::default() }) {
        Ok(engine) => engine,
        #[expect(clippy::panic, reason = "this is how a test fails")]
        Err(error) => panic!("{error}"),
    }
}

/// A policy over the guest `misdeeds` with one entry for each of these params, named `e0`, `e1`, …
///
/// # Panics
/// Where the policy does not load.
#[must_use]
pub fn misdeeds(engine: &Engine, params: &[&str]) -> Policy {
    let mut yaml = "policy: misdeeds\nentries:\n".to_owned();
    for (i, params) in params.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(yaml, "  - {{id: e{i}, rule: misdeeds.wasm, params: {params}}}");
    }
    let folder = guest("misdeeds").parent().map(Path::to_owned).unwrap_or_default();
    match engine.parse_policy(&yaml, folder) {
        Ok(policy) => policy,
        #[expect(clippy::panic, reason = "this is how a test fails")]
        Err(error) => panic!("{error}"),
    }
}
