//! Components, from bytes that are none to such as behave.

use super::guest::{self, ENCODINGS, encoded};
use super::{check_error, engine, now, seeds};
use clearance::{ConfigureOptions, ConfiguredRule, Engine, ErrorCode, Facts, Manifest};
use serde_json::json;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::LazyLock;
use tempfile::NamedTempFile;

/// Loads the input as a component. A core module becomes one with the contract's types, so that what is invented is its
/// code; both may be written as text. A rule that loads answers alike, with a snapshot and without.
pub fn component(input: &[u8]) {
    static ENGINE: LazyLock<(Engine, Facts)> = LazyLock::new(|| (engine(), guest::facts(&seeds::answer(ENCODINGS[0]))));
    let (engine, facts) = &*ENGINE;
    let Some(bytes) = bytes(input) else { return };
    let file = file(&bytes);
    let rule = match engine.load_rule(file.path()) {
        Ok(rule) => rule,
        Err(error) => {
            assert_ne!(error.code(), ErrorCode::RuleUnreadable, "{error}");
            return check_error(&error);
        }
    };
    check_policy(engine, file.path());
    let manifest = rule.manifest();
    let read: Manifest = serde_json::from_value(json!(manifest)).unwrap();
    assert_eq!(read, *manifest, "the manifest reads back");
    let configure = |snapshot| rule.configure_with(&json!({}), ConfigureOptions { snapshot });
    match (configure(true), configure(false)) {
        (Ok(snapshot), Ok(plain)) => check_alike(&snapshot, &plain, facts),
        (Err(a), Err(b)) => {
            check_error(&a);
            assert_eq!((a.code(), a.message()), (b.code(), b.message()));
        }
        (a, b) => panic!("with a snapshot {a:?}, without {b:?}"),
    }
}

fn check_alike(snapshot: &ConfiguredRule, plain: &ConfiguredRule, facts: &Facts) {
    let outcome = snapshot.evaluate(facts, now());
    assert_eq!(outcome, snapshot.evaluate(facts, now()), "it is not the same again");
    assert_eq!(outcome, plain.evaluate(facts, now()), "without a snapshot it is another");
}

/// A policy has its params checked against the schema that the rule publishes.
fn check_policy(engine: &Engine, path: &Path) {
    let yaml = format!("policy: p\nentries: [{{id: a, rule: '{}', params: {{a: [1, {{b: x}}]}}}}]", path.display());
    match engine.parse_policy(&yaml, "") {
        Ok(policy) => assert_eq!(policy.entries().count(), 1),
        Err(error) => {
            check_error(&error);
            assert_eq!(error.place().line, Some(2), "{error}");
        }
    }
}

fn file(bytes: &[u8]) -> NamedTempFile {
    // Memory, where the system has a folder for that.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let mut file = NamedTempFile::new_in(folder).unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// The component that an input stands for.
fn bytes(input: &[u8]) -> Option<Vec<u8>> {
    let parsed;
    let bytes = if input.starts_with(b"(") {
        parsed = wat::parse_str(str::from_utf8(input).ok()?).ok()?;
        &parsed
    } else {
        input
    };
    if !bytes.starts_with(b"\0asm\x01\0\0\0") {
        return Some(bytes.to_vec());
    }
    // It is not what is tested, and need not bear everything.
    catch_unwind(AssertUnwindSafe(|| encoded(bytes, ENCODINGS[0]))).ok().flatten()
}
