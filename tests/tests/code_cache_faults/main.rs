//! Faults around the cache of compiled code: whatever becomes of the folder and of what is in it, a decision is the one that
//! an engine without a cache gives, byte for byte, and what cannot be kept is told.
//!
//! Who can write to the folder as this user or as root is trusted, and runs what he likes in any case: sums and keys find
//! what was damaged, mixed up or made by another version, not what was forged. `versions` says where that line is.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod files;
mod folders;
mod processes;
mod versions;

use clearance::{
    CodeCache, CodeCacheState, Decision, Engine, EngineOptions, Facts, Limits, LoadOptions, LoadProgress, LoadStep,
    Timestamp,
};
use clearance_tests::guest;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Two entries of a rule whose outcome depends on every byte of its params, its facts and the memory that it begins with.
const POLICY: &str = "policy: imprints
entries:
  - {id: a, rule: imprint.wasm, params: {seed: 1}}
  - {id: b, rule: imprint.wasm, params: {seed: 2}, enforce: review}";

/// What comes of a policy that an engine loads and decides with.
#[derive(Debug, PartialEq, Eq)]
struct Decided {
    json: String,
    /// How many entries had to be compiled.
    compiled: usize,
    /// What keeps the engine from keeping code.
    problem: Option<String>,
}

fn engine(code_cache: CodeCache) -> Engine {
    Engine::with_options(EngineOptions { code_cache, ..EngineOptions::default() }).unwrap()
}

fn at(folder: &Path) -> Engine {
    engine(CodeCache::Folder(folder.to_owned()))
}

/// What `engine` comes to with a policy that uses rules in the folder of the guests.
fn decide_with(engine: &Engine, policy: &str) -> Decided {
    let compiled = AtomicUsize::new(0);
    let note = |progress: LoadProgress<'_>| {
        compiled.fetch_add(usize::from(progress.step == LoadStep::Compiling), Ordering::Relaxed);
    };
    let guests = guest("imprint").parent().unwrap().to_owned();
    let policy = engine.parse_policy_with(policy, guests, LoadOptions { progress: Some(&note) }).unwrap();
    let decision: Decision = policy.decide(&facts(), now());
    let problem = match engine.code_cache() {
        CodeCacheState::Unusable(why) => Some(why.to_owned()),
        _ => None,
    };
    Decided { json: decision.to_json(), compiled: compiled.into_inner(), problem }
}

fn decide(engine: &Engine) -> Decided {
    decide_with(engine, POLICY)
}

fn facts() -> Facts {
    let components = json!([{ "name": "a", "line_coverage": 70 }, { "name": "b" }]);
    Facts::from_serialize(&json!({ "release": { "name": "one", "version": "1.2.3" }, "components": components }))
        .unwrap()
}

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

/// What an engine without a cache decides.
fn expected() -> &'static str {
    static EXPECTED: LazyLock<String> = LazyLock::new(|| decide(&engine(CodeCache::Off)).json);
    &EXPECTED
}

/// Checks that an engine on `folder` decides right, after compiling what it had to, and leaves the folder so that the next
/// one compiles nothing.
fn heals(folder: &Path, what: &str) {
    let engine = at(folder);
    let first = decide(&engine);
    assert_eq!(first.json, expected(), "{what}");
    assert!(first.compiled > 0, "{what}: it was taken for whole");
    assert_eq!(first.problem, None, "{what}");
    serves(folder, what);
}

/// Checks that an engine on `folder` decides right and compiles nothing.
fn serves(folder: &Path, what: &str) {
    let later = decide(&at(folder));
    assert_eq!(later, Decided { json: expected().to_owned(), compiled: 0, problem: None }, "{what}");
}

/// A folder in which an engine has kept all that [`POLICY`] needs.
fn filled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    heals(folder.path(), "an empty folder");
    folder
}

/// The files in a folder with what they hold, by name.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut contents: Vec<_> = paths.map(|path| (path.clone(), fs::read(&path).unwrap())).collect();
    contents.sort();
    contents
}

fn is_code(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "code")
}

/// Files that somebody has begun to write and not finished.
fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let ours = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rule" || extension == "code");
    contents(folder).into_iter().map(|(path, _)| path).filter(|path| !ours(path)).collect()
}

/// Limits under which the rule loads, other than the default ones.
fn other_limits() -> Limits {
    Limits { instructions: Limits::default().instructions / 2, ..Limits::default() }
}

#[test]
fn other_params_give_another_answer_and_each_has_its_code() {
    let other = decide_with(&engine(CodeCache::Off), &POLICY.replace("seed: 2", "seed: 3")).json;
    assert_ne!(other, expected());
    let kept = contents(filled().path());
    assert_eq!(kept.iter().filter(|(path, _)| is_code(path)).count(), 2, "one for each params");
    assert_eq!(kept.len(), 5, "a record for each of them, and one for the component");
}
