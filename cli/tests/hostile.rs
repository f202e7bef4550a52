//! Foreign text is shown by every command and in every format, and never obeyed; what no rule declared is in none of them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_tests::{guest, root};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn clearance(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clearance"));
    // Whatever is told only to those who ask for it, is told.
    command.args(arguments).current_dir(root()).env("RUST_LOG", "trace").env("RUST_BACKTRACE", "1");
    command.output().unwrap()
}

/// A policy of one entry and facts, as files.
struct Files {
    folder: TempDir,
    policy: PathBuf,
    facts: PathBuf,
}

impl Files {
    fn new(policy: &Value, facts: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [policy, facts] = [("policy.yaml", policy), ("facts.json", facts)].map(|(name, value)| {
            let path = folder.path().join(name);
            // YAML takes such a character in the form of an escape only.
            fs::write(&path, value.to_string().replace('\u{9b}', "\\u009b")).unwrap();
            path
        });
        Self { folder, policy, facts }
    }

    /// Everything that the command says about them, by what it was asked.
    fn told(&self) -> Vec<(String, Output)> {
        let (policy, facts) = (self.policy.to_str().unwrap(), self.facts.to_str().unwrap());
        let artifacts = self.folder.path().join("artifacts");
        let check =
            ["check", "--policy", policy, "--facts", facts, "--timings", "--artifacts", artifacts.to_str().unwrap()];
        let formats = ["text", "markdown", "json"].map(|format| [&check[..], &["--format", format]].concat());
        let others = [vec!["policy", "lint", policy], vec!["policy", "schema", policy]];
        formats.into_iter().chain(others).map(|arguments| (arguments.join(" "), clearance(&arguments))).collect()
    }
}

fn inspected(rule: &Path) -> Vec<(String, Output)> {
    let inspect = ["rule", "inspect", rule.to_str().unwrap()];
    let formats = ["text", "json"].map(|format| [&inspect[..], &["--format", format]].concat());
    formats.into_iter().map(|arguments| (arguments.join(" "), clearance(&arguments))).collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Fails where a terminal would obey something, or where the direction of reading turns.
fn assert_printable(asked: &str, said: &str) {
    for line in said.lines() {
        assert_eq!(clearance::printable(line), line, "{asked}");
    }
}

/// Texts that are made to be taken for something else.
const HOSTILE: &str =
    "\u{1b}[2J\u{9b}31m\u{202e}<script>alert(1)</script> | **b** [y](http://evil.example) @all\n# Allowed\u{200b}";

#[test]
fn hostile_text_of_a_rule_is_shown_in_every_format_and_never_obeyed() {
    let rule = guest("hostile/manifest-hostile-text");
    let entry = json!({ "id": "deed", "rule": rule.canonicalize().unwrap() });
    let files = Files::new(&json!({ "policy": "p", "entries": [entry] }), &json!({ "release": { "name": "shop" } }));
    for (asked, output) in files.told().into_iter().chain(inspected(&rule)) {
        assert!(matches!(output.status.code(), Some(0 | 20)), "{asked}: {output:?}");
        assert_printable(&asked, text(&output.stdout));
        assert_printable(&asked, text(&output.stderr));
        // It is not hidden either.
        assert!(asked.contains("lint") || text(&output.stdout).contains("1b"), "{asked}: {output:?}");
    }
}

#[test]
fn hostile_text_of_policies_and_facts_is_shown_in_every_format_and_never_obeyed() {
    let rule = guest("scripted").canonicalize().unwrap();
    let check = json!({ "subject": HOSTILE, "status": "fail" });
    let entry = json!({ "id": "scripted", "rule": rule, "params": { "checks": [check] } });
    let policy = json!({ "policy": HOSTILE, "version": HOSTILE, "entries": [entry] });
    let files = Files::new(&policy, &json!({ "release": { "name": HOSTILE, "version": HOSTILE } }));
    for (asked, output) in files.told() {
        assert!(matches!(output.status.code(), Some(0 | 20)), "{asked}: {output:?}");
        assert_printable(&asked, text(&output.stdout));
        assert_printable(&asked, text(&output.stderr));
        if asked.ends_with("markdown") {
            for raw in ["<script>", "**b**", "](http", "@all", "\n# Allowed"] {
                assert!(!text(&output.stdout).contains(raw), "{raw}: {}", text(&output.stdout));
            }
        }
        if asked.ends_with("json") {
            let decision: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(decision["entries"][0]["checks"][0]["subject"], HOSTILE, "JSON says the same");
        }
    }
}

#[test]
fn what_a_rule_says_while_it_fails_is_one_printable_line() {
    let rule = guest("misdeeds").canonicalize().unwrap();
    let entry = json!({ "id": "deed", "rule": rule, "params": { "deed": HOSTILE } });
    let files = Files::new(&json!({ "policy": "p", "entries": [entry] }), &json!({}));
    for (asked, output) in files.told() {
        assert_eq!(output.status.code(), Some(1), "{asked}: {output:?}");
        assert_eq!(text(&output.stderr).lines().count(), 1, "{output:?}");
        assert_printable(&asked, text(&output.stderr));
    }
}

#[test]
fn what_no_rule_declared_is_in_nothing_that_is_said() {
    let rule = guest("misdeeds").canonicalize().unwrap();
    let secret = "s3cr3t";
    for deed in ["none", "panic", "abort", "undeclared-section", "recursion"] {
        let entry = json!({ "id": "deed", "rule": rule, "params": { "deed": deed } });
        let policy = json!({ "policy": "p", "entries": [entry] });
        let files = Files::new(&policy, &json!({ "release": {}, "payroll": { secret: secret } }));
        for (asked, output) in files.told() {
            let said = [text(&output.stdout), text(&output.stderr)].concat();
            assert!(!said.contains(secret), "{deed}: {asked}: {said}");
        }
    }
}
