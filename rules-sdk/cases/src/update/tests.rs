#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use serde_json::json;

/// What a rule says of every release, but of those whose facts or params want something else.
fn judge(params: &Value, facts: &Value, _at: i64) -> Value {
    if params["refuse"] == json!(true) {
        return json!({ "refused": { "pointer": "/refuse", "message": "no" } });
    }
    if facts["fail"] == json!(true) {
        return json!({ "error": { "code": "missing-fact", "pointer": "/a", "message": "not there: a: \"b\"" } });
    }
    json!({ "outcome": {
        "checks": [
            {
                "code": "a", "subject": "api", "status": "fail", "message": "it's 71%", "remedy": "raise",
                "observed": [{ "pointer": "/a", "value": 1 }],
            },
            { "code": "b", "subject": "yes", "status": "pass", "message": "two\nlines\n", "observed": [] },
        ],
        "score": { "points": 3.5, "out_of": 10 },
        "artifacts": [{ "name": "notes.md", "content": "a\n\nb\n" }],
    } })
}

/// The text that an update leaves. A second one changes nothing, and every case passes.
fn updated(text: &str) -> Result<String, CaseFileError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.yaml");
    std::fs::write(&path, text).unwrap();
    let done = update(&path, judge);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something is left beside the file");
    let left = std::fs::read_to_string(&path).unwrap();
    if let Err(error) = done {
        assert_eq!(left, text);
        return Err(error);
    }
    assert_eq!(update(&path, judge).unwrap(), Vec::<String>::new(), "{left}");
    assert!(crate::run(&path, judge).unwrap().passed(), "{left}");
    Ok(left)
}

/// Updates cases, whose file begins with `cases:`.
fn cases(text: &str) -> String {
    let left = updated(&format!("# Kept.\ncases:\n{text}")).unwrap();
    left.strip_prefix("# Kept.\ncases:\n").unwrap().to_owned()
}

