//! The organisation's own patterns. Each is matched within a line, so that it cannot join what Markdown keeps apart.

use super::{Scene, Sink};
use crate::kind::Kind;
use regex_lite::{Regex, RegexBuilder};

/// Compiled patterns, in the order of the params.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    patterns: Vec<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    regex: Regex,
    /// Text that every match begins with; empty where that cannot be told. Looking for it costs next to nothing.
    prefix: String,
}

/// Compiles an expression within bounds that keep an evaluation small.
pub(crate) fn compile(regex: &str) -> Result<Regex, regex_lite::Error> {
    RegexBuilder::new(regex).size_limit(1 << 20).build()
}

impl Patterns {
    pub(crate) fn push(&mut self, source: &str, regex: Regex) {
        self.patterns.push(Compiled { prefix: literal_prefix(source), regex });
    }

    pub(super) fn find(&self, scene: &Scene<'_>, sink: &mut Sink) {
        let text = scene.text;
        for (index, pattern) in self.patterns.iter().enumerate() {
            if !text.str.contains(&pattern.prefix) {
                continue;
            }
            for line in text.lines.iter().filter(|line| !line.is_blank()) {
                let content = &text.str[line.start..line.end];
                if !content.contains(&pattern.prefix) {
                    continue;
                }
                for found in pattern.regex.find_iter(content) {
                    // What stands before the content is Markdown's: indentation, quote marks, list markers.
                    let start = (line.start + found.start()).max(line.content);
                    let end = line.start + found.end();
                    let matched = text.str.get(start..end.max(start)).unwrap_or_default();
                    let start = start + (matched.len() - matched.trim_start().len());
                    if start < end {
                        sink.add(Kind::Custom(index), start..end, "");
                    }
                }
            }
        }
    }
}

/// The plain characters that an expression begins with.
fn literal_prefix(regex: &str) -> String {
    let body = regex.strip_prefix("\\b").unwrap_or(regex);
    let length = body.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ')).count();
    let mut prefix: String = body.chars().take(length).collect();
    if body[prefix.len()..].starts_with(['?', '*', '{', '+']) {
        // The last character may be missing or repeated.
        prefix.pop();
    }
    if has_alternatives(body) { String::new() } else { prefix }
}

/// Whether a `|` stands outside of all groups and classes.
fn has_alternatives(regex: &str) -> bool {
    let (mut depth, mut class, mut escaped) = (0_usize, false, false);
    for character in regex.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => class = false,
            _ if class => {}
            '[' => class = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_is_what_every_match_begins_with() {
        assert_eq!(literal_prefix(r"\bproject (aurora|borealis)"), "project ");
        assert_eq!(literal_prefix("abc?d"), "ab");
        assert_eq!(literal_prefix("abc+"), "ab");
        assert_eq!(literal_prefix("aurora|borealis"), "");
        assert_eq!(literal_prefix(r"a[|]b\|c"), "a");
        assert_eq!(literal_prefix("(?i)aurora"), "");
    }
}
