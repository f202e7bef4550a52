//! The rule judges an SBOM and VEX documents that others made. The files stand beside the repository, in `../shared/data/sbom`;
//! where that folder is not there, each test says so and ends.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::{Check, Status, testing};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use vulnerabilities::Vulnerabilities;

/// 2026-11-23T00:00:00Z.
const NOW: i64 = 1_795_392_000_000;
/// 2022-06-01T00:00:00Z.
const IN_2022: i64 = 1_654_041_600_000;

fn shared(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/sbom").join(name);
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Some(serde_json::from_str(&text).unwrap());
    }
    println!("not run: there is no `{}`", path.display());
    None
}

fn judged(params: &Value, facts: &Value, at: i64) -> Vec<Check> {
    let rule: Vulnerabilities = testing::configure(params.clone()).unwrap();
    testing::evaluate(&rule, facts.clone(), at).unwrap().checks
}

fn of<'c>(checks: &'c [Check], subject: &str) -> &'c Check {
    let found: Vec<&Check> = checks.iter().filter(|check| check.subject == subject).collect();
    assert_eq!(found.len(), 1, "rows of {subject}");
    found[0]
}

/// Advisories of versions that the SBOM has, as the GitHub Advisory Database has them.
fn findings() -> Value {
    json!([
        {
            "id": "GHSA-gv7v-rgg6-548h", "aliases": ["CVE-2024-52301"], "published": "2024-11-12", "known_exploited": false,
            "ratings": [{ "source": { "name": "GitHub" }, "method": "CVSSv4", "severity": "high", "score": 8.7,
                "vector": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N" }],
            "affects": [{ "ref": "pkg:composer/laravel/framework@7.30.6" }],
            "fixed_versions": ["6.20.45", "7.30.7", "8.83.28", "9.52.17", "10.48.23", "11.31.0"],
        },
        {
            "id": "CVE-2023-29197", "aliases": ["GHSA-wxmh-65f7-jcvw"], "published": "2023-04-17", "known_exploited": false,
            "ratings": [{ "source": { "name": "GitHub" }, "method": "CVSSv31",
                "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N" }],
            "affects": [{ "ref": "guzzlehttp/psr7-1.9.0.0" }],
            "fixed_versions": ["1.9.1", "2.4.5"],
        },
        {
            "id": "GHSA-h7vf-5wrv-9fhv", "aliases": ["CVE-2022-24894"], "published": "2023-02-01", "known_exploited": false,
            "ratings": [{ "source": { "name": "GitHub" }, "method": "CVSSv31",
                "vector": "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N" }],
            "affects": [{ "ref": "pkg:composer/symfony/http-kernel@v5.4.16" }],
            "fixed_versions": ["4.4.50", "5.4.20", "6.0.20", "6.1.12", "6.2.6"],
        },
        {
            // The same once more, as another scanner names it.
            "id": "CVE-2022-24894", "published": "2023-02-03", "known_exploited": false,
            "affects": [{ "ref": "symfony/http-kernel-5.4.16.0" }],
        },
        {
            "id": "CVE-2024-50345", "published": "2024-11-06", "known_exploited": false,
            "ratings": [{ "source": { "name": "GitHub" }, "severity": "low" }],
            "affects": [{ "ref": "pkg:composer/symfony/http-foundation@5.4.16" }],
            "fixed_versions": ["5.4.46", "6.4.14", "7.1.7"],
        },
    ])
}

/// How far each component is from the root: relaxed until nothing changes, over the document as it is.
fn distances(sbom: &Value) -> BTreeMap<String, usize> {
    let root = sbom["metadata"]["component"]["bom-ref"].as_str().unwrap();
    let mut distances = BTreeMap::from([(root.to_owned(), 0)]);
    loop {
        let before = distances.clone();
        for dependency in sbom["dependencies"].as_array().unwrap() {
            let Some(&from) = distances.get(dependency["ref"].as_str().unwrap()) else { continue };
            for on in dependency["dependsOn"].as_array().into_iter().flatten() {
                let distance = distances.entry(on.as_str().unwrap().to_owned()).or_insert(usize::MAX);
                *distance = (*distance).min(from + 1);
            }
        }
        if distances == before {
            return distances;
        }
    }
}

/// What rows call a component, by its `bom-ref`.
fn labels(sbom: &Value) -> BTreeMap<String, String> {
    let components = sbom["components"].as_array().unwrap().iter().chain([&sbom["metadata"]["component"]]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    components
        .map(|it| {
            let label = format!("{}/{}@{}", text(&it["group"]), text(&it["name"]), text(&it["version"]));
            (label, text(&it["bom-ref"]))
        })
        .collect()
}

/// The path that a message names.
fn path(message: &str) -> Vec<&str> {
    let path = message.split("brought in by `").nth(1).unwrap().split('`').next().unwrap();
    path.split(" → ").collect()
}

#[test]
fn advisories_of_a_laravel_application_are_found_with_their_paths() {
    let Some(sbom) = shared("laravel-7.12.0.cdx.json") else { return };
    let facts = json!({ "sbom": sbom, "findings": findings() });
    let checks = judged(&json!({}), &facts, NOW);
    assert_eq!(checks[0].message, "63 components");
    assert_eq!(
        checks[1].message,
        "`cyclonedx/cyclonedx-php-composer-demo@dev-master` brings in 62 of 62 components by 113 dependencies"
    );
    let framework = of(&checks, "CVE-2024-52301 in pkg:composer/laravel/framework@v7.30.6");
    assert_eq!(framework.status, Status::Fail);
    assert_eq!(
        framework.message,
        "high (8.7 by the CVSS vector of `GitHub`); brought in by `cyclonedx/cyclonedx-php-composer-demo@dev-master → \
         laravel/laravel@v7.12.0 → laravel/framework@v7.30.6`; fixed in `6.20.45`, `7.30.7`, `8.83.28`, `9.52.17` or others"
    );
    let psr7 = of(&checks, "CVE-2023-29197 in pkg:composer/guzzlehttp/psr7@1.9.0");
    assert_eq!(psr7.status, Status::Pass);
    assert_eq!(
        psr7.message,
        "medium (5.3 by the CVSS vector of `GitHub`); brought in by `cyclonedx/cyclonedx-php-composer-demo@dev-master → \
         laravel/laravel@v7.12.0 → guzzlehttp/guzzle@6.5.8 → guzzlehttp/psr7@1.9.0`; fixed in `1.9.1`, `2.4.5`"
    );
    let kernel = of(&checks, "CVE-2022-24894 in pkg:composer/symfony/http-kernel@v5.4.16");
    assert_eq!(kernel.status, Status::Pass);
    assert!(kernel.message.starts_with("medium (5.9 by the CVSS vector of `GitHub`); "), "{}", kernel.message);
    assert_eq!(checks[2].message, "4 findings of 5 entries: 1 high, 2 medium, 1 low");

    // Each path is one of the document, and none is shorter.
    let (distances, labels) = (distances(&sbom), labels(&sbom));
    for check in checks.iter().filter(|check| check.code == "vulnerability") {
        let refs: Vec<&String> = path(&check.message).iter().map(|label| &labels[*label]).collect();
        assert_eq!(refs.len() - 1, distances[refs[refs.len() - 1]]);
        for pair in refs.windows(2) {
            let all = sbom["dependencies"].as_array().unwrap();
            let from = all.iter().find(|dependency| dependency["ref"] == json!(pair[0])).unwrap();
            assert!(from["dependsOn"].as_array().unwrap().contains(&json!(pair[1])), "{pair:?}");
        }
    }
}

#[test]
fn every_component_has_a_shortest_path() {
    let Some(sbom) = shared("laravel-7.12.0.cdx.json") else { return };
    let refs: Vec<Value> =
        sbom["components"].as_array().unwrap().iter().map(|it| json!({ "ref": it["bom-ref"] })).collect();
    let findings = json!([{
        "id": "CVE-2026-0001", "known_exploited": false, "ratings": [{ "severity": "low" }], "affects": refs,
    }]);
    let checks = judged(&json!({}), &json!({ "sbom": sbom, "findings": findings }), NOW);
    let (distances, labels) = (distances(&sbom), labels(&sbom));
    let rows: Vec<&Check> = checks.iter().filter(|check| check.code == "vulnerability").collect();
    assert_eq!(rows.len(), 62);
    for check in rows {
        let path = path(&check.message);
        assert_eq!(path.len() - 1, distances[&labels[path[path.len() - 1]]], "{}", check.message);
    }
}

#[test]
fn a_vendor_who_rates_a_vulnerability_0_in_his_environment_does_not_lower_it() {
    let Some(vex) = shared("vex.cdx.json") else { return };
    let jackson = "pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.10.0?type=jar";
    let sbom = json!({
        "metadata": { "component": { "bom-ref": "shop", "name": "shop", "version": "4.2.0" } },
        "components": [{ "bom-ref": "jackson", "name": "jackson-databind", "version": "2.10.0", "purl": jackson }],
        "dependencies": [{ "ref": "shop", "dependsOn": ["jackson"] }],
    });
    let mut found = vex["vulnerabilities"][0].clone();
    found["known_exploited"] = json!(false);
    found["analysis"] = Value::Null;
    let facts = json!({ "sbom": sbom, "findings": [found], "vex": [vex] });
    let subject = format!("CVE-2020-25649 in {jackson}");

    let alone = judged(&json!({}), &json!({ "sbom": facts["sbom"], "findings": facts["findings"] }), NOW);
    assert_eq!(of(&alone, &subject).status, Status::Fail);
    assert!(of(&alone, &subject).message.starts_with("high (a score of 8.2 by `SNYK`, beside a vector of 7.5); "));

    let trusted = json!({ "ratings": { "sources": ["Acme Inc"] } });
    assert_eq!(of(&judged(&trusted, &facts, NOW), &subject).status, Status::Fail);
    let environmental = json!({ "ratings": { "sources": ["Acme Inc"], "environmental": true } });
    let lowered = judged(&environmental, &facts, NOW);
    assert_eq!(of(&lowered, &subject).status, Status::Pass);
    assert!(of(&lowered, &subject).message.starts_with("none (0 by the CVSS vector of `Acme Inc`); "));

    // The document bears no time, so that nobody can tell how old its statement is.
    let undated = judged(&json!({}), &facts, NOW);
    assert_eq!(of(&undated, &subject).status, Status::Fail);
    assert!(of(&undated, &subject).message.ends_with(
        "; not honoured: `/vex/0/vulnerabilities/0`: `not_affected`, `code_not_reachable`, but it has no time, so it cannot be \
         told whether it is too old"
    ));
    let ageless = judged(&json!({ "vex": { "max_age_days": null } }), &facts, NOW);
    assert_eq!(of(&ageless, &subject).status, Status::Pass);
    assert!(
        of(&ageless, &subject)
            .message
            .ends_with("; excused by `/vex/0/vulnerabilities/0`: `not_affected`, `code_not_reachable`")
    );
}

#[test]
fn statements_about_a_product_excuse_what_it_is_said_to_have_while_they_are_young_enough() {
    let Some(vex) = shared("vex-case-2.cdx.json") else { return };
    let all = vex["vulnerabilities"].as_array().unwrap();
    let found: Vec<Value> = all
        .iter()
        .map(|entry| {
            json!({ "id": entry["id"], "ratings": entry["ratings"], "known_exploited": false, "affects": entry["affects"] })
        })
        .collect();
    let sbom = json!({ "metadata": vex["metadata"], "components": [], "dependencies": [] });
    let without = json!({ "sbom": sbom, "findings": found });
    let rows = |facts: &Value, at| {
        let checks = judged(&json!({}), facts, at);
        checks.into_iter().filter(|check| check.subject.starts_with("CVE-")).collect::<Vec<Check>>()
    };

    // What the base metrics say counts: of the one vector that cannot be read, nothing is known.
    let unexcused = rows(&without, IN_2022);
    assert_eq!(unexcused.len(), all.len());
    for (check, entry) in unexcused.iter().zip(all) {
        let vector = entry["ratings"][0]["vector"].as_str().unwrap();
        if vector.starts_with("AAV") {
            assert_eq!(check.status, Status::Unknown);
            assert!(
                check
                    .message
                    .starts_with("of unknown severity, as `/findings/2/ratings/0` has a vector that cannot be read")
            );
        } else {
            let base: Vec<&str> = vector.split('/').take(8).collect();
            let base = format!("CVSS:3.1/{}", base.join("/"));
            let score = base.parse::<cvss::Cvss>().unwrap().score();
            assert_eq!(check.status == Status::Fail, score >= 7.0, "{}: {}", check.subject, check.message);
            assert!(
                check.message.contains(&format!("({score} by the CVSS vector of `Example Company`")),
                "{}",
                check.message
            );
        }
    }

    let mut with = without;
    with["vex"] = json!([vex]);
    for check in rows(&with, IN_2022) {
        assert_eq!(check.status, Status::Pass, "{}", check.message);
        assert!(check.message.contains("; excused by `/vex/0/vulnerabilities/"), "{}", check.message);
    }
    for (check, before) in rows(&with, NOW).iter().zip(&unexcused) {
        assert_eq!(check.status, before.status);
        assert!(check.message.ends_with("but it is of 2022-03-03, more than 365 days ago"), "{}", check.message);
    }
}
