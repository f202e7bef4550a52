//! Debug references: remarks that developers leave for each other, traces of debugging, ids of requests, comments that
//! only the source shows.

use super::{Scene, Sink};
use crate::kind::Kind;
use crate::markdown::line_at;
use crate::text::{Text, Word};
use std::ops::Range;

const REMARK: &str = "developer's remark";

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    let mut past = 0;
    for &word in &text.words {
        if word.start < past || scene.in_public_url(word.start) {
            continue;
        }
        let Some((span, what)) = remark(text, word).or_else(|| code(text, word)).or_else(|| request_id(text, word))
        else {
            continue;
        };
        past = span.end;
        if let Some(rest) = beyond_emphasis(text, &span, what) {
            past = rest.end;
            sink.add(Kind::DebugReference, rest, what);
        }
        sink.add(Kind::DebugReference, span, what);
    }
    comments(scene, sink);
}

/// `TODO`, `FIXME`, `XXX`, `HACK`. With a colon the whole remark goes, to the end of its line or of what encloses it.
fn remark(text: &Text<'_>, word: Word) -> Option<(Range<usize>, &'static str)> {
    let marker = text.word(word);
    if word.has_lower() || !matches!(marker, b"TODO" | b"FIXME" | b"XXX" | b"HACK" | b"NOCOMMIT" | b"DEBUG" | b"WIP") {
        return None;
    }
    let mut after = word.end;
    if text.at(after) == b'(' {
        let close = text.run(after + 1, 64, |byte| !matches!(byte, b')' | b'\n' | b'\r' | b'('));
        after = if text.at(close) == b')' { close + 1 } else { after };
    }
    if text.at(after) == b':' && text.at(after + 1) != b':' {
        return Some((word.start..remark_end(text, after, text.before(word.start) == b'<'), REMARK));
    }
    let alone = match marker {
        b"FIXME" | b"NOCOMMIT" => true,
        b"TODO" => {
            let next = text.run(word.end, 1, |byte| matches!(byte, b' ' | b'-'));
            let noun = text.run(next, 12, |byte| byte.is_ascii_alphabetic());
            let noun = text.str[next..noun].to_ascii_lowercase();
            let product =
                ["list", "lists", "app", "apps", "item", "items", "comment", "comments", "page", "view", "file"];
            next == word.end || !product.contains(&noun.as_str())
        }
        b"DEBUG" => {
            let set = text.at(word.end) == b'=' && text.at(word.end + 1).is_ascii_graphic();
            let bracketed = text.before(word.start) == b'[' && text.at(word.end) == b']';
            if set {
                let value = text.run(word.end + 1, 64, |byte| byte.is_ascii_alphanumeric() || b"*:,_-".contains(&byte));
                return Some((word.start..value.max(word.end + 1), "debug switch"));
            }
            bracketed
        }
        _ => false,
    };
    alone.then_some((word.start..word.end, REMARK))
}

/// What follows `**TODO:**` on its line: the emphasis stays, the remark goes in two pieces.
fn beyond_emphasis(text: &Text<'_>, span: &Range<usize>, what: &str) -> Option<Range<usize>> {
    let start = text.run(span.end, 5, |byte| matches!(byte, b'*' | b'_' | b' '));
    let emphasised = what == REMARK && text.before(span.end) == b':' && text.at(span.end) == b'*';
    let rest = start..if emphasised { remark_end(text, start, false) } else { start };
    (!rest.is_empty()).then_some(rest)
}

/// A remark ends with its line, its table cell, its code span, its brackets or its emphasis.
fn remark_end(text: &Text<'_>, from: usize, in_tag: bool) -> usize {
    let mut open = 0_usize;
    let ends = text.bytes[from..].iter().enumerate().position(|(at, &byte)| match byte {
        // The end of a comment, or of the tag that begins with the remark.
        b'>' => in_tag || text.bytes[..from + at].ends_with(b"--"),
        b'\n' | b'\r' | b'|' | b'`' | b'*' | b'<' => true,
        b'(' | b'[' => {
            open += 1;
            false
        }
        b')' | b']' if open == 0 => true,
        b')' | b']' => {
            open -= 1;
            false
        }
        _ => false,
    });
    let end = ends.map_or(text.bytes.len(), |length| from + length);
    // Emphasis closes after it, dashes close a comment.
    text.run_back(end, end - from, |byte| matches!(byte, b' ' | b'\t' | b'_' | b'~' | b'-'))
}

