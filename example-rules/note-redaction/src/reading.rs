//! The text as a reader (or a browser) takes it: invisible characters gone, Markdown escapes, character references and
//! percent-encoding resolved. What hides a leak from a plain search does not hide it here. Every offset leads back to
//! the source.

use std::borrow::Cow;

/// A reading of a source.
pub(crate) struct Reading<'s> {
    pub(crate) text: Cow<'s, str>,
    /// Where the reading and its source part, in ascending order.
    steps: Vec<Step>,
}

/// From `reading` on, the source stands at `source`. Where `token` is not 0, the one byte at `reading` was that many
/// bytes in the source.
struct Step {
    reading: usize,
    source: usize,
    token: usize,
}

impl<'s> Reading<'s> {
    /// The source as it is.
    pub(crate) fn plain(source: &'s str) -> Self {
        Self { text: Cow::Borrowed(source), steps: Vec::new() }
    }

    /// The source decoded; none where that changes nothing.
    pub(crate) fn decoded(source: &str) -> Option<Self> {
        let bytes = source.as_bytes();
        let mut text = String::new();
        let mut steps = Vec::new();
        let mut copied = 0;
        let mut at = 0;
        while let Some(found) = bytes[at..].iter().position(|&byte| may_encode(byte)) {
            at += found;
            let Some((length, character)) = code(source, at) else {
                at += 1;
                continue;
            };
            text.push_str(&source[copied..at]);
            if let Some(character) = character {
                steps.push(Step { reading: text.len(), source: at, token: length });
                text.push(char::from(character));
            }
            at += length;
            copied = at;
            steps.push(Step { reading: text.len(), source: at, token: 0 });
        }
        if steps.is_empty() {
            return None;
        }
        text.push_str(&source[copied..]);
        Some(Self { text: Cow::Owned(text), steps })
    }

    /// The place in the source of what begins at `offset`.
    pub(crate) fn source_start(&self, offset: usize) -> usize {
        match self.step(offset) {
            Some(step) => step.source + (offset - step.reading),
            None => offset,
        }
    }

    /// The place in the source of what ends before `offset`, which is not 0.
    pub(crate) fn source_end(&self, offset: usize) -> usize {
        match self.step(offset - 1) {
            Some(step) if step.token > 0 => step.source + step.token,
            Some(step) => step.source + (offset - step.reading),
            None => offset,
        }
    }

    fn step(&self, offset: usize) -> Option<&Step> {
        let after = self.steps.partition_point(|step| step.reading <= offset);
        after.checked_sub(1).map(|index| &self.steps[index])
    }
}

fn may_encode(byte: u8) -> bool {
    matches!(byte, b'\\' | b'%' | b'&' | 0xC2 | 0xCD | 0xE1 | 0xE2 | 0xEF)
}

/// The length of the code that stands at `at`, and the character it means, if any is to be seen.
fn code(source: &str, at: usize) -> Option<(usize, Option<u8>)> {
    let rest = &source.as_bytes()[at..];
    match rest[0] {
        // `\\` stays, for it begins the name of a Windows share, and `\|`, for it keeps a table's cell together.
        b'\\' => match rest.get(1) {
            Some(&next) if next.is_ascii_punctuation() && !matches!(next, b'\\' | b'|' | b'`') => Some((2, Some(next))),
            _ => None,
        },
        b'%' => percent(rest).map(|character| (3, Some(character))),
        b'&' => reference(rest).map(|(length, character)| (length, Some(character))),
        _ => {
            let character = source[at..].chars().next()?;
            let meaning = if is_invisible(character) { None } else { Some(plain_form(character)?) };
            Some((character.len_utf8(), meaning))
        }
    }
}

/// Only what names are made of: a decoded space or bracket would cut a URL short.
fn percent(rest: &[u8]) -> Option<u8> {
    let high = char::from(*rest.get(1)?).to_digit(16)?;
    let low = char::from(*rest.get(2)?).to_digit(16)?;
    let byte = u8::try_from(high * 16 + low).ok()?;
    (byte.is_ascii_alphanumeric() || b"-._~:/@=&?#+\\".contains(&byte)).then_some(byte)
}

/// A character reference such as `&#45;`, `&#x2d;` or `&period;`.
fn reference(rest: &[u8]) -> Option<(usize, u8)> {
    let length = rest.iter().take(10).position(|&byte| byte == b';')?;
    let name = std::str::from_utf8(&rest[1..length]).ok()?;
    let character = if let Some(hex) = name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
        u8::from_str_radix(hex, 16).ok()?
    } else if let Some(decimal) = name.strip_prefix('#') {
        decimal.parse().ok()?
    } else {
        match name {
            "amp" => b'&',
            "period" => b'.',
            "sol" => b'/',
            "bsol" => b'\\',
            "colon" => b':',
            "commat" => b'@',
            "lowbar" => b'_',
            "hyphen" | "dash" => b'-',
            "num" => b'#',
            "equals" => b'=',
            _ => return None,
        }
    };
    (character.is_ascii_graphic() && !matches!(character, b'|' | b'`' | b'<' | b'>')).then_some((length + 1, character))
}

/// Characters that take no room: zero-width ones, soft hyphens, direction marks, variation selectors.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
    )
}

/// The ASCII character that a full-width letter or an unbreakable hyphen stands for.
fn plain_form(character: char) -> Option<u8> {
    match character {
        '\u{2010}' | '\u{2011}' => Some(b'-'),
        '\u{FF0D}'
        | '\u{FF0E}'
        | '\u{FF3F}'
        | '\u{FF20}'
        | '\u{FF10}'..='\u{FF19}'
        | '\u{FF21}'..='\u{FF3A}'
        | '\u{FF41}'..='\u{FF5A}' => u8::try_from(u32::from(character) - 0xFEE0).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_has_no_second_reading() {
        assert!(Reading::decoded("100% of \u{e9}l\u{e8}ves & C:\\Users \u{2014} 5 %").is_none());
    }

    #[test]
    fn every_code_is_resolved_and_leads_back() {
        let source = "a\\-b%2Fc&#45;d&#x2e;e\u{200B}f\u{2011}g\u{FF11}";
        let reading = Reading::decoded(source);
        let reading = reading.as_ref().map_or("", |reading| &reading.text);
        assert_eq!(reading, "a-b/c-d.ef-g1");
    }

    #[test]
    fn a_span_covers_the_codes_inside_and_no_invisible_character_outside() {
        let source = "x\u{200B}\\-P\u{200B}Q\\-\u{200B}y";
        let reading = Reading::decoded(source).unwrap_or_else(|| Reading::plain(source));
        assert_eq!(reading.text, "x-PQ-y");
        assert_eq!(&source[reading.source_start(1)..reading.source_end(5)], "\\-P\u{200B}Q\\-");
        assert_eq!(reading.source_end(1), 1);
    }
}
