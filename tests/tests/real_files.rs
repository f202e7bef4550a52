//! Rules judge files that others made. The files stand beside the repository, in `../shared/data`; where that folder is
//! not there, each test says so and ends.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Engine, Facts, Outcome};
use clearance_tests::{root, rule};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A file of the shared data, or a word that it is not there.
fn shared(path: &str) -> Option<String> {
    let path = root().join("../shared/data").join(path);
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Some(text);
    }
    println!("not run: there is no `{}`", path.display());
    None
}

fn evaluate(name: &str, params: &Value, facts: &Value) -> Outcome {
    let rule = Engine::new().unwrap().load_rule(rule(name)).unwrap();
    let facts = Facts::from_serialize(facts).unwrap();
    rule.configure(params).unwrap().evaluate(&facts, "2026-11-23".parse().unwrap()).unwrap()
}

/// Code, subject, status and message of every check.
fn rows(outcome: &Outcome) -> Vec<(&str, &str, &str, &str)> {
    let checks = outcome.checks.iter();
    checks.map(|c| (c.code.as_str(), c.subject.as_str(), c.status.as_str(), c.message.as_str())).collect()
}

/// The section `coverage` of a Cobertura report: lines and branches of each package. A class lists the lines of its
/// methods again, so only its own are counted.
fn cobertura(xml: &str) -> Value {
    let document = roxmltree::Document::parse(xml.trim_start_matches('\u{feff}')).unwrap();
    let mut packages: BTreeMap<String, [u64; 4]> = BTreeMap::new();
    for package in document.descendants().filter(|node| node.has_tag_name("package")) {
        let counts = packages.entry(package.attribute("name").unwrap().to_owned()).or_default();
        let classes = package.descendants().filter(|node| node.has_tag_name("class"));
        let own = classes.flat_map(|class| class.children().filter(|node| node.has_tag_name("lines")));
        for line in own.flat_map(|lines| lines.children().filter(|node| node.has_tag_name("line"))) {
            counts[0] += u64::from(line.attribute("hits") != Some("0"));
            counts[1] += 1;
            // `50% (1/2)`
            if let Some(covered) = line.attribute("condition-coverage") {
                let fraction = covered.split(['(', ')']).nth(1).unwrap();
                let (taken, all) = fraction.split_once('/').unwrap();
                counts[2] += taken.parse::<u64>().unwrap();
                counts[3] += all.parse::<u64>().unwrap();
            }
        }
    }
    let entry = |(name, [lines, all_lines, branches, all_branches]): (String, [u64; 4])| {
        json!({
            "component": name,
            "lines": { "covered": lines, "total": all_lines },
            "branches": { "covered": branches, "total": all_branches },
        })
    };
    packages.into_iter().map(entry).collect()
}

#[test]
fn a_coverage_report_is_judged_by_what_is_in_it() {
    let Some(xml) = shared("coverage/coverlet.cobertura.xml") else { return };
    let facts = json!({ "coverage": cobertura(&xml) });
    let outcome = evaluate("test-thresholds", &json!({ "thresholds": { "lines": 80, "branches": 60 } }), &facts);
    assert_eq!(
        rows(&outcome),
        [
            ("line-coverage", "Test", "fail", "covers 156 of 255 lines (61.17%)"),
            ("branch-coverage", "Test", "pass", "covers 9 of 14 branches (64.28%)"),
        ]
    );
    assert_eq!(outcome.checks[0].remedy.as_deref(), Some("cover 48 more of its 255 lines"));
}

/// Every document of a YAML stream.
fn manifests(yaml: &str) -> Value {
    let documents: Vec<Value> = serde_saphyr::from_multiple(yaml).unwrap();
    json!({ "manifests": documents })
}

#[test]
fn kubernetes_manifests_are_judged_by_where_they_keep_data() {
    let Some(yaml) = shared("kubernetes/online-boutique.yaml") else { return };
    let facts = manifests(&yaml);
    let policy = |more: &Value| {
        let mut params = json!({
            "groups": { "eu": ["eu-west-1", "eu-central-1", "europe-west*", "westeurope", "northeurope"] },
            "classes": { "personal": { "allowed": ["eu"] } },
            "default_class": "personal",
        });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        params
    };
    // Of all that the shop deploys, one thing keeps data: the carts, in a volume of the node they run on.
    let inventory = "35 objects: 1 with data, 34 without (Service 12, Deployment 11, ServiceAccount 11)";
    let carts = "Deployment/redis-cart volume redis-data";

    let outcome = evaluate("data-residency", &policy(&json!({})), &facts);
    let found: Vec<_> = rows(&outcome).into_iter().map(|(code, subject, status, _)| (code, subject, status)).collect();
    assert_eq!(
        found,
        [("inventory", "manifests", "pass"), ("data-class", carts, "pass"), ("storage-region", carts, "unknown"),]
    );
    assert_eq!(outcome.checks[0].message, inventory);
    assert_eq!(outcome.checks[2].observed[0].pointer, "/manifests/13/spec/template/spec/nodeSelector");
    assert_eq!(outcome.checks[2].observed[0].value, None);

    for (region, status) in [("europe-west1", "pass"), ("us-central1", "fail")] {
        let outcome = evaluate("data-residency", &policy(&json!({ "cluster_regions": [region] })), &facts);
        let row = outcome.checks.iter().find(|check| check.code == "storage-region").unwrap();
        assert_eq!((row.subject.as_str(), row.status.as_str()), (carts, status), "{region}");
        assert!(row.message.contains(region), "{}", row.message);
    }
}
