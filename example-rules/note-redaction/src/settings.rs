//! What the params amount to, worked out once.

use crate::detect::Patterns;
use crate::hosts::Domains;
use crate::placeholders::Placeholders;
use crate::text::Text;
use clearance_rule::expressions::Expression;
use std::ops::Range;

/// The params, compiled.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// The bits of the kinds that are looked for.
    pub(crate) enabled: u16,
    pub(crate) domains: Domains,
    /// In lower case; empty where any prefix may be a ticket's.
    pub(crate) ticket_prefixes: Vec<String>,
    pub(crate) patterns: Patterns,
    pub(crate) placeholders: Placeholders,
    pub(crate) allowed: Allowed,
}

/// What is never a leak.
#[derive(Debug, Default)]
pub(crate) struct Allowed {
    pub(crate) texts: Vec<String>,
    pub(crate) expressions: Vec<Expression>,
}

impl Settings {
    /// The places in a text that stay as they are.
    pub(crate) fn untouchable(&self, text: &Text<'_>) -> Untouchable {
        let mut spans = Vec::new();
        self.placeholders.find(text, &mut spans);
        for allowed in &self.allowed.texts {
            spans.extend(text.str.match_indices(allowed.as_str()).map(|(start, found)| start..start + found.len()));
        }
        for line in text.lines.iter().filter(|_| !self.allowed.expressions.is_empty()) {
            for expression in &self.allowed.expressions {
                let found = expression.find_iter(&text.str[line.start..line.end]);
                spans.extend(found.map(|found| line.start + found.start..line.start + found.end));
            }
        }
        Untouchable::new(spans)
    }
}

/// Places that stay.
pub(crate) struct Untouchable {
    /// In ascending order; each end is the furthest up to here.
    spans: Vec<Range<usize>>,
}

impl Untouchable {
    fn new(mut spans: Vec<Range<usize>>) -> Self {
        spans.sort_by_key(|span| span.start);
        let mut furthest = 0;
        for span in &mut spans {
            furthest = furthest.max(span.end);
            span.end = furthest;
        }
        Self { spans }
    }

    /// Whether one of the places holds the whole span.
    pub(crate) fn cover(&self, span: &Range<usize>) -> bool {
        let after = self.spans.partition_point(|place| place.start <= span.start);
        after.checked_sub(1).is_some_and(|index| self.spans[index].end >= span.end)
    }
}
