//! The verdict in a sentence.

use crate::decision::{Basis, Effect, EntryDecision, Verdict};

pub(super) fn of(verdict: Verdict, basis: Basis, entries: &[EntryDecision]) -> String {
    if basis == Basis::NoRuleApplied {
        return "no rule of the policy applied to this release: nothing was judged, so nothing is cleared".to_owned();
    }
    let rows = || entries.iter().flat_map(|entry| &entry.checks);
    let with = |effect| rows().filter(|row| row.effect == effect).count();
    let (denying, reviewing, warnings) = (with(Effect::Deny), with(Effect::Review), with(Effect::Warn));
    let waived = rows().filter(|row| row.waived.is_some()).count();
    let mut parts = Vec::new();
    match verdict {
        Verdict::Deny => parts.push(format!("not cleared: {} against it", checks(denying, "stands", "stand"))),
        Verdict::Review => parts.push(format!("a person has to look: {} it", checks(reviewing, "asks for", "ask for"))),
        Verdict::Allow => parts.push("cleared to go".to_owned()),
    }
    if verdict == Verdict::Deny && reviewing > 0 {
        parts.push(checks(reviewing, "would ask for review", "would ask for review"));
    }
    if warnings > 0 {
        parts.push(if warnings == 1 { "1 warning".to_owned() } else { format!("{warnings} warnings") });
    }
    if waived > 0 {
        parts.push(format!("{waived} waived"));
    }
    parts.join(", ")
}

fn checks(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 check {one}") } else { format!("{count} checks {many}") }
}
