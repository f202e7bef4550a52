//! What holds of every release: worse facts never give a better verdict, facts that are withheld never make one pass, paths are
//! the shortest there are, the order of lists does not matter, and nothing panics.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::{Check, Status, testing};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use vulnerabilities::Vulnerabilities;

/// 2026-11-23T00:00:00Z.
const NOW: i64 = 1_795_392_000_000;

/// How many components a release has.
const COMPONENTS: usize = 6;

fn rule(params: &Value) -> Vulnerabilities {
    testing::configure(params.clone()).unwrap()
}

fn judged(rule: &Vulnerabilities, facts: &Value) -> Vec<Check> {
    testing::evaluate(rule, facts.clone(), NOW).unwrap().checks
}

/// How bad each finding in a component is.
fn ranks(checks: &[Check]) -> BTreeMap<&str, u8> {
    let rows = checks.iter().filter(|check| ["vulnerability", "known-exploited"].contains(&check.code.as_str()));
    rows.map(|check| (check.subject.as_str(), testing::rank(check.status))).collect()
}

fn params() -> impl Strategy<Value = Value> {
    let threshold = || prop::sample::select(vec!["any", "low", "medium", "high", "critical"]);
    let days = || {
        prop::collection::vec(0_u16..60, 4).prop_map(|mut days| {
            days.sort_unstable();
            json!({ "critical": days[0], "high": days[1], "medium": days[2], "low": days[3] })
        })
    };
    let counted_from = prop::sample::select(vec!["published", "first_seen"]);
    let without_fix = (prop::option::of(threshold()), prop::option::of(days()))
        .prop_map(|(threshold, days)| json!({ "threshold": threshold, "grace_days": days }));
    let exploited =
        (threshold(), 0_u16..60).prop_map(|(threshold, days)| json!({ "threshold": threshold, "grace_days": days }));
    let vex = (prop::option::of(1_u16..400), any::<bool>(), any::<bool>())
        .prop_map(|(days, any_version, free_text)| {
            json!({ "max_age_days": days, "any_version": any_version, "free_text": free_text })
        });
    (threshold(), counted_from, days(), without_fix, exploited, vex).prop_map(
        |(threshold, counted_from, days, without_fix, exploited, vex)| {
            json!({
                "threshold": threshold, "grace": { "counted_from": counted_from, "days": days },
                "without_fix": without_fix, "known_exploited": exploited, "vex": vex,
            })
        },
    )
}

/// A rating that says how bad something is in one way, so that nothing is contradicted.
fn rating() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0_u8..=100).prop_map(|tenths| json!({ "score": f64::from(tenths) / 10.0 })),
        prop::sample::select(vec!["none", "info", "low", "medium", "high", "critical"])
            .prop_map(|word| json!({ "severity": word })),
        prop::sample::select(vec!["N", "L", "H"])
            .prop_map(|impact| json!({ "vector": format!("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:{impact}/I:N/A:L") })),
    ]
}

fn purl(component: usize) -> String {
    format!("pkg:npm/c{component}@1.{component}.0")
}

fn date() -> impl Strategy<Value = String> {
    (0_u8..=1, 1_u8..=28).prop_map(|(month, day)| format!("2026-{:02}-{day:02}", 10 + month))
}

fn findings() -> impl Strategy<Value = Value> {
    let affects = prop::collection::vec((0..COMPONENTS, any::<bool>()), 1..3).prop_map(|all| {
        let reference = |(i, by_purl): (usize, bool)| if by_purl { purl(i) } else { format!("c{i}") };
        all.into_iter().map(|one| json!({ "ref": reference(one) })).collect::<Vec<Value>>()
    });
    let fixes = prop::option::of(prop::collection::vec("[1-9]\\.[0-9]", 0..3));
    let one = (prop::collection::vec(rating(), 1..3), affects, prop::option::of(any::<bool>()), fixes, date(), date())
        .prop_map(|(ratings, affects, exploited, fixes, published, first_seen)| {
            json!({
                "ratings": ratings, "affects": affects, "known_exploited": exploited, "fixed_versions": fixes,
                "published": published, "first_seen": first_seen,
            })
        });
    prop::collection::vec(one, 0..5).prop_map(|mut all| {
        for (i, finding) in all.iter_mut().enumerate() {
            finding["id"] = json!(format!("CVE-2026-{i}"));
        }
        // Two entries that mean the same, and do not contradict each other.
        if let [one, other, ..] = &mut all[..] {
            other["aliases"] = json!(["GHSA-0"]);
            other["id"] = json!("CVE-2026-0");
            other["known_exploited"] = one["known_exploited"].clone();
            other["fixed_versions"] = one["fixed_versions"].clone();
        }
        Value::Array(all)
    })
}

