//! Regular expressions that are compiled once, in [`Rule::prepare`](crate::Rule::prepare), and searched in one or two
//! steps for each character.
//!
//! An engine keeps the memory that `configure` left, so an evaluation pays nothing for what was built there: for each
//! expression two automata, one that finds where the first match ends and one that finds, backwards from there, where it
//! begins. Where an automaton would be too large, its states are found as a text needs them.
//!
//! The syntax and the matches are those of the crate [`regex-lite`](https://docs.rs/regex-lite): `\d`, `\s`, `\w`, `\b`
//! and `(?i)` know ASCII only, `.` and `[^a]` match characters; neither look-around nor references to groups. Of several
//! matches that begin at one place, the one that the expression prefers is taken.
//!
//! ```
//! use clearance_rule::expressions::Expression;
//!
//! let ticket = Expression::new(r"\b[A-Z]{2,}-\d+\b").unwrap();
//! let found: Vec<_> = ticket.find_iter("See SHOP-12 and PAY-7.").collect();
//! assert_eq!(found, [4..11, 16..21]);
//!
//! let refused = Expression::new("(a").unwrap_err();
//! assert_eq!(refused.to_string(), "a group is not closed, at character 3");
//! ```

mod parser;
mod syntax;

mod program;

mod automaton;
mod literal;

#[cfg(test)]
mod tests;

use automaton::{DEAD, Entry, FRESH, Known, MATCH, ROW, Run, Table};
use literal::Literal;
use program::{Alphabet, Direction, Program};
use std::fmt;
use std::ops::Range;

/// A compiled expression.
#[derive(Debug)]
pub struct Expression {
    alphabet: Alphabet,
    literal: Option<Literal>,
    automata: Automata,
}

/// Why an expression was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    why: &'static str,
    /// How many characters stand before what is wrong.
    at: Option<usize>,
}

/// Two automata: to the end of a match, and back to its start.
#[derive(Debug)]
enum Automata {
    Built(Table, Table),
    /// As what they are built from.
    TooLarge(Program, Program),
}

impl std::error::Error for Refused {}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.why)?;
        self.at.map_or(Ok(()), |at| write!(f, ", at character {}", at + 1))
    }
}

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// Where `source` is no expression, or one whose counts make it larger than anybody needs.
    pub fn new(source: &str) -> Result<Self, Refused> {
        let node = parser::parse(source)?;
        let mut alphabet = Alphabet::new(&node)?;
        let forward = Program::new(&node, &alphabet, Direction::Forward)?;
        let backward = Program::new(&node, &alphabet, Direction::Backward)?;
        let built =
            Table::new(&forward, &alphabet).and_then(|forward| Some((forward, Table::new(&backward, &alphabet)?)));
        let automata = match built {
            Some((forward, backward)) => {
                alphabet.forget_sets();
                Automata::Built(forward, backward)
            }
            None => Automata::TooLarge(forward, backward),
        };
        Ok(Self { alphabet, literal: Literal::of(&node), automata })
    }

    /// The matches in a text, from its start on, none of which overlap.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let runs = match &self.automata {
            Automata::Built(forward, backward) => Runs::Built(forward, backward),
            Automata::TooLarge(forward, backward) => {
                let known = |program| Box::new(Known::new(program, &self.alphabet));
                Runs::Known(known(forward), known(backward))
            }
        };
        Matches { expression: self, runs, text, at: 0, last: None }
    }

    /// Whether there is a match in a text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.find_iter(text).next().is_some()
    }

    /// Where the first match that begins at `at` or later ends.
    fn end(&self, run: &mut impl Run, text: &str, at: usize) -> Option<usize> {
        let (mut at, mut end) = (at, None);
        // Another literal is looked for once this one is passed in vain.
        let mut literal = usize::MAX;
        'seek: loop {
            if let Some(wanted) = &self.literal {
                (at, literal) = wanted.find(text, at)?;
            }
            let mut row = run.start(self.behind(text, at)) & ROW;
            while let Some((class, length)) = self.class_at(text, at) {
                let entry = run.next(row, class);
                row = entry & ROW;
                if entry > ROW {
                    match entry & !ROW {
                        DEAD => return end,
                        MATCH => end = Some(at),
                        FRESH if at >= literal => {
                            at += length;
                            continue 'seek;
                        }
                        _ => {}
                    }
                }
                at += length;
            }
            let is_match = is_match(run.next(row, self.alphabet.classes()));
            return if is_match { Some(at) } else { end };
        }
    }

    /// Where the longest match begins that ends at `end`, at `from` or later.
    fn start(&self, run: &mut impl Run, text: &str, from: usize, end: usize) -> usize {
        let (mut at, mut start) = (end, end);
        let mut row = run.start(self.class_at(text, end).map_or(self.alphabet.classes(), |(class, _)| class)) & ROW;
        loop {
            let before = text[..at].chars().next_back();
            let class = self.behind(text, at);
            let entry = run.next(row, class);
            if is_match(entry) {
                start = at;
            }
            match before {
                Some(before) if at > from && entry & !ROW != DEAD => at -= before.len_utf8(),
                _ => return start,
            }
            row = entry & ROW;
        }
    }

    /// The class of the character before a place.
    fn behind(&self, text: &str, at: usize) -> usize {
        text[..at].chars().next_back().map_or(self.alphabet.classes(), |character| self.alphabet.class(character))
    }

    /// The class of the character at a place, and its length.
    #[inline]
    fn class_at(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        let byte = *text.as_bytes().get(at)?;
        match self.alphabet.ascii.get(usize::from(byte)) {
            Some(class) => Some((usize::from(*class), 1)),
            None => text[at..].chars().next().map(|other| (self.alphabet.class(other), other.len_utf8())),
        }
    }
}

fn is_match(entry: Entry) -> bool {
    entry & !ROW == MATCH
}

enum Runs<'e> {
    Built(&'e Table, &'e Table),
    Known(Box<Known<'e>>, Box<Known<'e>>),
}

struct Matches<'e> {
    expression: &'e Expression,
    runs: Runs<'e>,
    text: &'e str,
    at: usize,
    /// The end of the match before.
    last: Option<usize>,
}

impl Matches<'_> {
    fn find(&mut self) -> Option<Range<usize>> {
        let Self { expression, text, at, .. } = *self;
        let found = |start, end| Some(start..end);
        match &mut self.runs {
            Runs::Built(forward, backward) => {
                let end = expression.end(forward, text, at)?;
                found(expression.start(backward, text, at, end), end)
            }
            Runs::Known(forward, backward) => {
                let end = expression.end(&mut **forward, text, at)?;
                found(expression.start(&mut **backward, text, at, end), end)
            }
        }
    }
}

impl Iterator for Matches<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let mut found = self.find()?;
        if found.is_empty() && self.last == Some(found.end) {
            // An empty match does not touch the one before.
            self.at += self.text[self.at..].chars().next()?.len_utf8();
            found = self.find()?;
        }
        self.at = found.end;
        self.last = Some(found.end);
        Some(found)
    }
}
