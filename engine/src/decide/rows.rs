//! The rows that the engine adds.

use crate::decision::Effect;
use crate::policy::Bands;
use crate::sandbox::{Failure, FailureSource};
use crate::{Check, EngineCheck, Observation, Score, Severity, Status, Text};

/// Whether an entry applies cannot be told.
pub(super) fn scope_unknown(entry: &str, observed: Vec<Observation>) -> Check {
    let missing: Vec<String> = observed
        .iter()
        .filter(|observation| observation.value.is_none())
        .map(|observation| format!("`{}`", observation.pointer))
        .collect();
    let (message, remedy) = if missing.is_empty() {
        let message = "a fact on which the entry's scope depends is of another type than the policy compares it with";
        (message.to_owned(), "correct the fact's type".to_owned())
    } else {
        let missing = missing.join(", ");
        (
            format!("whether the entry applies cannot be told, because {missing} is absent"),
            format!("supply the fact {missing}"),
        )
    };
    Check { observed, ..engine_check(EngineCheck::ScopeUnknown, entry, Status::Unknown, message, Some(remedy)) }
}

/// A rule that came to no outcome.
pub(super) fn failure(entry: &str, failure: Failure) -> Check {
    let Failure { check, message, pointer, source } = failure;
    let subject = pointer.as_deref().unwrap_or(entry);
    let remedy = match (check, source) {
        (EngineCheck::MissingFact, _) => format!("supply the fact `{subject}`"),
        (_, FailureSource::Facts) => format!("correct the fact `{subject}`"),
        (EngineCheck::LimitTime, _) => "decide again; if it lasts, mend the rule or raise the limit".to_owned(),
        (
            EngineCheck::LimitInstructions
            | EngineCheck::LimitMemory
            | EngineCheck::LimitOutput
            | EngineCheck::LimitStack
            | EngineCheck::LimitTable,
            _,
        ) => "mend the rule or raise the limit".to_owned(),
        _ => "mend the rule; its author needs the facts it was given".to_owned(),
    };
    // The value of a malformed fact is not repeated: the rule could not read it, and it may be of any size.
    engine_check(check, subject, Status::Unknown, message, Some(remedy))
}

/// The score against the policy's bands.
pub(super) fn band(entry: &str, bands: &Bands, score: Option<&Score>, most: Effect) -> (Check, Effect) {
    let Some(score) = score else {
        let message = "the policy bands the score, and the rule gave none".to_owned();
        let remedy = "remove the bands, or bind a rule that scores".to_owned();
        return (engine_check(EngineCheck::ScoreMissing, entry, Status::Unknown, message, Some(remedy)), most);
    };
    let lowest = bands.iter().map(|(from, _)| *from).fold(f64::INFINITY, f64::min);
    let found = format!("{} of {} points", number(score.points), number(score.out_of));
    let hit = bands.iter().find(|(from, _)| score.points >= *from);
    let (status, message, remedy, effect) = match hit {
        None => (Status::Pass, found, None, Effect::None),
        Some((from, effect)) => (
            Status::Fail,
            format!("{found}, in the band `{effect}`, which begins at {}", number(*from)),
            Some(remedy(score, lowest)),
            (*effect).min(most),
        ),
    };
    let required = Some(Text::from(format!("below {} points", number(lowest))));
    (Check { required, ..engine_check(EngineCheck::ScoreBand, entry, status, message, remedy) }, effect)
}

fn remedy(score: &Score, lowest: f64) -> String {
    let mut terms: Vec<_> = score.contributions.iter().filter(|term| term.points > 0.0).collect();
    terms.sort_by(|a, b| b.points.total_cmp(&a.points));
    let largest: Vec<String> =
        terms.iter().take(3).map(|term| format!("{} ({})", term.factor, number(term.points))).collect();
    let most = if largest.is_empty() { String::new() } else { format!("; most comes from {}", largest.join(", ")) };
    format!("bring the score below {}{most}", number(lowest))
}

/// At most two decimals, none that are zero.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn engine_check(check: EngineCheck, subject: &str, status: Status, message: String, remedy: Option<String>) -> Check {
    Check {
        code: Text::const_new(check.as_str()),
        subject: Text::new(subject),
        status,
        severity: Severity::High,
        message: message.into(),
        observed: Vec::new(),
        required: None,
        remedy: remedy.map(Text::from),
    }
}
