//! The command as a user sees it: what it prints, where, and how it ends.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_tests::{guest, root, rule};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn clearance(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clearance"))
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails before it reads has no use for its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with a policy of one scripted entry.
struct Scripted {
    folder: TempDir,
    policy: PathBuf,
}

impl Scripted {
    fn new(enforce: &str, checks: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let policy = folder.path().join("policy.yaml");
        let entry = json!({
            "id": "scripted",
            "rule": guest("scripted").canonicalize().unwrap(),
            "enforce": enforce,
            "params": { "checks": checks },
        });
        // JSON is YAML.
        std::fs::write(&policy, json!({ "policy": "scripted", "entries": [entry] }).to_string()).unwrap();
        Self { folder, policy }
    }

    fn check(&self, more: &[&str], facts: &[u8]) -> Output {
        let mut arguments = vec!["check", "--policy", self.policy.to_str().unwrap(), "--facts", "-"];
        arguments.extend_from_slice(more);
        clearance(&arguments, facts)
    }
}

fn failing() -> Value {
    json!([{ "subject": "api", "status": "fail" }])
}

#[test]
fn the_exit_code_is_the_verdict() {
    for (enforce, checks, code) in
        [("deny", json!([]), 0), ("warn", failing(), 0), ("review", failing(), 10), ("deny", failing(), 20)]
    {
        let output = Scripted::new(enforce, &checks).check(&[], b"{}");
        assert_eq!(output.status.code(), Some(code), "{enforce}: {}", stderr(&output));
    }
}

#[test]
fn what_cannot_be_decided_is_one_line_on_standard_error_and_exit_code_one() {
    let scripted = Scripted::new("deny", &json!([]));
    for (facts, says) in [
        (
            b"[1]".as_slice(),
            "error[facts-not-a-map]: the facts in standard input cannot be used: the facts are an array",
        ),
        (
            b"{\"a\": 1,\n \"a\": 2}",
            "error[facts-key]: the facts in standard input cannot be used: line 2, column 8, `/a`",
        ),
        (b"{\"a\": ", "error[facts-syntax]"),
        (b"", "error[facts-syntax]"),
        (b"\xff\xfe", "neither JSON in UTF-8 nor a MessagePack map"),
        (b"\x81\xa1a", "error[facts-syntax]"),
    ] {
        let output = scripted.check(&[], facts);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).starts_with(says) || stderr(&output).contains(says), "{}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn wrong_usage_is_exit_code_two() {
    let scripted = Scripted::new("deny", &json!([]));
    for more in [["--at", "yesterday"], ["--format", "xml"], ["--polcy", "x"]] {
        assert_eq!(scripted.check(&more, b"{}").status.code(), Some(2), "{more:?}");
    }
    assert_eq!(clearance(&["check"], b"").status.code(), Some(2));
    assert_eq!(clearance(&[], b"").status.code(), Some(2));
}

#[test]
fn limits_are_set_by_their_names() {
    let scripted = Scripted::new("deny", &failing());
    let output = scripted.check(&["--limit", "checks=1", "--limit", "time_ms=60000"], b"{}");
    assert_eq!(output.status.code(), Some(20), "{}", stderr(&output));
    assert!(stdout(&output).contains("limit-output"), "{}", stdout(&output));
    for (limit, expected) in [
        ("instruction=1", "there is no such limit; expected one of instructions, time_ms"),
        ("time_ms=1s", "`time_ms` is a whole number"),
        ("time_ms", "expected a name, `=` and a number"),
    ] {
        let output = scripted.check(&["--limit", limit], b"{}");
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
    let output = scripted.check(&["--limit", "time_ms=3600001"], b"{}");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("from 1 to 3600000 milliseconds"), "{}", stderr(&output));
}

#[test]
fn a_policy_error_names_file_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.yaml");
    std::fs::write(&policy, "policy: p\nentries:\n  - id: a\n    rulle: x\n").unwrap();
    let output = clearance(&["policy", "lint", policy.to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("policy.yaml:4:5: unknown field `rulle`"), "{}", stderr(&output));
}

#[test]
fn facts_are_read_from_a_file_and_in_messagepack_too() {
    let scripted = Scripted::new("deny", &json!([]));
    let from_json = scripted.check(&["--format", "json", "--at", "2026-11-23"], b"{\"release\": 1}");
    let packed = scripted.check(&["--format", "json", "--at", "2026-11-23"], b"\x81\xa7release\x01");
    assert_eq!(stdout(&from_json), stdout(&packed));
    let file = scripted.folder.path().join("facts.json");
    std::fs::write(&file, "\u{feff}{\"release\": 1}").unwrap();
    let arguments = ["check", "--policy", scripted.policy.to_str().unwrap(), "--facts", file.to_str().unwrap()];
    let output = clearance(&[&arguments[..], &["--format", "json", "--at", "2026-11-23"]].concat(), b"");
    assert_eq!(stdout(&from_json), stdout(&output));
}