#[test]
fn only_values_that_differ_change_in_the_style_that_they_have() {
    let text = cases(
        "  - name: one # kept, too
    facts: {a: 1}
    expect:
      # about the rows
      checks:
        # the first
        - subject: 'api'   # why
          status: pass
          message: '80%'
          remedy:
          observed:
            - {pointer: /b, value: 1}
        # the second
        - {code: b, message: \"none\"}
      score: {points: 3}   # s
      artifacts:
        notes.md: |
          c
        # tail

  # between
  - {name: two, expect: {checks: [{status: fail}, {code: b, status: pass}]}}
",
    );
    assert_eq!(
        text,
        "  - name: one # kept, too
    facts: {a: 1}
    expect:
      # about the rows
      checks:
        # the first
        - subject: 'api'   # why
          status: fail
          message: 'it''s 71%'
          remedy: raise
          observed:
            - {pointer: /a, value: 1}
        # the second
        - {code: b, message: \"two\\nlines\\n\"}
      score: {points: 3.5}   # s
      artifacts:
        notes.md: |
          a

          b
        # tail

  # between
  - {name: two, expect: {checks: [{status: fail}, {code: b, status: pass}]}}
"
    );
}

#[test]
fn rows_are_taken_out_and_written_between_those_that_stay() {
    let text = cases(
        "  - name: less
    expect:
      checks:
      - {code: q} # gone
      # the first
      - {code: a}
      - {code: r}
      - {code: b}
  - name: more
    expect:
      checks:
        - {subject: \"yes\"}  # the second
  - name: in brackets
    expect: {checks: [{code: q}, {code: a}, {code: b}]}
  - name: in brackets, a line each
    expect: {checks: [
      {code: a}, # the first
      {code: r},
    ]}
  - name: some
    expect:
      includes:
        - {code: a, status: pass}
        - {code: nowhere}
",
    );
    assert_eq!(
        text,
        "  - name: less
    expect:
      checks:
      # the first
      - {code: a}
      - {code: b}
  - name: more
    expect:
      checks:
        - {code: a, subject: api, status: fail}
        - {subject: \"yes\"}  # the second
  - name: in brackets
    expect: {checks: [{code: a}, {code: b}]}
  - name: in brackets, a line each
    expect: {checks: [
      {code: a}, # the first
      {code: b},
    ]}
  - name: some
    expect:
      includes:
        - {code: a, status: fail}
"
    );
}

#[test]
fn a_case_that_expects_nothing_gets_what_came() {
    let text = cases(
        "  - name: nothing
    facts:
      a: 1
      # a remark on facts

  - name: no value
    expect: # to do
    facts: {a: 2}
  - {name: in braces}
  - name: last
    facts: {fail: true}",
    );
    let rows = "      checks:
        - {code: a, subject: api, status: fail}
        - {code: b, subject: \"yes\", status: pass}
";
    let braces = "{checks: [{code: a, subject: api, status: fail}, {code: b, subject: \"yes\", status: pass}]}";
    assert_eq!(
        text,
        format!(
            "  - name: nothing
    facts:
      a: 1
      # a remark on facts
    expect:
{rows}
  - name: no value
    expect: # to do
{rows}    facts: {{a: 2}}
  - {{name: in braces, expect: {braces}}}
  - name: last
    facts: {{fail: true}}
    expect:
      error: {{code: missing-fact, pointer: /a}}
"
        )
    );
}

#[test]
fn an_outcome_may_become_an_error_or_a_refusal_and_an_error_an_outcome() {
    let text = cases(
        "  - name: error
    facts: {fail: true}
    expect:
      checks: [] # kept
  - name: refusal
    params: {refuse: true}
    expect: {error: {code: failed}}
  - name: outcome
    expect: {refused: {pointer: /a}}
",
    );
    assert_eq!(
        text,
        "  - name: error
    facts: {fail: true}
    expect:
      error: {code: missing-fact, pointer: /a} # kept
  - name: refusal
    params: {refuse: true}
    expect: {refused: {pointer: /refuse}}
  - name: outcome
    expect: {checks: [{code: a, subject: api, status: fail}, {code: b, subject: \"yes\", status: pass}]}
"
    );
}

#[test]
fn line_ends_and_a_mark_of_the_encoding_stay_what_they_are() {
    let text = "cases:\n  - name: größe\n    expect:\n      checks:\n        - {code: a}\n  - name: none\n";
    let other = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(updated(&other(text)).unwrap(), other(&updated(text).unwrap()));
}

#[test]
fn what_several_cases_share_by_an_alias_is_left_to_others() {
    let text = "cases:
  - name: one
    expect: &rows {checks: [{code: a}]}
  - name: two
    expect: *rows
";
    let whole = updated(text).unwrap();
    assert!(
        whole.contains("    expect: &rows {checks: [{code: a}, {code: b, subject: \"yes\", status: pass}]}"),
        "{whole}"
    );
    let text = "facts: &facts {a: &no pass}
cases:
  - name: one
    facts: *facts
    expect: {checks: [{code: a, status: *no}, {code: b, status: *no}]}
";
    let whole = updated(text).unwrap();
    assert!(whole.contains("    expect: {checks: [{code: a, status: fail}, {code: b, status: pass}]}"), "{whole}");
}

#[test]
fn what_cannot_be_changed_by_itself_is_named_and_the_file_left_alone() {
    let text = "cases:
  - name: one
    expect: {checks: [{code: a}, {code: &b b, message: &m old}]}
  - name: two
    facts: {a: *m}
    expect: {checks: [{code: a}, {code: b}]}
";
    let error = updated(text).unwrap_err().to_string();
    assert!(error.contains("cases.yaml:2:5: the case `one` cannot be updated by itself"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_file_that_may_not_be_written_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file.yaml"), folder.path().join("link.yaml"));
    std::fs::write(&file, "cases: [{name: one}]").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    update(&link, judge).unwrap();
    assert!(link.is_symlink());
    assert!(std::fs::read_to_string(&file).unwrap().contains("expect"));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    std::fs::write(&file, "cases: [{name: one}]").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o440)).unwrap();
    let error = update(&link, judge).unwrap_err().to_string();
    assert!(error.contains("it is read-only"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "cases: [{name: one}]");
}