/// Calls, macros and flags of debugging.
fn code(text: &Text<'_>, word: Word) -> Option<(Range<usize>, &'static str)> {
    const CALLS: [&str; 17] = [
        "console.log(",
        "console.debug(",
        "console.trace(",
        "console.dir(",
        "pdb.set_trace(",
        "ipdb.set_trace(",
        "binding.pry",
        "binding.irb",
        "var_dump(",
        "print_r(",
        "breakpoint(",
        "printStackTrace(",
        "NSLog(",
        "System.out.println(",
        "System.err.println(",
        "Debug.WriteLine(",
        "byebug",
    ];
    let start = word.start;
    match text.at(start) {
        b'd' | b'D' => {
            let rest = text.word(word);
            if rest == b"dbg" && text.at(word.end) == b'!' {
                return Some((start..call_end(text, word.end + 1), "debug call"));
            }
            if rest == b"debugger" && text.at(word.end) == b';' {
                return Some((start..word.end + 1, "debug call"));
            }
            if rest == b"debug" && text.before(start) == b'-' && text.has(start.saturating_sub(2), b"--") {
                let end =
                    text.run(word.end, 40, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='));
                return Some((start - 2..end, "debug flag"));
            }
            if rest.eq_ignore_ascii_case(b"debug")
                && (text.has_ignoring_case(word.end, b" build") || text.has_ignoring_case(word.end, b"-build"))
            {
                let end = word.end + 6 + usize::from(text.at(word.end + 6) == b's');
                return (!text.at(end).is_ascii_alphanumeric()).then_some((start..end, "debug build"));
            }
        }
        b'0' if text.at(start + 1) == b'x' && (13..=18).contains(&word.len()) => {
            let is_pointer = text.bytes[start + 2..word.end].iter().all(u8::is_ascii_hexdigit);
            return is_pointer.then_some((start..word.end, "memory address"));
        }
        _ => {}
    }
    if !matches!(text.at(start), b'c' | b'p' | b'i' | b'b' | b'v' | b'N' | b'S' | b'D') {
        return None;
    }
    if matches!(text.word(word), b"console" | b"pdb") {
        // Named without being called, as prose does.
        let name =
            [&b"console.log"[..], b"console.debug", b"pdb.set_trace"].into_iter().find(|name| text.has(start, name));
        let name = name.filter(|name| !text.at(start + name.len()).is_ascii_alphanumeric());
        if let Some(name) = name {
            return Some((start..call_end(text, start + name.len()), "debug call"));
        }
    }
    let call = CALLS.iter().find(|call| text.has(start, call.as_bytes()))?;
    let end = start + call.trim_end_matches('(').len();
    (!text.at(end).is_ascii_alphanumeric()).then_some((start..call_end(text, end), "debug call"))
}

/// The end of a call with its arguments, where they stand on one line and the brackets match.
fn call_end(text: &Text<'_>, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, &byte) in text.bytes.iter().enumerate().skip(open).take(200) {
        match byte {
            b'(' => depth += 1,
            b')' if depth <= 1 => return if depth == 1 { at + 1 } else { open },
            b')' => depth -= 1,
            b'\n' | b'\r' | b'`' | b'|' => break,
            _ if depth == 0 => break,
            _ => {}
        }
    }
    open
}

/// `trace_id=4bf92f35…`, `X-Request-ID: 7f3a-…`, `correlationId = …`: the value of an id by which logs are searched.
fn request_id(text: &Text<'_>, word: Word) -> Option<(Range<usize>, &'static str)> {
    const OWNERS: [&str; 8] = ["trace", "span", "request", "req", "correlation", "session", "transaction", "txn"];
    let bytes = text.word(word);
    let owner = if bytes.eq_ignore_ascii_case(b"id") {
        text.previous_word(word.start, 1, |byte| matches!(byte, b'_' | b'-' | b' ' | b'.'))
    } else if bytes.len() > 2 && (bytes.ends_with(b"Id") || bytes.ends_with(b"ID") || bytes.ends_with(b"id")) {
        text.str[word.start..word.end - 2].to_ascii_lowercase()
    } else if bytes.eq_ignore_ascii_case(b"traceparent") {
        "trace".to_owned()
    } else {
        return None;
    };
    if !OWNERS.contains(&owner.as_str()) {
        return None;
    }
    let after = text.run(word.end, 4, |byte| matches!(byte, b'"' | b'\'' | b'*' | b'`' | b']' | b' '));
    let sign = matches!(text.at(after), b':' | b'=');
    let start = text.run(after + usize::from(sign), 4, |byte| matches!(byte, b' ' | b'"' | b'\'' | b'`' | b'*' | b'='));
    let end = text.run(start, 128, |byte| byte.is_ascii_alphanumeric() || b"-_:./+=".contains(&byte));
    let end = text.run_back(end, end - start, |byte| matches!(byte, b'.' | b':' | b'-' | b'_' | b'='));
    let value = &text.bytes[start..end];
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    // Without a sign between it must be plain that this is an id.
    let is_id = value.len() >= 4 && digits > 0 && (sign || (digits > 2 && value.len() >= 8 && start > word.end));
    is_id.then_some((start..end, "request id"))
}

/// HTML comments outside of code: nobody sees them in the page, everybody in its source. The comment stays, empty but
/// for the placeholder. Directives to tools are no remarks.
fn comments(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    let mut at = 0;
    while let Some(open) = text.str[at..].find("<!--") {
        let open = at + open;
        let Some(close) = text.str[open + 4..].find("-->") else { return };
        let close = open + 4 + close;
        at = close + 3;
        let line = text.lines[line_at(&text.lines, open)];
        let is_code = line.is_fenced() || text.before(open) == b'`' || text.at(at) == b'`';
        let inner = &text.str[open + 4..close];
        let start = open + 4 + (inner.len() - inner.trim_start().len());
        let end = start + inner.trim().len();
        if !is_code && !is_directive(inner.trim()) {
            sink.add(Kind::DebugReference, start..end, "comment");
        }
    }
}

fn is_directive(comment: &str) -> bool {
    const TOOLS: [&str; 20] = [
        "markdownlint",
        "prettier",
        "toc",
        "/toc",
        "tocstop",
        "more",
        "truncate",
        "vale",
        "textlint",
        "cspell",
        "spell",
        "doctoc",
        "omit",
        "lint",
        "alex",
        "remark",
        "rumdl",
        "mdformat",
        "excerpt",
        "#region",
    ];
    let mut words =
        comment.split(|c: char| !(c.is_alphanumeric() || c == '/' || c == '#')).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return true };
    let lower = first.to_ascii_lowercase();
    TOOLS.contains(&lower.as_str())
        || matches!(comment.to_ascii_lowercase().as_str(), "start doctoc" | "end doctoc" | "begin toc" | "end toc")
}
