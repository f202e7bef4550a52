//! Where values begin and end in the text of a file.

use crate::located::{Located, Node};

/// The text of a file, and how its lines end.
pub(crate) struct Source<'t> {
    pub(crate) text: &'t str,
    pub(crate) line_end: &'static str,
}

impl<'t> Source<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, line_end: if text.contains("\r\n") { "\r\n" } else { "\n" } }
    }

    /// Whether a list or map stands in brackets.
    pub(crate) fn is_flow(&self, located: &Located) -> bool {
        let text = &self.text[located.at.start..];
        match &located.node {
            Node::Scalar(_) => false,
            // A list that is indented no deeper than its key begins, as the library has it, where its first item does.
            Node::List(items) => {
                text.starts_with('[') && items.first().is_none_or(|first| first.at.start > located.at.start)
            }
            Node::Map(_) => text.starts_with('{'),
        }
    }

    /// Where a value begins: a text in a block, at its indicator.
    pub(crate) fn start(&self, located: &Located) -> usize {
        self.block_indicator(located).unwrap_or(located.at.start)
    }

    /// Where a value ends; nothing ends behind the colon after which it should stand.
    pub(crate) fn end(&self, located: &Located) -> usize {
        let start = located.at.start;
        if located.at.alias {
            return start + located.at.length;
        }
        match &located.node {
            Node::Scalar(_) if located.at.length == 0 => (start + 1).min(self.text.len()),
            Node::Scalar(_) => {
                let whole = &self.text[start..start + located.at.length];
                start + whole.trim_end().len()
            }
            _ if self.is_flow(located) => self.closed(start),
            Node::List(items) => items.last().map_or(start, |last| self.end(last)),
            Node::Map(entries) => entries.last().map_or(start, |(_, last)| self.end(last)),
        }
    }

    /// The `|` or `>` of a text whose lines stand below it.
    pub(crate) fn block_indicator(&self, located: &Located) -> Option<usize> {
        if !matches!(located.node, Node::Scalar(_)) || located.at.alias || located.at.length == 0 {
            return None;
        }
        let before = self.text[..located.at.start].trim_end();
        if !self.text[before.len()..located.at.start].contains('\n') {
            return None;
        }
        let line = self.line_start(before.len());
        let header = before[line..].split(" #").next().unwrap_or_default().trim_end();
        let name = header.trim_end_matches(|end: char| end == '-' || end == '+' || end.is_ascii_digit());
        let indicator = name.strip_suffix(['|', '>'])?;
        indicator.ends_with([' ', ':', '-', '\t']).then_some(line + indicator.len())
    }

    /// Where the line begins in which `at` is.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |before| before + 1)
    }

    /// Where the line ends in which `at` is, before its line break.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length);
        if self.text[at..end].ends_with('\r') { end - 1 } else { end }
    }

    /// Where the next line begins.
    pub(crate) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |length| at + length + 1)
    }

    /// Where the next line begins that is no remark indented deeper than `margin`.
    pub(crate) fn below_remarks(&self, mut line: usize, margin: usize) -> usize {
        let is_remark = |text: &str| {
            let trimmed = text.trim_start_matches(' ');
            trimmed.starts_with('#') && text.len() - trimmed.len() > margin
        };
        while is_remark(&self.text[line..self.line_end(line)]) {
            line = self.next_line(line);
        }
        line
    }

    /// Where the list or map in brackets ends that begins at `start`.
    fn closed(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        // A quote within a word is a part of it, as is a `#`.
        let mut fresh = true;
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        return at + 1;
                    }
                }
                b'"' | b'\'' if fresh => at = self.unquoted(at),
                b'#' if bytes[at - 1].is_ascii_whitespace() => at = self.line_end(at).saturating_sub(1).max(at),
                _ => {}
            }
            fresh = match byte {
                b'{' | b'[' | b',' | b':' => true,
                _ => fresh && byte.is_ascii_whitespace(),
            };
            at += 1;
        }
        self.text.len()
    }

    /// The place of the quote that ends the text which begins with the one at `start`.
    fn unquoted(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let quote = bytes[start];
        let mut at = start + 1;
        while let Some(&byte) = bytes.get(at) {
            if byte == quote {
                // Two single quotes are one of the text.
                if quote == b'"' || bytes.get(at + 1) != Some(&quote) {
                    return at;
                }
                at += 1;
            } else if byte == b'\\' && quote == b'"' {
                at += 1;
            }
            at += 1;
        }
        self.text.len()
    }
}
