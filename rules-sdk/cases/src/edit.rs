//! Changes the text of a case file where an expectation is not met, and nowhere else.

use crate::align::Pair;
use crate::compare::equal;
use crate::located::{Located, Node};
use crate::renew::Renewed;
use crate::span::Source;
use crate::yaml::{block, double_quoted, flow, scalar};
use serde_json::{Map, Value};

/// A text for the bytes from `start` to `end`.
#[derive(Debug)]
pub(crate) struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// `text` with all edits made, of which none touches another.
pub(crate) fn applied<'e>(text: &str, edits: impl Iterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<_> = edits.collect();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        made.push_str(&text[from..edit.start.max(from)]);
        made.push_str(&edit.text);
        from = edit.end.max(from);
    }
    made.push_str(&text[from..]);
    made
}

/// The edits that make a case expect what is new, value by value.
pub(crate) fn in_place(source: &Source<'_>, case: &Located, renewed: &Renewed) -> Vec<Edit> {
    let Some(expect) = case.get("expect").filter(|expect| !expect.is_null() && !expect.has_alias()) else {
        return anew(source, case, &renewed.expect);
    };
    let Node::Map(entries) = &expect.node else { return anew(source, case, &renewed.expect) };
    let same_keys =
        entries.len() == renewed.expect.len() && entries.iter().all(|(key, _)| renewed.expect.contains_key(&key.text));
    if !same_keys || entries.is_empty() {
        return anew(source, case, &renewed.expect);
    }
    let paired = if renewed.expect.contains_key("checks") { "checks" } else { "includes" };
    let mut edits = vec![];
    for (key, value) in entries {
        let fresh = &renewed.expect[&key.text];
        match (&value.node, fresh) {
            (Node::List(rows), Value::Array(fresh)) if key.text == paired && !rows.is_empty() && !fresh.is_empty() => {
                list(source, value, rows, fresh, &renewed.rows, &mut edits);
            }
            _ => edit(source, value, fresh, &mut edits),
        }
    }
    edits
}

/// The edit that writes all that a case expects anew.
pub(crate) fn anew(source: &Source<'_>, case: &Located, expect: &Map<String, Value>) -> Vec<Edit> {
    let one_line = || flow(&Value::Object(expect.clone()));
    let found = case.get("expect");
    if source.is_flow(case) {
        let text = match found {
            Some(expect) if expect.at.length == 0 && expect.is_null() => format!(" {}", one_line()),
            Some(_) => one_line(),
            None => {
                let close = source.end(case).saturating_sub(1);
                let comma = if source.text[..close].trim_end().ends_with(',') { " " } else { ", " };
                return vec![Edit { start: close, end: close, text: format!("{comma}expect: {}", one_line()) }];
            }
        };
        let expect = found.unwrap_or(case);
        let start = if text.starts_with(' ') { source.end(expect) } else { source.start(expect) };
        return vec![Edit { start, end: source.end(expect), text }];
    }
    let margin = " ".repeat(case.at.column.saturating_sub(1));
    let inner = format!("{margin}  ");
    let end = source.line_end;
    match found {
        None => {
            let last = source.below_remarks(source.next_line(source.end(case)), margin.len());
            let broken = if source.text[..last].ends_with('\n') { "" } else { end };
            let text = format!("{broken}{margin}expect:{end}{}", block(expect, &inner, end));
            vec![Edit { start: last, end: last, text }]
        }
        Some(found) if found.is_null() || matches!(&found.node, Node::Map(entries) if entries.is_empty()) => {
            // What stood there goes; a remark on the line stays.
            let (start, stop) = if found.at.length == 0 && found.is_null() {
                (source.end(found), source.end(found))
            } else {
                (source.start(found), source.end(found))
            };
            let below = source.next_line(stop);
            let broken = if source.text[..below].ends_with('\n') { "" } else { end };
            let text = format!("{broken}{}", block(expect, &inner, end));
            vec![Edit { start, end: stop, text: String::new() }, Edit { start: below, end: below, text }]
        }
        Some(found) if source.is_flow(found) || found.at.alias => {
            vec![Edit { start: source.start(found), end: source.end(found), text: one_line() }]
        }
        Some(found) => {
            let margin = " ".repeat(found.at.column.saturating_sub(1));
            let text = block(expect, &margin, end);
            let text = text.trim_start().trim_end().to_owned();
            vec![Edit { start: found.at.start, end: source.end(found), text }]
        }
    }
}

/// Changes as little of a value as there is to change.
fn edit(source: &Source<'_>, located: &Located, fresh: &Value, edits: &mut Vec<Edit>) {
    if equal(&located.to_value(), fresh) {
        return;
    }
    match (&located.node, fresh) {
        (Node::Map(entries), Value::Object(map))
            if !entries.is_empty()
                && entries.len() == map.len()
                && entries.iter().all(|(key, _)| map.contains_key(&key.text)) =>
        {
            for (key, value) in entries {
                edit(source, value, &map[&key.text], edits);
            }
        }
        (Node::List(items), Value::Array(list)) if items.len() == list.len() => {
            for (item, fresh) in items.iter().zip(list) {
                edit(source, item, fresh, edits);
            }
        }
        (Node::Scalar(_), _) if located.at.length == 0 => {
            let end = source.end(located);
            edits.push(Edit { start: end, end, text: format!(" {}", flow(fresh)) });
        }
        (Node::Scalar(_), Value::String(text)) => {
            let text = restyled(source, located, text);
            edits.push(Edit { start: source.start(located), end: source.end(located), text });
        }
        _ => edits.push(Edit { start: source.start(located), end: source.end(located), text: flow(fresh) }),
    }
}

