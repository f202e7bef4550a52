//! What holds of every list of defects: a graver severity, later times and what is withheld never make a row pass that failed,
//! and no text of a defect adds a line to the document that is not its own.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::{Check, Outcome, Status, Timestamp, testing};
use known_defects::KnownDefects;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// 2026-11-23T08:00:00Z
const AT: Timestamp = 1_795_420_800_000;

fn judged_at(facts: &Value, at: Timestamp) -> Outcome {
    let params = json!({ "severities": [
        { "name": "critical", "carried": false, "at_most": 0, "monitor_kinds": ["alert"], "fix_within_days": 7,
          "escalation": { "to": ["cto"], "within_hours": 24 } },
        { "name": "high", "at_most": 1, "monitor_kinds": ["alert"], "fix_within_days": 14,
          "escalation": { "to": ["cto"], "within_hours": 24 } },
        { "name": "medium", "at_most": 2, "escalation": { "to": ["lead", "cto"], "within_hours": 72 } },
        { "name": "low", "required": ["title", "owner"] },
    ] });
    let rule: KnownDefects = testing::configure(params).unwrap();
    testing::evaluate(&rule, facts.clone(), at).unwrap()
}

fn judged(facts: &Value) -> Outcome {
    judged_at(facts, AT)
}

/// From the best to the worst: nothing asked, passed, not known, failed.
fn grade(check: Option<&Check>) -> u8 {
    check.map_or(0, |check| testing::rank(check.status))
}

fn same<'c>(checks: &'c [Check], check: &Check) -> Option<&'c Check> {
    checks.iter().find(|other| (&other.code, &other.subject) == (&check.code, &check.subject))
}

fn text() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![json!("payments"), json!(""), json!("TBD"), Value::Null, json!("x | # y\n# z")])
}

fn time() -> impl Strategy<Value = Value> {
    let times = [
        "2026-11-20",
        "2026-11-20T09:00:00Z",
        "2026-11-21T10:00:00Z",
        "2026-11-23T07:59:59Z",
        "2026-11-24",
        "2026-12-05",
    ];
    prop_oneof![8 => prop::sample::select(times.map(Value::from).to_vec()), 1 => Just(Value::Null)]
}

fn escalations() -> impl Strategy<Value = Value> {
    let to = prop::sample::select(vec![json!("lead"), json!("cto"), json!("intern"), Value::Null]);
    let one = (to, time(), text(), time()).prop_map(
        |(to, at, by, answered)| json!({ "to": to, "at": at, "acknowledged_by": by, "acknowledged_at": answered }),
    );
    prop_oneof![1 => Just(Value::Null), 9 => prop::collection::vec(one, 0..3).prop_map(Value::from)]
}

