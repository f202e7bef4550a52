//! What holds of every release: no bit of what was signed can be changed, fewer approvals or facts never help, requester and authors
//! never do, and people are shared out as well as can be.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clearance_rule::{Check, Status, testing};
use dual_approval::params::DualApproval;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::sync::LazyLock;
use support::{STATEMENT, envelope, public_key, statement};

/// 2026-11-23T08:00:00Z.
const NOW: i64 = 1_795_420_800_000;
const PEOPLE: [&str; 5] = ["ada", "ben", "cyd", "dan", "eve"];
const GROUPS: [&str; 3] = ["change-advisory", "security", "operations"];

fn people(groups: &[Vec<&str>]) -> Value {
    let person = |(name, groups): (&&str, &Vec<&str>)| {
        ((*name).to_owned(), json!({ "groups": groups, "keys": [{ "public_key": public_key(name) }] }))
    };
    PEOPLE.iter().zip(groups).map(person).collect::<serde_json::Map<_, _>>().into()
}

fn judged(params: &Value, facts: &Value) -> Vec<Check> {
    let rule: DualApproval = testing::configure(params.clone()).unwrap();
    testing::evaluate(&rule, facts.clone(), NOW).unwrap().checks
}

fn approval(who: &str) -> Value {
    let predicate = json!({ "approver": who, "decision": "approved", "at": "2026-11-22T09:00:00Z" });
    envelope(&[who], STATEMENT, &statement(&["api", "web"], &predicate))
}

/// An approval of each person: signing takes its time.
static APPROVALS: LazyLock<Vec<Value>> = LazyLock::new(|| PEOPLE.iter().map(|who| approval(who)).collect());
static OTHERS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let said = |who: &str, decision: &str, at: &str, artifacts: &[&str]| {
        let predicate = json!({ "approver": who, "decision": decision, "at": at, "release": "1" });
        envelope(&[who], STATEMENT, &statement(artifacts, &predicate))
    };
    PEOPLE
        .iter()
        .flat_map(|who| {
            [
                said(who, "rejected", "2026-11-22T08:00:00Z", &["api"]),
                said(who, "rejected", "2026-11-22T10:00:00Z", &["api", "web"]),
                said(who, "approved", "2026-11-22T11:00:00Z", &["api", "web"]),
                said(who, "approved", "2026-11-22T11:00:00Z", &["api"]),
            ]
        })
        .collect()
});

fn facts(approvals: &[Value], requester: &str, authors: &[&str]) -> Value {
    let artifact =
        |name: &str| json!({ "name": name, "deployed": true, "digest": { "sha256": support::digest(name) } });
    json!({
        "release": { "id": "1", "requested_by": requester },
        "changes": { "authors": authors },
        "artifacts": [artifact("api"), artifact("web")],
        "approvals": approvals,
    })
}

/// Requirements that the people can meet, and the people.
fn params() -> impl Strategy<Value = Value> {
    let groups = prop::collection::vec(prop::sample::subsequence(&GROUPS, 0..=3), PEOPLE.len());
    let requirement = (prop::sample::subsequence(&GROUPS, 0..=2), 1_u32..=2);
    (groups, prop::collection::vec(requirement, 1..4), any::<bool>())
        .prop_map(|(groups, requirements, each)| {
            let requirements: Vec<Value> = requirements
                .iter()
                .enumerate()
                .map(|(i, (groups, count))| json!({ "id": format!("r{i}"), "groups": groups, "count": count }))
                .collect();
            json!({ "people": people(&groups), "requirements": requirements, "one_requirement_each": each })
        })
        .prop_filter("people can meet it", |params| testing::configure::<DualApproval>(params.clone()).is_ok())
}

fn approvals() -> impl Strategy<Value = Vec<Value>> {
    let all: Vec<Value> = APPROVALS.iter().chain(OTHERS.iter()).cloned().collect();
    prop::collection::vec(
        prop_oneof![2 => prop::sample::select(APPROVALS.clone()), 1 => prop::sample::select(all)],
        0..7,
    )
}

/// The requirements that are met, and whether a rejection stands: what a decision turns on.
fn met(checks: &[Check]) -> Vec<bool> {
    let requirements = checks.iter().filter(|check| check.code == "required-approvals");
    let rejected = checks.iter().any(|check| check.code == "rejection" && check.status == Status::Fail);
    requirements.map(|check| check.status == Status::Pass).chain([!rejected]).collect()
}

