//! What an evaluation makes, kept until it ends: findings refer to it, so that they are copied rather than cloned, and
//! nothing has to be taken apart.

use crate::finding::{Seen, Told};
use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

/// How many things the first block has room for; each further one has room for twice as many.
const FIRST: usize = 64;

/// More than any memory holds.
const BLOCKS: usize = 24;

/// Texts and lists that stay where they are.
pub(crate) struct Kept<'f> {
    blocks: [OnceCell<Vec<OnceCell<One<'f>>>>; BLOCKS],
    count: Cell<usize>,
}

enum One<'f> {
    Text(String),
    Seen(Vec<Seen<'f>>),
    Told(Vec<Told<'f>>),
}

impl<'f> Kept<'f> {
    pub(crate) fn new() -> Self {
        Self { blocks: [const { OnceCell::new() }; BLOCKS], count: Cell::new(0) }
    }

    #[inline(never)]
    pub(crate) fn text(&self, text: String) -> &str {
        match self.keep(One::Text(text)) {
            Some(One::Text(text)) => text,
            _ => "",
        }
    }

    /// The lists as one.
    #[inline(never)]
    pub(crate) fn seen(&self, lists: &[&[Seen<'f>]]) -> &[Seen<'f>] {
        match self.keep(One::Seen(lists.concat())) {
            Some(One::Seen(seen)) => seen,
            _ => &[],
        }
    }

    #[inline(never)]
    pub(crate) fn told(&self, told: Vec<Told<'f>>) -> &[Told<'f>] {
        if told.is_empty() {
            return &[];
        }
        match self.keep(One::Told(told)) {
            Some(One::Told(told)) => told,
            _ => &[],
        }
    }

    /// The regions as told by something that led to them.
    #[inline(never)]
    pub(crate) fn through(&'f self, led: &[Seen<'f>], told: &[Told<'f>]) -> Vec<Told<'f>> {
        let mut all = Vec::new();
        for told in told {
            all.push(Told { seen: self.seen(&[led, told.seen]), ..*told });
        }
        all
    }

    fn keep(&self, one: One<'f>) -> Option<&One<'f>> {
        let at = self.count.get();
        self.count.set(at + 1);
        let block = (at / FIRST + 1).ilog2();
        let size = FIRST << block;
        let place = at + FIRST - size;
        let blocks = self.blocks.get(block as usize)?;
        let cells = blocks.get_or_init(|| {
            let mut cells = Vec::new();
            cells.resize_with(size, OnceCell::new);
            cells
        });
        Some(cells.get(place)?.get_or_init(|| one))
    }
}

/// Numbers by name. Every map of the rule is of this type, of which there is one in the sandbox.
pub(crate) type Numbers<'f> = BTreeMap<&'f str, usize>;

#[inline(never)]
pub(crate) fn insert<'f>(numbers: &mut Numbers<'f>, name: &'f str, number: usize) {
    numbers.insert(name, number);
}

#[inline(never)]
pub(crate) fn look_up(numbers: &Numbers<'_>, name: &str) -> Option<usize> {
    numbers.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_stays() {
        let kept = Kept::new();
        let texts: Vec<&str> = (0..1000).map(|i: u32| kept.text(i.to_string())).collect();
        for (i, text) in texts.into_iter().enumerate() {
            assert_eq!(text, i.to_string());
        }
    }
}