#[test]
fn json_is_the_whole_decision_on_one_line() {
    let output = Scripted::new("deny", &failing()).check(&["--format", "json", "--at", "2026-11-23"], b"{}");
    let text = stdout(&output);
    assert_eq!(text.lines().count(), 1);
    let decision: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(decision["verdict"], "deny");
    assert_eq!(decision["at"], "2026-11-23T00:00:00Z");
    assert_eq!(decision["entries"][0]["checks"][0]["subject"], "api");
}

#[test]
fn text_says_the_verdict_first_then_why_then_what_would_change_it_and_has_no_colour_in_a_pipe() {
    let output = Scripted::new("deny", &failing()).check(&[], br#"{"release": {"name": "shop", "version": "4.2"}}"#);
    let text = stdout(&output);
    assert!(text.starts_with(" DENY  shop 4.2\nNot cleared: 1 check stands against it.\n\nWhy\n"), "{text}");
    let why = text.find("api  scripted/scripted").unwrap();
    let remedy = text.find("What would change it\n  - api: change the script").unwrap();
    assert!(why < remedy);
    assert!(!text.contains('\x1b'), "{text}");
}

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let subject = "a\u{1b}[2Jb\u{202e}c | <script> @all **x** [y](http://evil.example)";
    let scripted = Scripted::new("deny", &json!([{ "subject": subject, "status": "fail" }]));
    let text = stdout(&scripted.check(&[], b"{}"));
    assert!(!text.contains('\x1b') && !text.contains('\u{202e}'), "{text}");
    assert!(text.contains("a\\u{1b}[2Jb\\u{202e}c"), "{text}");
    let markdown = stdout(&scripted.check(&["--format", "markdown"], b"{}"));
    for raw in ["<script>", "@all", "**x**", "](http://", "\u{1b}", "\u{202e}"] {
        assert!(!markdown.contains(raw), "{raw} in {markdown}");
    }
}

#[test]
fn artifacts_are_written_whole_below_their_entry() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let facts = "example-rules/demo/denied.json";
    let arguments = ["check", "--policy", "example-rules/demo/policy.yaml", "--facts", facts, "--artifacts", path];
    let output = clearance(&arguments, b"");
    assert_eq!(output.status.code(), Some(20), "{}", stderr(&output));
    let written = folder.path().join("note-redaction");
    let names: Vec<_> = std::fs::read_dir(&written).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["notes.md"]);
    let notes = std::fs::read_to_string(written.join("notes.md")).unwrap();
    for leak in ["SHOP-2291", "ledger-3", "grafana", "/srv/ledger", "10.4.17.3", "3f9c2ab"] {
        assert!(!notes.contains(leak), "{leak} in {notes}");
    }
    assert!(notes.contains("CVE-2026-11023"), "{notes}");
}

#[test]
fn artifacts_that_cannot_be_written_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "a file where a folder should be").unwrap();
    let facts = "example-rules/demo/denied.json";
    let path = blocked.to_str().unwrap();
    let arguments = ["check", "--policy", "example-rules/demo/policy.yaml", "--facts", facts, "--artifacts", path];
    let output = clearance(&arguments, b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cannot write the artifact"), "{}", stderr(&output));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_rule_is_shown_with_what_it_reads_checks_and_takes() {
    let path = rule("risk-score");
    let output = clearance(&["rule", "inspect", path.to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.starts_with("risk-score "), "{text}");
    for part in ["\nreads\n", "\nchecks\n", "\nparams\n", "sha256:", "  components  "] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let json = clearance(&["rule", "inspect", path.to_str().unwrap(), "--format", "json"], b"");
    let inspected: Value = serde_json::from_str(&stdout(&json)).unwrap();
    assert_eq!(inspected["manifest"]["id"], "risk-score");
}

#[test]
fn a_file_that_is_no_rule_is_refused() {
    let output = clearance(&["rule", "inspect", "README.md"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("error[rule-not-a-component]: README.md: "), "{}", stderr(&output));
}

#[test]
fn the_schema_of_facts_takes_the_facts_of_the_demo() {
    let output = clearance(&["policy", "schema", "example-rules/demo/policy.yaml"], b"");
    let schema: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for name in ["allowed", "denied"] {
        let path = root().join(Path::new("example-rules/demo").join(name).with_extension("json"));
        let facts: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let problems: Vec<String> = validator.iter_errors(&facts).map(|problem| problem.to_string()).collect();
        assert!(problems.is_empty(), "{name}: {problems:?}");
    }
    assert!(!validator.is_valid(&json!({ "notes": 3 })));
}
