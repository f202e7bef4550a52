//! What is published beside the code is what the code says.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{EngineCheck, ErrorCode, policy_schema};
use clearance_tests::root;
use serde_json::Value;

fn page(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn the_published_schema_of_policies_is_the_engines() {
    let published: Value = serde_json::from_str(&page("docs/policy.schema.json")).unwrap();
    assert!(published == policy_schema(), "write it anew: `clearance policy file-schema > docs/policy.schema.json`");
}

#[test]
fn the_published_schema_takes_the_policies_of_this_repository() {
    let validator = jsonschema::validator_for(&policy_schema()).unwrap();
    let policy: Value = serde_saphyr::from_str(&page("example-rules/demo/policy.yaml")).unwrap();
    let problems: Vec<String> = validator.iter_errors(&policy).map(|problem| problem.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
    let unknown_key: Value = serde_saphyr::from_str("policy: p\nentries: [{id: a, rule: r, enfroce: deny}]").unwrap();
    assert!(!validator.is_valid(&unknown_key));
}

/// The codes in the first column of the tables of a page.
fn documented(page: &str) -> Vec<String> {
    let cells = page.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|line| line.split('`').next());
    let mut codes: Vec<String> = cells.map(str::to_owned).collect();
    codes.sort();
    codes
}

#[test]
fn every_code_is_documented_and_every_documented_code_exists() {
    let mut codes: Vec<String> = ErrorCode::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    codes.extend(EngineCheck::ALL.iter().map(|check| check.as_str().to_owned()));
    codes.sort();
    assert_eq!(documented(&page("docs/codes.md")), codes);
}
