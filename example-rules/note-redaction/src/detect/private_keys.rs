//! Private keys in PEM: the whole block is one leak, over as many lines as it has.

use super::{Scene, Sink};
use crate::kind::Kind;
use crate::markdown::{Role, line_at};
use crate::text::Text;
use std::ops::Range;

pub(super) fn find(scene: &Scene<'_>, sink: &mut Sink) {
    let text = scene.text;
    let mut past = 0;
    let mut known = Known::default();
    for (start, _) in text.str.match_indices("-----BEGIN ") {
        if start < past {
            continue;
        }
        let label_end = text.run(start + 11, 64, |byte| byte != b'-');
        let label = &text.bytes[start..label_end];
        if !text.has(label_end, b"-----") || !label.windows(11).any(|part| part == b"PRIVATE KEY") {
            continue;
        }
        let end = block_end(text, start, label_end + 5, &mut known);
        past = end.max(label_end + 5);
        let body = text.bytes[label_end + 5..past].iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
        // Prose may speak of the line without a key after it.
        if body >= 16 {
            sink.add(Kind::Secret, start..past, "private key");
        }
    }
}

/// What was searched before, so that a line that begins many keys is searched once.
#[derive(Default)]
struct Known {
    /// All of it may belong to a key.
    key: Range<usize>,
    /// No key ends in it.
    endless: Range<usize>,
}

/// The end of the block whose first line ends its label at `from`: with the `END` line or, where that is missing,
/// with the last line that may belong to it.
fn block_end(text: &Text<'_>, start: usize, from: usize, known: &mut Known) -> usize {
    let first = line_at(&text.lines, start);
    let mut end = from;
    for (index, line) in text.lines[first..].iter().enumerate() {
        let begin = if index == 0 { from } else { line.content };
        let content = &text.bytes[begin.min(line.end)..line.end];
        if !known.key.contains(&begin) {
            known.key = begin..begin + content.iter().take_while(|&&byte| is_pem(byte)).count();
        }
        let length = known.key.end.clamp(begin, line.end.max(begin)) - begin;
        if !known.endless.contains(&begin) {
            if let Some(at) = content[..length].windows(9).position(|part| part == b"-----END ") {
                let label_end = text.run(begin + at + 9, 64, |byte| byte != b'-' && byte != b'\n');
                return text.run(label_end, 5, |byte| byte == b'-');
            }
            known.endless = begin..begin + length;
        }
        let spaced = content[..length].iter().position(|&byte| byte == b' ').unwrap_or(length);
        let header = [&b"Proc-Type:"[..], b"DEK-Info:", b"Comment:", b"Version:"];
        if index == 0 || header.iter().any(|name| content.starts_with(name)) {
            end = begin + if index == 0 { spaced } else { length };
        } else if line.role == Role::Fence || spaced < content.len() {
            return end;
        } else if length > 0 {
            end = begin + length;
        }
        if index == 0 && spaced < content.len() {
            return end;
        }
    }
    end
}

/// The bytes of a key and its headers; where it stands in JSON, `\n` parts its lines, written out.
fn is_pem(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=:,- \\_.".contains(&byte)
}
