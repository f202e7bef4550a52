//! What holds of all facts: more access never helps, nor does less review, nor a fact that is withheld; and who holds too much is
//! whom counting finds.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use access_review::params::AccessReview;
use clearance_rule::testing;
use clearance_rule::{Outcome, Status};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// 2026-11-23.
const NOW: i64 = 1_795_392_000_000;

const SUBJECTS: [&str; 5] = ["ada", "alovelace", "bob", "ci", "cyd"];
const ROLES: [&str; 4] = ["deployer", "approver", "auditor", "other"];

fn rule() -> AccessReview {
    testing::configure(json!({
        "roles": ["deployer", "approver"],
        "separation": [
            { "name": "pair", "roles": ["deployer", "approver"] },
            { "name": "two-of-three", "roles": ["deployer", "approver", "auditor"], "max_held": 2 },
        ],
        "aliases": { "ada": ["alovelace"] },
        "dormant_days": 60,
        "max_new_roles": 0,
    }))
    .unwrap()
}

fn judged(facts: &Value) -> Outcome {
    testing::evaluate(&rule(), facts.clone(), NOW).unwrap()
}

/// The rows that did not pass, by code and subject.
fn bad(facts: &Value) -> BTreeSet<(String, String)> {
    judged(facts)
        .checks
        .into_iter()
        .filter(|check| testing::rank(check.status) > 0)
        .map(|check| (check.code, check.subject))
        .collect()
}

/// Whether every row that was bad is bad still. Where no review of a role holds any more, that is what is bad, and not who made it.
fn none_better(before: &BTreeSet<(String, String)>, after: &BTreeSet<(String, String)>) -> bool {
    before.iter().all(|(code, subject)| {
        let unreviewed =
            code == "reviewer-independence" && after.contains(&("role-review".to_owned(), subject.clone()));
        unreviewed || after.contains(&(code.clone(), subject.clone()))
    })
}

fn failed(facts: &Value) -> BTreeSet<(String, String)> {
    let checks = judged(facts).checks.into_iter().filter(|check| check.status == Status::Fail);
    checks.map(|check| (check.code, check.subject)).collect()
}

/// Days around the decision, on both sides of every period; sometimes none.
fn day() -> impl Strategy<Value = Value> {
    let offset = prop_oneof![Just(-93_i64), Just(-92), Just(-91), Just(-8), Just(-7), Just(0), Just(1), -200_i64..30];
    prop_oneof![
        1 => Just(Value::Null),
        9 => offset.prop_map(|offset| json!(clearance_rule::time::utc(NOW + offset * clearance_rule::time::DAY))),
    ]
}

fn subject() -> impl Strategy<Value = &'static str> {
    prop::sample::select(SUBJECTS.to_vec())
}

fn role() -> impl Strategy<Value = &'static str> {
    prop::sample::select(ROLES.to_vec())
}

fn perhaps(words: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![1 => Just(Value::Null), 5 => prop::sample::select(words).prop_map(|word| json!(word))]
}

fn assignment() -> impl Strategy<Value = Value> {
    (
        (subject(), role(), perhaps(&["user", "service-account"]), perhaps(&["ada", "cyd"])),
        (day(), perhaps(&["grace", "ada"]), perhaps(&["T-1"]), day(), day(), perhaps(&["sre"])),
    )
        .prop_map(|((subject, role, kind, owner), (granted, approved, ticket, expires, used, via))| {
            json!({
                "subject": subject, "role": role, "subject_type": kind, "owner": owner, "granted_at": granted,
                "approved_by": approved, "ticket": ticket, "expires_at": expires, "last_used": used, "via": via,
            })
        })
}

fn review() -> impl Strategy<Value = Value> {
    let decision = (subject(), role(), perhaps(&["keep", "keep", "keep", "revoke"]))
        .prop_map(|(subject, role, decision)| json!({ "subject": subject, "role": role, "decision": decision }));
    (any::<bool>(), perhaps(&["margaret", "bob", "ada"]), day(), prop::collection::vec(decision, 0..6)).prop_map(
        |(named, reviewer, completed, decisions)| {
            let roles: Vec<&Value> = decisions.iter().map(|decision| &decision["role"]).collect();
            let roles = if named { json!(roles) } else { Value::Null };
            json!({ "roles": roles, "reviewer": reviewer, "completed_at": completed, "decisions": decisions })
        },
    )
}

fn departure() -> impl Strategy<Value = Value> {
    (subject(), day(), perhaps(&["left", "moved"]))
        .prop_map(|(subject, last_day, kind)| json!({ "subject": subject, "last_day": last_day, "kind": kind }))
}

