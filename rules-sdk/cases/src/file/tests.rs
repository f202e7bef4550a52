#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use serde_json::json;

fn refused(text: &str) -> String {
    malformed(Path::new("cases.yaml"), CaseFile::parse(text).unwrap_err()).to_string()
}

#[test]
fn a_patch_changes_and_removes_what_it_names() {
    let text = "
facts: {release: {name: a, kind: regular}, tests: []}
cases:
  - name: patched
    patch: {facts: {release: {kind: hotfix}, tests: null}}
    expect: {checks: []}
";
    let file = CaseFile::parse(text).unwrap();
    assert_eq!(file.cases[0].facts, json!({ "release": { "name": "a", "kind": "hotfix" } }));
}

#[test]
fn a_case_has_what_the_file_has_where_it_says_nothing() {
    let text = "\u{feff}at: 2026-11-23\r
params: {minimum: 80}\r
facts: &facts {a: [1, 2.0, 12345678901234567890123]}\r
cases:\r
  - name: 1\r
    expect: {checks: []}\r
  - {name: two, at: \"2026-11-23T02:00:00+02:00\", params: {}, facts: {b: *facts}, expect: {includes: []}}\r
";
    let cases = CaseFile::parse(text).unwrap().cases;
    let midnight = 1_795_392_000_000;
    assert_eq!((cases[0].name.as_str(), cases[0].line, cases[0].at), ("1", 5, midnight));
    assert_eq!((cases[1].name.as_str(), cases[1].line, cases[1].at), ("two", 7, midnight));
    assert_eq!(cases[0].params, json!({ "minimum": 80 }));
    assert_eq!(cases[0].facts, json!({ "a": [1, 2.0, 12_345_678_901_234_567_890_123_f64] }));
    assert_eq!((&cases[1].params, &cases[1].facts), (&json!({}), &json!({ "b": cases[0].facts })));
}

#[test]
fn a_file_that_is_none_is_refused_with_the_place() {
    let a_map = "expected a map with the key `cases`, found";
    for (text, message) in [
        ("", "cases.yaml:1:1: the file is empty"),
        ("# to do\n", &format!("cases.yaml:2:1: {a_map} nothing")),
        ("- a\n", &format!("cases.yaml:1:1: {a_map} a list")),
        ("at: 2026-11-23\n", "cases.yaml:1:1: the key `cases` is missing: a list of cases"),
        ("cases:\n", "cases.yaml:1:6: expected a list of cases, found nothing"),
        ("cases: []\n---\n", "cases.yaml:2:4: a second YAML document begins here"),
        ("cases:\n\t- name: a\n", "cases.yaml:2:2: a tab stands where the line is indented"),
        ("cases: []\ncases: []\n", "cases.yaml:2:1: the key `cases` stands twice in one map"),
        (
            "cases: []\nparms: {}\n",
            "cases.yaml:2:1: unknown key `parms`, expected one of `at`, `params`, `facts`, `cases`",
        ),
        ("cases: []\nfacts: [1]\n", "cases.yaml:2:8: expected a map of facts, found a list"),
        (
            "cases: []\nat: tomorrow\n",
            "cases.yaml:2:5: expected a time such as `2026-11-23T00:00:00Z`, or a date, found",
        ),
        ("cases: []\nat: 1700000000\n", "cases.yaml:2:5: expected a time such as"),
        ("cases: []\nparams: {a: .inf}\n", "cases.yaml:2:13: expected a finite number"),
    ] {
        let error = refused(text);
        assert!(error.starts_with(message), "{error}\n{message}");
    }
}

#[test]
fn a_case_that_is_none_is_refused_with_the_place() {
    for (case, message) in [
        ("a", "2:5: expected a case: a map with `name` and `expect`, found the text `a`"),
        ("{expect: {checks: []}}", "2:5: the case has no `name`"),
        ("{name: ''}", "2:12: expected a name"),
        ("{name: a, colour: red}", "2:15: unknown key `colour`, expected one of `name`, `at`"),
        ("{name: a, patch: {fact: {}}}", "2:23: unknown key `fact`, expected one of `params`, `facts`"),
        ("{name: a, expect: {cheks: []}}", "2:24: unknown key `cheks`, expected one of `checks`"),
        (
            "{name: a, expect: {checks: [], error: {code: failed}}}",
            "2:23: the case `a` is to expect one of `checks` or `includes`",
        ),
        ("{name: a, expect: {score: {points: 1}}}", "2:23: the case `a` is to expect one of `checks` or `includes`"),
        ("{name: a, expect: {checks: {code: a}}}", "2:32: expected a list of rows, found a map"),
        ("{name: a, expect: {checks: [a]}}", "2:33: expected a row: a map with"),
        ("{name: a, expect: {checks: [{subjekt: a}]}}", "2:34: unknown key `subjekt`, expected one of `code`"),
        ("{name: a, expect: {checks: [{status: failed}]}}", "2:42: expected one of `pass`, `fail`, `unknown`"),
        ("{name: a, expect: {checks: [{severity: 1}]}}", "2:44: expected one of `info`, `low`"),
        ("{name: a, expect: {checks: [{observed: /a}]}}", "2:44: expected a list of what was observed"),
        ("{name: a, expect: {error: failed}}", "2:31: expected a map with `code`, found the text `failed`"),
        ("{name: a, expect: {includes: [], artifacts: {a: 1}}}", "2:53: expected the artifact's whole text, found `1`"),
        ("{name: a, expect: {includes: [], score: }}", "2:43: expected what `score` is to be, found nothing"),
    ] {
        let error = refused(&format!("cases:\n  - {case}\n"));
        assert!(error.starts_with(&format!("cases.yaml:{message}")), "{error}\n{message}");
    }
}

#[test]
fn two_cases_of_one_name_are_refused() {
    let error = refused("cases:\n  - name: a\n  - name: b\n  - name: a\n");
    assert!(error.starts_with("cases.yaml:4:5: a case named `a` begins in line 2 already"), "{error}");
}

#[test]
fn a_file_in_another_encoding_is_refused_with_the_line() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), b"cases:\n  - name: gr\xf6\xdfe\n").unwrap();
    let error = CaseFile::read(file.path()).unwrap_err().to_string();
    assert!(error.ends_with("line 2 is not UTF-8: save the file in that encoding"), "{error}");
}
