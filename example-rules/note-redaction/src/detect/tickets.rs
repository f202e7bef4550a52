//! Ticket ids: `ABC-123` and what other trackers write.

use super::{Scene, Sink, standards};
use crate::kind::Kind;
use crate::text::{Text, Word};
use std::ops::Range;

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    for &word in &text.words {
        let found = if scene.settings.ticket_prefixes.is_empty() {
            generic(text, word).filter(|span| {
                !scene.in_public_url(span.start) && !scene.in_uuid(span.start) && !scene.is_text_of_public_link(span)
            })
        } else {
            scene.settings.ticket_prefixes.iter().find_map(|prefix| listed(text, word, prefix))
        };
        if let Some(span) = found {
            sink.add(Kind::Ticket, span, "ticket id");
        }
    }
}

/// A prefix that the params name, in any case, with a hyphen and a number, or with a number of five digits or more.
fn listed(text: &Text<'_>, word: Word, prefix: &str) -> Option<Range<usize>> {
    let end = word.start + prefix.len();
    if !text.has_ignoring_case(word.start, prefix.as_bytes()) {
        return None;
    }
    match text.at(end) {
        b'-' | b'#' => text.number(end + 1, 12),
        _ => text.number(end, 12).filter(|number| number - end >= 5),
    }
    .map(|end| word.start..end)
}

fn generic(text: &Text<'_>, word: Word) -> Option<Range<usize>> {
    let bytes = text.word(word);
    if bytes.eq_ignore_ascii_case(b"ticket") {
        // `ticket #4521`
        let number = text.run(word.end, 1, |byte| byte == b' ');
        return (text.at(number) == b'#').then(|| text.number(number + 1, 12)).flatten().map(|end| number..end);
    }
    if word.has_lower() || !word.has_upper() || bytes[0].is_ascii_digit() {
        return None;
    }
    if bytes == b"AB" && text.at(word.end) == b'#' {
        return text.number(word.end + 1, 9).map(|end| word.start..end);
    }
    if is_service_record(bytes) {
        return Some(word.start..word.end);
    }
    if !(2..=10).contains(&word.len())
        || text.at(word.end) != b'-'
        || standards::is_public(&text.str[word.start..word.end])
    {
        return None;
    }
    let mut end = text.number(word.end + 1, 7)?;
    // `NGINX-1.25` is a version.
    if text.at(end) == b'.' && text.at(end + 1).is_ascii_digit() {
        return None;
    }
    // `US-EAST-1`, `MIL-STD-810`, the groups of a key: the hyphen before belongs to a longer name.
    let before = text.before(word.start);
    let outer = text.before(word.start.saturating_sub(1));
    if before == b'-' && (outer.is_ascii_uppercase() || outer.is_ascii_digit()) {
        return None;
    }
    while text.at(end) == b'-'
        && let Some(further) = text.number(end + 1, 7)
    {
        end = further;
    }
    let start = text.run_back(word.start, 10, |byte| byte.is_ascii_uppercase() || byte == b'_');
    let start = text.run(start, word.start - start, |byte| byte == b'_');
    Some(start..end)
}

/// `INC0012345`, as service desks number their records.
fn is_service_record(word: &[u8]) -> bool {
    let digits = word.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let prefix = &word[..word.len() - digits];
    let known: [&[u8]; 9] = [b"INC", b"CHG", b"PRB", b"RITM", b"REQ", b"TASK", b"SCTASK", b"CTASK", b"STRY"];
    (7..=10).contains(&digits) && known.contains(&prefix)
}
