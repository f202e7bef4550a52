//! How many defects there are of each severity.

use crate::entry::Entry;
use crate::params::KnownDefects;
use clearance_rule::prelude::*;

/// How many defects have each of the policy's severities, the gravest first; and how many have none that it knows.
pub(crate) fn counts(rule: &KnownDefects, entries: &[Entry<'_>]) -> (Vec<usize>, usize) {
    let mut counts = vec![0; rule.severities.len()];
    let mut unknown = 0;
    for entry in entries {
        *entry.rank.and_then(|rank| counts.get_mut(rank)).unwrap_or(&mut unknown) += 1;
    }
    (counts, unknown)
}

/// The most defects whose severity a row shows; more would drown it.
const SHOWN: usize = 100;

/// A row for each severity that has a limit.
pub(crate) fn rows(rule: &KnownDefects, entries: &[Entry<'_>], outcome: &mut Outcome) {
    let (counts, unknown) = counts(rule, entries);
    for (level, count) in rule.severities.iter().zip(counts) {
        let Some(most) = level.at_most else { continue };
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let found = text::count(count, "defect");
        let check = if count > most {
            Check::fail("count", &level.name, found).remedy(text![
                "fix ",
                text::count(count - most, "more defect"),
                " before the release"
            ])
        } else if count + unknown > most {
            Check::unknown("count", &level.name, text![found, ", and ", unknown, " of a severity that is not known"])
                .remedy_if_unknown("supply a severity that the policy knows for each defect")
        } else {
            Check::pass("count", &level.name, found)
        };
        let of_this_one = entries.iter().filter(|entry| entry.level().is_some_and(|own| own.name == level.name));
        let check = of_this_one
            .take(SHOWN)
            .fold(check, |check, entry| check.seen(&Fact::new(entry.pointer("severity"), entry.defect.severity)));
        outcome.push(check.required(text!["at most ", most]));
    }
}
