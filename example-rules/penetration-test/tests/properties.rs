//! What holds whatever is released: what is not new is not told, more surface and fewer reports never make a verdict better, facts
//! that are withheld never make a row pass, and no document keeps the rule busy for long.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::testing;
use clearance_rule::{Check, Outcome, Status};
use penetration_test::PenetrationTest;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Map, Value, json};

const NOW: i64 = 1_795_420_800_000;

const ALL_KINDS: [&str; 10] = [
    "new-operation",
    "weakened-authentication",
    "widened-input",
    "file-upload",
    "new-webhook",
    "new-server",
    "new-security-scheme",
    "new-external-integration",
    "new-internal-integration",
    "widened-integration",
];

const PATHS: [&str; 6] = ["/", "/a", "/a/{id}", "/a/{id}/b", "/c/{x}.{y}", "/internal/{job}"];

fn judged(params: &Value, facts: &Value) -> Outcome {
    let rule: PenetrationTest = testing::configure(params.clone()).unwrap();
    testing::evaluate(&rule, facts.clone(), NOW).unwrap()
}

/// How bad the worst row is; of all codes, or of those about surface and reports.
fn worst(outcome: &Outcome, codes: &[&str]) -> u8 {
    let concerned = |check: &&Check| codes.is_empty() || codes.contains(&&*check.code);
    outcome.checks.iter().filter(concerned).map(|check| testing::rank(check.status)).max().unwrap_or(0)
}

const ABOUT_REPORTS: [&str; 2] = ["surface-tested", "test-current"];

fn params() -> impl Strategy<Value = Value> {
    let days = || prop_oneof![Just(json!(null)), (0_u32..800).prop_map(|days| json!(days))];
    let exempt = subsequence(vec!["/internal/**", "/a/*", "/c/{z}.{y}"], 0..=3);
    (subsequence(ALL_KINDS.to_vec(), 0..=10), exempt, days(), any::<bool>(), any::<bool>(), days()).prop_map(
        |(kinds, exempt, age, periodic, third_party, retest)| {
            json!({
                "test_needed_for": kinds, "exempt_paths": exempt, "max_age_days": age, "periodic": periodic,
                "third_party": third_party, "retest_within_days": retest,
            })
        },
    )
}

/// What documents define, from which `security` chooses.
fn schemes() -> Value {
    json!({
        "oauth": { "type": "oauth2" },
        "bearer": { "type": "http", "scheme": "bearer" },
        "basic": { "type": "http", "scheme": "basic" },
        "digest": { "type": "http", "scheme": "digest" },
        "query": { "type": "apiKey", "in": "query" },
        "mtls": { "type": "mutualTLS" },
    })
}

fn security() -> impl Strategy<Value = Value> {
    let alternative =
        subsequence(vec!["oauth", "bearer", "basic", "digest", "query", "mtls"], 0..=2).prop_flat_map(|names| {
            let number = names.len();
            (Just(names), prop::collection::vec(subsequence(vec!["read", "write"], 0..=2), number)).prop_map(
                |(names, scopes)| {
                    names
                        .into_iter()
                        .zip(scopes)
                        .map(|(name, scopes)| (name.to_owned(), json!(scopes)))
                        .collect::<Value>()
                },
            )
        });
    prop::collection::vec(alternative, 0..3).prop_map(Value::Array)
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({ "type": "string" })),
        Just(json!({ "type": "string", "format": "binary" })),
        Just(json!({ "$ref": "#/components/schemas/S" })),
        Just(json!({ "$ref": "#/components/schemas/T" })),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::btree_map("[a-c]", inner.clone(), 0..3)
                .prop_map(|properties| json!({ "properties": properties })),
            inner.clone().prop_map(|items| json!({ "items": items })),
            prop::collection::vec(inner.clone(), 0..3).prop_map(|all| json!({ "allOf": all })),
            inner.prop_map(|more| json!({ "additionalProperties": more })),
        ]
    })
}

fn operation() -> impl Strategy<Value = Value> {
    let media = select(vec!["application/json", "multipart/form-data"]);
    let query = subsequence(vec!["p", "q"], 0..=2);
    (prop::option::of(security()), query, prop::option::of((media, schema()))).prop_map(|(security, query, body)| {
        let parameters: Vec<Value> = query.iter().map(|name| json!({ "in": "query", "name": name })).collect();
        let mut operation = json!({ "parameters": parameters });
        if let Some(security) = security {
            operation["security"] = security;
        }
        if let Some((media, schema)) = body {
            operation["requestBody"] = json!({ "content": { media: { "schema": schema } } });
        }
        operation
    })
}

