//! An expression as steps, each of which names those that come after it, and the characters that no step tells apart.

use super::Refused;
use super::syntax::{Kind, Look, Node, Set, WORD};

/// The steps of an expression, to be followed forward or backward.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) start: u32,
    pub(super) direction: Direction,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Match,
    /// A character of the set, by the set's number in the alphabet.
    Set(u32, u32),
    Look(Look, u32),
    /// The first is preferred.
    Either(u32, u32),
}

/// How many steps an expression may have: counts multiply them.
const STEPS: usize = 1 << 16;
/// How many kinds of characters an expression may tell apart.
const CLASSES: usize = 1 << 11;

impl Program {
    pub(super) fn new(node: &Node, alphabet: &Alphabet, direction: Direction) -> Result<Self, Refused> {
        let mut program = Self { steps: vec![Step::Match], start: 0, direction };
        program.start = program.follow(node, 0, alphabet)?;
        Ok(program)
    }

    fn add(&mut self, step: Step) -> Result<u32, Refused> {
        if self.steps.len() == STEPS {
            return Err(Refused { why: "it is too long, counts multiplied", at: None });
        }
        self.steps.push(step);
        Ok(u32::try_from(self.steps.len() - 1).unwrap_or_default())
    }

    /// Adds the steps of a node that go on at `next`; returns where they begin.
    fn follow(&mut self, node: &Node, next: u32, alphabet: &Alphabet) -> Result<u32, Refused> {
        match &node.kind {
            Kind::Set(set) => self.add(Step::Set(alphabet.number(set), next)),
            Kind::Look(look) => self.add(Step::Look(*look, next)),
            Kind::Concat(nodes) => {
                let mut next = next;
                for at in 0..nodes.len() {
                    let node = match self.direction {
                        Direction::Forward => &nodes[nodes.len() - 1 - at],
                        Direction::Backward => &nodes[at],
                    };
                    next = self.follow(node, next, alphabet)?;
                }
                Ok(next)
            }
            Kind::Either(nodes) => {
                let mut starts = nodes.iter().rev();
                let Some(last) = starts.next() else { return Ok(next) };
                let mut start = self.follow(last, next, alphabet)?;
                for node in starts {
                    let preferred = self.follow(node, next, alphabet)?;
                    start = self.add(Step::Either(preferred, start))?;
                }
                Ok(start)
            }
            Kind::Repeat { node, min, max, greedy } => {
                let choice = |again, next| if *greedy { Step::Either(again, next) } else { Step::Either(next, again) };
                let mut start = next;
                let mut copies = *min;
                if let Some(max) = max {
                    for _ in *min..*max {
                        let once = self.follow(node, start, alphabet)?;
                        start = self.add(choice(once, next))?;
                    }
                } else {
                    let repeated = self.add(Step::Match)?;
                    let once = self.follow(node, repeated, alphabet)?;
                    self.steps[repeated as usize] = choice(once, next);
                    // What can be empty is entered by a choice of its own, or the empty way through it would count as
                    // a round and be preferred to going on.
                    start = match (*min, node.empty) {
                        (0, false) => repeated,
                        (0, true) => self.add(choice(once, next))?,
                        _ => once,
                    };
                    copies = copies.saturating_sub(1);
                }
                for _ in 0..copies {
                    let before = self.steps.len();
                    start = self.follow(node, start, alphabet)?;
                    if self.steps.len() == before {
                        // However often nothing is repeated, it is nothing.
                        break;
                    }
                }
                Ok(start)
            }
        }
    }
}

/// The classes of characters that an expression tells apart, in the order in which characters belong to them first.
#[derive(Debug, Default)]
pub(super) struct Alphabet {
    /// The class of each ASCII character.
    pub(super) ascii: Vec<u8>,
    /// Where the class changes beyond ASCII, and what it is from there.
    others: Vec<(u32, u16)>,
    /// A character of each class.
    pub(super) members: Vec<u32>,
    /// In ascending order; a set's number is its place.
    sets: Vec<Set>,
    /// For each set and class whether they share characters.
    holds: Vec<bool>,
}