/// A text in the style of the one in whose place it stands.
fn restyled(source: &Source<'_>, located: &Located, text: &str) -> String {
    let old = &source.text[located.at.start..source.end(located)];
    let printable = !text.chars().any(char::is_control);
    if source.block_indicator(located).is_some() {
        let lines = text.strip_suffix('\n').unwrap_or(text);
        let fits = !lines.is_empty()
            && !lines.starts_with([' ', '\n'])
            && !lines.ends_with('\n')
            && !lines.chars().any(|character| character.is_control() && character != '\n');
        if !fits {
            return double_quoted(text);
        }
        let margin = " ".repeat(located.at.column.saturating_sub(1));
        let mut written = if lines.len() < text.len() { "|".to_owned() } else { "|-".to_owned() };
        for line in lines.split('\n') {
            written.push_str(source.line_end);
            if !line.is_empty() {
                written.push_str(&margin);
                written.push_str(line);
            }
        }
        return written;
    }
    match old.as_bytes().first() {
        Some(b'\'') if printable => format!("'{}'", text.replace('\'', "''")),
        Some(b'"') => double_quoted(text),
        _ => scalar(text),
    }
}

/// Rows that stay are changed, others are taken out or written between them.
fn list(
    source: &Source<'_>,
    located: &Located,
    rows: &[Located],
    fresh: &[Value],
    pairs: &[Pair],
    edits: &mut Vec<Edit>,
) {
    let flows = source.is_flow(located);
    let all_stay = pairs.iter().all(|pair| matches!(pair, (Some(_), Some(_))));
    if flows && !all_stay && !rows.iter().all(|row| stands_alone(source, row)) {
        edits.push(between_brackets(source, located, rows, fresh, pairs));
        return;
    }
    // Each row has lines of its own.
    let begins = |row: &Located| if flows { row.at.start } else { dash(source, row) };
    let (before, behind) = if flows { ("", ",") } else { ("- ", "") };
    let first = begins(&rows[0]);
    let margin = " ".repeat(first - source.line_start(first));
    let mut below = None;
    for pair in pairs {
        match *pair {
            (Some(i), Some(j)) => edit(source, &rows[i], &fresh[j], edits),
            (Some(i), None) => {
                let start = source.line_start(begins(&rows[i]));
                edits.push(Edit { start, end: source.next_line(source.end(&rows[i])), text: String::new() });
            }
            (None, Some(j)) => {
                // Below the row before it, or above the first.
                let at = below.unwrap_or_else(|| source.line_start(first));
                let whole = at == 0 || source.text[..at].ends_with('\n');
                let (start, end) = if whole { ("", source.line_end) } else { (source.line_end, "") };
                let text = format!("{start}{margin}{before}{}{behind}{end}", flow(&fresh[j]));
                edits.push(Edit { start: at, end: at, text });
            }
            (None, None) => {}
        }
        if let (Some(i), stays) = *pair {
            let end = source.end(&rows[i]);
            if flows && !all_stay && stays.is_some() && i + 1 == rows.len() && !source.text[end..].starts_with(',') {
                edits.push(Edit { start: end, end, text: ",".to_owned() });
            }
            below = Some(source.next_line(end));
        }
    }
}

/// Whether nothing else stands on the lines of a row in brackets, but for a comma and a remark.
fn stands_alone(source: &Source<'_>, row: &Located) -> bool {
    let (start, end) = (row.at.start, source.end(row));
    let behind = source.text[end..source.line_end(end)].trim_start_matches(',').trim();
    source.text[source.line_start(start)..start].trim().is_empty() && (behind.is_empty() || behind.starts_with('#'))
}

/// Where the dash of a row is.
fn dash(source: &Source<'_>, row: &Located) -> usize {
    source.text[..row.at.start].rfind('-').unwrap_or(row.at.start)
}

/// A list in brackets, its rows parted as they were.
fn between_brackets(source: &Source<'_>, located: &Located, rows: &[Located], fresh: &[Value], pairs: &[Pair]) -> Edit {
    let text = source.text;
    let (start, end) = (located.at.start, source.end(located));
    let (first, last) = (rows[0].at.start, source.end(&rows[rows.len() - 1]));
    let parted = rows.get(1).map(|second| &text[source.end(&rows[0])..second.at.start]);
    let parted = parted.filter(|parted| !parted.contains('#')).unwrap_or(", ");
    let written: Vec<String> = pairs
        .iter()
        .filter_map(|pair| match *pair {
            (Some(i), Some(j)) => {
                let mut inner = vec![];
                edit(source, &rows[i], &fresh[j], &mut inner);
                let (from, to) = (rows[i].at.start, source.end(&rows[i]));
                for edit in &mut inner {
                    (edit.start, edit.end) = (edit.start - from, edit.end - from);
                }
                Some(applied(&text[from..to], inner.iter()))
            }
            (None, Some(j)) => Some(flow(&fresh[j])),
            _ => None,
        })
        .collect();
    Edit { start, end, text: [&text[start..first], &written.join(parted), &text[last..end]].concat() }
}
