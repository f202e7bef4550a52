//! What stands in a leak's stead, in each of the shapes that Markdown may need.

use crate::kind::Kind;
use crate::text::Text;
use clearance_rule::Mismatch;
use std::ops::Range;

/// The placeholder of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placeholder {
    /// As the params say: `[redacted: ticket id]`.
    pub(crate) text: String,
    /// Without brackets of its own, for a place that is in brackets already: `redacted: ticket id`.
    pub(crate) inner: String,
    /// Without a space, for a place within a URL: `redacted-ticket`.
    pub(crate) slug: String,
}

/// The placeholders of all kinds.
#[derive(Debug, Default)]
pub(crate) struct Placeholders {
    built_in: Vec<Placeholder>,
    custom: Vec<Placeholder>,
    /// Every shape there is, by the first ASCII word in it.
    known: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    word: String,
    /// The shapes, each with the offset of the word in it.
    shapes: Vec<(usize, String)>,
}

impl Placeholders {
    /// Placeholders after `format`, in which `{kind}` stands for what was found; `custom` gives name and replacement of
    /// each of the organisation's patterns.
    pub(crate) fn new<'p>(
        format: &str,
        custom: impl Iterator<Item = (&'p str, Option<&'p str>)>,
    ) -> Result<Self, Mismatch> {
        if !format.contains("{kind}") || format.trim_start_matches(['[', '(']).starts_with("{kind}") {
            let message =
                format!("`{format}` needs words of its own before `{{kind}}`, such as `[redacted: {{kind}}]`");
            return Err(Mismatch { pointer: "/placeholder".to_owned(), message });
        }
        fit(&format.replace("{kind}", "x"), "/placeholder")?;
        let of = |label: &str, slug: &str| shapes(format.replace("{kind}", label), format!("redacted-{slug}"));
        let built_in = Kind::BUILT_IN.iter().map(|kind| of(kind.label(), kind.code())).collect();
        let custom = custom
            .enumerate()
            .map(|(index, (name, replacement))| match replacement {
                None => {
                    let pointer = format!("/patterns/{index}/name");
                    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
                    if name.is_empty() || !name.starts_with(char::is_alphanumeric) || !name.chars().all(is_plain) {
                        let message = format!("`{name}` is not a name of letters, digits, spaces and hyphens");
                        return Err(Mismatch { pointer, message });
                    }
                    Ok(of(name, &slug(name)))
                }
                Some(replacement) => {
                    fit(replacement, &format!("/patterns/{index}/replacement"))?;
                    Ok(shapes(replacement.to_owned(), slug(replacement)))
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut placeholders = Self { built_in, custom, known: Vec::new() };
        placeholders.learn();
        Ok(placeholders)
    }

    /// The placeholder of a kind.
    pub(crate) fn of(&self, kind: Kind) -> &Placeholder {
        match kind {
            Kind::Custom(index) => &self.custom[index],
            _ => &self.built_in[kind.bit().trailing_zeros() as usize],
        }
    }

    /// Where placeholders stand in a text already.
    pub(crate) fn find(&self, text: &Text<'_>, spans: &mut Vec<Range<usize>>) {
        for word in &text.words {
            let Some(known) = self.known.iter().find(|known| known.word.as_bytes() == text.word(*word)) else {
                continue;
            };
            for (offset, shape) in &known.shapes {
                let Some(start) = word.start.checked_sub(*offset).filter(|&start| text.has(start, shape.as_bytes()))
                else {
                    continue;
                };
                let mut span = start..start + shape.len();
                // Its brackets may be escaped.
                if text.before(span.start) == b'[' {
                    span.start -= 1;
                    span.start -= usize::from(text.before(span.start) == b'\\');
                }
                let close = span.end + usize::from(text.at(span.end) == b'\\');
                if text.at(close) == b']' {
                    span.end = close + 1;
                }
                if text.before(span.start) == b'#' {
                    span.start -= 1;
                }
                spans.push(span);
            }
        }
    }

    fn learn(&mut self) {
        let all = self.built_in.iter().chain(&self.custom);
        for shape in all.flat_map(|placeholder| [&placeholder.inner, &placeholder.slug]) {
            let Some(start) = shape.find(|c: char| c.is_ascii_alphanumeric()) else { continue };
            let word: String = shape[start..].chars().take_while(char::is_ascii_alphanumeric).collect();
            let shape = (start, shape.clone());
            match self.known.iter_mut().find(|known| known.word == word) {
                Some(known) if known.shapes.contains(&shape) => {}
                Some(known) => known.shapes.push(shape),
                None => self.known.push(Known { word, shapes: vec![shape] }),
            }
        }
    }
}

fn shapes(text: String, slug: String) -> Placeholder {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&text).to_owned();
    Placeholder { text, inner, slug }
}

fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Whether a text can stand anywhere in Markdown and leave the structure as it is.
fn fit(text: &str, pointer: &str) -> Result<(), Mismatch> {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | ':' | ';' | '(' | ')' | '/' | '\'');
    let starts_plain = inner.starts_with(|c: char| c.is_alphabetic() || c == '(');
    let ends_plain = inner.ends_with(|c: char| c.is_alphanumeric() || c == ')' || c == '.');
    if text.len() <= 100
        && starts_plain
        && ends_plain
        && inner.chars().all(is_plain)
        && inner.contains(|c: char| c.is_ascii_alphabetic())
        && !inner.contains("--")
        && !inner.contains("__")
    {
        return Ok(());
    }
    let message = format!(
        "`{text}` is not fit to stand in Markdown: it takes up to 100 letters, digits, spaces and `-_.,:;()/'`, in one pair of square brackets or in none"
    );
    Err(Mismatch { pointer: pointer.to_owned(), message })
}