/// Statements that would excuse something, most of them rightly.
fn vex() -> impl Strategy<Value = Value> {
    let status = prop::sample::select(vec!["not_affected", "not_affected", "fixed"]);
    let justification = prop::option::weighted(0.8, Just("component_not_present"));
    let one = (0_usize..5, 0..COMPONENTS, status, justification, date()).prop_map(
        |(finding, component, status, justification, timestamp)| {
            json!({
                "vulnerability": { "name": format!("CVE-2026-{finding}") }, "products": [{ "@id": purl(component) }],
                "status": status, "justification": justification, "timestamp": timestamp,
            })
        },
    );
    prop::collection::vec(one, 0..4).prop_map(|statements| json!([{ "author": "a", "statements": statements }]))
}

fn facts() -> impl Strategy<Value = Value> {
    let edges = prop::collection::vec((0..=COMPONENTS, 0..=COMPONENTS), 0..16);
    (edges, findings(), vex()).prop_map(|(edges, findings, vex)| {
        let name = |i: usize| if i == COMPONENTS { "root".to_owned() } else { format!("c{i}") };
        let mut depends: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (from, to) in edges {
            depends.entry(from).or_default().push(name(to));
        }
        let components: Vec<Value> = (0..COMPONENTS)
            .map(|i| json!({ "bom-ref": format!("c{i}"), "name": format!("c{i}"), "version": "1", "purl": purl(i) }))
            .collect();
        let dependencies: Vec<Value> =
            depends.into_iter().map(|(from, to)| json!({ "ref": name(from), "dependsOn": to })).collect();
        json!({
            "sbom": {
                "metadata": { "component": { "bom-ref": "root", "name": "root" } },
                "components": components, "dependencies": dependencies,
            },
            "findings": findings, "vex": vex,
        })
    })
}

/// One way in which a release can be worse.
#[derive(Debug, Clone, Copy)]
enum Worse {
    Exploited,
    Graver,
    OneMoreRating,
    Older,
    Unexcused,
    Unjustified,
    Objected,
}

fn worse() -> impl Strategy<Value = Worse> {
    prop::sample::select(vec![
        Worse::Exploited,
        Worse::Graver,
        Worse::OneMoreRating,
        Worse::Older,
        Worse::Unexcused,
        Worse::Unjustified,
        Worse::Objected,
    ])
}

