//! `clearance rule` as an author sees it: cases that fail, files that are no cases, rules that lack something.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_tests::{guest, root, rule};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What the command said and how it ended.
struct Told {
    code: Option<i32>,
    out: String,
    error: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clearance"));
    command.args(["rule"]).args(arguments).current_dir(root());
    command
}

fn clearance(arguments: &[&str]) -> Told {
    let output = command(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Told { code: output.status.code(), out: text(output.stdout), error: text(output.stderr) }
}

/// The rule of the README, and cases for it that a test may write anew.
struct Cases {
    folder: TempDir,
    rule: PathBuf,
}

const CASES: &str = "\
params: {minimum: 80}
cases:
  # What is measured.
  - name: enough & <more>
    facts: {components: [{name: api, line_coverage: 80}]}
    expect:
      checks: [{subject: api, status: pass}]
  - name: less
    facts: {components: [{name: web, line_coverage: 79.5}]}
    expect:
      checks:
        - {subject: web, status: pass, remedy: null}
";

impl Cases {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("cases.yaml"), text).unwrap();
        let rule = folder.path().join("line-coverage.wasm");
        fs::copy(guest("readme-rule"), &rule).unwrap();
        Self { folder, rule }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("cases.yaml")
    }

    /// Puts another text in the place of the cases, in one step.
    fn replace(&self, text: &str) {
        let folder = tempfile::tempdir().unwrap();
        let written = folder.path().join("cases.yaml");
        fs::write(&written, text).unwrap();
        fs::rename(written, self.path()).unwrap();
    }

    fn told(&self, subcommand: &str, more: &[&str]) -> Told {
        clearance(&[&[subcommand, self.rule.to_str().unwrap()], more].concat())
    }
}

#[test]
fn a_case_that_fails_is_shown_with_what_was_expected_and_what_came() {
    let told = Cases::new(CASES).told("test", &[]);
    assert_eq!(told.code, Some(1), "{}", told.error);
    assert!(told.out.starts_with("ok     enough & <more>\nFAILED less ("), "{}", told.out);
    for line in ["cases.yaml:8)", "checks[0].status: expected \"pass\"", "checks[0].status: found    \"fail\""] {
        assert!(told.out.contains(line), "{line} in {}", told.out);
    }
    assert!(told.out.contains("\nline-coverage     1     1        0               0\n"), "{}", told.out);
    assert!(told.out.ends_with("\n1 passed, 1 failed\n"), "{}", told.out);
}

#[test]
fn a_check_that_no_case_reaches_is_told() {
    let none = "params: {minimum: 80}\ncases: [{name: none, facts: {components: []}, expect: {checks: []}}]";
    let told = Cases::new(none).told("test", &[]);
    assert_eq!(told.code, Some(0), "{}", told.error);
    assert!(told.out.contains("  reached by no case\n"), "{}", told.out);
}

#[test]
fn build_servers_can_read_the_report() {
    let told = Cases::new(CASES).told("test", &["--format", "junit"]);
    assert_eq!(told.code, Some(1));
    let report = roxmltree::Document::parse(&told.out).unwrap();
    let suite = report.descendants().find(|node| node.has_tag_name("testsuite")).unwrap();
    assert_eq!((suite.attribute("tests"), suite.attribute("failures")), (Some("2"), Some("1")));
    let cases: Vec<_> = report.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    assert_eq!(cases[0].attribute("name"), Some("enough & <more>"));
    assert_eq!(cases[0].children().filter(roxmltree::Node::is_element).count(), 0);
    let failure = cases[1].children().find(|node| node.has_tag_name("failure")).unwrap();
    assert!(failure.text().unwrap().contains("expected \"pass\""));
}

#[test]
fn programs_can_read_the_report() {
    let told = Cases::new(CASES).told("test", &["--format", "json"]);
    let report: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(report["passed"], false);
    assert_eq!(report["cases"][0], json!({ "name": "enough & <more>", "line": 4, "passed": true, "differences": [] }));
    assert_eq!(report["checks"]["line-coverage"]["fail"], 1);
}

#[test]
fn update_writes_what_came_out_and_leaves_the_rest_as_it_is() {
    let cases = Cases::new(CASES);
    let told = cases.told("test", &["--update"]);
    assert_eq!(told.code, Some(0), "{}{}", told.out, told.error);
    assert_eq!(told.error, "updated: less\n");
    let written = fs::read_to_string(cases.path()).unwrap();
    let (before, after) = written.split_once("  - name: less").unwrap();
    assert_eq!(before, CASES.split_once("  - name: less").unwrap().0);
    assert!(after.contains("status: fail") && after.contains("raise `/components/0/line_coverage` by 0.5%"), "{after}");
    let again = cases.told("test", &["--update"]);
    assert_eq!((again.code, again.error.as_str()), (Some(0), ""));
    assert_eq!(fs::read_to_string(cases.path()).unwrap(), written);
}