fn document() -> impl Strategy<Value = Value> {
    let item = prop::collection::btree_map(select(vec!["get", "post", "put"]), operation(), 0..3);
    let paths = prop::collection::btree_map(select(PATHS.to_vec()), item, 0..5);
    let servers = subsequence(vec!["https://a.example", "http://a.example", "/v1"], 0..=3);
    let hooks = subsequence(vec!["w", "v"], 0..=2);
    (paths, servers, hooks, prop::option::of(security()), schema(), schema()).prop_map(
        |(paths, servers, hooks, security, s, t)| {
            let servers: Vec<Value> = servers.iter().map(|url| json!({ "url": url })).collect();
            let hooks: Map<String, Value> =
                hooks.iter().map(|name| ((*name).to_owned(), json!({ "post": {} }))).collect();
            let mut document = json!({
                "openapi": "3.1.0", "info": { "version": "2" }, "paths": paths, "servers": servers, "webhooks": hooks,
                "components": {
                    "schemas": { "S": s, "T": t },
                    "securitySchemes": schemes(),
                },
            });
            if let Some(security) = security {
                document["security"] = security;
            }
            document
        },
    )
}

fn report() -> impl Strategy<Value = Value> {
    let day = || select(vec!["2024-01-01", "2026-09-01", "2026-10-01", "2026-11-01", "2027-01-01"]);
    let entry = (
        select(vec!["shop", "other"]),
        prop::option::of(select(vec!["1", "2"])),
        prop::option::of(subsequence(vec!["/a/{n}", "/a/**", "/**", "/c/*"], 0..=2)),
    )
        .prop_map(
            |(api, version, paths)| json!({ "api": api, "version": version, "paths": paths, "integrations": ["bank"] }),
        );
    let finding =
        (select(vec!["low", "high", "odd"]), select(vec!["open", "fixed", "accepted", "odd"]), prop::option::of(day()))
            .prop_map(|(severity, status, at)| {
                json!({
                    "severity": severity, "status": status, "fixed_at": at, "retested_at": at, "accepted_by": "CISO",
                    "accepted_until": at,
                })
            });
    (
        prop::option::of(any::<bool>()),
        (prop::option::of(day()), prop::option::of(day()), prop::option::of(day())),
        prop::option::of(prop::collection::vec(entry, 0..3)),
        prop::option::of(prop::collection::vec(finding, 0..3)),
    )
        .prop_map(|(third_party, (start, end, until), scope, findings)| {
            json!({
                "assessors": [{ "thirdParty": third_party }], "performed": { "start": start, "end": end },
                "valid_until": until, "scope": scope, "findings": findings,
            })
        })
}

fn facts() -> impl Strategy<Value = Value> {
    let since = prop::option::of(select(vec!["2026-09-15", "2026-10-15"]));
    let integrations =
        || prop::collection::btree_map(select(vec!["bank", "mail"]), prop::option::of(any::<bool>()), 0..3);
    let named = |all: std::collections::BTreeMap<&str, Option<bool>>| -> Value {
        all.iter().map(|(name, external)| json!({ "name": name, "external": external })).collect()
    };
    (
        prop::option::weighted(0.8, document()),
        document(),
        since,
        (integrations(), integrations()),
        prop::collection::vec(report(), 0..4),
    )
        .prop_map(move |(before, after, since, (old, new), reports)| {
            json!({
                "apis": [{ "name": "shop", "before": before, "after": after, "since": since }],
                "integrations": { "before": named(old), "after": named(new), "since": since },
                "penetration_tests": reports,
            })
        })
}