fn worsen(facts: &Value, how: Worse, which: Index) -> Value {
    let mut worse = facts.clone();
    if let Some(count) = worse["findings"].as_array().map(Vec::len).filter(|count| *count > 0) {
        let finding = &mut worse["findings"][which.index(count)];
        match how {
            Worse::Exploited => finding["known_exploited"] = json!(true),
            Worse::Graver => finding["ratings"][0] = json!({ "score": 10 }),
            Worse::OneMoreRating => finding["ratings"].as_array_mut().unwrap().push(json!({ "severity": "high" })),
            Worse::Older => {
                finding["published"] = json!("2020-01-01");
                finding["first_seen"] = json!("2020-01-01");
            }
            _ => {}
        }
    }
    let statements = worse["vex"][0]["statements"].as_array_mut().unwrap();
    if !statements.is_empty() {
        let place = which.index(statements.len());
        match how {
            Worse::Unexcused => drop(statements.remove(place)),
            Worse::Unjustified => statements[place]["justification"] = json!("because"),
            Worse::Objected => {
                let mut objection = statements[place].clone();
                objection["status"] = json!("affected");
                statements.push(objection);
            }
            _ => {}
        }
    }
    worse
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "\
        sbom findings vex metadata component components dependencies ref dependsOn bom-ref name version purl \
        vulnerabilities statements vulnerability products @id subcomponents status id aliases ratings score vector affects \
        versions analysis state timestamp published expires";
    const WORDS: &[&str] = &[
        "c0",
        "pkg:npm/c0@1.0.0",
        "pkg:npm/%40c0",
        "urn:cdx:a/1#c0",
        "urn:uuid:a",
        "CVE-2026-0",
        "GHSA-0",
        "not_affected",
        "affected",
        "fixed",
        "resolved",
        "unaffected",
        "code_not_present",
        "component_not_present",
        "CVSSv31",
        "CVSS:4.0/AV:N",
        "AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N",
        "critical",
        "2026-11-01",
        "9999-12-31T23:59:59Z",
        "0000-01-01",
    ];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

/// What has the shape of the sections, whatever stands at its ends.
fn shaped() -> impl Strategy<Value = Value> {
    let text = || {
        prop::sample::select(vec!["a", "b", "pkg:npm/a@1", "pkg:npm/a", "urn:cdx:s/1#a", "CVE-1", "GHSA-1", "", "é"])
    };
    let opt = move || prop::option::of(text());
    let component = (opt(), opt(), opt(), opt())
        .prop_map(|(r, name, version, purl)| json!({ "bom-ref": r, "name": name, "version": version, "purl": purl }));
    let nested = (component.clone(), prop::collection::vec(component, 0..3)).prop_map(|(mut outer, inner)| {
        outer["components"] = json!(inner);
        outer
    });
    let dependency =
        (opt(), prop::collection::vec(text(), 0..4)).prop_map(|(r, on)| json!({ "ref": r, "dependsOn": on }));
    let versions = (opt(), opt(), prop::option::of(prop::sample::select(vec!["affected", "unaffected", "unknown"])))
        .prop_map(|(version, range, status)| json!([{ "version": version, "range": range, "status": status }]));
    let affected =
        (opt(), prop::option::of(versions)).prop_map(|(r, versions)| json!({ "ref": r, "versions": versions }));
    let state = prop::sample::select(vec!["not_affected", "resolved", "exploitable", "?"]);
    let vulnerability =
        (opt(), prop::collection::vec(text(), 0..3), prop::collection::vec(affected, 0..3), state, any::<f64>())
            .prop_map(|(id, aliases, affects, state, score)| {
                let score = if score.is_finite() { score } else { 5.0 };
                json!({
                    "id": id, "aliases": aliases, "affects": affects, "ratings": [{ "score": score }],
                    "analysis": { "state": state, "justification": "code_not_present" },
                })
            });
    let vulnerabilities = move || prop::collection::vec(vulnerability.clone(), 0..4);
    let root = prop::option::of(nested.clone());
    (
        (opt(), root, prop::collection::vec(nested, 0..5), prop::collection::vec(dependency, 0..6)),
        (vulnerabilities(), vulnerabilities(), vulnerabilities()),
    )
        .prop_map(|((serial, root, components, dependencies), (embedded, found, vex))| {
            json!({
                "sbom": {
                    "serialNumber": serial, "metadata": { "component": root }, "components": components,
                    "dependencies": dependencies, "vulnerabilities": embedded,
                },
                "findings": found,
                "vex": [{ "components": components, "vulnerabilities": vex, "timestamp": "2026-11-01" }],
            })
        })
}

proptest! {
    #[test]
    fn worse_facts_never_give_a_better_verdict(params in params(), facts in facts(), how in worse(), which in any::<Index>()) {
        let rule = rule(&params);
        let before = judged(&rule, &facts);
        let worse = judged(&rule, &worsen(&facts, how, which));
        let worse = ranks(&worse);
        for (subject, rank) in ranks(&before) {
            prop_assert!(worse[subject] >= rank, "{} by {:?}", subject, how);
        }
    }

    #[test]
    fn facts_that_are_withheld_never_make_a_release_pass(params in params(), facts in facts(), which in any::<Index>()) {
        let rule = rule(&params);
        let mut all = testing::places(&facts);
        // Where statements do not age they need no time, and one of the future that has lost its own is none of the future.
        if params["vex"]["max_age_days"].is_null() {
            all.retain(|place| !place.ends_with("/timestamp"));
        }
        // Entries that lose what they have in common speak of two vulnerabilities, each with what the one entry says.
        all.retain(|place| !place.ends_with("/id") && !place.contains("/aliases") && !place.contains("/references"));
        let place = which.get(&all);
        let mut withheld = testing::withheld(&facts, place);
        // What one entry says of a vulnerability holds for every other about the same.
        if place.ends_with("/ratings") {
            for list in ["/findings", "/sbom/vulnerabilities"] {
                for entry in withheld.pointer_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                    entry["ratings"] = Value::Null;
                }
            }
        }
        let worst = |checks: &[Check]| checks.iter().map(|check| testing::rank(check.status)).max().unwrap_or_default();
        if worst(&judged(&rule, &facts)) > 0 {
            prop_assert!(worst(&judged(&rule, &withheld)) > 0, "without {}", place);
        }
        let before = judged(&rule, &facts);
        let after = judged(&rule, &withheld);
        let after = ranks(&after);
        for (subject, rank) in ranks(&before) {
            if let Some(after) = after.get(subject) {
                prop_assert!(rank < 2 || *after > 0, "{} passes without {}", subject, place);
            }
        }
    }

    #[test]
    fn the_order_of_lists_does_not_matter(params in params(), facts in facts(), by in any::<Index>()) {
        let rule = rule(&params);
        let mut turned = facts.clone();
        for place in ["/findings", "/sbom/components", "/sbom/dependencies", "/vex/0/statements"] {
            let list = turned.pointer_mut(place).unwrap().as_array_mut().unwrap();
            list.reverse();
            if !list.is_empty() {
                let middle = by.index(list.len());
                list.rotate_left(middle);
            }
        }
        let rows = |facts: &Value| -> BTreeSet<(String, String, u8)> {
            judged(&rule, facts).into_iter().map(|check| (check.code, check.subject, testing::rank(check.status))).collect()
        };
        prop_assert_eq!(rows(&facts), rows(&turned));
    }

    #[test]
    fn every_path_is_one_of_the_graph_and_none_is_shorter(facts in facts()) {
        let mut facts = facts;
        facts["findings"] = json!([{ "id": "CVE-1", "affects": (0..COMPONENTS).map(|i| json!({ "ref": format!("c{i}") })).collect::<Vec<_>>() }]);
        let mut edges = BTreeSet::new();
        for dependency in facts["sbom"]["dependencies"].as_array().unwrap() {
            for on in dependency["dependsOn"].as_array().unwrap() {
                edges.insert((dependency["ref"].as_str().unwrap().to_owned(), on.as_str().unwrap().to_owned()));
            }
        }
        let mut distances = BTreeMap::from([("root".to_owned(), 0_usize)]);
        for _ in 0..=COMPONENTS {
            for (from, to) in &edges {
                if let Some(from) = distances.get(from).copied() {
                    let distance = distances.entry(to.clone()).or_insert(usize::MAX);
                    *distance = (*distance).min(from + 1);
                }
            }
        }
        let leads = |to: &str| {
            let direct = edges.iter().filter(|(from, on)| from == "root" && on != "root").map(|(_, on)| on.clone());
            direct.filter(|start| {
                let mut seen = BTreeSet::from([start.clone()]);
                for _ in 0..=COMPONENTS {
                    let next: Vec<String> = edges.iter().filter(|(from, on)| seen.contains(from) && on != "root").map(|(_, on)| on.clone()).collect();
                    seen.extend(next);
                }
                seen.contains(to)
            }).count()
        };
        for check in judged(&rule(&json!({})), &facts).iter().filter(|check| check.subject.starts_with("CVE-1 in pkg")) {
            let name = format!("c{}", check.subject.split("/c").nth(1).unwrap().split('@').next().unwrap());
            let Some(distance) = distances.get(&name) else {
                prop_assert!(check.message.contains("brought in by no path from `root`"), "{}", check.message);
                continue;
            };
            let path = check.message.split("brought in by `").nth(1).unwrap().split('`').next().unwrap();
            let path: Vec<String> = path.split(" → ").map(|label| label.trim_end_matches("@1").to_owned()).collect();
            prop_assert_eq!(path.len() - 1, *distance);
            prop_assert_eq!(&path[0], "root");
            for pair in path.windows(2) {
                prop_assert!(edges.contains(&(pair[0].clone(), pair[1].clone())), "{}", check.message);
            }
            let count = leads(&name);
            let said = check.message.contains(&format!(", and {count} direct dependencies lead there"));
            prop_assert_eq!(said, count > 1, "{} of {}", check.message, count);
        }
    }

    #[test]
    fn no_facts_make_it_panic(facts in prop_oneof![
        (anything(), anything(), anything()).prop_map(|(sbom, findings, vex)| json!({ "sbom": sbom, "findings": findings, "vex": vex })),
        shaped(),
    ]) {
        for params in [json!({}), json!({ "vex": { "max_age_days": null, "any_version": true }, "not_in_sbom": "not-applicable" })] {
            if let Ok(outcome) = testing::evaluate(&rule(&params), facts.clone(), NOW) {
                for check in &outcome.checks {
                    let needs = matches!(check.status, Status::Fail | Status::Unknown);
                    prop_assert_eq!(needs, check.remedy.as_ref().is_some_and(|remedy| !remedy.is_empty()), "{}", &check.message);
                }
            }
        }
    }
}

