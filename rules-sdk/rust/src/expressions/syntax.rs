//! What an expression means: `regex-syntax` reads it, and builds what `regex-automata` compiles. In between stands what
//! the crate would look up in tables of Unicode, which would be larger than a rule: here it goes by ASCII.

use super::Refused;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassAsciiKind, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetBinaryOpKind,
    ClassSetItem, Flag, Flags, FlagsItemKind, GroupKind, RepetitionKind, RepetitionRange, Span, parse,
};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Dot, Hir, Look, Repetition};

/// How deep an expression may be nested; what reads it calls itself.
const DEEPEST: u32 = 50;

/// Reads the whole of `source`.
pub(super) fn read(source: &str) -> Result<Hir, Refused> {
    let ast = parse::ParserBuilder::new().nest_limit(DEEPEST).build().parse(source);
    let ast = ast.map_err(|error| refused(error.kind().to_string(), error.span(), source))?;
    Reader { source, flags: Switches::default() }.any(&ast)
}

fn refused(why: String, span: &Span, source: &str) -> Refused {
    let before = source.get(..span.start.offset).unwrap_or(source);
    Refused { why, at: Some(before.chars().count()) }
}

/// The flags that are on.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "an expression switches each flag by its letter")]
struct Switches {
    any_case: bool,
    lines: bool,
    dot_is_all: bool,
    lazy: bool,
    any_line_end: bool,
}

struct Reader<'s> {
    source: &'s str,
    flags: Switches,
}

impl Reader<'_> {
    fn any(&mut self, ast: &Ast) -> Result<Hir, Refused> {
        Ok(match ast {
            Ast::Empty(_) => Hir::empty(),
            Ast::Flags(set) => {
                self.switch(&set.flags);
                Hir::empty()
            }
            Ast::Literal(literal) if self.flags.any_case && literal.c.is_ascii_alphabetic() => {
                class(in_any_case(only(literal.c..=literal.c)))
            }
            Ast::Literal(literal) => Hir::literal(literal.c.encode_utf8(&mut [0; 4]).as_bytes()),
            Ast::Dot(_) => Hir::dot(match (self.flags.dot_is_all, self.flags.any_line_end) {
                (true, _) => Dot::AnyChar,
                (false, true) => Dot::AnyCharExceptCRLF,
                (false, false) => Dot::AnyCharExceptLF,
            }),
            Ast::Assertion(assertion) => Hir::look(self.look(&assertion.kind)),
            Ast::ClassUnicode(unicode) => return Err(self.no_unicode(&unicode.span)),
            Ast::ClassPerl(perl) => class(of_perl(perl)),
            Ast::ClassBracketed(bracketed) => class(self.bracketed(bracketed)?),
            Ast::Repetition(repetition) => {
                let (min, max) = match repetition.op.kind {
                    RepetitionKind::ZeroOrOne => (0, Some(1)),
                    RepetitionKind::ZeroOrMore => (0, None),
                    RepetitionKind::OneOrMore => (1, None),
                    RepetitionKind::Range(RepetitionRange::Exactly(count)) => (count, Some(count)),
                    RepetitionKind::Range(RepetitionRange::AtLeast(min)) => (min, None),
                    RepetitionKind::Range(RepetitionRange::Bounded(min, max)) => (min, Some(max)),
                };
                let greedy = repetition.greedy != self.flags.lazy;
                Hir::repetition(Repetition { min, max, greedy, sub: Box::new(self.any(&repetition.ast)?) })
            }
            Ast::Group(group) => {
                let around = self.flags;
                if let GroupKind::NonCapturing(flags) = &group.kind {
                    self.switch(flags);
                }
                let inner = self.any(&group.ast)?;
                self.flags = around;
                inner
            }
            Ast::Alternation(alternation) => Hir::alternation(self.all(&alternation.asts)?),
            Ast::Concat(concat) => Hir::concat(self.all(&concat.asts)?),
        })
    }

    fn all(&mut self, asts: &[Ast]) -> Result<Vec<Hir>, Refused> {
        asts.iter().map(|ast| self.any(ast)).collect()
    }

    fn no_unicode(&self, span: &Span) -> Refused {
        refused("Unicode classes are not supported".to_owned(), span, self.source)
    }

    fn switch(&mut self, flags: &Flags) {
        let mut on = true;
        for item in &flags.items {
            match item.kind {
                FlagsItemKind::Negation => on = false,
                FlagsItemKind::Flag(Flag::CaseInsensitive) => self.flags.any_case = on,
                FlagsItemKind::Flag(Flag::MultiLine) => self.flags.lines = on,
                FlagsItemKind::Flag(Flag::DotMatchesNewLine) => self.flags.dot_is_all = on,
                FlagsItemKind::Flag(Flag::SwapGreed) => self.flags.lazy = on,
                FlagsItemKind::Flag(Flag::CRLF) => self.flags.any_line_end = on,
                // The one changes nothing here, the other is the parser's.
                FlagsItemKind::Flag(Flag::Unicode | Flag::IgnoreWhitespace) => {}
            }
        }
    }

    fn look(&self, kind: &AssertionKind) -> Look {
        match (kind, self.flags.lines, self.flags.any_line_end) {
            (AssertionKind::StartText, ..) | (AssertionKind::StartLine, false, _) => Look::Start,
            (AssertionKind::EndText, ..) | (AssertionKind::EndLine, false, _) => Look::End,
            (AssertionKind::StartLine, true, false) => Look::StartLF,
            (AssertionKind::EndLine, true, false) => Look::EndLF,
            (AssertionKind::StartLine, true, true) => Look::StartCRLF,
            (AssertionKind::EndLine, true, true) => Look::EndCRLF,
            (AssertionKind::WordBoundary, ..) => Look::WordAscii,
            (AssertionKind::NotWordBoundary, ..) => Look::WordAsciiNegate,
            (AssertionKind::WordBoundaryStart | AssertionKind::WordBoundaryStartAngle, ..) => Look::WordStartAscii,
            (AssertionKind::WordBoundaryEnd | AssertionKind::WordBoundaryEndAngle, ..) => Look::WordEndAscii,
            (AssertionKind::WordBoundaryStartHalf, ..) => Look::WordStartHalfAscii,
            (AssertionKind::WordBoundaryEndHalf, ..) => Look::WordEndHalfAscii,
        }
    }

    fn bracketed(&self, bracketed: &ClassBracketed) -> Result<ClassUnicode, Refused> {
        Ok(negated_if(bracketed.negated, self.set(&bracketed.kind)?))
    }

    fn set(&self, set: &ClassSet) -> Result<ClassUnicode, Refused> {
        match set {
            ClassSet::Item(item) => {
                let members = self.item(item)?;
                Ok(if self.flags.any_case { in_any_case(members) } else { members })
            }
            ClassSet::BinaryOp(operation) => {
                let (mut left, right) = (self.set(&operation.lhs)?, self.set(&operation.rhs)?);
                match operation.kind {
                    ClassSetBinaryOpKind::Intersection => left.intersect(&right),
                    ClassSetBinaryOpKind::Difference => left.difference(&right),
                    ClassSetBinaryOpKind::SymmetricDifference => left.symmetric_difference(&right),
                }
                Ok(left)
            }
        }
    }

    fn item(&self, item: &ClassSetItem) -> Result<ClassUnicode, Refused> {
        Ok(match item {
            ClassSetItem::Empty(_) => ClassUnicode::empty(),
            ClassSetItem::Literal(literal) => only(literal.c..=literal.c),
            ClassSetItem::Range(range) => only(range.start.c..=range.end.c),
            ClassSetItem::Ascii(ascii) => negated_if(ascii.negated, of_ascii(&ascii.kind)),
            ClassSetItem::Unicode(unicode) => return Err(self.no_unicode(&unicode.span)),
            ClassSetItem::Perl(perl) => of_perl(perl),
            ClassSetItem::Bracketed(bracketed) => self.bracketed(bracketed)?,
            ClassSetItem::Union(union) => {
                let mut all = ClassUnicode::empty();
                for item in &union.items {
                    all.union(&self.item(item)?);
                }
                all
            }
        })
    }
}

