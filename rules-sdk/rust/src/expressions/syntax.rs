//! What an expression consists of.

/// A part of an expression. Groups leave no trace: nobody asks what one of them found.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Whether it can match nothing.
    pub(super) empty: bool,
    /// How deep it is nested.
    pub(super) height: u32,
}

#[derive(Debug)]
pub(super) enum Kind {
    Set(Set),
    Look(Look),
    Concat(Vec<Node>),
    Either(Vec<Node>),
    Repeat { node: Box<Node>, min: u32, max: Option<u32>, greedy: bool },
}

/// Characters, as ranges of code points in ascending order that do not touch. Surrogates count as characters here: no
/// text holds one.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Set(pub(super) Vec<(u32, u32)>);

/// What is asked of the two characters around a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    /// The same where `\r`, `\n` and `\r\n` end a line.
    AnyLineStart,
    AnyLineEnd,
    WordEdge,
    NoWordEdge,
    WordStart,
    WordEnd,
    NoWordBefore,
    NoWordAfter,
}

pub(super) const LAST: u32 = char::MAX as u32;

pub(super) const WORD: &[(u8, u8)] = &[(b'0', b'9'), (b'A', b'Z'), (b'_', b'_'), (b'a', b'z')];

impl Set {
    pub(super) fn new(ranges: Vec<(u32, u32)>) -> Self {
        let mut set: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (mut start, mut end) in ranges {
            // All that the range touches becomes one with it.
            let from = set.partition_point(|other| other.1 + 1 < start);
            let to = set.partition_point(|other| other.0 <= end + 1);
            if from < to {
                start = start.min(set[from].0);
                end = end.max(set[to - 1].1);
            }
            set.drain(from..to);
            set.insert(from, (start, end));
        }
        Self(set)
    }

    pub(super) fn ascii(ranges: &[(u8, u8)]) -> Self {
        Self::new(ranges.iter().map(|&(start, end)| (u32::from(start), u32::from(end))).collect())
    }

    pub(super) fn but(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.0.len() + 1);
        let mut next = 0;
        for &(start, end) in &self.0 {
            if start > next {
                ranges.push((next, start - 1));
            }
            next = end + 1;
        }
        if next <= LAST {
            ranges.push((next, LAST));
        }
        Self(ranges)
    }

    /// With the other case of each ASCII letter.
    pub(super) fn in_any_case(mut self) -> Self {
        for at in 0..self.0.len() {
            let (start, end) = self.0[at];
            for (first, last, other) in [('a', 'z', 'A'), ('A', 'Z', 'a')] {
                let (first, last, other) = (u32::from(first), u32::from(last), u32::from(other));
                if start <= last && end >= first {
                    self.0.push((other + start.max(first) - first, other + end.min(last) - first));
                }
            }
        }
        Self::new(self.0)
    }

    pub(super) fn contains(&self, character: u32) -> bool {
        let after = self.0.partition_point(|&(start, _)| start <= character);
        after.checked_sub(1).is_some_and(|index| self.0[index].1 >= character)
    }

    /// Its character, where it holds only one.
    pub(super) fn only(&self) -> Option<u32> {
        match self.0[..] {
            [(start, end)] if start == end => Some(start),
            _ => None,
        }
    }
}

impl Node {
    pub(super) fn leaf(kind: Kind) -> Self {
        Self { empty: matches!(kind, Kind::Look(_)), kind, height: 0 }
    }

    pub(super) fn set(set: Set) -> Self {
        Self::leaf(Kind::Set(set))
    }

    pub(super) fn concat(mut nodes: Vec<Self>) -> Self {
        if nodes.len() == 1 {
            return nodes.remove(0);
        }
        let empty = nodes.iter().all(|node| node.empty);
        Self { empty, height: above(&nodes), kind: Kind::Concat(nodes) }
    }

    pub(super) fn either(mut nodes: Vec<Self>) -> Self {
        if nodes.len() == 1 {
            return nodes.remove(0);
        }
        let empty = nodes.iter().any(|node| node.empty);
        Self { empty, height: above(&nodes), kind: Kind::Either(nodes) }
    }

    pub(super) fn repeat(node: Self, min: u32, max: Option<u32>, greedy: bool) -> Self {
        match (min, max) {
            (0, Some(0)) => Self::concat(Vec::new()),
            (1, Some(1)) => node,
            _ => Self {
                empty: min == 0 || node.empty,
                height: node.height + 1,
                kind: Kind::Repeat { node: Box::new(node), min, max, greedy },
            },
        }
    }
}

fn above(nodes: &[Node]) -> u32 {
    nodes.iter().map(|node| node.height + 1).max().unwrap_or(0)
}
