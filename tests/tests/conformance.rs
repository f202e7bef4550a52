//! What the engine must answer in every language, answered in Rust. `tests/conformance/README.md` describes the files.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use clearance::{Decision, Digest, Engine, Error, Facts, Limits, Place, Policy, Timestamp};
use clearance_tests::{guest, limited, root};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    at: String,
    limits: Option<BTreeMap<String, u64>>,
    #[serde(default)]
    policies: BTreeMap<String, String>,
    #[serde(default)]
    policy_files: BTreeMap<String, String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    policy: Option<String>,
    policy_text: Option<String>,
    at: Option<String>,
    facts: Option<Value>,
    facts_file: Option<String>,
    facts_json: Option<String>,
    facts_messagepack: Option<String>,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    decision: Option<String>,
    error: Option<ExpectedError>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedError {
    code: String,
    line: Option<u64>,
    column: Option<u64>,
    pointer: Option<String>,
    offset: Option<u64>,
}

fn folder() -> PathBuf {
    root().join("tests/conformance")
}

fn guests() -> PathBuf {
    guest("scripted").parent().unwrap().to_owned()
}

fn files() -> Vec<(String, File)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            let file = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            files.push((path.file_name().unwrap().display().to_string(), file));
        }
    }
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    files
}

impl File {
    fn engine(&self) -> Engine {
        let mut limits = Limits::default();
        if let Some(form) = &self.limits {
            for (name, value) in form {
                assert!(limits.set(name, *value), "there is no limit `{name}`");
            }
        }
        limited(limits)
    }
}

impl Case {
    /// The same facts in every form in which they can be handed over.
    fn facts(&self) -> Result<Vec<Facts>, Error> {
        if let Some(text) = &self.facts_json {
            return Ok(vec![Facts::from_json(text)?]);
        }
        if let Some(hex) = &self.facts_messagepack {
            return Ok(vec![Facts::from_messagepack(&bytes(hex))?]);
        }
        let read = |path: &String| -> Value {
            serde_json::from_str(&std::fs::read_to_string(root().join(path)).unwrap()).unwrap()
        };
        let value = self.facts_file.as_ref().map(read).or_else(|| self.facts.clone()).unwrap();
        let facts = Facts::from_serialize(&value)?;
        let json = Facts::from_json(&value.to_string())?;
        let messagepack = Facts::from_messagepack(facts.as_messagepack())?;
        Ok(vec![facts, json, messagepack])
    }

    fn decisions(&self, policy: &Policy, at: &str) -> Result<Vec<Decision>, Error> {
        let at: Timestamp = self.at.as_deref().unwrap_or(at).parse()?;
        Ok(self.facts()?.iter().map(|facts| policy.decide(facts, at)).collect())
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// The bytes that a file of `decisions/` stands for.
fn expected(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut joined: String = text.lines().map(str::trim_start).collect();
    for component in components() {
        joined = joined.replace(&placeholder(&component), &digest(&component));
    }
    joined
}

fn components() -> Vec<PathBuf> {
    let folders = [guests(), root().join("target/rules")];
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "wasm"))
        .collect()
}

fn digest(component: &Path) -> String {
    Digest::of(&std::fs::read(component).unwrap()).to_string()
}

fn placeholder(component: &Path) -> String {
    format!("sha256:{{{}}}", component.file_name().unwrap().display())
}

/// Writes a decision in the form of `decisions/`: a line for each member, so that a difference is read with ease.
fn record(path: &Path, json: &str) {
    let mut json = json.to_owned();
    for component in components() {
        json = json.replace(&digest(&component), &placeholder(&component));
    }
    let (mut lines, mut depth, mut quoted, mut escaped) = (String::new(), 0_usize, false, false);
    for character in json.chars() {
        lines.push(character);
        if quoted {
            quoted = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            '"' => quoted = true,
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
        // Beyond the fourth level a line is a row.
        if depth <= 4 && matches!(character, ',' | '{' | '[') {
            lines.push('\n');
            lines.push_str(&"  ".repeat(depth));
        }
    }
    lines.push('\n');
    std::fs::write(path, lines).unwrap();
}

fn check_error(name: &str, expected: &ExpectedError, error: &Error) {
    assert_eq!(error.code().as_str(), expected.code, "{name}: {error}");
    let Place { line, column, pointer, offset, .. } = error.place();
    assert!(expected.line.is_none_or(|wanted| *line == Some(wanted)), "{name}: {error}");
    assert!(expected.column.is_none_or(|wanted| *column == Some(wanted)), "{name}: {error}");
    assert!(expected.offset.is_none_or(|wanted| *offset == Some(wanted)), "{name}: {error}");
    assert!(expected.pointer.is_none() || expected.pointer == *pointer, "{name}: {error}");
}

fn check(file: &File, engine: &Engine, policies: &BTreeMap<&str, Policy>, case: &Case, name: &str) {
    let decided = match (&case.policy_text, &case.policy) {
        (Some(text), None) => engine.parse_policy(text, guests()).map(|_| Vec::new()),
        (None, Some(policy)) => case.decisions(&policies[policy.as_str()], &file.at),
        _ => panic!("{name}: a case has either `policy` or `policy_text`"),
    };
    match (&case.expect, decided) {
        (Expected { error: Some(expected), decision: None }, Err(error)) => check_error(name, expected, &error),
        (Expected { decision: Some(decision), error: None }, Ok(decided)) => {
            let path = folder().join("decisions").join(decision);
            if std::env::var_os("CLEARANCE_RECORD").is_some() {
                record(&path, &decided[0].to_json());
            }
            let expected = expected(&path);
            for decision in decided {
                assert_eq!(decision.to_json(), expected, "{name}");
                let read: Decision = serde_json::from_str(&expected).unwrap();
                assert_eq!(read, decision, "{name}: the JSON reads back");
            }
        }
        (_, Ok(decided)) => panic!("{name}: decided {:?}", decided.first().map(Decision::to_json)),
        (_, Err(error)) => panic!("{name}: {error}"),
    }
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut failed = Vec::new();
    for (file_name, file) in files() {
        let engine = file.engine();
        let load = |(name, text): (&'_ String, &String)| match engine.parse_policy(text, guests()) {
            Ok(policy) => policy,
            Err(error) => panic!("{file_name}: {name}: {error}"),
        };
        let mut policies: BTreeMap<_, _> = file.policies.iter().map(|entry| (entry.0.as_str(), load(entry))).collect();
        for (name, path) in &file.policy_files {
            let policy = engine.load_policy(root().join(path));
            policies.insert(name, policy.unwrap_or_else(|error| panic!("{file_name}: {name}: {error}")));
        }
        assert!(!file.cases.is_empty(), "{file_name} has no case");
        for case in &file.cases {
            let name = format!("{file_name}: {}", case.name);
            let checked = catch_unwind(AssertUnwindSafe(|| check(&file, &engine, &policies, case, &name)));
            failed.extend(checked.err().map(|_| name));
        }
    }
    // One that fails does not hide those behind it.
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn every_decision_on_file_is_expected_by_one_case() {
    let mut named = BTreeSet::new();
    for (file_name, file) in files() {
        for decision in file.cases.into_iter().filter_map(|case| case.expect.decision) {
            assert!(named.insert(decision.clone()), "{file_name}: two cases expect `{decision}`");
        }
    }
    let entries = std::fs::read_dir(folder().join("decisions")).unwrap();
    let there: BTreeSet<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, named);
}
