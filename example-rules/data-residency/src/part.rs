//! A part of the facts with its place.

use crate::finding::{Seen, Told};
use crate::kept::Kept;
use clearance_rule::node::{Node, below};
use clearance_rule::text;

/// A part of the facts.
#[derive(Clone, Copy)]
pub(crate) struct Part<'f> {
    pub(crate) kept: &'f Kept<'f>,
    pub(crate) pointer: &'f str,
    pub(crate) node: &'f Node<'f>,
}

impl<'f> Part<'f> {
    #[inline(never)]
    pub(crate) fn new(kept: &'f Kept<'f>, pointer: String, node: &'f Node<'f>) -> Self {
        Self { kept, pointer: kept.text(pointer), node }
    }

    /// What stands below a chain of members.
    #[inline(never)]
    pub(crate) fn part(self, path: &[&str]) -> Option<Self> {
        let node = self.node.at(path)?;
        Some(Self::new(self.kept, pointer_at(self.pointer, path), node))
    }

    /// All that a dotted path leads to, arrays on the way opened.
    #[inline(never)]
    pub(crate) fn find(self, path: &str) -> Vec<Self> {
        let mut parts = Vec::new();
        for place in self.node.find(self.pointer, path) {
            parts.push(Self::new(self.kept, place.pointer, place.node));
        }
        parts
    }

    #[inline(never)]
    pub(crate) fn items(self) -> Vec<Self> {
        let mut parts = Vec::new();
        for (i, node) in self.node.items().iter().enumerate() {
            parts.push(Self::new(self.kept, text![self.pointer, "/", i], node));
        }
        parts
    }

    /// The elements of a list below.
    #[inline(never)]
    pub(crate) fn items_at(self, path: &[&str]) -> Vec<Self> {
        self.part(path).map(Self::items).unwrap_or_default()
    }

    #[inline(never)]
    pub(crate) fn text(self, path: &[&str]) -> Option<&'f str> {
        self.node.text_at(path)
    }

    /// That it was read.
    pub(crate) fn seen(self) -> Seen<'f> {
        Seen { pointer: self.pointer, value: Some(self.node) }
    }

    /// That nothing stands below.
    #[inline(never)]
    pub(crate) fn absent(self, path: &[&str]) -> Seen<'f> {
        Seen::absent(self.kept.text(pointer_at(self.pointer, path)))
    }

    /// What stands below, or that nothing does.
    #[inline(never)]
    pub(crate) fn seen_at(self, path: &[&str]) -> Seen<'f> {
        Seen { value: self.node.at(path), ..self.absent(path) }
    }

    /// That it told this region.
    #[inline(never)]
    pub(crate) fn told(self, region: String) -> Told<'f> {
        Told { region: self.kept.text(region), by: None, seen: self.kept.seen(&[&[self.seen()]]) }
    }
}

#[inline(never)]
pub(crate) fn pointer_at(pointer: &str, path: &[&str]) -> String {
    let mut pointer = pointer.to_owned();
    for key in path {
        pointer = below(&pointer, key);
    }
    pointer
}
