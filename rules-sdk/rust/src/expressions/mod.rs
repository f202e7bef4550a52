//! Regular expressions that are compiled once, in [`Rule::prepare`](crate::Rule::prepare), and searched in a step or two
//! for each byte. Needs the feature `expressions`.
//!
//! An engine keeps the memory that `configure` left, so an evaluation pays nothing for what was built there: for each
//! expression two automata of the crate [`regex-automata`](https://docs.rs/regex-automata), one that finds where the
//! first match ends and one that finds, backwards from there, where it begins. Where an automaton would be too large, the
//! expression is followed by that crate's slower engine, which needs none. Building is not free: a usual expression takes
//! `configure` one to fourteen million instructions, those with `.`, `\S` or `[^a]` the most. So a rule compiles its
//! expressions with one [`Compiler`], which builds automata for as many as is affordable and leaves the rest to the slower
//! engine.
//!
//! The syntax is that of the crate [`regex`](https://docs.rs/regex#syntax) without Unicode classes such as `\p{L}`; there
//! is neither look-around nor a reference to a group. `.`, `[^a]`, `\W` and every literal go by whole characters, but `\d`,
//! `\s`, `\w`, `\b` and `(?i)` know ASCII only: `(?i)é` does not match `É`. The flag `u` changes nothing. So all that
//! `regex-lite` takes is taken, and finds what it finds there; only a count that follows flags, as in `a(?m)+`, is refused.
//! Of several matches that begin at one place, the one that the expression prefers is taken.
//!
//! ```
//! use clearance_rule::expressions::Compiler;
//!
//! let mut compiler = Compiler::new();
//! let ticket = compiler.compile(r"\b[A-Z]{2,}-\d+\b").unwrap();
//! let found: Vec<_> = ticket.find_iter("See SHOP-12 and PAY-7.").collect();
//! assert_eq!(found, [4..11, 16..21]);
//!
//! let refused = compiler.compile("(a").unwrap_err();
//! assert_eq!(refused.to_string(), "unclosed group, at character 1");
//! ```

mod syntax;

#[cfg(test)]
mod tests;

use regex_automata::dfa::regex::Regex;
use regex_automata::dfa::{StartKind, dense};
use regex_automata::nfa::thompson::pikevm::PikeVM;
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::util::iter::Searcher;
use regex_automata::{Input, MatchKind};
use regex_syntax::hir::Hir;
use std::fmt;
use std::ops::Range;

/// How many bytes an expression may take before its automata are built: bounds what a search can cost.
const LARGEST: usize = 1 << 20;

/// How many bytes an automaton may take, and what is noted while it is built. Usual expressions stay below and cost up to
/// 14 million instructions each, the worst that was found 74 million.
const LARGEST_AUTOMATON: usize = 1 << 14;

/// How many bytes the automata of one compiler may take, those that were begun in vain included: bounds what `configure`
/// can cost, to about 120 million instructions.
const ALL_AUTOMATA: usize = 3 << 14;

/// Compiles the expressions of a rule.
#[derive(Debug)]
pub struct Compiler {
    /// The bytes that automata may still take.
    left: usize,
}

/// A compiled expression.
#[derive(Debug)]
pub struct Expression {
    engine: Engine,
}

/// Why an expression was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    why: String,
    /// How many characters stand before what is wrong.
    at: Option<usize>,
}

#[derive(Debug)]
enum Engine {
    Built(Box<Regex>),
    /// Follows every way through the expression at once.
    Unbuilt(PikeVM),
}

impl std::error::Error for Refused {}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)?;
        self.at.map_or(Ok(()), |at| write!(f, ", at character {}", at + 1))
    }
}

impl Default for Compiler {
    fn default() -> Self {
        Self::new()
    }
}

impl Compiler {
    /// A compiler that has compiled nothing.
    #[must_use]
    pub fn new() -> Self {
        Self { left: ALL_AUTOMATA }
    }

    /// Compiles an expression. The first are searched quickest: let those come first that most depends on.
    ///
    /// # Errors
    /// Where `source` is no expression, or one whose counts make it larger than anybody needs.
    pub fn compile(&mut self, source: &str) -> Result<Expression, Refused> {
        let hir = syntax::read(source)?;
        let forward = nfa(&hir, false)?;
        let most = LARGEST_AUTOMATON.min(self.left / 2);
        let built = automata(&hir, &forward, most);
        self.left -= built.as_ref().map_or(2 * most, bytes).min(self.left);
        let engine = match built {
            Some(built) => Engine::Built(Box::new(built)),
            None => Engine::Unbuilt(PikeVM::new_from_nfa(forward).map_err(|_| too_large())?),
        };
        Ok(Expression { engine })
    }
}

impl Expression {
    /// The matches in a text, from its start on, none of which overlap.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let mut searcher = Searcher::new(Input::new(text));
        let mut cache = match &self.engine {
            Engine::Built(_) => None,
            Engine::Unbuilt(vm) => Some(vm.create_cache()),
        };
        std::iter::from_fn(move || {
            let found = searcher.advance(|input| match (&self.engine, &mut cache) {
                (Engine::Built(regex), _) => regex.try_search(input),
                (Engine::Unbuilt(vm), Some(cache)) => Ok(vm.find(cache, input.clone())),
                (Engine::Unbuilt(_), None) => Ok(None),
            });
            found.map(|found| found.range())
        })
    }

    /// Whether there is a match in a text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.find_iter(text).next().is_some()
    }
}

fn too_large() -> Refused {
    Refused { why: "it is too long, counts multiplied".to_owned(), at: None }
}

fn nfa(hir: &Hir, reverse: bool) -> Result<NFA, Refused> {
    // Who goes forward without an automaton notes the whole match as a group.
    let captures = if reverse { WhichCaptures::None } else { WhichCaptures::Implicit };
    let config = thompson::Config::new().which_captures(captures).nfa_size_limit(Some(LARGEST)).reverse(reverse);
    thompson::Compiler::new().configure(config).build_from_hir(hir).map_err(|_| too_large())
}

fn bytes(automata: &Regex) -> usize {
    automata.forward().memory_usage() + automata.reverse().memory_usage()
}

/// The automata of an expression; nothing where one would be too large.
fn automata(hir: &Hir, forward: &NFA, bytes: usize) -> Option<Regex> {
    let config = dense::Config::new().dfa_size_limit(Some(bytes)).determinize_size_limit(Some(bytes));
    let build = |config, nfa| dense::Builder::new().configure(config).build_from_nfa(nfa).ok();
    let to_end = build(config.clone().start_kind(StartKind::Unanchored), forward)?;
    let to_start = config.start_kind(StartKind::Anchored).match_kind(MatchKind::All);
    let to_start = build(to_start, &nfa(hir, true).ok()?)?;
    Some(Regex::builder().build_from_dfas(to_end, to_start))
}
