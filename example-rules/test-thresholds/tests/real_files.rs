//! Test reports that others made are judged by what is in them. The files stand beside the repository, in `../shared/data`; where
//! that folder is not there, each test says so and ends.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::{Check, Status, testing};
use serde_json::{Value, json};
use std::path::Path;
use test_thresholds::params::TestThresholds;

/// A file of the shared data, or a word that it is not there.
fn shared(path: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Some(text);
    }
    println!("not run: there is no `{}`", path.display());
    None
}

/// The entry of `tests` for a report of `JUnit`: its test cases, counted, and the total that its head states.
fn junit(component: &str, xml: &str) -> Value {
    let document = roxmltree::Document::parse(xml).unwrap();
    let (mut passed, mut failed, mut errors, mut skipped) = (0, 0, 0, 0);
    for case in document.descendants().filter(|node| node.has_tag_name("testcase")) {
        let has = |name: &str| case.children().any(|node| node.has_tag_name(name));
        *match () {
            () if has("failure") => &mut failed,
            () if has("error") => &mut errors,
            () if has("skipped") => &mut skipped,
            () => &mut passed,
        } += 1;
    }
    let suites = document.descendants().filter(|node| node.has_tag_name("testsuite"));
    let total: u64 =
        suites.filter_map(|suite| suite.attribute("tests")).map(|tests| tests.parse::<u64>().unwrap()).sum();
    json!({
        "component": component, "passed": passed, "failed": failed, "errors": errors, "skipped": skipped, "flaky": 0,
        "total": total,
    })
}

fn judged(thresholds: &Value, tests: &Value) -> Vec<Check> {
    let rule: TestThresholds = testing::configure(json!({ "thresholds": thresholds })).unwrap();
    testing::evaluate(&rule, json!({ "tests": [tests] }), 0).unwrap().checks
}

#[test]
fn one_failure_among_hundreds_decides_between_99_percent_and_all() {
    let Some(xml) = shared("junit/pulsar.xml") else { return };
    let tests = junit("pulsar", &xml);
    assert_eq!(tests["total"], 808);

    let rows = judged(&json!({ "pass_rate": 99.8, "skipped": 2 }), &tests);
    assert_eq!(rows[0].status, Status::Pass);
    assert_eq!(rows[0].message, "793 of 794 tests passed (99.87%), 14 skipped tests left out");
    assert_eq!((rows[1].status, rows[1].message.as_str()), (Status::Pass, "14 of 808 tests were skipped (1.74%)"));

    let rows = judged(&json!({ "pass_rate": 100, "skipped_tests": 13 }), &tests);
    assert_eq!((rows[0].status, rows[0].remedy.as_deref()), (Status::Fail, Some("fix its failing test")));
    assert_eq!((rows[1].status, rows[1].remedy.as_deref()), (Status::Fail, Some("run 1 of its 14 skipped tests")));
}

#[test]
fn a_report_whose_cases_are_fewer_than_its_head_says_is_not_believed() {
    let Some(xml) = shared("junit/pytest.xml") else { return };
    let rows = judged(&json!({ "pass_rate": 50 }), &junit("library", &xml));
    assert_eq!(rows[0].status, Status::Unknown);
    assert_eq!(rows[0].message, "its counts add up to 10, not to the total of 15");
    assert_eq!(rows[0].remedy.as_deref(), Some("correct the counts in `/tests/0`"));
}
