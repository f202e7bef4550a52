//! Shows decisions and errors to people. Text from rules, facts and policies may be hostile: it passes through
//! [`printable`] in every format.

mod markdown;
mod page;
mod text;

use markdown::escaped;
pub(crate) use markdown::markdown;
pub(crate) use page::{code, prose};
pub(crate) use text::text;

use anstyle::{AnsiColor, Style};
use clearance::{Decision, EntryDecision, Facts, Row, Verdict, WaiverState, printable};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::Write;

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
    format!("{style}error{code}{style:#}: {}", printable(&format!("{error:#}")))
}

/// JSON that says the same and has nothing in it that a terminal would obey.
pub(crate) fn json(text: String) -> String {
    let is_printable = |text: &str| matches!(printable(text), Cow::Borrowed(_));
    if text.lines().all(is_printable) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 64);
    for char in text.chars() {
        if char == '\n' || is_printable(char.encode_utf8(&mut [0; 4])) {
            out.push(char);
        } else {
            // Such characters stand in strings only. Beyond the first plane they are written as two halves.
            for half in char.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{half:04x}");
            }
        }
    }
    out
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
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::{json, shortened};

    #[test]
    fn json_says_the_same_with_nothing_that_a_terminal_would_obey() {
        let text = serde_json::to_string("a\x1b[0m\u{9b}31m\u{202e}b\u{e0041} grüße\n").unwrap();
        let shown = json(text.clone());
        assert_eq!(shown, r#""a\u001b[0m\u009b31m\u202eb\udb40\udc41 grüße\n""#);
        let read = |text: &str| serde_json::from_str::<String>(text).unwrap();
        assert_eq!(read(&shown), read(&text));
    }

    #[test]
    fn long_text_ends_in_a_sign() {
        assert_eq!(shortened("grüße", 3), "grü…");
        assert_eq!(shortened("ab", 2), "ab");
    }
}
