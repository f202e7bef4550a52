//! RFC 6901 JSON Pointers over canonical MessagePack.

use super::read::{Reader, Token};

/// A parsed JSON Pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pointer {
    tokens: Vec<String>,
}

impl Pointer {
    /// Parses a pointer; `None` where it breaks RFC 6901.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self { tokens: Vec::new() });
        }
        let tokens = text.strip_prefix('/')?.split('/').map(unescape).collect::<Option<_>>()?;
        Some(Self { tokens })
    }

    /// The first token: the section, where the pointer goes into facts.
    pub(crate) fn section(&self) -> Option<&str> {
        self.tokens.first().map(String::as_str)
    }

    /// The value inside a section that the pointer, its first token left out, leads to.
    pub(crate) fn find_in_section<'a>(&self, section: &'a [u8]) -> Option<&'a [u8]> {
        let mut reader = Reader::new(section);
        for token in self.tokens.iter().skip(1) {
            match reader.next()? {
                Token::Map(count) => {
                    let mut found = false;
                    for _ in 0..count {
                        let Token::String(key) = reader.next()? else { return None };
                        if key == token.as_bytes() {
                            found = true;
                            break;
                        }
                        reader.skip()?;
                    }
                    if !found {
                        return None;
                    }
                }
                Token::Array(count) => {
                    let index = array_index(token).filter(|index| *index < count)?;
                    for _ in 0..index {
                        reader.skip()?;
                    }
                }
                _ => return None,
            }
        }
        reader.skip()
    }
}

/// Whether a text is a pointer to the whole or into a section that `allowed` knows.
pub(crate) fn points_into(pointer: &str, allowed: impl FnOnce(&str) -> bool) -> bool {
    let Some(rest) = pointer.strip_prefix('/') else { return pointer.is_empty() };
    let (section, others) = rest.split_once('/').unwrap_or((rest, ""));
    let bytes = others.as_bytes();
    let escaped = |at: usize| matches!(bytes.get(at + 1), Some(b'0' | b'1'));
    if !memchr::memchr_iter(b'~', bytes).all(escaped) {
        return false;
    }
    if section.contains('~') { unescape(section).is_some_and(|section| allowed(&section)) } else { allowed(section) }
}

fn array_index(token: &str) -> Option<usize> {
    // RFC 6901: digits without a leading zero.
    let plain = token == "0" || (!token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit()));
    if plain { token.parse().ok() } else { None }
}

/// A key as a token of a pointer.
pub(crate) fn escape(key: &str) -> String {
    if key.contains(['~', '/']) { key.replace('~', "~0").replace('/', "~1") } else { key.to_owned() }
}

fn unescape(token: &str) -> Option<String> {
    let mut text = String::with_capacity(token.len());
    let mut rest = token.chars();
    while let Some(char) = rest.next() {
        match char {
            '~' => text.push(match rest.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            }),
            char => text.push(char),
        }
    }
    Some(text)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::{decode, encode};
    use super::*;
    use serde_json::json;

    #[test]
    fn pointers_find_what_rfc_6901_says() {
        let section = encode(&json!({ "a/b": [10, { "m~n": 20 }], "": 30 })).unwrap();
        let find = |text: &str| Pointer::parse(text).unwrap().find_in_section(&section).map(decode);
        assert_eq!(find("/s/a~1b/0"), Some(json!(10)));
        assert_eq!(find("/s/a~1b/1/m~0n"), Some(json!(20)));
        assert_eq!(find("/s/"), Some(json!(30)));
        for nowhere in ["/s/a~1b/2", "/s/a~1b/00", "/s/a~1b/-", "/s/x", "/s/a~1b/0/x"] {
            assert_eq!(find(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn what_is_no_pointer_is_refused() {
        for text in ["a", "/a~", "/a~2"] {
            assert_eq!(Pointer::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_pointer_points_into_the_section_of_its_first_token() {
        for text in
            ["", "/", "/a", "/a/b/0", "/a~1b/c~0d", "/a/", "//", "a", "/a~", "/a~2/b", "/a/b~", "/a/b~2", "/a/~0~1~"]
        {
            let parsed = Pointer::parse(text);
            for wanted in ["", "a", "a/b", "~"] {
                let expected =
                    parsed.as_ref().is_some_and(|pointer| pointer.section().is_none_or(|section| section == wanted));
                assert_eq!(points_into(text, |section| section == wanted), expected, "{text} into {wanted}");
            }
        }
    }
}