/// The paths of a document, each with its parameters renamed.
fn renamed(document: &Value) -> Value {
    let mut renamed = document.clone();
    let paths = document["paths"].as_object().unwrap();
    let paths: Map<String, Value> =
        paths.iter().map(|(path, item)| (path.replace('{', "{renamed_"), item.clone())).collect();
    renamed["paths"] = Value::Object(paths);
    renamed
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "\
        openapi swagger info version paths /a /a/{id} get post $ref security servers url variables enum components \
        securitySchemes schemas S type in name scheme callbacks webhooks parameters requestBody content application/json \
        schema properties items allOf additionalProperties format consumes host basePath";
    const WORDS: &[&str] = &[
        "",
        "3.0.0",
        "3.1.0",
        "2.0",
        "#/components/schemas/S",
        "#",
        "#/",
        "#/paths/~1a/get",
        "#/%zz%7B",
        "x.yaml",
        "query",
        "apiKey",
        "http",
        "binary",
        "é{",
        "/a/{",
    ];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

/// Whether a path is one that a pattern stands for, by trying everything.
fn stands_for(pattern: &[&str], path: &[&str]) -> bool {
    fn segment(pattern: &[u8], text: &[u8]) -> bool {
        match pattern {
            [] => text.is_empty(),
            [b'*', rest @ ..] => (0..=text.len()).any(|n| segment(rest, &text[n..])),
            [first, rest @ ..] => text.first() == Some(first) && segment(rest, &text[1..]),
        }
    }
    match pattern {
        [] => path.is_empty(),
        ["**", rest @ ..] => (0..=path.len()).any(|n| stands_for(rest, &path[n..])),
        [first, rest @ ..] => {
            path.first().is_some_and(|text| segment(first.as_bytes(), text.as_bytes())) && stands_for(rest, &path[1..])
        }
    }
}

/// Whether one of the alternatives of `after` lets somebody in whom none of `before` does, by trying everything.
fn lets_more_in(before: &Value, after: &Value) -> bool {
    const STRENGTH: [(&str, u8); 6] =
        [("query", 0), ("basic", 1), ("digest", 2), ("oauth", 3), ("bearer", 3), ("mtls", 4)];
    type Demands = Vec<(u8, Vec<String>)>;
    fn alternatives(security: &Value) -> Vec<Demands> {
        let demands = |alternative: &Value| -> Demands {
            let scopes = |value: &Value| value.as_array().unwrap().iter().map(ToString::to_string).collect();
            let strength = |name: &str| STRENGTH.iter().find(|(known, _)| *known == name).unwrap().1;
            alternative.as_object().unwrap().iter().map(|(name, value)| (strength(name), scopes(value))).collect()
        };
        let all: Vec<Demands> = security.as_array().unwrap().iter().map(demands).collect();
        if all.is_empty() { vec![Vec::new()] } else { all }
    }
    fn serves(new: &[(u8, Vec<String>)], old: &[(u8, Vec<String>)]) -> bool {
        let Some(((strength, scopes), rest)) = old.split_first() else { return true };
        (0..new.len()).any(|i| {
            let mut others = new.to_vec();
            let (own, has) = others.remove(i);
            own >= *strength && scopes.iter().all(|scope| has.contains(scope)) && serves(&others, rest)
        })
    }
    let (before, after) = (alternatives(before), alternatives(after));
    after.iter().any(|new| !before.iter().any(|old| serves(new, old)))
}

/// Whether the rule finds the authentication of an operation weakened.
fn is_weakened(before: &Value, after: &Value) -> bool {
    let document = |security: &Value| {
        json!({
            "openapi": "3.0.0", "paths": { "/a": { "get": { "security": security } } },
            "components": { "securitySchemes": schemes() },
        })
    };
    let facts = json!({
        "apis": [{ "name": "a", "before": document(before), "after": document(after) }], "penetration_tests": [],
    });
    let outcome = judged(&json!({ "test_needed_for": ["weakened-authentication"] }), &facts);
    outcome.checks.iter().any(|check| check.subject == "GET /a in a")
}

proptest! {
    #[test]
    fn a_document_has_nothing_new_beside_itself(document in document()) {
        let facts = json!({
            "apis": [{ "name": "shop", "before": document, "after": renamed(&document) }],
            "integrations": { "before": [], "after": [] }, "penetration_tests": [],
        });
        let outcome = judged(&json!({ "test_needed_for": ALL_KINDS }), &facts);
        prop_assert_eq!(worst(&outcome, &[]), 0);
        prop_assert!(outcome.artifacts.is_empty());
    }

    #[test]
    fn one_more_operation_never_makes_a_verdict_better(
        params in params(), facts in facts(), path in select(PATHS.to_vec()), operation in operation(),
    ) {
        let mut more = facts.clone();
        let paths = more["apis"][0]["after"]["paths"].as_object_mut().unwrap();
        let item = paths.entry(path).or_insert(json!({}));
        item["patch"] = operation;
        prop_assert!(worst(&judged(&params, &more), &[]) >= worst(&judged(&params, &facts), &[]));
    }

    #[test]
    fn one_report_less_never_makes_surface_better_tested(params in params(), facts in facts(), which: Index) {
        let mut fewer = facts.clone();
        let reports = fewer["penetration_tests"].as_array_mut().unwrap();
        prop_assume!(!reports.is_empty());
        reports.remove(which.index(reports.len()));
        let (before, after) = (judged(&params, &facts), judged(&params, &fewer));
        for (before, after) in before.checks.iter().zip(&after.checks).filter(|(row, _)| ABOUT_REPORTS.contains(&&*row.code)) {
            prop_assert_eq!(&before.subject, &after.subject);
            prop_assert!(testing::rank(after.status) >= testing::rank(before.status), "{}", &before.subject);
        }
        // A report that found nothing cannot have been what spoke against the release.
        if facts["penetration_tests"].as_array().unwrap().iter().all(|report| report["findings"] == json!([])) {
            prop_assert!(worst(&after, &[]) >= worst(&before, &[]));
        }
    }

    #[test]
    fn the_order_of_reports_does_not_matter(params in params(), facts in facts()) {
        let mut turned = facts.clone();
        turned["penetration_tests"].as_array_mut().unwrap().reverse();
        let statuses = |facts: &Value| -> Vec<Status> {
            let concerned = |check: &&Check| ABOUT_REPORTS.contains(&&*check.code);
            judged(&params, facts).checks.iter().filter(concerned).map(|check| check.status).collect()
        };
        prop_assert_eq!(statuses(&turned), statuses(&facts));
    }

    #[test]
    fn what_is_withheld_never_makes_a_verdict_better(params in params(), facts in facts(), which: Index) {
        let all = [
            "/apis", "/apis/0/before", "/apis/0/after", "/apis/0/since", "/apis/0/name", "/apis/0/before/openapi",
            "/integrations", "/integrations/before", "/integrations/after", "/integrations/since",
            "/integrations/before/0/name", "/integrations/before/0/external", "/integrations/after/0/external",
            "/penetration_tests", "/penetration_tests/0/assessors", "/penetration_tests/0/performed",
            "/penetration_tests/0/performed/start", "/penetration_tests/0/performed/end", "/penetration_tests/0/scope",
            "/penetration_tests/0/findings", "/penetration_tests/0/findings/0/status",
            "/penetration_tests/0/findings/0/severity", "/penetration_tests/0/findings/0/fixed_at",
            "/penetration_tests/0/findings/0/retested_at", "/penetration_tests/0/findings/0/accepted_by",
            "/penetration_tests/0/findings/0/accepted_until",
        ];
        let there: Vec<&str> = all.into_iter().filter(|place| facts.pointer(place).is_some()).collect();
        let place = *which.get(&there);
        let mut withheld = facts.clone();
        let (parent, name) = place.rsplit_once('/').unwrap();
        withheld.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
        let (before, after) = (judged(&params, &facts), judged(&params, &withheld));
        // What fails may be unknown then; neither lets a release pass.
        prop_assert!(worst(&after, &[]) >= worst(&before, &[]).min(1), "{}", place);
    }

    #[test]
    fn authentication_is_weakened_exactly_where_somebody_more_is_let_in(before in security(), after in security()) {
        prop_assert_eq!(is_weakened(&before, &after), lets_more_in(&before, &after));
    }

    #[test]
    fn patterns_exempt_the_paths_that_they_stand_for(
        pattern in prop::collection::vec("[ab*]{0,3}|\\{p\\}", 1..5), path in prop::collection::vec("[ab]{0,3}|\\{x\\}", 1..5),
    ) {
        let pattern: Vec<String> = pattern.iter().map(|part| if part == "***" { "**".to_owned() } else { part.clone() }).collect();
        prop_assume!(!pattern.iter().any(|part| part.contains("**") && part != "**"));
        let (pattern, path) = (["", &pattern.join("/")].join("/"), ["", &path.join("/")].join("/"));
        let facts = json!({
            "apis": [{ "name": "a", "before": null, "after": { "openapi": "3.0.0", "paths": { path.clone(): { "get": {} } } } }],
            "integrations": { "before": [], "after": [] }, "penetration_tests": [],
        });
        let outcome = judged(&json!({ "exempt_paths": [pattern] }), &facts);
        let exempt = outcome.checks.iter().any(|check| check.code == "surface-tested" && check.status == Status::NotApplicable);
        let (pattern, path) = (pattern.replace("{p}", "{}"), path.replace("{x}", "{}"));
        let (parts, segments): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
        prop_assert_eq!(exempt, stands_for(&parts, &segments));
    }

    #[test]
    fn nothing_that_a_document_says_stops_the_rule(before in anything(), after in anything(), version in select(vec!["2.0", "3.0.0", "3.1.0"])) {
        let stated = |mut document: Value| {
            if let Some(document) = document.as_object_mut() {
                document.remove("swagger");
                document.insert(if version == "2.0" { "swagger" } else { "openapi" }.to_owned(), json!(version));
            }
            document
        };
        let facts = json!({ "apis": [{ "name": "a", "before": stated(before), "after": stated(after) }], "penetration_tests": [] });
        let outcome = judged(&json!({ "test_needed_for": ALL_KINDS }), &facts);
        prop_assert!(outcome.checks.iter().all(|check| check.status != Status::Fail || check.remedy.is_some()));
        prop_assert!(outcome.checks.iter().all(|check| check.status != Status::Unknown || check.remedy.is_some()));
    }
}

#[test]
fn a_scheme_is_kept_for_the_one_that_no_other_serves() {
    // The new `digest` would serve the old one, but it alone asks for what `basic` asked for; `oauth` serves `digest`.
    let before = json!([{ "basic": ["read"], "digest": [] }]);
    let after = json!([{ "digest": ["read"], "oauth": [] }]);
    assert!(!is_weakened(&before, &after));
    assert!(is_weakened(&before, &json!([{ "digest": ["read"], "query": [] }])));
}

#[test]
fn ten_thousand_operations_are_a_row_each() {
    let paths: Map<String, Value> = (0..10_000)
        .map(|i| (format!("/resource-{i}/{{id}}"), json!({ "get": { "operationId": i.to_string() } })))
        .collect();
    let facts = json!({
        "apis": [{ "name": "a", "before": null, "after": { "openapi": "3.0.0", "paths": paths } }],
        "integrations": { "before": [], "after": [] },
        "penetration_tests": [{
            "assessors": [{ "thirdParty": true }], "performed": { "end": "2026-11-01" }, "findings": [],
            "scope": [{ "api": "a", "paths": ["/resource-7/{x}", "/**/nothing", "/resource-9*/*"] }],
        }],
    });
    let outcome = judged(&json!({}), &facts);
    let passed = outcome.checks.iter().filter(|row| row.code == "surface-tested" && row.status == Status::Pass).count();
    // 7, and whatever begins with 9.
    assert_eq!(passed, 1 + 1111);
    assert_eq!(outcome.checks.len(), 10_004);
}

#[test]
fn documents_that_multiply_themselves_are_unknown() {
    // Each schema has the one before twice, so that the last has the first a million times.
    let schemas: Map<String, Value> = (0..20)
        .map(|i| {
            let below = json!({ "$ref": format!("#/components/schemas/S{}", i + 1) });
            (format!("S{i}"), json!({ "properties": { "a": below, "b": { "allOf": [below, below] } } }))
        })
        .chain([("S20".to_owned(), json!({}))])
        .collect();
    let body = json!({ "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/S0" } } } } });
    let api = |before: Value, after: Value| {
        let facts = json!({
            "apis": [{ "name": "a", "before": before, "after": after }],
            "integrations": { "before": [], "after": [] }, "penetration_tests": [],
        });
        judged(&json!({ "test_needed_for": ALL_KINDS }), &facts)
    };
    let mut before =
        json!({ "openapi": "3.0.0", "paths": { "/a": { "post": body } }, "components": { "schemas": schemas } });
    let mut after = before.clone();
    after["components"]["schemas"]["S20"] = json!({ "properties": { "new": {} } });
    let outcome = api(before.clone(), after.clone());
    assert_eq!(outcome.checks[0].status, Status::Pass, "each pair is looked at once");
    assert!(outcome.checks.iter().any(|check| check.status == Status::Fail && check.message.contains("it takes more")));

    // A long chain nests deeper than anybody writes.
    for document in [&mut before, &mut after] {
        let chain: Map<String, Value> = (0..200)
            .map(|i| {
                (
                    format!("S{i}"),
                    json!({ "properties": { "a": { "$ref": format!("#/components/schemas/S{}", i + 1) } } }),
                )
            })
            .collect();
        document["components"]["schemas"] = Value::Object(chain);
    }
    after["components"]["schemas"]["S200"] = json!({});
    assert_eq!(api(before, after).checks[0].status, Status::Unknown);

    // A thousand paths that each refer to the same item of a thousand callbacks.
    let callbacks: Map<String, Value> = (0..1000).map(|i| (format!("{{$url}}/{i}"), json!({ "post": {} }))).collect();
    let item = json!({ "post": { "callbacks": { "all": { "$ref": "#/components/callbacks/all" } } } });
    let paths: Map<String, Value> =
        (0..1000).map(|i| (format!("/{i}"), json!({ "$ref": "#/components/pathItems/item" }))).collect();
    let document = json!({
        "openapi": "3.1.0", "paths": paths,
        "components": { "callbacks": { "all": callbacks }, "pathItems": { "item": item } },
    });
    let outcome = api(Value::Null, document);
    assert_eq!(outcome.checks[0].status, Status::Unknown);
    assert!(outcome.checks[0].message.contains("too large"), "{}", outcome.checks[0].message);
    assert!(outcome.checks.len() < 150_000);
}
