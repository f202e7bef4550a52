//! Reads an expression. The syntax is that of the crate `regex-lite`: classes know ASCII only, everything else goes by
//! characters.

use super::Refused;
use super::syntax::{Kind, LAST, Look, Node, Set, WORD};

/// How deep an expression may be nested; what reads it calls itself.
const DEEPEST: u32 = 50;

const DIGIT: &[(u8, u8)] = &[(b'0', b'9')];
const SPACE: &[(u8, u8)] = &[(b'\t', b'\r'), (b' ', b' ')];

type Result<T> = std::result::Result<T, Refused>;

/// Reads the whole of `source`.
pub(super) fn parse(source: &str) -> Result<Node> {
    let source: Vec<char> = source.chars().collect();
    let mut parser = Parser { source: &source, at: 0, depth: 0, flags: Flags::default(), names: Vec::new() };
    let node = parser.alternatives()?;
    // Only a `)` ends what is read before the source ends.
    if parser.peek().is_some() { Err(parser.refused("this `)` closes nothing")) } else { Ok(node) }
}

#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "an expression switches each flag by its letter")]
struct Flags {
    any_case: bool,
    lines: bool,
    dot_is_all: bool,
    lazy: bool,
    any_line_end: bool,
    verbose: bool,
}

struct Parser<'s> {
    source: &'s [char],
    at: usize,
    depth: u32,
    flags: Flags,
    names: Vec<&'s [char]>,
}

