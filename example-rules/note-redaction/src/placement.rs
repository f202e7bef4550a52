//! Which shape of a placeholder fits the place of a leak, so that the Markdown around it means what it meant.

use crate::leaks::Leak;
use crate::markdown::{Line, Role, line_at};
use crate::placeholders::Placeholder;
use crate::text::Text;
use std::ops::Range;

/// How far around a leak its surroundings are looked at: a link label has at most 999 characters.
const AROUND: usize = 500;

/// What is written in place of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) span: Range<usize>,
    pub(crate) text: String,
}

/// Knows the source's link destinations.
pub(crate) struct Placement<'t> {
    text: &'t Text<'t>,
    destinations: Vec<Range<usize>>,
}

impl<'t> Placement<'t> {
    pub(crate) fn new(text: &'t Text<'t>) -> Self {
        Self { text, destinations: destinations(text) }
    }

    /// The edits that take a leak out. There are several only in a table, whose cells stay apart.
    pub(crate) fn edits(&self, leak: &Leak, placeholder: &Placeholder) -> Vec<Edit> {
        let line = self.text.lines[line_at(&self.text.lines, leak.span.start)];
        if line.role != Role::Row || leak.span.end > line.end {
            return vec![self.edit(leak.span.clone(), placeholder, &line)];
        }
        let cells = cells(self.text, &leak.span);
        cells.into_iter().map(|cell| self.edit(cell, placeholder, &line)).collect()
    }

    fn edit(&self, span: Range<usize>, placeholder: &Placeholder, line: &Line) -> Edit {
        let text = self.text;
        let (before, after) = (text.before(span.start), text.at(span.end));
        let replaced = &text.bytes[span.clone()];
        if before == b'<' && after == b'>' && !self.is_destination(&span) && replaced.iter().any(|b| b":@".contains(b))
        {
            // An autolink goes with its brackets.
            return Edit { span: span.start - 1..span.end + 1, text: self.plain(&span, placeholder, line) };
        }
        let written = if self.is_destination(&span) {
            // `#` leads to the page itself.
            let begins = self.destinations.binary_search_by_key(&span.start, |destination| destination.start).is_ok();
            format!("{}{}", if begins { "#" } else { "" }, placeholder.slug)
        } else if let Some(tag) = self.tag(&span) {
            self.in_tag(tag, &span, placeholder, line)
        } else if self.is_within_url(span.start) {
            placeholder.slug.clone()
        } else {
            match self.opening_bracket(&span) {
                // The label of a footnote holds no space.
                Some(open) if text.at(open + 1) == b'^' && !replaced.contains(&b' ') => placeholder.slug.clone(),
                Some(_) => placeholder.inner.clone(),
                None => self.plain(&span, placeholder, line),
            }
        };
        Edit { span, text: written }
    }

    /// The placeholder as it is, its brackets escaped where they would make a link of it: `[…]: x`, `[…](x)`, `![…]`.
    fn plain(&self, span: &Range<usize>, placeholder: &Placeholder, line: &Line) -> String {
        let makes_link =
            matches!(self.text.at(span.end), b':' | b'(' | b'[') || matches!(self.text.before(span.start), b']' | b'!');
        if makes_link && !line.is_fenced() && placeholder.text.starts_with('[') {
            format!("\\[{}\\]", placeholder.inner)
        } else {
            placeholder.text.clone()
        }
    }

    fn is_destination(&self, span: &Range<usize>) -> bool {
        let after = self.destinations.partition_point(|destination| destination.start <= span.start);
        after.checked_sub(1).is_some_and(|index| span.end <= self.destinations[index].end)
    }

    /// Whether a URL began before and has not ended.
    fn is_within_url(&self, at: usize) -> bool {
        let is_url = |byte: u8| byte.is_ascii_graphic() && !b"<>\"'`()[]|".contains(&byte) || !byte.is_ascii();
        let start = self.text.run_back(at, AROUND, is_url);
        self.text.bytes[start..at].windows(3).any(|part| part == b"://")
    }

    /// Where a tag of HTML, or what looks like one, began before on the same line and has not ended.
    fn tag(&self, span: &Range<usize>) -> Option<usize> {
        let text = self.text;
        let start = text.run_back(span.start, AROUND, |byte| !matches!(byte, b'<' | b'>' | b'\n' | b'\r'));
        let is_tag = text.before(start) == b'<'
            && (text.at(start).is_ascii_alphabetic() || text.at(start) == b'/')
            && text.bytes[span.end..].iter().take(AROUND).find(|byte| b"<>\n".contains(byte)) == Some(&b'>');
        is_tag.then_some(start)
    }

