//! The organisation's own patterns. Each is matched within a line, so that it cannot join what Markdown keeps apart.

use super::{Scene, Sink};
use crate::kind::Kind;
use clearance_rule::expressions::Expression;

/// Compiled patterns, in the order of the params.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    patterns: Vec<Expression>,
}

impl Patterns {
    pub(crate) fn push(&mut self, pattern: Expression) {
        self.patterns.push(pattern);
    }

    pub(super) fn find(&self, scene: &Scene<'_>, sink: &mut Sink) {
        let text = scene.text;
        for (index, pattern) in self.patterns.iter().enumerate() {
            for line in text.lines.iter().filter(|line| !line.is_blank()) {
                for found in pattern.find_iter(&text.str[line.start..line.end]) {
                    // What stands before the content is Markdown's: indentation, quote marks, list markers.
                    let start = (line.start + found.start).max(line.content);
                    let end = line.start + found.end;
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
