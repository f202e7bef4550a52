//! Deterministic automata: what is known after each character, with what the next one leads to.
//!
//! What a place is depends on the character after it, so a match is told one character late: a state that is entered by a
//! character is a match when one ended before that character.

use super::program::{Alphabet, Direction, Program, Step};
use super::syntax::Look;

/// Where a state's transitions begin in the table, and what the state is.
pub(super) type Entry = u16;

/// The part of an entry that is a place in the table.
pub(super) const ROW: Entry = 0x3FFF;
/// Nothing but a match that begins here or later is looked for.
pub(super) const FRESH: Entry = 0x4000;
/// A match ended before the last character.
pub(super) const MATCH: Entry = 0x8000;
/// Nothing that follows can match.
pub(super) const DEAD: Entry = 0xC000;

/// No state begins so far behind in the table.
const UNKNOWN: Entry = ROW;

/// How many steps the building of one automaton may follow, which bounds what an expression costs `configure` in vain: some
/// ten million instructions.
const WORK: usize = 1 << 16;

/// What goes from state to state. The class beyond the alphabet's is the end of the text.
pub(super) trait Run {
    /// The state at a place, by the class of the character that lies behind whoever begins there.
    fn start(&mut self, behind: usize) -> Entry;

    fn next(&mut self, row: Entry, class: usize) -> Entry;
}

/// An automaton of which every state is known.
#[derive(Debug)]
pub(super) struct Table {
    entries: Vec<Entry>,
    starts: Vec<Entry>,
}

impl Run for &Table {
    fn start(&mut self, behind: usize) -> Entry {
        self.starts[behind]
    }

    #[inline]
    fn next(&mut self, row: Entry, class: usize) -> Entry {
        self.entries[usize::from(row) + class]
    }
}

impl Table {
    /// The whole automaton; nothing where it would be too large.
    pub(super) fn new(program: &Program, alphabet: &Alphabet) -> Option<Self> {
        let mut known = Known::new(program, alphabet);
        let starts = (0..known.columns()).map(|behind| known.start(behind)).collect();
        // Classes that look alike to their neighbours are handled together.
        let sides = &known.sides;
        let alike = |side| (0..sides.len()).filter(move |&class| sides[class] == side);
        let classes: Vec<usize> = SIDES.into_iter().flat_map(alike).collect();
        let mut at = 0;
        while at < known.states.len() {
            for &class in &classes {
                known.next(u16::try_from(at * known.columns()).ok()?, class);
                if known.work > WORK || known.restarts > 0 {
                    return None;
                }
            }
            at += 1;
        }
        Some(Self { entries: known.entries, starts })
    }
}

/// What is known at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    /// Tells most states apart without a look at their steps.
    sum: u32,
    /// The steps to go on with, the preferred first. What they lead to waits for the next character, which looks ask for.
    steps: Vec<u32>,
    behind: Side,
    /// Whether a match may begin here.
    seeking: bool,
    matched: bool,
}

/// As much of a neighbour as looks ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Edge,
    LineFeed,
    Return,
    Word,
    Other,
}

const SIDES: [Side; 5] = [Side::Edge, Side::LineFeed, Side::Return, Side::Word, Side::Other];

/// The states of an automaton that were met so far.
#[derive(Debug)]
pub(super) struct Known<'p> {
    program: &'p Program,
    alphabet: &'p Alphabet,
    /// What lies beside a place, by the class of the character there.
    sides: Vec<Side>,
    states: Vec<State>,
    /// The places of the states, in the states' ascending order.
    order: Vec<u16>,
    entries: Vec<Entry>,
    /// For each step the last walk that came by.
    walked: Vec<u32>,
    walk: u32,
    stack: Vec<u32>,
    /// The state that was looked around last, what was ahead there, and what was found.
    around: Option<(usize, Side)>,
    ready: Vec<u32>,
    matched: bool,
    seeking: bool,
    work: usize,
    /// Whether a match can begin where the text does not.
    begins_anywhere: bool,
    /// How often the table was full.
    restarts: usize,
}

