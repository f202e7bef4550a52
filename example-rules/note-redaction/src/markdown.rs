//! Just enough of Markdown's block structure to leave it standing: where the content of each line begins, and which
//! lines are code or table rows.

/// A line of a text, without its line ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where the content begins: after indentation, quote marks and list markers.
    pub(crate) content: usize,
    /// Whether a list marker stands before the content.
    pub(crate) item: bool,
    pub(crate) role: Role,
}

/// What a line is to its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Prose,
    /// A row of a table.
    Row,
    /// It opens or closes a code fence.
    Fence,
    /// It lies within a code fence.
    Code,
}

impl Line {
    /// Whether it lies within a code fence or is one.
    pub(crate) fn is_fenced(&self) -> bool {
        matches!(self.role, Role::Fence | Role::Code)
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.content == self.end
    }
}

/// An open code fence.
struct Fence {
    byte: u8,
    length: usize,
    quotes: usize,
    /// Whether it stands in a list item, which an unindented line ends.
    in_list: bool,
}

/// Cuts a text into lines. As in `CommonMark`, `\n`, `\r\n` and a lone `\r` end a line.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines: Vec<Line> = Vec::new();
    let mut fence: Option<Fence> = None;
    let mut in_list = false;
    let mut in_table = false;
    let mut start = 0;
    while start < bytes.len() {
        let end = bytes[start..].iter().position(|&b| matches!(b, b'\n' | b'\r')).map_or(bytes.len(), |n| start + n);
        let mut line = Line { start, end, content: start, item: false, role: Role::Prose };
        if let Some(open) = &fence {
            match within(bytes, &line, open) {
                Some(content) => {
                    line.content = content;
                    line.role = Role::Code;
                    if closes(&bytes[content..end], open) {
                        line.role = Role::Fence;
                        fence = None;
                    }
                }
                None => fence = None,
            }
        }
        if line.role == Role::Prose {
            let prefix = prefix(bytes, start, end);
            line.content = prefix.content;
            line.item = prefix.item;
            let unindented = prefix.indent == 0 && !line.is_blank();
            in_list = prefix.item || (in_list && !unindented);
            if prefix.indent < 4 || in_list {
                fence = opens(&bytes[prefix.content..end], prefix.quotes, in_list);
            }
            let content = &bytes[line.content..end];
            in_table &= !line.is_blank() && fence.is_none();
            if let Some(header) = lines.last_mut()
                && is_delimiter_row(content)
                && !header.is_fenced()
                && bytes[header.content..header.end].contains(&b'|')
            {
                header.role = Role::Row;
                in_table = true;
            }
            line.role = match fence {
                Some(_) => Role::Fence,
                None if in_table => Role::Row,
                None => Role::Prose,
            };
        }
        lines.push(line);
        start = match (bytes.get(end), bytes.get(end + 1)) {
            (Some(b'\r'), Some(b'\n')) => end + 2,
            _ => end + 1,
        };
    }
    lines
}

/// The line that holds `offset`.
pub(crate) fn line_at(lines: &[Line], offset: usize) -> usize {
    lines.partition_point(|line| line.start <= offset).saturating_sub(1)
}

struct Prefix {
    content: usize,
    /// Columns of white space directly before the content, tabs counted as four.
    indent: usize,
    quotes: usize,
    item: bool,
}

fn prefix(bytes: &[u8], start: usize, end: usize) -> Prefix {
    let mut prefix = Prefix { content: start, indent: 0, quotes: 0, item: false };
    // Deeper nesting than this nobody writes.
    for _ in 0..16 {
        let mut at = prefix.content;
        prefix.indent = 0;
        while at < end && matches!(bytes[at], b' ' | b'\t') {
            prefix.indent += if bytes[at] == b'\t' { 4 } else { 1 };
            at += 1;
        }
        prefix.content = at;
        let rest = &bytes[at..end];
        if rest.first() == Some(&b'>') {
            prefix.quotes += 1;
            prefix.content += 1;
        } else if let Some(length) = list_marker(rest) {
            prefix.item = true;
            prefix.content += length;
        } else {
            break;
        }
    }
    prefix
}

/// The length of the list marker at the start.
fn list_marker(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let length = match rest.get(digits)? {
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    matches!(rest.get(length), None | Some(b' ' | b'\t')).then_some(length)
}

fn opens(content: &[u8], quotes: usize, in_list: bool) -> Option<Fence> {
    let byte = *content.first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = content.iter().take_while(|&&other| other == byte).count();
    let is_fence = length >= 3 && (byte == b'~' || !content[length..].contains(&b'`'));
    is_fence.then_some(Fence { byte, length, quotes, in_list })
}

/// Where the content of a line within the fence begins; none where the line lies outside, its container having ended.
fn within(bytes: &[u8], line: &Line, fence: &Fence) -> Option<usize> {
    let mut at = line.start;
    for _ in 0..fence.quotes {
        at += bytes[at..line.end].iter().take_while(|&&byte| byte == b' ').count();
        if bytes[at..line.end].first() != Some(&b'>') {
            return None;
        }
        at += 1;
    }
    let indent = bytes[at..line.end].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    at += indent;
    (indent > 0 || !fence.in_list || at == line.end).then_some(at)
}

fn closes(content: &[u8], fence: &Fence) -> bool {
    let length = content.iter().take_while(|&&byte| byte == fence.byte).count();
    length >= fence.length && content[length..].iter().all(u8::is_ascii_whitespace)
}

/// `| --- | :-: |`
fn is_delimiter_row(content: &[u8]) -> bool {
    content.contains(&b'|')
        && content.contains(&b'-')
        && content.iter().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One letter a line: fence, code, table row, item, blank, prose.
    fn kinds(text: &str) -> String {
        let kind = |line: &Line| match line {
            line if line.role == Role::Fence => 'F',
            line if line.role == Role::Code => 'c',
            line if line.role == Role::Row => 't',
            line if line.item => 'i',
            line if line.is_blank() => '_',
            _ => 'p',
        };
        lines(text).iter().map(kind).collect()
    }

    #[test]
    fn lines_end_as_in_commonmark() {
        let ends: Vec<_> = lines("a\r\nb\rc\n\nd").iter().map(|line| (line.start, line.end)).collect();
        assert_eq!(ends, [(0, 1), (3, 4), (5, 6), (7, 7), (8, 9)]);
    }

    #[test]
    fn fences_hold_code() {
        assert_eq!(kinds("a\n```rust\n- x\n~~~\n````\nb"), "pFccFp");
        assert_eq!(kinds("~~~\n```\n~~~\n```a`b\n"), "FcFp");
        assert_eq!(kinds("> ```\n> x\ny\n"), "Fcp");
        assert_eq!(kinds("- ```\n  x\ny\n"), "Fcp");
        assert_eq!(kinds("- a\n\n  ```\n  x\n\n  ```\n\nb\n"), "i_Fc_F_p".replace("c_F", "ccF").as_str());
    }

    #[test]
    fn tables_need_a_delimiter_row() {
        assert_eq!(kinds("a | b\n--- | ---\nc | d\n\ne | f\n"), "ttt_p");
        assert_eq!(kinds("a | b\nc | d\n"), "pp");
    }

    #[test]
    fn content_begins_after_containers() {
        let text = "  > - 12) *x*";
        assert_eq!(&text[lines(text)[0].content..], "*x*");
        assert_eq!(&text[..4], "  > ");
    }
}
