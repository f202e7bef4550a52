//! Shows decisions and errors to people. Text from rules, facts and policies may be hostile: it passes through
//! [`plain`] or its like in every format.

mod markdown;
mod text;

pub(crate) use markdown::markdown;
pub(crate) use text::text;

use anstyle::{AnsiColor, Style};
use clearance::{Decision, EntryDecision, Facts, Row, Verdict, WaiverState};
use serde_json::Value;

/// How many rows are listed before the rest is counted.
const ROWS: usize = 50;

/// What the facts call the release.
pub(crate) fn release_name(facts: &Facts) -> String {
    let part = |pointer| match facts.get(pointer) {
        Some(Value::String(text)) => Some(text),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    [part("/release/name"), part("/release/version")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// An error on standard error.
pub(crate) fn failure(error: &anyhow::Error) -> String {
    let code = error.chain().find_map(|cause| cause.downcast_ref::<clearance::Error>()).map(clearance::Error::code);
    let style = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
    let code = code.map(|code| format!("[{code}]")).unwrap_or_default();
    format!("{style}error{code}{style:#}: {}", plain(&format!("{error:#}")))
}

/// Text on one line with nothing in it that a terminal would obey or that would turn the direction of reading.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' | '\t' => out.push(' '),
            char if is_hostile(char) => out.extend(char.escape_unicode()),
            char => out.push(char),
        }
    }
    out
}

fn is_hostile(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}' | '\u{2029}')
        || ('\u{202a}'..='\u{202e}').contains(&char)
        || ('\u{2066}'..='\u{2069}').contains(&char)
}

/// At most so many characters, and a sign that there were more.
fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A sentence as it begins and ends.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect::<String>() + ".",
        None => String::new(),
    }
}

/// What a row read, as `pointer = value`.
fn observations(row: &Row) -> Vec<String> {
    row.check
        .observed
        .iter()
        .map(|observation| match &observation.value {
            Some(value) => format!("{} = {}", observation.pointer, shortened(&value.to_string(), 100)),
            None => format!("{} is absent", observation.pointer),
        })
        .collect()
}

/// Rows that count against the release, the gravest first.
fn failing(decision: &Decision) -> Vec<(&EntryDecision, &Row)> {
    let mut rows: Vec<_> = decision.failing().collect();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse((row.effect, row.check.severity)));
    rows
}

/// Remedies, each once, with the entry and subject they are for.
fn remedies<'d>(rows: &[(&'d EntryDecision, &'d Row)]) -> Vec<(&'d EntryDecision, &'d Row, &'d str)> {
    let mut seen = std::collections::HashSet::new();
    rows.iter()
        .filter_map(|&(entry, row)| row.check.remedy.as_deref().map(|remedy| (entry, row, remedy)))
        .filter(|(_, row, remedy)| seen.insert((row.check.subject.as_str(), *remedy)))
        .collect()
}

/// Rows of checks that failed and do not count, because a waiver says so or the entry is on trial.
fn excused(decision: &Decision) -> impl Iterator<Item = (&EntryDecision, &Row)> {
    decision
        .entries
        .iter()
        .flat_map(|entry| entry.checks.iter().map(move |row| (entry, row)))
        .filter(|(_, row)| row.check.status.is_failing() && row.effect == clearance::Effect::None)
}

/// What somebody should know of a waiver; nothing where it simply did its work.
fn waiver_remark(state: WaiverState, matched: usize) -> Option<String> {
    let would = match matched {
        0 => "no failing check is as it says".to_owned(),
        1 => "1 failing check is as it says and counts".to_owned(),
        count => format!("{count} failing checks are as it says and count"),
    };
    match state {
        WaiverState::Used => None,
        WaiverState::Unmatched => Some("waives nothing here".to_owned()),
        WaiverState::NotBegun => Some(format!("has not begun; {would}")),
        WaiverState::Expired => Some(format!("has expired; {would}")),
        WaiverState::OverLong => Some(format!("lasts longer than the policy honours; {would}")),
    }
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "ALLOW",
        Verdict::Review => "REVIEW",
        Verdict::Deny => "DENY",
    }
}

#[cfg(test)]
mod tests {
    use super::{plain, shortened};

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        assert_eq!(plain("a\x1b[31mred\x07\u{202e}b\nc"), "a\\u{1b}[31mred\\u{7}\\u{202e}b c");
        assert_eq!(plain("grüße 👋"), "grüße 👋");
    }

    #[test]
    fn long_text_ends_in_a_sign() {
        assert_eq!(shortened("grüße", 3), "grü…");
        assert_eq!(shortened("ab", 2), "ab");
    }
}