impl Parser<'_> {
    #[cold]
    fn refused(&self, why: &'static str) -> Refused {
        Refused { why, at: Some(self.at) }
    }

    fn peek(&self) -> Option<char> {
        self.source.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    fn has(&self, text: &str) -> bool {
        text.chars().zip(self.at..).all(|(character, at)| self.source.get(at) == Some(&character))
    }

    fn eat(&mut self, text: &str) -> bool {
        let there = self.has(text);
        self.at += if there { text.len() } else { 0 };
        there
    }

    /// Steps over a character, and over what verbose expressions ignore.
    fn step(&mut self) {
        self.next();
        self.skip();
    }

    fn skip(&mut self) {
        let mut in_comment = false;
        while let Some(next) = self.peek().filter(|_| self.flags.verbose) {
            if !in_comment && next != '#' && !next.is_whitespace() {
                break;
            }
            in_comment = (in_comment || next == '#') && next != '\n';
            self.at += 1;
        }
    }

    fn alternatives(&mut self) -> Result<Node> {
        if self.depth > DEEPEST {
            return Err(self.refused("groups are nested too deep"));
        }
        self.depth += 1;
        let mut alternatives = Vec::new();
        let mut parts = Vec::new();
        loop {
            self.skip();
            let Some(next) = self.peek() else { break };
            match next {
                ')' => break,
                '(' => parts.extend(self.group()?),
                '|' => {
                    alternatives.push(Node::concat(std::mem::take(&mut parts)));
                    self.next();
                }
                '[' => parts.push(self.class()?),
                '?' | '*' | '+' | '{' => {
                    let Some(node) = parts.pop() else { return Err(self.refused("there is nothing to repeat")) };
                    parts.push(self.repetition(node)?);
                }
                _ => parts.push(self.single()?),
            }
        }
        self.depth -= 1;
        alternatives.push(Node::concat(parts));
        let node = Node::either(alternatives);
        if node.height > DEEPEST { Err(self.refused("the expression is nested too deep")) } else { Ok(node) }
    }

    /// A group, or nothing where only flags are set.
    fn group(&mut self) -> Result<Option<Node>> {
        let flags = self.flags;
        self.step();
        let mut captures = true;
        if ["?=", "?!", "?<=", "?<!"].iter().any(|prefix| self.has(prefix)) {
            return Err(self.refused("look-around is not supported"));
        } else if self.eat("?P<") || self.eat("?<") {
            self.name()?;
        } else if self.eat("?") {
            captures = false;
            if self.set_flags()? {
                return Ok(None);
            }
        }
        let mut node = self.alternatives()?;
        if !self.eat(")") {
            return Err(self.refused("a group is not closed"));
        }
        self.flags = flags;
        node.height += u32::from(captures);
        if node.height > DEEPEST { Err(self.refused("groups are nested too deep")) } else { Ok(Some(node)) }
    }

    fn name(&mut self) -> Result<()> {
        let rest = &self.source[self.at..];
        let Some(length) = rest.iter().position(|&c| c == '>') else {
            return Err(self.refused("a group's name is not closed"));
        };
        let name = &rest[..length];
        let is_first = |&c: &char| c == '_' || c.is_alphabetic();
        let is_other = |&c: &char| matches!(c, '_' | '.' | '[' | ']') || c.is_alphanumeric();
        if !name.first().is_some_and(is_first) || !name.iter().all(|c| is_first(c) || is_other(c)) {
            return Err(self.refused("this cannot be a group's name"));
        }
        if self.names.contains(&name) {
            return Err(self.refused("another group has this name"));
        }
        self.names.push(name);
        self.at += length + 1;
        Ok(())
    }

    /// Reads flags; whether they are all that there is between the parentheses.
    fn set_flags(&mut self) -> Result<bool> {
        let mut flags = self.flags;
        let (mut on, mut seen) = (true, String::new());
        loop {
            let Some(next) = self.peek() else { return Err(self.refused("a group is not closed")) };
            match next {
                ':' | ')' if seen.ends_with('-') => return Err(self.refused("there is no flag after the `-`")),
                ')' if seen.is_empty() => return Err(self.refused("there is no flag after the `?`")),
                ':' | ')' => break,
                _ if seen.contains(next) => return Err(self.refused("a flag stands there twice")),
                'i' => flags.any_case = on,
                'm' => flags.lines = on,
                's' => flags.dot_is_all = on,
                'U' => flags.lazy = on,
                'R' => flags.any_line_end = on,
                'x' => flags.verbose = on,
                'u' => {}
                '-' => on = false,
                _ => return Err(self.refused("there is no such flag")),
            }
            seen.push(next);
            self.next();
        }
        self.flags = flags;
        Ok(self.next() == Some(')'))
    }

    fn repetition(&mut self, node: Node) -> Result<Node> {
        let (min, max) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            _ => self.counts()?,
        };
        // What ends a count may be followed by ignored space, a sign may not.
        if self.next() == Some('}') {
            self.skip();
        }
        let greedy = self.eat("?") == self.flags.lazy;
        if max.is_some_and(|max| min > max) {
            return Err(self.refused("the least count is above the greatest"));
        }
        let node = Node::repeat(node, min, max, greedy);
        if node.height > DEEPEST { Err(self.refused("the expression is nested too deep")) } else { Ok(node) }
    }

    /// Reads `{3`, `{3,` and `{3,5`, up to the brace.
    fn counts(&mut self) -> Result<(u32, Option<u32>)> {
        self.step();
        let min = self.count()?;
        let mut max = Some(min);
        if self.peek() == Some(',') {
            self.step();
            max = if self.peek() == Some('}') { None } else { Some(self.count()?) };
        }
        if self.peek() == Some('}') { Ok((min, max)) } else { Err(self.refused("a `}` is missing")) }
    }

    fn count(&mut self) -> Result<u32> {
        let mut count = None;
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            count = Some(count.unwrap_or(0_u64).saturating_mul(10).saturating_add(u64::from(digit)));
            self.step();
        }
        while self.peek().is_some_and(char::is_whitespace) {
            self.step();
        }
        count.and_then(|count| u32::try_from(count).ok()).ok_or_else(|| self.refused("this is not a count"))
    }

    fn single(&mut self) -> Result<Node> {
        let flags = self.flags;
        Ok(match self.next() {
            Some('\\') => return self.escape(),
            Some('.') if flags.dot_is_all => Node::set(Set(vec![(0, LAST)])),
            Some('.') if flags.any_line_end => Node::set(Set::ascii(&[(b'\n', b'\n'), (b'\r', b'\r')]).but()),
            Some('.') => Node::set(Set::ascii(&[(b'\n', b'\n')]).but()),
            Some('^') => Node::leaf(Kind::Look(match (flags.lines, flags.any_line_end) {
                (false, _) => Look::TextStart,
                (true, false) => Look::LineStart,
                (true, true) => Look::AnyLineStart,
            })),
            Some('$') => Node::leaf(Kind::Look(match (flags.lines, flags.any_line_end) {
                (false, _) => Look::TextEnd,
                (true, false) => Look::LineEnd,
                (true, true) => Look::AnyLineEnd,
            })),
            next => self.character(next.map_or(0, u32::from)),
        })
    }

    fn character(&self, character: u32) -> Node {
        let set = Set(vec![(character, character)]);
        Node::set(if self.flags.any_case { set.in_any_case() } else { set })
    }

    /// What stands after a backslash.
    fn escape(&mut self) -> Result<Node> {
        let Some(next) = self.next() else { return Err(self.refused("nothing stands after the `\\`")) };
        let class = |ranges| Ok(Node::set(Set::ascii(ranges)));
        let but = |ranges| Ok(Node::set(Set::ascii(ranges).but()));
        let look = |look| Ok(Node::leaf(Kind::Look(look)));
        match next {
            'd' => class(DIGIT),
            's' => class(SPACE),
            'w' => class(WORD),
            'D' => but(DIGIT),
            'S' => but(SPACE),
            'W' => but(WORD),
            'x' => self.hex(2),
            'u' => self.hex(4),
            'U' => self.hex(8),
            'a' => Ok(self.character(0x07)),
            'f' => Ok(self.character(0x0C)),
            't' => Ok(self.character(0x09)),
            'n' => Ok(self.character(0x0A)),
            'r' => Ok(self.character(0x0D)),
            'v' => Ok(self.character(0x0B)),
            'A' => look(Look::TextStart),
            'z' => look(Look::TextEnd),
            'B' => look(Look::NoWordEdge),
            '<' => look(Look::WordStart),
            '>' => look(Look::WordEnd),
            'b' => look(self.word_edge()?),
            '0'..='9' => Err(self.refused("what a group has found cannot be asked for")),
            'p' | 'P' => Err(self.refused("Unicode classes are not supported")),
            _ if next.is_ascii() && !next.is_ascii_alphanumeric() => Ok(self.character(u32::from(next))),
            _ => Err(self.refused("there is no such escape")),
        }
    }

    /// What stands after `\b`: `{start}`, `{end}`, `{start-half}`, `{end-half}`, or nothing of the kind.
    fn word_edge(&mut self) -> Result<Look> {
        let is_named = |c: char| c.is_ascii_alphabetic() || c == '-';
        if self.peek() != Some('{') {
            return Ok(Look::WordEdge);
        }
        let brace = self.at;
        self.step();
        let mut name = String::new();
        while let Some(next) = self.peek().filter(|&c| is_named(c)) {
            name.push(next);
            self.step();
        }
        let named = match name.as_str() {
            // A count, which is not read here.
            "" if self.peek().is_some() => {
                self.at = brace;
                return Ok(Look::WordEdge);
            }
            "start" => Look::WordStart,
            "end" => Look::WordEnd,
            "start-half" => Look::NoWordBefore,
            "end-half" => Look::NoWordAfter,
            _ => return Err(self.refused("there is no such edge of a word")),
        };
        if self.eat("}") { Ok(named) } else { Err(self.refused("a `}` is missing")) }
    }

    /// A character by its number: so many digits, or any in braces.
    fn hex(&mut self, length: u32) -> Result<Node> {
        self.skip();
        let (mut number, mut digits) = (0_u32, 0);
        let braced = self.peek() == Some('{');
        if braced {
            self.step();
        }
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(16)).filter(|_| braced || digits < length) {
            number = number.saturating_mul(16).saturating_add(digit);
            digits += 1;
            self.step();
        }
        let is_whole = if braced { digits > 0 && self.peek() == Some('}') } else { digits == length };
        let Some(character) = char::from_u32(number).filter(|_| is_whole) else {
            return Err(self.refused("this is not a character's number"));
        };
        if braced {
            self.step();
        }
        Ok(self.character(u32::from(character)))
    }

    fn class(&mut self) -> Result<Node> {
        let mut ranges = Vec::new();
        self.step();
        let negated = self.peek() == Some('^');
        if negated {
            self.step();
        }
        while self.peek() == Some('-') {
            ranges.push((u32::from('-'), u32::from('-')));
            self.step();
        }
        if ranges.is_empty() && self.peek() == Some(']') {
            ranges.push((u32::from(']'), u32::from(']')));
            self.step();
        }
        loop {
            self.skip();
            match self.peek() {
                None => return Err(self.refused("a class is not closed")),
                Some('[') => ranges.extend(self.posix()?.0),
                Some(']') => break,
                _ if ["&&", "--", "~~"].iter().any(|operator| self.has(operator)) => {
                    return Err(self.refused("classes cannot be intersected or subtracted"));
                }
                _ => self.range(&mut ranges)?,
            }
        }
        self.next();
        let set = Set::new(ranges);
        let set = if self.flags.any_case { set.in_any_case() } else { set };
        Ok(Node::set(if negated { set.but() } else { set }))
    }

    /// A range of a class, or one member.
    fn range(&mut self, ranges: &mut Vec<(u32, u32)>) -> Result<()> {
        let first = self.member()?;
        self.skip();
        let is_range = self.peek() == Some('-') && {
            let dash = self.at;
            self.step();
            let follows = !matches!(self.peek(), Some(']' | '-'));
            self.at = if follows { self.at } else { dash };
            follows
        };
        if !is_range {
            ranges.extend(first.0);
            return Ok(());
        }
        let last = self.member()?;
        match (first.only(), last.only()) {
            (Some(first), Some(last)) if first <= last => ranges.push((first, last)),
            _ => return Err(self.refused("this is not a range of characters")),
        }
        Ok(())
    }

    fn member(&mut self) -> Result<Set> {
        let node = match self.next() {
            None => return Err(self.refused("a class is not closed")),
            Some('\\') => self.escape()?,
            Some(next) => return Ok(Set(vec![(u32::from(next), u32::from(next))])),
        };
        match node.kind {
            Kind::Set(set) => Ok(set),
            _ => Err(self.refused("this cannot stand in a class")),
        }
    }

    /// A class such as `[:alpha:]` within a class.
    fn posix(&mut self) -> Result<Set> {
        let unknown = self.refused("classes cannot be nested");
        let is_named = self.eat("[:");
        let negated = self.eat("^");
        let mut name = String::new();
        while let Some(next) = self.peek().filter(char::is_ascii_lowercase) {
            name.push(next);
            self.at += 1;
        }
        if !is_named || !self.eat(":]") {
            return Err(unknown);
        }
        let set = Set::ascii(match name.as_str() {
            "alnum" => &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')],
            "alpha" => &[(b'A', b'Z'), (b'a', b'z')],
            "ascii" => &[(0, 127)],
            "blank" => &[(b'\t', b'\t'), (b' ', b' ')],
            "cntrl" => &[(0, 31), (127, 127)],
            "digit" => DIGIT,
            "graph" => &[(b'!', b'~')],
            "lower" => &[(b'a', b'z')],
            "print" => &[(b' ', b'~')],
            "punct" => &[(b'!', b'/'), (b':', b'@'), (b'[', b'`'), (b'{', b'~')],
            "space" => SPACE,
            "upper" => &[(b'A', b'Z')],
            "word" => WORD,
            "xdigit" => &[(b'0', b'9'), (b'A', b'F'), (b'a', b'f')],
            _ => return Err(unknown),
        });
        Ok(if negated { set.but() } else { set })
    }
}