    /// In the value of an attribute no space may stand. Beside it what was a name stays one, and what was none, so that
    /// this is no tag at all, does not become one.
    fn in_tag(&self, tag: usize, span: &Range<usize>, placeholder: &Placeholder, line: &Line) -> String {
        let before = &self.text.bytes[tag..span.start];
        let is_value = before.contains(&b'=');
        // A tag's own name has neither dot nor underscore, those of attributes may.
        let is_name = self.text.str[span.clone()].split(' ').enumerate().all(|(index, name)| {
            let marks: &[char] = if index == 0 && before.is_empty() { &['-'] } else { &['-', '_', '.'] };
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(&c))
        });
        if is_value && (before.ends_with(b"ref=\"") || before.ends_with(b"ref='")) {
            format!("#{}", placeholder.slug)
        } else if is_value || is_name {
            placeholder.slug.clone()
        } else {
            self.plain(span, placeholder, line)
        }
    }

    /// The bracket that opened before, within the paragraph, and closes after.
    fn opening_bracket(&self, span: &Range<usize>) -> Option<usize> {
        let bytes = self.text.bytes;
        let is_bracket = |at: usize| self.text.before(at) != b'\\';
        let mut depth = 0_usize;
        let mut open = None;
        for at in (span.start.saturating_sub(AROUND)..span.start).rev() {
            match bytes[at] {
                b'\n' if self.text.before(at) == b'\n' => break,
                b']' if is_bracket(at) => depth += 1,
                b'[' if is_bracket(at) && depth == 0 => {
                    open = Some(at);
                    break;
                }
                b'[' if is_bracket(at) => depth -= 1,
                _ => {}
            }
        }
        open?;
        for (at, byte) in bytes.iter().enumerate().skip(span.end).take(AROUND) {
            match byte {
                b'\n' if self.text.at(at + 1) == b'\n' => break,
                b'[' if is_bracket(at) => depth += 1,
                b']' if is_bracket(at) && depth == 0 => return open,
                b']' if is_bracket(at) => depth -= 1,
                _ => {}
            }
        }
        None
    }
}

/// The parts of a span between the bars of a table row, without the spaces at their ends.
fn cells(text: &Text<'_>, span: &Range<usize>) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = span.start;
    for at in span.clone().chain([span.end]) {
        let is_bar = text.at(at) == b'|' && text.before(at) != b'\\';
        if at == span.end || is_bar {
            let cell = &text.str[start..at];
            let from = start + (cell.len() - cell.trim_start().len());
            let to = start + cell.trim_end().len();
            if from < to {
                cells.push(from..to);
            }
            start = at + 1;
        }
    }
    cells
}

/// Where links lead: what stands in `](…)` and after `[label]:`.
fn destinations(text: &Text<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut past = 0;
    for (at, _) in text.str.match_indices("](") {
        if at >= past {
            let start = text.run(at + 2, AROUND, |byte| matches!(byte, b' ' | b'\t'));
            found.push(destination(text, start, true));
            past = found.last().map_or(past, |span: &Range<usize>| span.end);
        }
    }
    for line in text.lines.iter().filter(|line| !line.is_fenced() && text.at(line.content) == b'[') {
        let label = &text.str[line.content..line.end];
        if let Some(close) = label.find("]:")
            && !label.starts_with("[^")
        {
            let start = text.run(line.content + close + 2, AROUND, |byte| matches!(byte, b' ' | b'\t'));
            found.push(destination(text, start, false));
        }
    }
    found.retain(|span| !span.is_empty());
    found.sort_by_key(|span| span.start);
    found
}

fn destination(text: &Text<'_>, start: usize, in_brackets: bool) -> Range<usize> {
    if text.at(start) == b'<' {
        let end = text.run(start + 1, usize::MAX, |byte| !matches!(byte, b'>' | b'<' | b'\n' | b'\r'));
        return start + 1..end;
    }
    let mut depth = 0_usize;
    let rest = text.bytes.get(start..).unwrap_or_default();
    let length = rest.iter().position(|&byte| match byte {
        b'(' => {
            depth += 1;
            false
        }
        b')' if depth == 0 => in_brackets,
        b')' => {
            depth -= 1;
            false
        }
        _ => byte.is_ascii_whitespace(),
    });
    start..start + length.unwrap_or(rest.len())
}