fn facts() -> impl Strategy<Value = Value> {
    let severity = prop::sample::select(vec!["critical", "high", "medium", "low", "odd"]);
    let kind = prop::sample::select(vec![json!("alert"), json!("dashboard"), Value::Null]);
    let target = (time(), prop::sample::select(vec![json!("4.2.0"), json!("4.2.1"), Value::Null]));
    let defect = (severity, (text(), text(), text(), text()), kind, time(), escalations(), target).prop_map(
        |(severity, (title, owner, mitigation, monitor), kind, found, escalations, (date, version))| {
            json!({
                "severity": severity, "title": title, "owner": owner, "mitigation": mitigation, "found_at": found,
                "monitor": { "name": monitor, "kind": kind }, "escalations": escalations,
                "target": { "date": date, "version": version },
            })
        },
    );
    prop::collection::vec(defect, 0..5).prop_map(|mut defects| {
        for (i, defect) in defects.iter_mut().enumerate() {
            defect["id"] = json!(format!("SHOP-{i}"));
        }
        json!({ "defects": defects, "release": { "name": "shop", "version": "4.2.0" } })
    })
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "\
        id title severity found_at owner monitor name kind uri escalations to at acknowledged_by acknowledged_at target \
        date version customer_note";
    const WORDS: &[&str] = &["high", "cto", "2026-11-20", "0000-01-01", "9999-12-31T23:59:59-23:59", "", "é\u{202e}|"];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

proptest! {
    #[test]
    fn what_is_withheld_never_makes_a_row_pass_that_failed(facts in facts(), which: Index) {
        // All but the names of defects.
        let mut places = testing::places(&facts);
        places.retain(|place| !place.ends_with("/id"));
        let place = which.get(&places);
        let before = judged(&facts).checks;
        let after = judged(&testing::withheld(&facts, place)).checks;
        for check in after.iter().filter(|check| check.status == Status::Pass) {
            prop_assert_ne!(same(&before, check).map(|row| row.status), Some(Status::Fail), "{} of {}", &check.code, place);
        }
        // A row that failed is there or cannot be, because something that it needs is not known.
        let stays_bad = after.iter().any(|check| grade(Some(check)) > 0);
        prop_assert!(stays_bad || before.iter().all(|check| grade(Some(check)) == 0), "without {place}");
    }

    #[test]
    fn a_graver_severity_never_improves_a_row(facts in facts(), which: Index) {
        let Some(defects) = facts["defects"].as_array().filter(|defects| !defects.is_empty()) else { return Ok(()) };
        let i = which.index(defects.len());
        let graver = match defects[i]["severity"].as_str() {
            Some("low") => "medium",
            Some("medium") => "high",
            Some("high") => "critical",
            _ => return Ok(()),
        };
        let mut worse = facts.clone();
        worse["defects"][i]["severity"] = json!(graver);
        let before = judged(&facts).checks;
        let after = judged(&worse).checks;
        for check in before.iter().filter(|check| check.code != "count") {
            prop_assert!(grade(same(&after, check)) >= grade(Some(check)), "{} of {}", check.code, check.subject);
        }
    }

    #[test]
    fn a_target_that_has_passed_stays_past(facts in facts(), hours in 0_i64..1000) {
        let later = judged_at(&facts, AT + hours * 3_600_000).checks;
        for check in judged(&facts).checks.iter().filter(|check| check.code == "target") {
            let after = same(&later, check).map(|row| row.status);
            prop_assert!(check.status != Status::Fail || after == Some(Status::Fail) || after == Some(Status::Unknown));
        }
    }

    #[test]
    fn every_defect_has_one_section_whatever_its_texts_say(facts in facts(), title in "\\PC{0,40}", id in "[^\u{0}]{1,20}") {
        let mut facts = facts;
        if let Some(first) = facts["defects"].get_mut(0) {
            first["title"] = json!(title);
            first["id"] = json!(id);
            first["mitigation"] = json!("\n## A heading\n| a | table |\n- an item");
        }
        let count = facts["defects"].as_array().unwrap().len();
        let outcome = judged(&facts);
        let page = String::from_utf8(outcome.artifacts[0].content.clone()).unwrap();
        prop_assert_eq!(page.lines().filter(|line| line.starts_with("### ")).count(), count);
        prop_assert_eq!(page.lines().filter(|line| line.starts_with("# ")).count(), 1);
        // Every line of a table has the columns of its head.
        for line in page.lines().filter(|line| line.starts_with('|')) {
            let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            prop_assert!(bars == 4 || bars == 7, "{}", line);
        }
        let open = outcome.checks.iter().filter(|check| check.code != "count" && grade(Some(check)) > 0).count();
        prop_assert_eq!(page.lines().filter(|line| line.starts_with("- **Open point:**")).count(), open);
    }

    #[test]
    fn facts_of_any_shape_are_judged_or_refused(
        defects in prop_oneof![anything(), prop::collection::vec(anything(), 0..4).prop_map(Value::from)],
        at in any::<i64>(),
    ) {
        let rule: KnownDefects = testing::configure(json!({})).unwrap();
        let at = at.clamp(-62_167_219_200_000, 253_402_300_799_999);
        if let Ok(outcome) = testing::evaluate(&rule, json!({ "defects": defects }), at) {
            prop_assert!(!outcome.checks.is_empty());
        }
    }
}
