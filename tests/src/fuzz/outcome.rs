//! What a rule returns, of which every byte may be hostile.

use super::guest::{self, ENCODINGS, name};
use super::{check_decision, engine};
use clearance::{Decision, Engine, EngineCheck, Policy};
use std::sync::LazyLock;

const POLICY: &str = "
policy: outcome
entries:
  - {id: image, rule: RULE, enforce: review, bands: {review: 1, deny: 50}}
  - {id: second, rule: RULE, needs: [image]}
waivers:
  - id: w
    entry: image
    check: a
    subject: 'a*b*'
    reason: r
    approvers: [Ada]
    ticket: T
    from: 2026-11-01
    until: 2026-12-01
";

/// The first byte chooses the encoding of texts, and the others are the memory of a rule, which returns what stands at its
/// beginning. Whatever that is becomes rows; what it derives is the facts of another entry.
pub fn outcome(input: &[u8]) {
    let Some(decision) = decide(input) else { return };
    let of_engine = |code: &str| EngineCheck::from_code(code).is_some();
    for entry in &decision.entries {
        for row in &entry.checks {
            assert!(matches!(row.check.code.as_str(), "a" | "b") || of_engine(&row.check.code), "{row:?}");
            // What the engine adds is never a pass, a band apart.
            let code = row.check.code.as_str();
            let is_failing = row.check.status.is_failing();
            assert!(is_failing || !of_engine(code) || code == "score-band", "{row:?}");
        }
        let score = entry.score.iter();
        let points = score
            .flat_map(|score| score.contributions.iter().map(|term| term.points).chain([score.points, score.out_of]));
        assert!(points.into_iter().all(f64::is_finite), "{:?}", entry.score);
    }
}

fn decide(input: &[u8]) -> Option<Decision> {
    static POLICIES: LazyLock<(Engine, [Policy; 3])> = LazyLock::new(|| {
        let engine = engine();
        let policies = ENCODINGS.map(|encoding| {
            let yaml = POLICY.replace("RULE", name(encoding));
            engine.parse_policy(&yaml, guest::folder()).unwrap()
        });
        (engine, policies)
    });
    let (encoding, image) = input.split_first()?;
    let policy = &POLICIES.1[usize::from(*encoding) % ENCODINGS.len()];
    Some(check_decision(policy, &guest::facts(image)))
}

#[cfg(test)]
mod tests {
    use super::super::seeds;
    use super::*;

    #[test]
    fn what_rules_answer_is_understood_in_every_encoding() {
        let answers = seeds::outcomes();
        for (index, codes) in
            [&["a", "b", "score-band"][..], &["missing-fact"], &["malformed-fact"], &["rule-failed"]].iter().enumerate()
        {
            for encoding in 0..ENCODINGS.len() {
                let decision = decide(&answers[4 * encoding + index]).unwrap();
                let entry = &decision.entries[0];
                let found: Vec<&str> = entry.checks.iter().map(|row| row.check.code.as_str()).collect();
                assert!(found.starts_with(codes), "{}", decision.to_json());
                assert_eq!(
                    (entry.artifacts.len(), entry.derived.is_some()),
                    if index == 0 { (1, true) } else { (0, false) }
                );
            }
        }
    }

    #[test]
    fn lists_that_are_not_aligned_are_refused_in_every_encoding() {
        for encoding in 0..ENCODINGS.len() {
            let mut answer = seeds::outcomes().swap_remove(4 * encoding);
            // Where the list of checks is said to begin, behind the byte that chooses the encoding.
            answer[9] += 1;
            let decision = decide(&answer).unwrap();
            let check = &decision.entries[0].checks[0].check;
            assert_eq!(check.code, "invalid-outcome");
            assert!(check.message.contains("a list is not aligned"), "{}", check.message);
        }
    }
}