/// A release as large as they come: what is looked for is found by name, not by looking everywhere.
#[test]
fn five_thousand_components_with_a_thousand_findings_are_judged() {
    let reference = |i: usize| format!("pkg:npm/package-{i}@{}.0.0", i % 7);
    let components: Vec<Value> = (0..5_000)
        .map(|i| json!({ "bom-ref": reference(i), "name": format!("package-{i}"), "version": "1", "purl": reference(i) }))
        .collect();
    let mut dependencies: Vec<Value> = (0..5_000)
        .map(
            |i| json!({ "ref": reference(i), "dependsOn": [reference(i * 2 % 5_000), reference((i * 3 + 1) % 5_000)] }),
        )
        .collect();
    dependencies.push(json!({ "ref": "root", "dependsOn": (0..50).map(reference).collect::<Vec<_>>() }));
    let findings: Vec<Value> = (0..1_000)
        .map(|i| {
            json!({
                "id": format!("CVE-2026-{i}"), "aliases": [format!("GHSA-{i}")], "ratings": [{ "score": 9.8 }],
                "affects": [{ "ref": reference(i * 5) }, { "ref": reference(i * 5 + 1) }],
            })
        })
        .collect();
    let statements: Vec<Value> = (0..1_000)
        .map(|i| {
            json!({
                "vulnerability": { "name": format!("GHSA-{i}") }, "products": [{ "@id": reference(i * 5) }],
                "status": "not_affected", "justification": "component_not_present",
            })
        })
        .collect();
    let facts = json!({
        "sbom": {
            "metadata": { "component": { "bom-ref": "root", "name": "root" } },
            "components": components, "dependencies": dependencies,
        },
        "findings": findings,
        "vex": [{ "author": "a", "timestamp": "2026-11-01", "statements": statements }],
    });
    let checks = judged(&rule(&json!({})), &facts);
    let ranks = ranks(&checks);
    assert_eq!(ranks.len(), 2_000);
    assert_eq!(ranks.values().filter(|rank| **rank == 0).count(), 1_000);
}