impl Alphabet {
    pub(super) fn new(node: &Node) -> Result<Self, Refused> {
        let mut sets = Vec::new();
        collect(node, &mut sets);
        let mut bounds = vec![0, 128];
        for &(start, end) in sets.iter().flat_map(|set: &Set| &set.0) {
            insert(&mut bounds, &start);
            insert(&mut bounds, &(end + 1));
        }
        // One class at first. Each set then parts the characters that it holds from the others.
        let mut class_of = vec![0; bounds.len()];
        let mut classes = 1;
        for set in &sets {
            let mut parted = vec![0; classes];
            for &(start, end) in &set.0 {
                let from = bounds.partition_point(|&bound| bound < start);
                let to = bounds.partition_point(|&bound| bound <= end);
                for class in &mut class_of[from..to] {
                    let part = &mut parted[*class];
                    if *part == 0 {
                        *part = classes;
                        classes += 1;
                    }
                    *class = *part;
                }
            }
        }
        let mut alphabet = Self::default();
        let mut numbers = vec![usize::MAX; classes];
        for (&bound, class) in bounds.iter().zip(class_of) {
            if bound > u32::from(char::MAX) {
                break;
            }
            if numbers[class] == usize::MAX {
                numbers[class] = alphabet.members.len();
                alphabet.members.push(bound);
            }
            let class = numbers[class];
            if bound < 128 {
                // At most 128 classes begin within ASCII.
                alphabet.ascii.resize(bound as usize, alphabet.ascii.last().copied().unwrap_or_default());
                alphabet.ascii.push(u8::try_from(class).unwrap_or_default());
            } else {
                alphabet.others.push((bound, u16::try_from(class).unwrap_or_default()));
            }
        }
        alphabet.ascii.resize(128, alphabet.ascii.last().copied().unwrap_or_default());
        if alphabet.members.len() > CLASSES {
            return Err(Refused { why: "it tells too many characters apart", at: None });
        }
        for set in &sets {
            alphabet.holds.extend(alphabet.members.iter().map(|&member| set.contains(member)));
        }
        alphabet.sets = sets;
        Ok(alphabet)
    }

    fn number(&self, set: &Set) -> u32 {
        let place = self.sets.partition_point(|other| other < set);
        u32::try_from(place).unwrap_or_default()
    }

    pub(super) fn classes(&self) -> usize {
        self.members.len()
    }

    pub(super) fn holds(&self, set: u32, class: usize) -> bool {
        self.holds[set as usize * self.members.len() + class]
    }

    /// The class of a character.
    pub(super) fn class(&self, character: char) -> usize {
        match self.ascii.get(character as usize) {
            Some(class) => usize::from(*class),
            None => self.class_beyond_ascii(u32::from(character)),
        }
    }

    #[cold]
    fn class_beyond_ascii(&self, character: u32) -> usize {
        let after = self.others.partition_point(|&(start, _)| start <= character);
        after.checked_sub(1).map_or(0, |index| usize::from(self.others[index].1))
    }

    /// Forgets what only the building of automata asks for.
    pub(super) fn forget_sets(&mut self) {
        self.sets = Vec::new();
        self.holds = Vec::new();
    }
}

/// The sets of an expression, and those that its looks tell apart.
fn collect(node: &Node, sets: &mut Vec<Set>) {
    match &node.kind {
        Kind::Set(set) => insert(sets, set),
        Kind::Look(Look::TextStart | Look::TextEnd) => {}
        Kind::Look(Look::LineStart | Look::LineEnd | Look::AnyLineStart | Look::AnyLineEnd) => {
            insert(sets, &Set::ascii(&[(b'\n', b'\n')]));
            insert(sets, &Set::ascii(&[(b'\r', b'\r')]));
        }
        Kind::Look(_) => insert(sets, &Set::ascii(WORD)),
        Kind::Concat(nodes) | Kind::Either(nodes) => nodes.iter().for_each(|node| collect(node, sets)),
        Kind::Repeat { node, .. } => collect(node, sets),
    }
}

/// Adds what is not there yet to what is in ascending order. A sort of the standard library is larger than all of this.
fn insert<T: Ord + Clone>(sorted: &mut Vec<T>, new: &T) {
    if let Err(place) = sorted.binary_search(new) {
        sorted.insert(place, new.clone());
    }
}
