//! The case file: defaults, cases, what each expects.

use serde::Deserialize;
use serde_json::{Map, Value};
use serde_saphyr::Spanned;
use std::path::{Path, PathBuf};

/// A case file, its defaults and patches worked in.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The cases in the order of the file.
    pub cases: Vec<Case>,
}

/// One case, ready to be judged.
#[derive(Debug, Clone)]
pub struct Case {
    /// A sentence that says the behaviour.
    pub name: String,
    /// The line of the file in which its expectation begins, counted from one.
    pub line: usize,
    /// The time of the decision in milliseconds since 1970.
    pub at: i64,
    /// The params of the policy entry.
    pub params: Value,
    /// The facts.
    pub facts: Value,
    /// What should come out.
    pub expect: Expectation,
}

/// What a case expects. Every object among the expectations is partial: it names the fields that matter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// All rows, in order.
    pub checks: Option<Vec<Value>>,
    /// Rows that must be among those that came.
    pub includes: Option<Vec<Value>>,
    /// The score.
    pub score: Option<Value>,
    /// The derived facts, whole.
    pub derived: Option<Value>,
    /// The artifacts by name with their whole text.
    pub artifacts: Option<Map<String, Value>>,
    /// The evaluation has no outcome, but this error.
    pub error: Option<Value>,
    /// The params are refused.
    pub refused: Option<Value>,
}

/// Why a case file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CaseFileError {
    /// The file cannot be read.
    #[error("cannot read the case file `{}`: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write the case file `{}`: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not a case file.
    #[error("`{}` is not a case file: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What was found, where, and what was expected.
        message: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    at: Option<String>,
    params: Option<Value>,
    facts: Option<Value>,
    cases: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    name: String,
    at: Option<String>,
    params: Option<Value>,
    facts: Option<Value>,
    #[serde(default)]
    patch: RawPatch,
    expect: Spanned<Expectation>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPatch {
    params: Option<Value>,
    facts: Option<Value>,
}

impl CaseFile {
    /// Reads a file.
    ///
    /// # Errors
    /// The file cannot be read, or is not a case file.
    pub fn read(path: &Path) -> Result<Self, CaseFileError> {
        Self::parse(&Self::text(path)?).map_err(|message| CaseFileError::Malformed { path: path.to_owned(), message })
    }

    pub(crate) fn text(path: &Path) -> Result<String, CaseFileError> {
        std::fs::read_to_string(path).map_err(|source| CaseFileError::Unreadable { path: path.to_owned(), source })
    }

    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let raw: RawFile = serde_saphyr::from_str_with_options(text, serde_saphyr::options! { strict_booleans: true })
            .map_err(|error| error.to_string())?;
        let params = raw.params.unwrap_or_else(|| Value::Object(Map::new()));
        let facts = raw.facts.unwrap_or_else(|| Value::Object(Map::new()));
        let at = raw.at.unwrap_or_else(|| "2026-01-01T00:00:00Z".to_owned());
        let cases = raw
            .cases
            .into_iter()
            .map(|case| {
                let expect = &case.expect.value;
                let answered = expect.checks.is_some() || expect.includes.is_some();
                let kinds = [answered, expect.error.is_some(), expect.refused.is_some()];
                if kinds.into_iter().filter(|kind| *kind).count() != 1 {
                    return Err(format!(
                        "the case `{}` is to expect one of `checks` or `includes`, `error`, `refused`",
                        case.name
                    ));
                }
                Ok(Case {
                    at: milliseconds(case.at.as_deref().unwrap_or(&at))?,
                    params: patched(case.params.unwrap_or_else(|| params.clone()), case.patch.params),
                    facts: patched(case.facts.unwrap_or_else(|| facts.clone()), case.patch.facts),
                    name: case.name,
                    line: usize::try_from(case.expect.referenced.line()).unwrap_or(0),
                    expect: case.expect.value,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { cases })
    }
}

fn milliseconds(text: &str) -> Result<i64, String> {
    let at: jiff::Timestamp =
        text.parse().map_err(|_| format!("`{text}` is not a time such as `2026-11-23T00:00:00Z`"))?;
    Ok(at.as_millisecond())
}

fn patched(mut value: Value, patch: Option<Value>) -> Value {
    if let Some(patch) = patch {
        merge(&mut value, patch);
    }
    value
}

/// JSON Merge Patch (RFC 7386).
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (key, value) in patch {
        if value.is_null() {
            target.remove(&key);
        } else {
            merge(target.entry(key).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use serde_json::json;

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
    fn a_case_that_expects_nothing_is_refused() {
        let error = CaseFile::parse("cases: [{name: idle, expect: {}}]").unwrap_err();
        assert!(error.contains("the case `idle` is to expect one of"), "{error}");
    }
}
