//! Leaks, and which of several that overlap is told.

use crate::kind::Kind;
use std::ops::Range;

/// A leak at its place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leak {
    pub(crate) kind: Kind,
    /// What it is more closely than its kind says; empty for a pattern of the organisation.
    pub(crate) what: &'static str,
    /// Its own place.
    pub(crate) own: Range<usize>,
    /// What is to be replaced: its own place and that of every leak that overlaps it.
    pub(crate) span: Range<usize>,
}

/// Joins leaks that overlap, so that nothing of either is left, and orders all by place. A secret is always told as
/// one; otherwise the wider leak is told, and of two equally wide ones the organisation's own.
pub(crate) fn merge(mut leaks: Vec<Leak>) -> Vec<Leak> {
    leaks.sort_by_key(|leak| (leak.span.start, std::cmp::Reverse(leak.span.end)));
    let mut merged: Vec<Leak> = Vec::with_capacity(leaks.len());
    for leak in leaks {
        match merged.last_mut() {
            Some(last) if leak.span.start < last.span.end => {
                let span = last.span.start..last.span.end.max(leak.span.end);
                if rank(&leak) > rank(last) {
                    *last = leak;
                }
                last.span = span;
            }
            _ => merged.push(leak),
        }
    }
    merged
}

fn rank(leak: &Leak) -> (bool, usize, bool, u8, bool) {
    let severity = leak.kind.severity() as u8;
    // Digits that a word before them names are not told as a commit.
    let named = leak.kind != Kind::Commit;
    (leak.kind == Kind::Secret, leak.own.len(), matches!(leak.kind, Kind::Custom(_)), severity, named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leak(kind: Kind, span: Range<usize>) -> Leak {
        Leak { kind, what: "", own: span.clone(), span }
    }

    fn merged(leaks: &[(Kind, Range<usize>)]) -> Vec<(Kind, Range<usize>)> {
        let leaks = leaks.iter().map(|(kind, span)| leak(*kind, span.clone())).collect();
        merge(leaks).into_iter().map(|leak| (leak.kind, leak.span)).collect()
    }

    #[test]
    fn the_wider_is_told_and_the_union_goes() {
        let found = merged(&[(Kind::Ticket, 10..18), (Kind::Path, 0..15), (Kind::Hostname, 18..20)]);
        assert_eq!(found, [(Kind::Path, 0..18), (Kind::Hostname, 18..20)]);
    }

    #[test]
    fn a_secret_is_told_however_short() {
        assert_eq!(merged(&[(Kind::InternalUrl, 0..50), (Kind::Secret, 20..24)]), [(Kind::Secret, 0..50)]);
    }

    #[test]
    fn an_own_pattern_wins_over_its_equal() {
        assert_eq!(merged(&[(Kind::Hostname, 0..9), (Kind::Custom(0), 0..9)]), [(Kind::Custom(0), 0..9)]);
    }
}
