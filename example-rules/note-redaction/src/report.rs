//! The rows of the decision: one for each leak, and one for each kind that was looked for and not found.

use crate::kind::Kind;
use crate::leaks::Leak;
use crate::params::NoteRedaction;
use clearance_rule::{Check, Outcome, Severity, text};

/// Rows for single leaks in one document; what comes after is told in one row a kind. All leaks are redacted.
const ROWS: usize = 500;

/// A document that was read.
pub(crate) struct Read<'a> {
    /// What rows call it.
    pub(crate) name: &'a str,
    /// Its place in the facts.
    pub(crate) pointer: String,
    pub(crate) source: &'a str,
    pub(crate) leaks: &'a [Leak],
    /// The file name of its redacted text.
    pub(crate) artifact: &'a str,
}

/// Adds the rows of a document.
pub(crate) fn rows(rule: &NoteRedaction, read: &Read<'_>, outcome: &mut Outcome) {
    let mut places = Places::new(read.source);
    let (told, untold) = read.leaks.split_at(read.leaks.len().min(ROWS));
    for leak in told {
        outcome.push(found(rule, read, leak, places.of(leak.own.start)));
    }
    let mut kinds = Kind::BUILT_IN.to_vec();
    if !rule.patterns.is_empty() {
        kinds.push(Kind::Custom(0));
    }
    for kind in &kinds {
        let more = untold.iter().filter(|leak| leak.kind.code() == kind.code()).count();
        if more > 0 {
            outcome.push(further(read, *kind, more));
        }
    }
    for kind in kinds {
        if rule.settings.enabled & kind.bit() == 0 {
            let message = format!("{} are not looked for: the params switch this kind off", kind.plural());
            outcome.push(Check::not_applicable(kind.code(), read.name, message));
        } else if !read.leaks.iter().any(|leak| leak.kind.code() == kind.code()) {
            let message = format!("no {}", kind.plural());
            outcome.push(Check::pass(kind.code(), read.name, message).severity(kind.severity()));
        }
    }
}

fn found(rule: &NoteRedaction, read: &Read<'_>, leak: &Leak, place: Place) -> Check {
    let pattern = if let Kind::Custom(index) = leak.kind { rule.patterns.get(index) } else { None };
    let severity = pattern.map_or(leak.kind.severity(), |pattern| pattern.severity.severity());
    let what = pattern.map_or(leak.what, |pattern| pattern.name.as_str());
    let excerpt = excerpt(&read.source[leak.own.clone()], leak.kind);
    let Place { line, column } = place;
    let publish = format!("publish the redacted `{}`, or take it out of line {line}, column {column}", read.artifact);
    let remedy = match leak.kind {
        Kind::Secret => format!("revoke the credential, for it may have been read already; {publish}"),
        _ => publish,
    };
    Check::fail(leak.kind.code(), format!("{}:{line}:{column}", read.name), format!("{what} `{excerpt}`"))
        .severity(severity)
        .observe(read.pointer.clone(), excerpt)
        .required(format!("no {}", leak.kind.plural()))
        .remedy(remedy)
}

fn further(read: &Read<'_>, kind: Kind, more: usize) -> Check {
    let severity = if matches!(kind, Kind::Custom(_)) { Severity::Medium } else { kind.severity() };
    Check::fail(kind.code(), read.name, format!("{} beyond those shown: {}", text::count(more, "leak"), kind.plural()))
        .severity(severity)
        .required(format!("no {}", kind.plural()))
        .remedy(format!("publish the redacted `{}`", read.artifact))
}

/// Enough of a leak to find it by, on one line. Of a secret, and of what the organisation's own patterns find, at most
/// a quarter and at most four characters.
fn excerpt(leak: &str, kind: Kind) -> String {
    let is_plain = |c: &char| !c.is_control() && *c != '`';
    let first = leak.lines().next().unwrap_or_default().trim_end();
    let plain: Vec<char> = first.chars().filter(is_plain).collect();
    let most = match kind {
        Kind::Secret | Kind::Custom(_) => (plain.len() / 4).min(4),
        _ => 24,
    };
    let shown: String = plain.iter().take(most).collect();
    if most < plain.len() || first.len() < leak.len() { shown + "\u{2026}" } else { shown }
}

/// A place as editors show it: both count from 1, columns in characters (Unicode scalar values).
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    column: usize,
}

/// Finds places in ascending order, in one pass over the text.
struct Places<'s> {
    source: &'s str,
    at: usize,
    place: Place,
}

impl<'s> Places<'s> {
    fn new(source: &'s str) -> Self {
        Self { source, at: 0, place: Place { line: 1, column: 1 } }
    }

    fn of(&mut self, offset: usize) -> Place {
        if offset < self.at {
            *self = Self::new(self.source);
        }
        let bytes = self.source.as_bytes();
        for character in self.source[self.at..offset].chars() {
            let ends_line = match character {
                '\n' => true,
                // `\r\n` is one line ending.
                '\r' => bytes.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            self.place.column += 1;
            if ends_line {
                self.place = Place { line: self.place.line + 1, column: 1 };
            }
            self.at += character.len_utf8();
        }
        self.place
    }
}