fn met_all(checks: &[Check]) -> bool {
    met(checks).iter().all(|met| *met)
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "\
        payload payloadType signatures sig keyid approver approvers decision at digest sha256 subject predicate expires \
        release name deployed authors";
    const WORDS: &[&str] =
        &["", "ada", "approved", "2026-11-22", "e30=", "sha256", STATEMENT, "urn:clearance:approval:v1", "%"];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_bit_of_what_was_signed_can_be_changed(who in 0_usize..3, part in 0..3, at in any::<Index>(), bit in 0..8_u8, named in any::<bool>()) {
        let params = json!({ "people": people(&[vec![], vec![], vec![], vec![], vec![]]), "requirements": [{ "id": "one", "count": 1 }] });
        let mut changed = APPROVALS[who].clone();
        if !named {
            changed["signatures"][0].as_object_mut().unwrap().remove("keyid");
        }
        prop_assert!(met_all(&judged(&params, &facts(std::slice::from_ref(&changed), "zoe", &[]))));
        let place = ["/payload", "/payloadType", "/signatures/0/sig"][usize::try_from(part).unwrap()];
        let text = changed.pointer_mut(place).unwrap();
        let base64 = part != 1;
        let mut bytes = if base64 { STANDARD.decode(text.as_str().unwrap()).unwrap() } else { text.as_str().unwrap().into() };
        let i = at.index(bytes.len());
        bytes[i] ^= 1 << (if base64 { bit } else { bit % 7 });
        *text = if base64 { STANDARD.encode(bytes).into() } else { String::from_utf8(bytes).unwrap().into() };
        let checks = judged(&params, &facts(&[changed], "zoe", &[]));
        prop_assert!(!met_all(&checks));
        prop_assert!(checks.iter().all(|check| check.code != "approval"));
        let signature = checks.iter().find(|check| check.code == "approval-signature").unwrap();
        prop_assert_eq!(signature.status, if named { Status::Fail } else { Status::NotApplicable });
    }

    #[test]
    fn an_approval_that_is_taken_away_never_helps(params in params(), approvals in approvals(), which in any::<Index>()) {
        prop_assume!(!approvals.is_empty());
        let mut fewer = approvals.clone();
        let gone = fewer.remove(which.index(approvals.len()));
        let payload = STANDARD.decode(gone["payload"].as_str().unwrap()).unwrap();
        prop_assume!(!String::from_utf8(payload).unwrap().contains("rejected"));
        let (before, after) = (judged(&params, &facts(&approvals, "zoe", &[])), judged(&params, &facts(&fewer, "zoe", &[])));
        prop_assert!(met_all(&before) || !met_all(&after));
        let rejected = |checks: &[Check]| !met(checks).last().unwrap();
        prop_assert!(!rejected(&before) || rejected(&after));
    }

    #[test]
    fn what_requester_and_authors_sign_never_helps(params in params(), approvals in approvals(), who in 0..PEOPLE.len(), own in 0..5_usize) {
        let own = if own == 4 { APPROVALS[who].clone() } else { OTHERS[4 * who + own].clone() };
        let more: Vec<Value> = approvals.iter().cloned().chain([own]).collect();
        for facts in [|a: &[Value], who: &str| facts(a, who, &[]), |a: &[Value], who: &str| facts(a, "zoe", &[who])] {
            prop_assert_eq!(met(&judged(&params, &facts(&approvals, PEOPLE[who]))), met(&judged(&params, &facts(&more, PEOPLE[who]))));
            // Nor does it help to be one.
            let free = judged(&params, &facts(&more, "yan"));
            let barred = judged(&params, &facts(&more, PEOPLE[who]));
            let approved = |checks: &[Check]| met(checks).iter().rev().skip(1).all(|met| *met);
            prop_assert!(approved(&free) || !approved(&barred));
        }
    }

    #[test]
    fn a_fact_that_is_withheld_never_makes_a_row_pass(params in params(), approvals in approvals(), who in 0..PEOPLE.len()) {
        let facts = facts(&approvals, PEOPLE[who], &[PEOPLE[(who + 1) % 5]]);
        let before = judged(&params, &facts);
        for place in ["/release", "/release/id", "/release/requested_by", "/changes", "/changes/authors", "/artifacts",
            "/artifacts/0/digest", "/artifacts/0/deployed", "/artifacts/1/digest/sha256", "/artifacts/0/name", "/approvals"] {
            let after = judged(&params, &testing::withheld(&facts, place));
            for (before, after) in met(&before).iter().zip(met(&after)).take(met(&before).len() - 1) {
                prop_assert!(*before || !after, "without {}", place);
            }
            prop_assert!(met_all(&before) || !met_all(&after) || after.iter().any(|check| check.status == Status::Unknown));
        }
    }

    #[test]
    fn the_order_of_envelopes_does_not_matter(params in params(), approvals in approvals().prop_shuffle(), seed in any::<Index>()) {
        let mut other = approvals.clone();
        if !other.is_empty() {
            other.rotate_left(seed.index(approvals.len()));
        }
        other.reverse();
        prop_assert_eq!(met(&judged(&params, &facts(&approvals, "zoe", &[]))), met(&judged(&params, &facts(&other, "zoe", &[]))));
    }

    #[test]
    fn people_are_shared_out_as_well_as_can_be(params in params(), signed in prop::sample::subsequence(vec![0, 1, 2, 3, 4], 0..=5)) {
        let envelopes: Vec<Value> = signed.iter().map(|&i| APPROVALS[i].clone()).collect();
        let rows = judged(&params, &facts(&envelopes, "zoe", &[]));
        let requirements = params["requirements"].as_array().unwrap();
        let fits = |person: usize, requirement: usize| {
            let wanted = requirements[requirement]["groups"].as_array().unwrap();
            let groups = params["people"][PEOPLE[person]]["groups"].as_array().unwrap();
            wanted.is_empty() || wanted.iter().any(|group| groups.contains(group))
        };
        let count = |requirement: usize| requirements[requirement]["count"].as_u64().unwrap();
        // Every way to give each person one requirement or none.
        let ways = (0..signed.len()).fold(vec![vec![]], |ways: Vec<Vec<Option<usize>>>, i| {
            let choices = || (0..requirements.len()).filter(|&r| fits(signed[i], r)).map(Some).chain([None]);
            ways.iter().flat_map(|way| choices().map(|choice| [way.clone(), vec![choice]].concat())).collect()
        });
        let possible = if params["one_requirement_each"] == true {
            ways.iter().any(|way| {
                (0..requirements.len()).all(|r| way.iter().filter(|choice| **choice == Some(r)).count() as u64 >= count(r))
            })
        } else {
            (0..requirements.len()).all(|r| signed.iter().filter(|&&person| fits(person, r)).count() as u64 >= count(r))
        };
        prop_assert_eq!(met_all(&rows), possible);
    }

    #[test]
    fn nothing_that_is_signed_makes_it_panic(predicate in anything(), whole in anything(), bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let params = json!({ "people": people(&[vec![], vec![], vec![], vec![], vec![]]), "requirements": [{ "id": "one", "count": 1 }] });
        let payloads = [statement(&["api"], &predicate), serde_json::to_vec(&whole).unwrap(), bytes];
        let envelopes: Vec<Value> = payloads.iter().map(|payload| envelope(&["ada"], STATEMENT, payload)).collect();
        prop_assert!(!met_all(&judged(&params, &facts(&envelopes, "zoe", &[]))));
    }

    #[test]
    fn nothing_among_the_facts_makes_it_panic(release in anything(), changes in anything(), artifacts in anything(), approvals in anything()) {
        let params = json!({ "people": people(&[vec![], vec![], vec![], vec![], vec![]]) });
        let rule: DualApproval = testing::configure(params).unwrap();
        let all = json!({ "release": release, "changes": changes, "artifacts": [artifacts], "approvals": [approvals] });
        for facts in [all, json!({ "approvals": approvals }), json!({ "approvals": [{ "payload": approvals, "signatures": [approvals] }] })] {
            if let Ok(outcome) = testing::evaluate(&rule, facts, NOW) {
                prop_assert!(!met_all(&outcome.checks));
            }
        }
    }
}
