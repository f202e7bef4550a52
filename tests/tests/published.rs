//! What is published beside the code is what the code says.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Engine, EngineCheck, ErrorCode, Facts, Limits, policy_schema};
use clearance_tests::root;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

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

/// What `docs/limits.md` says of each limit.
fn limits_table() -> String {
    let mut table = "| limit | unit | default | ceiling | a hit is | set by |\n|---|---|---|---|---|---|\n".to_owned();
    for limit in Limits::ALL {
        let hit = limit.hit.map_or("the rule is not loaded".to_owned(), |check| format!("`{check}`"));
        let by = if limit.in_policy { "engine, policy, entry" } else { "engine" };
        let (name, unit, default, ceiling) = (limit.name, limit.unit.as_str(), limit.default, limit.ceiling);
        writeln!(table, "| `{name}` | {unit} | {default} | {ceiling} | {hit} | {by} |").unwrap();
    }
    for limit in Limits::ALL {
        let (name, protects, does_not) = (limit.name, limit.protects, limit.does_not_protect);
        write!(table, "\n**`{name}`** protects {protects}. It does not protect {does_not}.\n").unwrap();
    }
    table
}

#[test]
fn the_page_of_limits_is_what_the_engine_says() {
    let whole = page("docs/limits.md");
    let marker = "--test published`. -->\n";
    let prose = &whole[..whole.find(marker).unwrap() + marker.len()];
    let made = format!("{prose}\n{}", limits_table());
    if std::env::var_os("CLEARANCE_RECORD").is_some() {
        std::fs::write(root().join("docs/limits.md"), &made).unwrap();
        return;
    }
    assert_eq!(made, whole, "write it anew: `CLEARANCE_RECORD=1 cargo test --workspace --test published`");
}

#[test]
fn a_policy_narrows_limits_and_never_widens_them() {
    let engine = Engine::new().unwrap();
    let folder = root().join("target/guests");
    let load = |of_policy: &str, of_entry: &str| {
        let yaml = format!(
            "policy: p\nlimits: {of_policy}\nentries: [{{id: a, rule: misdeeds.wasm, params: {{deed: loop}}, limits: {of_entry}}}]"
        );
        engine.parse_policy(&yaml, &folder)
    };
    let row = |of_policy: &str, of_entry: &str| {
        let facts = Facts::from_json("{}").unwrap();
        let decision = load(of_policy, of_entry).unwrap().decide(&facts, "2026-11-23".parse().unwrap());
        decision.entries[0].checks[0].check.message.to_string()
    };
    assert!(row("{instructions: 1000000}", "{checks: 1}").contains("more than 1000000 instructions"));
    assert!(row("{instructions: 1000000}", "{instructions: 3000000}").contains("more than 3000000 instructions"));
    for wrong in
        ["{instructions: 200000001}", "{checks: 0}", "{checks: many}", "{stack_bytes: 1000}", "{seconds: 1}", "7"]
    {
        for (of_policy, of_entry) in [(wrong, "{checks: 1}"), ("{checks: 1}", wrong)] {
            let error = load(of_policy, of_entry).unwrap_err();
            assert_eq!(error.code(), ErrorCode::PolicyInvalid, "{wrong}: {error}");
            assert!(error.place().line.is_some(), "{wrong}: {error}");
        }
    }
    let error = load("{component_bytes: 1000}", "{checks: 1}").unwrap_err();
    assert_eq!(error.code(), ErrorCode::RuleNotAComponent, "{error}");
}

/// The links of a page, as what they say and where they lead.
fn links(page: &str) -> Vec<(&str, &str)> {
    let ends = page.match_indices("](").map(|(end, _)| end);
    let link = |end: usize| Some((page[..end].rsplit_once('[')?.1, page[end + 2..].split_once(')')?.0));
    ends.filter_map(link).collect()
}

#[test]
fn every_claim_about_security_is_held_by_a_test_that_is_there() {
    let security = page("docs/security.md");
    let rows = security
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| claim") && !line.starts_with("| who"));
    let claims: Vec<_> = rows.filter(|line| line.matches(" | ").count() == 1).collect();
    assert!(!claims.is_empty());
    for claim in claims {
        assert!(!links(claim).is_empty(), "{claim}");
    }
    for (text, target) in links(&security) {
        let path = target.split('#').next().unwrap();
        let linked = page(&format!("docs/{path}"));
        // A link to code says the name of what it leads to, or the language of a whole suite.
        let named = linked.contains(text)
            || matches!(text, "Python" | "Node")
            || Path::new(path).extension() == Some("md".as_ref());
        assert!(named, "`{path}` has no `{text}`");
    }
}
