//! A text cut into words, names and lines: what the detectors look at, so that each byte is read a bounded number of
//! times whatever the text.

use crate::markdown::{self, Line};

/// A text and its pieces.
pub(crate) struct Text<'t> {
    pub(crate) str: &'t str,
    pub(crate) bytes: &'t [u8],
    pub(crate) words: Vec<Word>,
    pub(crate) names: Vec<Name>,
    pub(crate) lines: Vec<Line>,
}

/// A run of ASCII letters and digits. Everything else separates words, other scripts' letters too: they are often set
/// without spaces, and must not hide what stands beside them.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    pub(crate) start: usize,
    pub(crate) end: usize,
    shape: u8,
}

/// A run of letters, digits, dots, hyphens and underscores, without those three at its ends: a host, a file, a version.
#[derive(Clone, Copy)]
pub(crate) struct Name {
    pub(crate) start: usize,
    pub(crate) end: usize,
    shape: u8,
    /// Whether a dot stood before it, as in `.env.local`.
    pub(crate) hidden: bool,
}

const DIGIT: u8 = 1;
const LOWER: u8 = 1 << 1;
const UPPER: u8 = 1 << 2;
/// A letter beyond `f`.
const NOT_HEX: u8 = 1 << 3;
const DOT: u8 = 1 << 4;
const HYPHEN: u8 = 1 << 5;
const UNDERSCORE: u8 = 1 << 6;
const WORD: u8 = DIGIT | LOWER | UPPER;

const SHAPES: [u8; 256] = {
    let mut shapes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        shapes[byte as usize] = match byte {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'f' => LOWER,
            b'g'..=b'z' => LOWER | NOT_HEX,
            b'A'..=b'F' => UPPER,
            b'G'..=b'Z' => UPPER | NOT_HEX,
            b'.' => DOT,
            b'-' => HYPHEN,
            b'_' => UNDERSCORE,
            _ => 0,
        };
        byte += 1;
    }
    shapes
};

fn shape(byte: u8) -> u8 {
    SHAPES[usize::from(byte)]
}

impl Word {
    pub(crate) fn len(self) -> usize {
        self.end - self.start
    }

    pub(crate) fn is_digits(self) -> bool {
        self.shape == DIGIT
    }

    pub(crate) fn has_digit(self) -> bool {
        self.shape & DIGIT != 0
    }

    pub(crate) fn has_lower(self) -> bool {
        self.shape & LOWER != 0
    }

    pub(crate) fn has_upper(self) -> bool {
        self.shape & UPPER != 0
    }

    pub(crate) fn is_hex(self) -> bool {
        self.shape & NOT_HEX == 0
    }
}

impl Name {
    pub(crate) fn has_dot(self) -> bool {
        self.shape & DOT != 0
    }

    pub(crate) fn has_digit(self) -> bool {
        self.shape & DIGIT != 0
    }

    pub(crate) fn has_hyphen(self) -> bool {
        self.shape & HYPHEN != 0
    }

    pub(crate) fn has_letter(self) -> bool {
        self.shape & (LOWER | UPPER) != 0
    }
}

impl<'t> Text<'t> {
    pub(crate) fn new(str: &'t str) -> Self {
        let bytes = str.as_bytes();
        let mut text =
            Self { str, bytes, words: Vec::with_capacity(bytes.len() / 6), names: Vec::new(), lines: Vec::new() };
        let mut at = 0;
        while at < bytes.len() {
            if shape(bytes[at]) == 0 {
                at += 1;
            } else {
                at = text.cut_run(at);
            }
        }
        text.lines = markdown::lines(str);
        text
    }

    /// Cuts the run of name bytes that begins at `start`; returns its end.
    fn cut_run(&mut self, start: usize) -> usize {
        let bytes = self.bytes;
        let mut at = start;
        let mut all = 0;
        while at < bytes.len() && shape(bytes[at]) != 0 {
            if shape(bytes[at]) & WORD == 0 {
                all |= shape(bytes[at]);
                at += 1;
                continue;
            }
            let word = at;
            let mut word_shape = 0;
            while at < bytes.len() && shape(bytes[at]) & WORD != 0 {
                word_shape |= shape(bytes[at]);
                at += 1;
            }
            self.words.push(Word { start: word, end: at, shape: word_shape });
            all |= word_shape;
        }
        // A plain word is a name only before a colon, `redis:6379`, and after an `@`.
        let is_name = all & (DOT | HYPHEN | DIGIT) != 0 || self.at(at) == b':' || self.before(start) == b'@';
        if all & WORD != 0 && is_name {
            let is_edge = |&byte: &u8| shape(byte) & WORD == 0;
            let leading = bytes[start..at].iter().take_while(|byte| is_edge(byte)).count();
            let trailing = bytes[start..at].iter().rev().take_while(|byte| is_edge(byte)).count();
            self.names.push(Name {
                start: start + leading,
                end: at - trailing,
                shape: all,
                hidden: bytes[start..start + leading].contains(&b'.'),
            });
        }
        at
    }

    /// The byte at `at`; 0 beyond the end.
    pub(crate) fn at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The byte before `at`; 0 at the start.
    pub(crate) fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |before| self.at(before))
    }

    /// The bytes of a word.
    pub(crate) fn word(&self, word: Word) -> &'t [u8] {
        &self.bytes[word.start..word.end]
    }

    /// Whether `prefix` stands at `at`.
    pub(crate) fn has(&self, at: usize, prefix: &[u8]) -> bool {
        self.bytes.get(at..).is_some_and(|rest| rest.starts_with(prefix))
    }

    /// Whether `prefix`, which is in lower case, stands at `at` in any case.
    pub(crate) fn has_ignoring_case(&self, at: usize, prefix: &[u8]) -> bool {
        self.bytes.get(at..at + prefix.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(prefix))
    }

    /// The end of the run of bytes from `at` on that satisfy `test`, at most `most` of them.
    pub(crate) fn run(&self, at: usize, most: usize, test: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest.iter().take(most).take_while(|&&byte| test(byte)).count()
    }

    /// The start of the run of bytes before `at` that satisfy `test`, at most `most` of them.
    pub(crate) fn run_back(&self, at: usize, most: usize, test: impl Fn(u8) -> bool) -> usize {
        at - self.bytes[..at].iter().rev().take(most).take_while(|&&byte| test(byte)).count()
    }

    /// The end of a decimal number of at most `most` digits at `at`, where no letter and no further digit follows.
    pub(crate) fn number(&self, at: usize, most: usize) -> Option<usize> {
        let end = self.run(at, most, |byte| byte.is_ascii_digit());
        (end > at && !self.at(end).is_ascii_alphanumeric()).then_some(end)
    }

    /// The word that ends before `at`, in lower case, where at most `gap` bytes lie between that `between` accepts.
    pub(crate) fn previous_word(&self, at: usize, gap: usize, between: impl Fn(u8) -> bool) -> String {
        let end = self.run_back(at, gap, |byte| !byte.is_ascii_alphanumeric() && between(byte));
        let start = self.run_back(end, 24, |byte| byte.is_ascii_alphanumeric());
        self.str.get(start..end).unwrap_or_default().to_ascii_lowercase()
    }
}
