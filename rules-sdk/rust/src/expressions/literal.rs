//! Text that every match holds: where it is rare, most of a text need not be read by an automaton.

use super::syntax::{Kind, Node, Set};

/// A literal that every match holds.
#[derive(Debug)]
pub(super) struct Literal {
    text: Vec<u8>,
    /// The rarest byte of the text, and where it stands in it.
    rarest: u8,
    offset: usize,
    /// The bytes that may stand between the beginning of a match and the literal.
    before: Vec<bool>,
}

/// Bytes of usual notes, the frequent first. What is not among them is rare.
const FREQUENT: &[u8] = b" etaoinsrhldcumfpgywbv.,k-0123T\"\n'SAC:E/RI549678)(PxMDNBqLj_zO";

/// A single byte that is among so many of the most frequent is looked for no faster than by the automaton.
const TOO_FREQUENT: usize = 12;

impl Literal {
    /// The literal that is the rarest; nothing where no match need hold one.
    pub(super) fn of(node: &Node) -> Option<Self> {
        let mut search = Search { before: vec![false; 256], run: Vec::new(), before_run: Vec::new(), best: None };
        search.visit(node);
        search.end_run();
        search.best
    }

    /// The first place from `from` on where a match that holds the literal can begin, and the literal's own.
    pub(super) fn find(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut at = from + self.offset;
        loop {
            at += position(bytes.get(at..)?, self.rarest)?;
            let start = at - self.offset;
            if bytes[start..].starts_with(&self.text) {
                let between = bytes[from..start].iter().rev().take_while(|&&byte| self.before[usize::from(byte)]);
                return Some((start - between.count(), start));
            }
            at += 1;
        }
    }
}

/// The first place of a byte, looked for in eight at a time: that costs a rule a fraction of what each by itself does, and
/// half of what the standard library's words of four do.
fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let (eights, rest) = bytes.as_chunks();
    for (at, eight) in eights.iter().enumerate() {
        // Only a byte that is zero now, or one after such a byte, borrows its highest bit.
        let found = u64::from_le_bytes(*eight) ^ (ONES * u64::from(wanted));
        let found = found.wrapping_sub(ONES) & !found & (ONES << 7);
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|&byte| byte == wanted).map(|at| bytes.len() - rest.len() + at)
}

fn rarity(byte: u8) -> usize {
    FREQUENT.iter().position(|&frequent| frequent == byte).unwrap_or(FREQUENT.len())
}

/// Goes through what stands in every match, from left to right.
struct Search {
    before: Vec<bool>,
    /// The literal that is being read, and what stood before it.
    run: Vec<u8>,
    before_run: Vec<bool>,
    best: Option<Literal>,
}

impl Search {
    fn visit(&mut self, node: &Node) {
        match &node.kind {
            Kind::Concat(nodes) => nodes.iter().for_each(|node| self.visit(node)),
            Kind::Look(_) => {}
            Kind::Set(set) => match set.only().and_then(|only| u8::try_from(only).ok()).filter(u8::is_ascii) {
                Some(byte) => {
                    if self.run.is_empty() {
                        self.before_run.clone_from(&self.before);
                    }
                    self.run.push(byte);
                    self.before[usize::from(byte)] = true;
                }
                None => self.pass(node),
            },
            Kind::Either(_) | Kind::Repeat { .. } => self.pass(node),
        }
    }

    fn pass(&mut self, node: &Node) {
        self.end_run();
        add_bytes(node, &mut self.before);
    }

    fn end_run(&mut self) {
        let text = std::mem::take(&mut self.run);
        let Some((offset, &rarest)) = text.iter().enumerate().max_by_key(|(_, byte)| rarity(**byte)) else { return };
        let is_rarer =
            self.best.as_ref().is_none_or(|best| (rarity(rarest), text.len()) > (rarity(best.rarest), best.text.len()));
        if is_rarer && (text.len() > 2 || rarity(rarest) >= TOO_FREQUENT) {
            let before = std::mem::take(&mut self.before_run);
            self.best = Some(Literal { text, rarest, offset, before });
        }
    }
}

/// Adds the bytes of all that a node may match.
fn add_bytes(node: &Node, bytes: &mut [bool]) {
    match &node.kind {
        Kind::Set(Set(ranges)) => {
            for &(start, end) in ranges {
                for byte in start..=end.min(127) {
                    bytes[byte as usize] = true;
                }
                if end > 127 {
                    bytes[128..].fill(true);
                }
            }
        }
        Kind::Look(_) => {}
        Kind::Concat(nodes) | Kind::Either(nodes) => nodes.iter().for_each(|node| add_bytes(node, bytes)),
        Kind::Repeat { node, .. } => add_bytes(node, bytes),
    }
}
