//! Which statement about a finding in a component is honoured, and why the others are not.

use crate::bom::Bom;
use crate::params::VexTerms;
use crate::statement::{Reach, Says, Statement};
use clearance_rule::prelude::*;
use clearance_rule::time::{DAY, date};

/// The justifications of OpenVEX, then those of CycloneDX.
const JUSTIFICATIONS: [&str; 14] = [
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_not_in_execute_path",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "inline_mitigations_already_exist",
    "code_not_present",
    "code_not_reachable",
    "requires_configuration",
    "requires_dependency",
    "requires_environment",
    "protected_by_compiler",
    "protected_at_runtime",
    "protected_at_perimeter",
    "protected_by_mitigating_control",
];

/// What the statements about one finding in one component come to.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// The place of the statement that excuses it.
    pub(crate) excuse: Option<usize>,
    /// The places of those that would, and why they do not.
    pub(crate) refused: Vec<(usize, String)>,
}

/// Weighs the statements about a finding, given by their places: the newest that is honoured decides, and of two of the same time
/// the stricter.
pub(crate) fn hear(
    terms: &VexTerms,
    statements: &[Statement<'_>],
    about: &[usize],
    bom: &Bom<'_>,
    component: usize,
    at: Timestamp,
) -> Heard {
    let mut heard = Heard::default();
    // An excuse without a time is older than any other statement, what is none newer.
    let time = |place: usize, otherwise| statements[place].time.map_or(otherwise, |time| time.timestamp);
    let mut objection: Option<usize> = None;
    for &place in about {
        let statement = &statements[place];
        let Some(reach) = statement.reach(bom, component) else { continue };
        if statement.says == Says::Otherwise {
            let newer = |other: usize| time(place, Timestamp::MAX) > time(other, Timestamp::MAX);
            if objection.is_none_or(newer) {
                objection = Some(place);
            }
        } else if let Some(reason) = refusal(terms, statement, reach, at) {
            heard.refused.push((place, reason));
        } else if heard.excuse.is_none_or(|other| time(place, Timestamp::MIN) > time(other, Timestamp::MIN)) {
            heard.excuse = Some(place);
        }
    }
    if let (Some(excuse), Some(other)) = (heard.excuse, objection)
        && time(other, Timestamp::MAX) >= time(excuse, Timestamp::MIN)
    {
        heard.excuse = None;
        let Statement { pointer, status, .. } = &statements[other];
        let says =
            status.map_or_else(|| "says nothing that is known".to_owned(), |status| text!["says `", status, "`"]);
        heard.refused.push((excuse, text!["`", pointer, "` ", says, " and is not older"]));
    }
    heard
}

/// Why a statement that would excuse a finding is not honoured.
fn refusal(terms: &VexTerms, statement: &Statement<'_>, reach: Reach, at: Timestamp) -> Option<String> {
    match reach {
        Reach::Exact => {}
        Reach::AnyVersion if terms.any_version => {}
        Reach::AnyVersion => return Some("it names no version".to_owned()),
        Reach::OtherVersions => {
            return Some("this version is not among those that it lists as not affected".to_owned());
        }
        Reach::Nothing => return Some("it names no product that can be told".to_owned()),
    }
    if statement.says == Says::Fixed {
        if !terms.fixed {
            return Some("the policy does not honour that".to_owned());
        }
    } else if !justified(terms, statement) {
        return Some(match statement.justification.filter(|justification| !justification.is_empty()) {
            Some(other) => text!["`", other, "` is no justification"],
            None => "it has no justification".to_owned(),
        });
    }
    if let Some(authors) = &terms.authors
        && !statement.authors.iter().any(|author| authors.iter().any(|allowed| allowed == author))
    {
        return Some(match statement.authors.first() {
            Some(author) => text!["the policy does not honour `", author, "`"],
            None => "it has no author".to_owned(),
        });
    }
    if let Some(expires) = statement.expires.filter(|expires| expires.timestamp <= at) {
        return Some(text!["it expired on ", date(expires.timestamp)]);
    }
    match (statement.time, terms.max_age_days) {
        (None, Some(_)) => Some("it has no time, so it cannot be told whether it is too old".to_owned()),
        (Some(time), _) if time.timestamp > at => Some(text!["it is of the future: ", time.text]),
        (Some(time), Some(days)) if time.timestamp.saturating_add(i64::from(days) * DAY) < at => {
            Some(text!["it is of ", date(time.timestamp), ", more than ", text::count(days, "day"), " ago"])
        }
        _ => None,
    }
}

fn justified(terms: &VexTerms, statement: &Statement<'_>) -> bool {
    let sentence = statement.sentence.is_some_and(|sentence| !sentence.trim().is_empty());
    let word = statement.justification.is_some_and(|word| JUSTIFICATIONS.contains(&word));
    word || (terms.free_text && sentence && statement.justification.is_none_or(str::is_empty))
}