fn class(members: ClassUnicode) -> Hir {
    Hir::class(Class::Unicode(members))
}

fn only(range: std::ops::RangeInclusive<char>) -> ClassUnicode {
    ClassUnicode::new([ClassUnicodeRange::new(*range.start(), *range.end())])
}

fn negated_if(negated: bool, mut members: ClassUnicode) -> ClassUnicode {
    if negated {
        members.negate();
    }
    members
}

/// With the other case of each ASCII letter.
fn in_any_case(mut members: ClassUnicode) -> ClassUnicode {
    let mut ascii = members.clone();
    ascii.intersect(&only('\0'..='\x7F'));
    if let Some(mut ascii) = ascii.to_byte_class() {
        ascii.case_fold_simple();
        ascii.to_unicode_class().inspect(|folded| members.union(folded));
    }
    members
}

fn of_perl(perl: &ClassPerl) -> ClassUnicode {
    let kind = match perl.kind {
        ClassPerlKind::Digit => ClassAsciiKind::Digit,
        ClassPerlKind::Space => ClassAsciiKind::Space,
        ClassPerlKind::Word => ClassAsciiKind::Word,
    };
    negated_if(perl.negated, of_ascii(&kind))
}

fn of_ascii(kind: &ClassAsciiKind) -> ClassUnicode {
    let ranges: &[(char, char)] = match kind {
        ClassAsciiKind::Alnum => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        ClassAsciiKind::Alpha => &[('A', 'Z'), ('a', 'z')],
        ClassAsciiKind::Ascii => &[('\0', '\x7F')],
        ClassAsciiKind::Blank => &[('\t', '\t'), (' ', ' ')],
        ClassAsciiKind::Cntrl => &[('\0', '\x1F'), ('\x7F', '\x7F')],
        ClassAsciiKind::Digit => &[('0', '9')],
        ClassAsciiKind::Graph => &[('!', '~')],
        ClassAsciiKind::Lower => &[('a', 'z')],
        ClassAsciiKind::Print => &[(' ', '~')],
        ClassAsciiKind::Punct => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ClassAsciiKind::Space => &[('\t', '\r'), (' ', ' ')],
        ClassAsciiKind::Upper => &[('A', 'Z')],
        ClassAsciiKind::Word => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ClassAsciiKind::Xdigit => &[('0', '9'), ('A', 'F'), ('a', 'f')],
    };
    ClassUnicode::new(ranges.iter().map(|&(first, last)| ClassUnicodeRange::new(first, last)))
}
