//! Takes the leaks out of a text, and makes sure that none is left.

use crate::detect;
use crate::leaks::{Leak, merge};
use crate::markdown::line_at;
use crate::placement::{Edit, Placement};
use crate::settings::Settings;
use crate::text::Text;
use std::ops::Range;

/// How often the redacted text is read again before whole lines go. What the rule finds by itself it finds at once; it is
/// the organisation's patterns that may come to fit only after something beside them is gone, and each time anew.
const ROUNDS: usize = 8;

/// A text without its leaks.
pub(crate) struct Redacted {
    pub(crate) text: String,
    /// In the order of their places in the source.
    pub(crate) leaks: Vec<Leak>,
}

/// Redacts a text. The result holds nothing that another redaction would find.
pub(crate) fn redact(source: &str, settings: &Settings) -> Redacted {
    let text = Text::new(source);
    let mut leaks = merge(detect::leaks(source, &text, settings));
    if leaks.is_empty() {
        return Redacted { text: source.to_owned(), leaks };
    }
    let placement = Placement::new(&text);
    let mut round = 0;
    loop {
        round += 1;
        let edits = edits(&leaks, &placement, settings);
        let redacted = apply(source, &edits);
        let left = detect::leaks(&redacted, &Text::new(&redacted), settings);
        let Some(first) = left.first() else { return Redacted { text: redacted, leaks } };
        if round > ROUNDS {
            return Redacted { text: settings.placeholders.of(first.kind).text.clone(), leaks };
        }
        let places = Places::new(&edits);
        let left = left.iter().map(|leak| places.in_source(leak));
        leaks.extend(left.map(|leak| if round < ROUNDS { leak } else { in_whole_lines(leak, &text) }));
        leaks = merge(leaks);
    }
}

/// A leak with which all that its lines say goes.
fn in_whole_lines(leak: Leak, text: &Text<'_>) -> Leak {
    let first = text.lines[line_at(&text.lines, leak.span.start)];
    let last = text.lines[line_at(&text.lines, leak.span.end - 1)];
    Leak { span: first.content.min(leak.span.start)..last.end.max(leak.span.end), ..leak }
}

/// The edits that take all leaks out, in their order, none reaching into another: what stands around a leak and goes with it
/// may be part of the leak beside it.
fn edits(leaks: &[Leak], placement: &Placement<'_>, settings: &Settings) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::with_capacity(leaks.len());
    let mut end = 0;
    for mut edit in leaks.iter().flat_map(|leak| placement.edits(leak, settings.placeholders.of(leak.kind))) {
        edit.span = edit.span.start.max(end)..edit.span.end.max(end);
        end = edit.span.end;
        edits.push(edit);
    }
    edits
}

fn apply(source: &str, edits: &[Edit]) -> String {
    let mut text = String::with_capacity(source.len());
    let mut copied = 0;
    for edit in edits {
        text.push_str(&source[copied..edit.span.start]);
        text.push_str(&edit.text);
        copied = edit.span.end;
    }
    text.push_str(&source[copied..]);
    text
}

/// Leads from places in the redacted text to those in its source.
struct Places<'e> {
    edits: &'e [Edit],
    /// Where each edit's text stands in the redacted text.
    written: Vec<Range<usize>>,
}

impl<'e> Places<'e> {
    fn new(edits: &'e [Edit]) -> Self {
        let (mut source, mut redacted) = (0, 0);
        let written = edits.iter().map(|edit| {
            redacted += edit.span.start - source;
            source = edit.span.end;
            let start = redacted;
            redacted += edit.text.len();
            start..redacted
        });
        Self { edits, written: written.collect() }
    }

    fn in_source(&self, leak: &Leak) -> Leak {
        let span = self.of(leak.span.start, false)..self.of(leak.span.end, true);
        Leak { kind: leak.kind, what: leak.what, own: span.clone(), span }
    }

    fn of(&self, place: usize, is_end: bool) -> usize {
        let after = self.written.partition_point(|written| written.start < place + usize::from(!is_end));
        let Some(index) = after.checked_sub(1) else { return place };
        let (edit, written) = (&self.edits[index], &self.written[index]);
        match (place < written.end || (is_end && place == written.end), is_end) {
            (true, false) => edit.span.start,
            (true, true) => edit.span.end,
            _ => edit.span.end + (place - written.end),
        }
    }
}