fn facts() -> impl Strategy<Value = Value> {
    (
        prop::collection::vec(assignment(), 1..8),
        prop::collection::vec(review(), 1..5),
        prop::collection::vec(departure(), 0..3),
    )
        .prop_map(|(assignments, reviews, departures)| {
            json!({ "roles": { "assignments": assignments, "reviews": reviews, "departures": departures } })
        })
}

fn in_force(assignment: &Value) -> bool {
    let expires = assignment["expires_at"].as_str();
    expires.is_none_or(|expires| expires > clearance_rule::time::utc(NOW).as_str())
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "assignments reviews departures subject role roles decisions granted_at completed_at last_day";
    const WORDS: &[&str] = &["ada", "deployer", "keep", "2026-11-01", "9999-12-31T23:59:59Z", "0000-01-01"];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

proptest! {
    #[test]
    fn another_assignment_never_helps(facts in facts(), assignment in assignment(), place: Index) {
        let mut assignment = assignment;
        if !in_force(&assignment) {
            assignment["expires_at"] = Value::Null;
        }
        let mut more = facts.clone();
        let assignments = more["roles"]["assignments"].as_array_mut().unwrap();
        assignments.insert(place.index(assignments.len() + 1), assignment);
        let (before, after) = (bad(&facts), bad(&more));
        prop_assert!(none_better(&before, &after));
    }

    #[test]
    fn a_review_that_revokes_nothing_never_hurts(facts in facts(), which: Index) {
        let mut facts = facts;
        let reviews = facts["roles"]["reviews"].as_array_mut().unwrap();
        let which = which.index(reviews.len());
        for decision in reviews[which]["decisions"].as_array_mut().unwrap() {
            decision["decision"] = json!("keep");
        }
        let mut less = facts.clone();
        less["roles"]["reviews"].as_array_mut().unwrap().remove(which);
        let (before, after) = (bad(&facts), bad(&less));
        prop_assert!(none_better(&before, &after));
    }

    #[test]
    fn a_fact_that_is_withheld_makes_nothing_pass(facts in facts(), which: Index) {
        // All but the names by which things are told apart.
        let mut places = testing::places(&facts);
        places.retain(|place| !place.ends_with("/subject") && !place.ends_with("/role"));
        let place = which.get(&places);
        let (before, after) = (bad(&facts), bad(&testing::withheld(&facts, place)));
        if place.starts_with("/roles/assignments/") || place.matches('/').count() > 2 {
            prop_assert!(none_better(&before, &after), "{place}: {:?}", before.difference(&after));
        } else {
            // Whole lists, whose rows are then about the roles together.
            prop_assert!(before.is_empty() || !after.is_empty(), "{place}");
        }
    }

    #[test]
    fn whoever_holds_too_many_is_whom_counting_finds(facts in facts()) {
        let mut held: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for assignment in facts["roles"]["assignments"].as_array().unwrap() {
            if in_force(assignment) {
                let subject = match assignment["subject"].as_str().unwrap() {
                    "alovelace" => "ada",
                    other => other,
                };
                held.entry(subject).or_default().insert(assignment["role"].as_str().unwrap());
            }
        }
        let mut expected = BTreeSet::new();
        for (set, most) in [(&["approver", "deployer"][..], 1), (&["approver", "auditor", "deployer"][..], 2)] {
            for (subject, roles) in &held {
                if set.iter().filter(|role| roles.contains(*role)).count() > most {
                    expected.insert(("separation-of-duties".to_owned(), (*subject).to_owned()));
                }
            }
        }
        let found: BTreeSet<_> =
            failed(&facts).into_iter().filter(|(code, _)| code == "separation-of-duties").collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_order_of_facts_does_not_matter(facts in facts()) {
        let mut reversed = facts.clone();
        for list in ["assignments", "reviews", "departures"] {
            reversed["roles"][list].as_array_mut().unwrap().reverse();
        }
        prop_assert_eq!(bad(&facts), bad(&reversed));
        prop_assert_eq!(failed(&facts), failed(&reversed));
    }

    #[test]
    fn the_worksheet_has_a_line_for_each_assignment_in_force(facts in facts()) {
        let outcome = judged(&facts);
        let worksheet = String::from_utf8(outcome.artifacts[0].content.clone()).unwrap();
        let assignments = facts["roles"]["assignments"].as_array().unwrap();
        let expected = assignments.iter().filter(|held| in_force(held) && held["role"] != "other").count();
        prop_assert_eq!(worksheet.lines().count(), expected + 1);
    }

    #[test]
    fn whatever_the_facts_are_nothing_panics(roles in anything()) {
        if let Ok(outcome) = testing::evaluate(&rule(), json!({ "roles": roles }), NOW) {
            prop_assert!(!outcome.checks.is_empty());
        }
    }
}
