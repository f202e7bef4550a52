//! What a policy means: scope, enforcement, effective dates, needs, bands, waivers, and the verdict they lead to.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance::{Basis, Decision, Effect, EntryState, Facts, LintKind, Policy, Timestamp, Verdict, WaiverState};
use clearance_tests::{engine, guest};
use serde_json::json;
use std::sync::Arc;

fn policy(yaml: &str) -> Policy {
    engine().parse_policy(yaml, guest("scripted").parent().unwrap()).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn decide(yaml: &str, facts: &str) -> Decision {
    policy(yaml).decide(&Facts::from_json(facts).unwrap(), at("2026-11-23T08:00:00Z"))
}

const FAILING: &str = "params: {checks: [{subject: api, status: fail}]}";

#[test]
fn the_verdict_is_the_worst_of_what_failing_checks_mean() {
    for (enforce, verdict, effect) in [
        ("deny", Verdict::Deny, Effect::Deny),
        ("review", Verdict::Review, Effect::Review),
        ("warn", Verdict::Allow, Effect::Warn),
        ("shadow", Verdict::Allow, Effect::None),
    ] {
        let yaml = format!("policy: p\nentries: [{{id: a, rule: scripted.wasm, enforce: {enforce}, {FAILING}}}]");
        let decision = decide(&yaml, "{}");
        assert_eq!(decision.verdict, verdict, "{enforce}");
        assert_eq!(decision.entries[0].checks[0].effect, effect, "{enforce}");
    }
    let both = format!(
        "policy: p\nentries: [{{id: a, rule: scripted.wasm, enforce: review, {FAILING}}}, \
         {{id: b, rule: scripted.wasm, enforce: deny, {FAILING}}}]"
    );
    assert_eq!(decide(&both, "{}").verdict, Verdict::Deny);
}

#[test]
fn unknown_counts_as_a_failure_and_pass_and_not_applicable_do_not() {
    for (status, verdict) in [("unknown", Verdict::Deny), ("pass", Verdict::Allow), ("not-applicable", Verdict::Allow)]
    {
        let yaml = format!(
            "policy: p\nentries: [{{id: a, rule: scripted.wasm, params: {{checks: [{{subject: x, status: {status}}}]}}}}]"
        );
        assert_eq!(decide(&yaml, "{}").verdict, verdict, "{status}");
    }
}

#[test]
fn a_policy_in_which_no_rule_applies_does_not_allow() {
    let yaml = "policy: p\nentries: [{id: a, rule: scripted.wasm, when: {/release/kind: hotfix}}]";
    let decision = decide(yaml, r#"{ "release": { "kind": "regular" } }"#);
    assert_eq!(decision.verdict, Verdict::Deny);
    assert_eq!(decision.basis, Basis::NoRuleApplied);
    assert!(decision.summary.contains("nothing is cleared"), "{}", decision.summary);
}

#[test]
fn conditions_choose_the_releases_that_an_entry_judges() {
    let facts = r#"{ "release": { "kind": "hotfix", "size": 12, "tags": ["eu", "us"], "none": null } }"#;
    for (when, state) in [
        ("{/release/kind: hotfix}", EntryState::Applied),
        ("{/release/kind: [regular, hotfix]}", EntryState::Applied),
        ("{/release/kind: regular}", EntryState::OutOfScope),
        ("{/release/kind: {not: hotfix}}", EntryState::OutOfScope),
        ("{/release/kind: {not_in: [regular]}}", EntryState::Applied),
        ("{/release/size: {at_least: 12}}", EntryState::Applied),
        ("{/release/size: {at_least: 12.5}}", EntryState::OutOfScope),
        ("{/release/size: {at_most: 12}}", EntryState::Applied),
        ("{/release/size: 12.0}", EntryState::Applied),
        ("{/release/tags: {contains: eu}}", EntryState::Applied),
        ("{/release/tags: {contains: asia}}", EntryState::OutOfScope),
        ("{/release/tags/1: us}", EntryState::Applied),
        ("{/release/kind: {contains: fix}}", EntryState::Applied),
        ("{/release/gone: {exists: false}}", EntryState::Applied),
        ("{/release/kind: {exists: false}}", EntryState::OutOfScope),
        ("{/release/none: {exists: true}}", EntryState::Applied),
        ("{/release/kind: hotfix, /release/size: 1}", EntryState::OutOfScope),
        ("{any: [{/release/kind: regular}, {/release/size: 12}]}", EntryState::Applied),
        ("{not: {/release/kind: regular}}", EntryState::Applied),
        ("{all: [{/release/kind: hotfix}, {not: {/release/size: 12}}]}", EntryState::OutOfScope),
        // Absent, or of another type: nobody leaves a scope by leaving a fact out or bending it.
        ("{/release/gone: x}", EntryState::ScopeUnknown),
        ("{/release/gone: {not: x}}", EntryState::ScopeUnknown),
        ("{/release/none: x}", EntryState::ScopeUnknown),
        ("{/release/tags: eu}", EntryState::ScopeUnknown),
        ("{/release/kind: {at_least: 3}}", EntryState::ScopeUnknown),
        ("{not: {/release/gone: x}}", EntryState::ScopeUnknown),
        // What is certain without the absent fact stays certain.
        ("{any: [{/release/gone: x}, {/release/kind: hotfix}]}", EntryState::Applied),
        ("{/release/gone: x, /release/kind: regular}", EntryState::OutOfScope),
    ] {
        let decision = decide(&format!("policy: p\nentries: [{{id: a, rule: scripted.wasm, when: {when}}}]"), facts);
        assert_eq!(decision.entries[0].state, state, "{when}");
    }
}

#[test]
fn a_scope_that_cannot_be_told_is_a_row_that_names_the_fact() {
    let yaml = "policy: p\nentries: [{id: a, rule: scripted.wasm, enforce: review, when: {/release/kind: hotfix}}]";
    let decision = decide(yaml, "{}");
    assert_eq!(decision.verdict, Verdict::Review);
    let row = &decision.entries[0].checks[0].check;
    assert_eq!(row.code, "scope-unknown");
    assert_eq!(row.remedy.as_deref(), Some("supply the fact `/release/kind`"));
}

#[test]
fn an_entry_is_in_force_from_its_first_instant_until_before_its_last() {
    let yaml = format!(
        "policy: p\nentries: [{{id: a, rule: scripted.wasm, {FAILING}, effective: {{from: 2026-11-01, until: 2026-12-01}}}}]"
    );
    let policy = policy(&yaml);
    let facts = Facts::from_json("{}").unwrap();
    for (time, state) in [
        ("2026-10-31T23:59:59.999Z", EntryState::NotEffective),
        ("2026-11-01T00:00:00Z", EntryState::Applied),
        ("2026-11-30T23:59:59Z", EntryState::Applied),
        ("2026-12-01T00:00:00Z", EntryState::NotEffective),
    ] {
        assert_eq!(policy.decide(&facts, at(time)).entries[0].state, state, "{time}");
    }
}

#[test]
fn derived_facts_reach_who_needs_them_and_nobody_else() {
    let yaml = "
policy: p
entries:
  - {id: after, rule: scripted.wasm, needs: [risk], when: {/risk/tier: high}}
  - {id: risk, rule: scripted.wasm, params: {derive: {tier: high}}}
  - {id: apart, rule: scripted.wasm}
";
    let decision = decide(yaml, r#"{ "risk": { "tier": "forged" } }"#);
    let saw = |entry: usize| decision.entries[entry].checks[0].check.observed[1].value.clone();
    assert_eq!(saw(0), Some(json!({ "tier": "high" })));
    assert_eq!(saw(2), Some(json!({ "tier": "forged" })), "who does not need it sees the facts as submitted");
    assert_ne!(decision.entries[0].saw["risk"], decision.entries[2].saw["risk"]);
    let ids: Vec<&str> = decision.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["after", "risk", "apart"], "entries stand as in the file");
}

#[test]
fn rules_that_are_evaluated_at_the_same_time_decide_what_they_do_one_by_one() {
    // Enough of them that a decision by itself is spread over the cores; in a batch it is not.
    let first =
        (0..20).map(|i| format!("  - {{id: first-{i}, rule: scripted.wasm, params: {{derive: {{tier: {i}}}}}}}\n"));
    let then = (0..20).map(|i| {
        let entry = format!("id: then-{i}, rule: scripted.wasm, needs: [first-{i}], when: {{/first-{i}/tier: {i}}}");
        format!("  - {{{entry}, {FAILING}}}\n")
    });
    let policy = Arc::new(policy(&format!("policy: p\nentries:\n{}", then.chain(first).collect::<String>())));
    let time = at("2026-11-23T08:00:00Z");
    let together = policy.decide(&Facts::from_json("{}").unwrap(), time);
    let releases = (0..4).map(|_| Facts::from_json("{}"));
    for alone in policy.decide_batch(releases, time) {
        assert_eq!(together.to_json(), alone.unwrap().to_json());
    }
    assert_eq!(together.failing().count(), 20);
    let ids: Vec<&str> = together.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!((ids[0], ids[39]), ("then-0", "first-19"));
}

#[test]
fn what_a_needed_entry_did_not_derive_is_absent_even_where_facts_offer_it() {
    let yaml = "
policy: p
entries:
  - {id: risk, rule: scripted.wasm, when: {/release/kind: hotfix}, params: {derive: {tier: high}}}
  - {id: after, rule: scripted.wasm, needs: [risk]}
";
    let decision = decide(yaml, r#"{ "release": { "kind": "regular" }, "risk": { "tier": "low" } }"#);
    assert_eq!(decision.entries[1].checks[0].check.observed[1].value, None);
    assert!(!decision.entries[1].saw.contains_key("risk"));
}

#[test]
fn bands_turn_points_into_an_effect_and_enforcement_bounds_it() {
    let row = |enforce: &str, points: &str| {
        let yaml = format!(
            "policy: p\nentries: [{{id: a, rule: scripted.wasm, enforce: {enforce}, params: {{points: {points}}}, \
             bands: {{review: 50, deny: 80}}}}]"
        );
        let decision = decide(&yaml, "{}");
        let row = decision.entries[0].checks.last().unwrap().clone();
        (row.check.status.as_str(), row.effect, decision.verdict)
    };
    assert_eq!(row("deny", "49.99"), ("pass", Effect::None, Verdict::Allow));
    assert_eq!(row("deny", "50"), ("fail", Effect::Review, Verdict::Review));
    assert_eq!(row("deny", "79.9"), ("fail", Effect::Review, Verdict::Review));
    assert_eq!(row("deny", "80"), ("fail", Effect::Deny, Verdict::Deny));
    assert_eq!(row("review", "80"), ("fail", Effect::Review, Verdict::Review));
    assert_eq!(row("warn", "80"), ("fail", Effect::Warn, Verdict::Allow));
    assert_eq!(row("shadow", "80"), ("fail", Effect::None, Verdict::Allow));
    assert_eq!(row("deny", "null"), ("unknown", Effect::Deny, Verdict::Deny), "bands without a score");
}

fn waived(waiver: &str, time: &str) -> Decision {
    let yaml = format!(
        "
policy: p
waiver_days: 30
entries: [{{id: a, rule: scripted.wasm, {FAILING}}}]
waivers: [{{id: w, entry: a, check: scripted, reason: agreed, approvers: [Ada], ticket: OPS-1, {waiver}}}]
"
    );
    policy(&yaml).decide(&Facts::from_json(r#"{"release": {"name": "web"}}"#).unwrap(), at(time))
}

#[test]
fn a_waived_row_still_shows_what_was_found_and_does_not_count() {
    let decision = waived("subject: api, from: 2026-11-01, until: 2026-12-01", "2026-11-23");
    assert_eq!(decision.verdict, Verdict::Allow);
    let row = &decision.entries[0].checks[0];
    assert_eq!((row.check.status.as_str(), row.effect), ("fail", Effect::None));
    assert_eq!(row.waived.as_deref(), Some("w"));
    assert_eq!((decision.waivers[0].state, decision.waivers[0].matched), (WaiverState::Used, 1));
}

#[test]
fn waivers_that_do_not_hold_are_reported_and_waive_nothing() {
    for (waiver, time, state, matched) in [
        ("subject: api, from: 2026-11-01, until: 2026-11-20", "2026-11-20", WaiverState::Expired, 1),
        ("subject: api, from: 2026-11-01, until: 2026-11-20", "2026-10-31", WaiverState::NotBegun, 1),
        ("subject: api, from: 2026-11-01, until: 2026-12-02", "2026-11-23", WaiverState::OverLong, 1),
        ("subject: web, from: 2026-11-01, until: 2026-12-01", "2026-11-23", WaiverState::Unmatched, 0),
        (
            "subject: api, when: {/release/name: other}, from: 2026-11-01, until: 2026-12-01",
            "2026-11-23",
            WaiverState::Unmatched,
            0,
        ),
    ] {
        let decision = waived(waiver, time);
        assert_eq!(decision.verdict, Verdict::Deny, "{waiver}");
        assert_eq!(decision.entries[0].checks[0].waived, None, "{waiver}");
        assert_eq!((decision.waivers[0].state, decision.waivers[0].matched), (state, matched), "{waiver}");
    }
}

#[test]
fn a_waiver_may_cover_subjects_by_pattern_and_releases_by_facts() {
    for waiver in ["subject: '*'", "subject: a*", "subject: '*', when: {/release/name: web}"] {
        let decision = waived(&format!("{waiver}, from: 2026-11-01, until: 2026-12-01"), "2026-11-23");
        assert_eq!(decision.verdict, Verdict::Allow, "{waiver}");
    }
}

#[test]
fn the_same_inputs_and_time_give_the_same_bytes_and_read_back() {
    let yaml = format!("policy: p\nversion: 2\nentries: [{{id: a, rule: scripted.wasm, {FAILING}}}]");
    let facts = r#"{ "release": { "name": "web", "sizes": [1, 2.5] } }"#;
    let (first, second) = (decide(&yaml, facts), decide(&yaml, facts));
    assert_eq!(first.to_json(), second.to_json());
    assert_eq!(first.to_messagepack(), second.to_messagepack());
    let back: Decision = serde_json::from_str(&first.to_json()).unwrap();
    assert_eq!(back, first);
}

#[test]
fn a_decision_names_the_digests_of_all_that_went_in() {
    let yaml = format!("policy: p\nentries: [{{id: a, rule: scripted.wasm, {FAILING}}}]");
    let policy = policy(&yaml);
    let facts = Facts::from_json(r#"{ "release": { "name": "web" }, "secret": 1 }"#).unwrap();
    let decision = policy.decide(&facts, at("2026-11-23"));
    assert_eq!(decision.policy.digest, clearance::Digest::of(yaml.as_bytes()));
    assert_eq!(decision.facts.digest, facts.digest());
    let component = std::fs::read(guest("scripted")).unwrap();
    assert_eq!(decision.entries[0].rule.digest, clearance::Digest::of(&component));
    let saw: Vec<&str> = decision.entries[0].saw.keys().map(clearance::Text::as_str).collect();
    assert_eq!(saw, ["release"], "the section that the rule did not declare is not among those it saw");
    let json: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    assert!(json.get("timings").is_none());
}

#[test]
fn a_lint_names_what_is_likely_a_mistake() {
    let yaml = "
policy: p
entries:
  - {id: risk, rule: scripted.wasm, enforce: warn}
  - {id: after, rule: scripted.wasm, enforce: shadow, effective: {until: 2026-01-01}}
  - {id: last, rule: scripted.wasm, enforce: warn, needs: [risk, after]}
waivers:
  - {id: w, entry: risk, check: saw, subject: x, reason: r, approvers: [Ada], ticket: T, from: 2026-01-01, until: 2026-02-01}
";
    let kinds: Vec<LintKind> = policy(yaml).lint(at("2026-11-23")).iter().map(|lint| lint.kind).collect();
    assert_eq!(
        kinds,
        [
            LintKind::NeedMissing,
            LintKind::EntryEnded,
            LintKind::NeedUnused,
            LintKind::WaiverExpired,
            LintKind::NothingEnforced
        ]
    );
}

#[test]
fn the_facts_schema_lists_what_rules_read_and_not_what_they_derive() {
    let yaml = "policy: p\nentries: [{id: risk, rule: scripted.wasm}, {id: b, rule: scripted.wasm, needs: [risk]}]";
    let schema = policy(yaml).facts_schema();
    assert_eq!(schema["properties"]["release"]["allOf"].as_array().unwrap().len(), 2);
    assert!(
        schema["properties"]["risk"].get("allOf").is_none(),
        "only the entry `risk` itself reads it from the facts"
    );
}