impl Run for Known<'_> {
    fn start(&mut self, behind: usize) -> Entry {
        let behind = self.sides[behind];
        match self.program.direction {
            Direction::Forward => self.state(Vec::new(), behind, self.begins(behind), false),
            Direction::Backward => self.state(vec![self.program.start], behind, false, false),
        }
    }

    fn next(&mut self, row: Entry, class: usize) -> Entry {
        let place = usize::from(row) + class;
        if self.entries[place] != UNKNOWN {
            return self.entries[place];
        }
        let restarts = self.restarts;
        let next = self.computed(usize::from(row) / self.columns(), class);
        // Where the table was full, the one that the row is of is gone.
        if self.restarts == restarts {
            self.entries[place] = next;
        }
        next
    }
}

impl<'p> Known<'p> {
    pub(super) fn new(program: &'p Program, alphabet: &'p Alphabet) -> Self {
        let mut known = Self {
            program,
            alphabet,
            sides: sides(program, alphabet),
            states: Vec::new(),
            order: Vec::new(),
            entries: Vec::new(),
            walked: vec![0; program.steps.len()],
            walk: 0,
            stack: Vec::new(),
            around: None,
            ready: Vec::new(),
            matched: false,
            seeking: false,
            work: 0,
            begins_anywhere: false,
            restarts: 0,
        };
        known.begins_anywhere = SIDES[1..].iter().any(|&behind| {
            SIDES.iter().any(|&ahead| {
                let mut ready = Vec::new();
                known.begin_walk();
                known.reach(program.start, behind, ahead, &mut ready) || !ready.is_empty()
            })
        });
        known.begin();
        known
    }

    /// One for each class, one for the end of the text.
    fn columns(&self) -> usize {
        self.sides.len()
    }

    /// Begins with the one state from which nothing leads anywhere.
    fn begin(&mut self) {
        self.states.clear();
        self.order.clear();
        self.entries.clear();
        self.around = None;
        self.state(Vec::new(), Side::Other, false, false);
    }

    /// Whether a match can begin after `behind`. Where none can, as with `^`, there is no need to try at each place.
    fn begins(&self, behind: Side) -> bool {
        behind == Side::Edge || self.begins_anywhere
    }

    /// The state after reading a character of a class in a state.
    fn computed(&mut self, state: usize, class: usize) -> Entry {
        let ahead = self.sides[class];
        if self.around != Some((state, ahead)) {
            self.look_around(state, ahead);
        }
        let mut steps = Vec::new();
        if class == self.alphabet.classes() {
            return self.state(steps, Side::Other, false, self.matched);
        }
        self.begin_walk();
        let ready = std::mem::take(&mut self.ready);
        // Most of what is ready does not read the class, which is soon seen. A state costs more than a step.
        self.work += 8 + ready.len() / 4;
        for &step in &ready {
            if let Step::Set(set, next) = self.program.steps[step as usize]
                && self.alphabet.holds(set, class)
                && self.is_new(next)
            {
                steps.push(next);
            }
        }
        self.ready = ready;
        self.state(steps, ahead, self.seeking && self.begins(ahead), self.matched)
    }

    /// Finds what a state is ready to read where it is known what is ahead: the same for many classes.
    fn look_around(&mut self, state: usize, ahead: Side) {
        let State { steps, behind, seeking, .. } = self.states[state].clone();
        let mut ready = std::mem::take(&mut self.ready);
        ready.clear();
        (self.matched, self.seeking) = (false, seeking);
        self.begin_walk();
        for step in steps.into_iter().chain(seeking.then_some(self.program.start)) {
            self.matched |= self.reach(step, behind, ahead, &mut ready);
            // Forward, what is less preferred than a match no longer matters. Backward, the longest is wanted.
            if self.matched && self.program.direction == Direction::Forward {
                self.seeking = false;
                break;
            }
        }
        self.ready = ready;
        self.around = Some((state, ahead));
    }

    fn begin_walk(&mut self) {
        self.walk += 1;
    }

    /// Whether this walk comes by a step for the first time.
    fn is_new(&mut self, step: u32) -> bool {
        self.work += 1;
        std::mem::replace(&mut self.walked[step as usize], self.walk) != self.walk
    }

