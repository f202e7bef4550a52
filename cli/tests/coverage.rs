//! `clearance rule test --coverage`: the lines of a rule in Rust that its cases reach.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_tests::rule;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The command. What cargo builds is kept for the next run, for that takes a minute.
fn clearance(arguments: &[&str]) -> Output {
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("built");
    let mut command = Command::new(env!("CARGO_BIN_EXE_clearance"));
    command.arg("rule").args(arguments).env("CARGO_TARGET_DIR", built).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A new rule's project, in the same folder each time, so that cargo does not take it for another.
fn new_rule() -> PathBuf {
    let within = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = within.join("covered");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let output = clearance(&["new", "covered", "--lang", "rust", "--within", within.to_str().unwrap()]);
    assert!(output.status.success(), "{}", said(&output));
    folder
}

/// The template's rule with a branch that its cases do not reach, and whose middle is a comment and an empty line.
const BRANCH: &str = "            if component.name.is_empty() {
                println!(\"nobody knows which\");

                // It is nobody's.
                continue;
            }
";

#[test]
fn lines_that_no_case_reaches_are_named() {
    let folder = new_rule();
    let project = folder.to_str().unwrap();
    let all = clearance(&["test", project, "--min-lines", "100"]);
    assert!(all.status.success(), "{}", said(&all));
    assert!(said(&all).contains("\nsrc/lib.rs        8      8    100.0\n"), "{}", said(&all));

    let source = folder.join("src/lib.rs");
    let text = fs::read_to_string(&source).unwrap();
    let (before, after) = text.split_once("            outcome.push(").unwrap();
    fs::write(&source, format!("{before}{BRANCH}            outcome.push({after}")).unwrap();
    let first = before.lines().count() + 2;
    let unreached = format!("  reached by no case: {}-{}\n", first, first + 3);

    let few = clearance(&["test", project, "--coverage"]);
    assert!(few.status.success(), "{}", said(&few));
    assert!(said(&few).contains(&unreached), "{unreached} in {}", said(&few));
    let warned = format!(
        "warning: src/lib.rs, line {first}: `println!` writes nowhere: a rule has no output; put the text into"
    );
    assert!(said(&few).contains(&warned), "{warned} in {}", said(&few));

    let fewer = clearance(&["test", project, "--min-lines", "90", "--format", "json"]);
    assert_eq!(fewer.status.code(), Some(1), "{}", said(&fewer));
    assert!(said(&fewer).contains("the cases reach less than 90% of the lines"), "{}", said(&fewer));
    let told: Value = serde_json::from_slice(&fewer.stdout).unwrap();
    assert_eq!(told["passed"], true);
    assert_eq!(told["lines"]["files"]["src/lib.rs"]["unreached"], json!([[first, first + 3]]));
    assert_eq!(told["lines"]["files"]["src/lib.rs"]["covered"], told["lines"]["covered"]);
    assert!(told["lines"]["percent"].as_f64().unwrap() < 90.0);
    let enough = clearance(&["test", project, "--min-lines", "50", "--format", "junit"]);
    assert!(enough.status.success(), "{}", said(&enough));
    assert!(String::from_utf8_lossy(&enough.stdout).starts_with("<?xml"), "{}", said(&enough));

    let linted = clearance(&["lint", project]);
    assert_eq!(linted.status.code(), Some(1), "{}", said(&linted));
    assert!(said(&linted).contains("covered: sources: src/lib.rs, line "), "{}", said(&linted));
}

#[test]
fn only_rules_in_rust_with_their_source_have_lines() {
    let component = rule("risk-score");
    let output = clearance(&["test", component.to_str().unwrap(), "--coverage"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("is a component: lines are counted where its source is"), "{}", said(&output));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rule.toml"), "name = \"a\"\nlanguage = \"python\"\n").unwrap();
    fs::write(folder.path().join("rule.py"), "").unwrap();
    let output = clearance(&["test", folder.path().to_str().unwrap(), "--min-lines", "80"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("`a` is in python: lines are counted for rules in Rust only"), "{}", said(&output));
}
