//! The policies of `example-rules/packs`: each binds rules of the catalogue, allows one release and denies another.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Decision, Engine, EntryState, Facts, Policy, Status, Timestamp, Verdict};
use clearance_tests::{catalogue, root, rule};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// When the releases are judged.
const AT: &str = "2026-11-24T10:00:00Z";

fn packs() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("example-rules/packs")).unwrap().map(|entry| entry.unwrap().path());
    let mut packs: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    packs.sort();
    assert!(!packs.is_empty());
    packs
}

fn decide(policy: &Policy, pack: &std::path::Path, release: &str) -> Decision {
    let path = pack.with_extension("").join(release);
    let facts = Facts::from_json(&fs::read_to_string(&path).unwrap()).unwrap();
    policy.decide(&facts, AT.parse().unwrap())
}

#[test]
fn each_pack_allows_the_one_release_and_denies_the_other() {
    let engine = Engine::new().unwrap();
    for pack in packs() {
        let policy = engine.load_policy(&pack).unwrap();
        let remarks = policy.lint(AT.parse::<Timestamp>().unwrap());
        assert!(remarks.is_empty(), "{}: {:?}", pack.display(), remarks[0].message);
        let allowed = decide(&policy, &pack, "allowed.json");
        let failing: Vec<String> = allowed
            .failing()
            .map(|(entry, row)| format!("{} {} {}: {}", entry.id, row.check.code, row.check.subject, row.check.message))
            .collect();
        assert_eq!(allowed.verdict, Verdict::Allow, "{}: {failing:#?}", pack.display());
        for entry in &allowed.entries {
            assert_eq!(entry.state, EntryState::Applied, "{}", entry.id);
            let passes = entry.checks.iter().any(|row| row.check.status == Status::Pass);
            assert!(passes || entry.score.is_some(), "`{}` has nothing to say of the allowed release", entry.id);
        }
        let denied = decide(&policy, &pack, "denied.json");
        assert_eq!(denied.verdict, Verdict::Deny, "{}", pack.display());
        for (entry, row) in denied.failing() {
            assert!(row.check.remedy.is_some(), "`{}`: `{}` has no remedy", entry.id, row.check.code);
        }
    }
}

#[test]
fn each_entry_of_a_pack_has_one_line_that_says_what_it_is_for() {
    for pack in packs() {
        let text = fs::read_to_string(&pack).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("  - id: ")) {
            let comment = |before: usize| lines[number - before].trim_start().starts_with("# ");
            assert!(comment(1) && !comment(2), "{}: `{line}`", pack.display());
        }
    }
}

#[test]
fn the_pack_for_regulated_production_binds_every_rule_of_its_modules() {
    let engine = Engine::new().unwrap();
    let policy = engine.load_policy(root().join("example-rules/packs/regulated-production.yaml")).unwrap();
    let bound: BTreeSet<String> = policy.entries().map(|(_, manifest)| manifest.id.to_string()).collect();
    for folder in catalogue() {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let manifest = engine.load_rule(rule(name)).unwrap().manifest().clone();
        let of_modules =
            manifest.practices.iter().any(|practice| practice.starts_with("2.") || practice.starts_with("6."));
        assert!(!of_modules || bound.contains(name), "`{name}` is not bound");
    }
}