    /// Adds the sets that are reached from a step without reading a character, and says whether a match is; forward, what
    /// is less preferred is then left out.
    fn reach(&mut self, step: u32, behind: Side, ahead: Side, ready: &mut Vec<u32>) -> bool {
        let backward = self.program.direction == Direction::Backward;
        let mut matched = false;
        self.stack.push(step);
        while let Some(at) = self.stack.pop() {
            if !self.is_new(at) {
                continue;
            }
            match self.program.steps[at as usize] {
                Step::Either(first, second) => self.stack.extend([second, first]),
                Step::Look(look, next) => {
                    let (before, after) = if backward { (ahead, behind) } else { (behind, ahead) };
                    if holds(look, before, after) {
                        self.stack.push(next);
                    }
                }
                Step::Set(..) => ready.push(at),
                Step::Match => {
                    matched = true;
                    if !backward {
                        self.stack.clear();
                    }
                }
            }
        }
        matched
    }

    /// The entry of a state, which is new or not.
    fn state(&mut self, steps: Vec<u32>, behind: Side, seeking: bool, matched: bool) -> Entry {
        let is_over = steps.is_empty() && !seeking;
        let kind = match (matched, seeking) {
            (true, _) => MATCH,
            _ if is_over => DEAD,
            (_, true) if steps.is_empty() => FRESH,
            _ => 0,
        };
        let sum = steps.iter().fold(0, |sum: u32, step| (sum ^ step).wrapping_mul(0x0100_0193).rotate_left(15));
        let state = State { sum, steps, behind: if is_over { Side::Other } else { behind }, seeking, matched };
        let place =
            |known: &Self| known.order.binary_search_by(|&number| known.states[usize::from(number)].cmp(&state));
        let place = match place(self) {
            Ok(place) => return kind | (self.order[place] * self.width()),
            Err(_) if self.entries.len() + self.columns() > usize::from(ROW) => {
                self.restarts += 1;
                self.begin();
                place(self)
            }
            missing => missing,
        };
        // The table's size bounds all of these numbers.
        let number = u16::try_from(self.states.len()).unwrap_or_default();
        self.order.insert(place.unwrap_or_else(|place| place), number);
        self.states.push(state);
        self.entries.resize(self.entries.len() + self.columns(), UNKNOWN);
        kind | (number * self.width())
    }

    fn width(&self) -> u16 {
        u16::try_from(self.columns()).unwrap_or_default()
    }
}

/// The side that each class is, and the end of the text: alike where no look asks for the difference.
fn sides(program: &Program, alphabet: &Alphabet) -> Vec<Side> {
    let (mut any, mut lines, mut words) = (false, false, false);
    for step in &program.steps {
        if let Step::Look(look, _) = step {
            any = true;
            match look {
                Look::TextStart | Look::TextEnd => {}
                Look::LineStart | Look::LineEnd | Look::AnyLineStart | Look::AnyLineEnd => lines = true,
                _ => words = true,
            }
        }
    }
    let side = |member: &u32| match char::from_u32(*member) {
        Some('\n') if lines => Side::LineFeed,
        Some('\r') if lines => Side::Return,
        Some(c) if words && (c == '_' || c.is_ascii_alphanumeric()) => Side::Word,
        _ => Side::Other,
    };
    let edge = if any { Side::Edge } else { Side::Other };
    alphabet.members.iter().map(side).chain([edge]).collect()
}

fn holds(look: Look, before: Side, after: Side) -> bool {
    let word_before = before == Side::Word;
    let word_after = after == Side::Word;
    match look {
        Look::TextStart => before == Side::Edge,
        Look::TextEnd => after == Side::Edge,
        Look::LineStart => matches!(before, Side::Edge | Side::LineFeed),
        Look::LineEnd => matches!(after, Side::Edge | Side::LineFeed),
        Look::AnyLineStart => {
            matches!(before, Side::Edge | Side::LineFeed) || before == Side::Return && after != Side::LineFeed
        }
        Look::AnyLineEnd => {
            matches!(after, Side::Edge | Side::Return) || after == Side::LineFeed && before != Side::Return
        }
        Look::WordEdge => word_before != word_after,
        Look::NoWordEdge => word_before == word_after,
        Look::WordStart => !word_before && word_after,
        Look::WordEnd => word_before && !word_after,
        Look::NoWordBefore => !word_before,
        Look::NoWordAfter => !word_after,
    }
}