#[test]
fn watching_judges_again_when_a_file_has_changed() {
    let cases = Cases::new(CASES);
    let mut watching =
        command(&["test", "--watch", cases.rule.to_str().unwrap()]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(watching.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut until_it_waits =
        || -> Vec<String> { lines.by_ref().take_while(|line| !line.starts_with("waiting for a change in ")).collect() };
    let first = until_it_waits();
    assert!(first.contains(&"1 passed, 1 failed".to_owned()), "{first:?}");
    cases.replace("cases: [");
    let broken = until_it_waits();
    assert!(broken.iter().any(|line| line.contains("cases.yaml:1:")), "{broken:?}");
    cases.replace(&CASES.replace("status: pass, remedy: null", "status: fail"));
    let mended = until_it_waits();
    watching.kill().unwrap();
    watching.wait().unwrap();
    assert!(mended.contains(&"2 passed, 0 failed".to_owned()), "{mended:?}");
}

#[test]
fn cases_that_cannot_be_judged_are_an_error_with_their_place() {
    for (text, says) in [
        ("cases: []", "has no case"),
        ("cases: [{name: a, expect: {chekcs: []}}]", "chekcs"),
        ("cases:\n  - name: a\n    expect: {checks: [], error: {}}\n", "the case `a` is to expect one of"),
        ("casses: []", "casses"),
        ("cases: [{name: a, at: noon, expect: {checks: []}}]", "`noon`"),
    ] {
        let told = Cases::new(text).told("test", &[]);
        assert_eq!(told.code, Some(1), "{text}");
        assert!(told.error.contains("cases.yaml") && told.error.contains(says), "{text}: {}", told.error);
        assert!(told.out.is_empty(), "{}", told.out);
    }
    let cases = Cases::new(CASES);
    fs::remove_file(cases.path()).unwrap();
    let told = cases.told("test", &[]);
    assert_eq!(told.code, Some(1));
    assert!(told.error.contains("`--cases` names others"), "{}", told.error);
}

#[test]
fn costs_are_measured_over_the_case_that_is_named_or_the_dearest() {
    let cases = Cases::new(CASES);
    let told = cases.told("bench", &["--time-ms", "5", "--format", "json", "--case", "less"]);
    assert_eq!(told.code, Some(0), "{}", told.error);
    let costs: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(costs["case"], "less");
    for positive in ["component_bytes", "compile_ms", "load_ms", "configure_ms", "instructions", "memory_bytes"] {
        assert!(costs[positive].as_f64().unwrap() > 0.0, "{positive}: {}", told.out);
    }
    for way in ["fresh", "warm"] {
        assert!(costs[way]["median_us"].as_f64().unwrap() <= costs[way]["p99_us"].as_f64().unwrap(), "{}", told.out);
    }
    let told = cases.told("bench", &["--time-ms", "5"]);
    assert!(told.out.contains(": the dearest one\n"), "{}", told.out);
    let told = cases.told("bench", &["--case", "more"]);
    assert_eq!(told.code, Some(1));
    assert!(told.error.contains("is named `more`"), "{}", told.error);
}

#[test]
fn what_a_rule_lacks_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let cases = folder.path().join("cases.yaml");
    fs::write(
        &cases,
        "params: {word: a}\ncases: [{name: bare, facts: {release: {}}, expect: {includes: [{code: passes}]}}]",
    )
    .unwrap();
    let rule = guest("unfinished");
    let told = clearance(&["lint", rule.to_str().unwrap(), "--cases", cases.to_str().unwrap()]);
    assert_eq!(told.code, Some(1), "{}", told.error);
    let expected = "\
unfinished: manifest: there is no title: people see it above the rule's checks
unfinished: manifest: there is no summary: say in a sentence what the rule holds releases to
unfinished: manifest: it serves no practice and no control: name the ones that it is evidence for
unfinished: manifest: the check `named` is not documented: say what holds where it passes
unfinished: schema: `/word` in the schema of params has no description: people fill it in by hand
unfinished: schema: `/name` in the schema of the section `release` has no description: people fill it in by hand
unfinished: schema: the schema of params refuses what the case `bare` has, and the rule takes it: `/word`: \"a\" is shorter than 3 characters
unfinished: schema: the schema of the section `release` refuses what the case `bare` has, and the rule takes it: `/release`: \"name\" is a required property
unfinished: remedy: the check `named` fails without a remedy in the case `bare`: say what would clear it
unfinished: cases: the check `passes` is answered well in every case: add one that it fails
unfinished: cases: the check `unreached` is reached by no case: add one
";
    assert_eq!(told.out, expected);
}

#[test]
fn the_rules_of_the_catalogue_lack_nothing() {
    for folder in clearance_tests::catalogue() {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let cases = folder.join("cases.yaml");
        let told = clearance(&["lint", rule(name).to_str().unwrap(), "--cases", cases.to_str().unwrap()]);
        assert_eq!((told.code, told.out), (Some(0), format!("{name}: nothing found\n")), "{}", told.error);
    }
}

#[test]
fn a_new_rule_is_refused_where_it_cannot_be() {
    let folder = tempfile::tempdir().unwrap();
    let within = folder.path().to_str().unwrap();
    let new =
        |name: &str, language: &str, within: &str| clearance(&["new", name, "--lang", language, "--within", within]);
    for name in ["Line Coverage", "../escape", "-x", "a--b", ""] {
        let told = new(name, "python", within);
        assert_ne!(told.code, Some(0), "{name}");
        assert!(told.error.contains("no rule's name") || told.error.contains("unexpected argument"), "{}", told.error);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let told = new("cobol-rule", "cobol", within);
    assert_eq!(told.code, Some(2));
    assert!(told.error.contains("python") && told.error.contains("typescript"), "{}", told.error);
    let told = new("twice", "python", within);
    assert_eq!(told.code, Some(0), "{}", told.error);
    fs::write(folder.path().join("twice/rule.py"), "mine").unwrap();
    let told = new("twice", "c", within);
    assert_eq!(told.code, Some(1));
    assert!(told.error.contains("is there already: choose another name"), "{}", told.error);
    assert_eq!(fs::read_to_string(folder.path().join("twice/rule.py")).unwrap(), "mine");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let told = new("below-a-file", "python", file.to_str().unwrap());
    assert_eq!(told.code, Some(1));
    assert!(told.error.contains("cannot write"), "{}", told.error);
}

#[test]
fn what_is_no_project_says_what_one_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    for subcommand in ["build", "test", "lint", "bench"] {
        let told = clearance(&[subcommand, path]);
        assert_eq!(told.code, Some(1), "{subcommand}");
        assert!(told.error.contains("is no rule's project") && told.error.contains("`clearance rule new` writes one"));
        assert_eq!(told.error.lines().count(), 1, "{}", told.error);
    }
    fs::write(folder.path().join("rule.toml"), "name = \"x\"\nlanguage = \"perl\"\n").unwrap();
    let told = clearance(&["build", path]);
    assert!(told.error.contains("rule.toml") && told.error.contains("line 2"), "{}", told.error);
    let told = clearance(&["test", "nowhere.wasm"]);
    assert_eq!(told.code, Some(1));
    assert!(told.error.starts_with("error[rule-unreadable]: nowhere.wasm: "), "{}", told.error);
}

/// A project in `language`, written anew.
fn project(folder: &Path, language: &str) -> PathBuf {
    let told = clearance(&["new", "fresh", "--lang", language, "--within", folder.to_str().unwrap()]);
    assert_eq!(told.code, Some(0), "{}", told.error);
    folder.join("fresh")
}

#[test]
fn a_compiler_that_cannot_be_had_is_named_with_what_to_install() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), "python");
    let empty = folder.path().join("empty");
    let build = |name: &str, value: &Path| {
        let mut command = command(&["build", project.to_str().unwrap()]);
        let output = command.env("CLEARANCE_TOOLS", &empty).env(name, value).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let said = build("PYTHON", Path::new("no-such-python"));
    assert!(said.contains("Python is missing: `apt-get install python3 python3-pip`"), "{said}");
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let said = build("CLEARANCE_TOOLS", &file);
    assert!(said.contains("cannot write to"), "{said}");
}

#[test]
fn a_folder_that_is_a_project_keeps_what_its_author_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), "typescript");
    let names = |path: &Path| {
        let mut names: Vec<String> =
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let written = ["README.md", "cases.yaml", "rule.toml", "rule.ts", "tests", "tsconfig.json"];
    assert_eq!(names(&project), [&[".clearance", ".gitignore"], &written[..]].concat());
    // An editor finds the kit before anything is built.
    assert!(project.join(".clearance/kit/src/index.ts").is_file());
}
