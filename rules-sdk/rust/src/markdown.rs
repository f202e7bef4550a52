//! Text from facts in a document in Markdown that a rule writes: shown as it is, on one line, in a paragraph, a list, a table or a
//! heading. Only the kit in Rust has this.

use crate::text::push;

/// A text with everything escaped that Markdown or HTML would take for more than text. Space of any kind, and whatever cannot be
/// seen, is one blank.
///
/// ```
/// use clearance_rule::markdown::escaped;
/// assert_eq!(escaped("api_v2 | <b>web</b>\n# all"), "api\\_v2 \\| \\<b\\>web\\</b\\> \\# all");
/// assert_eq!(escaped("see https://a.example"), "see https\\://a.example");
/// ```
#[must_use]
pub fn escaped(text: &str) -> String {
    on_one_line(text, Addresses::Text)
}

/// As [`escaped`], but an address stays as it is, so that a dialect which makes links of addresses makes one of it.
///
/// ```
/// use clearance_rule::markdown::escaped_with_addresses;
/// assert_eq!(escaped_with_addresses("*see* https://a.example"), "\\*see\\* https://a.example");
/// ```
#[must_use]
pub fn escaped_with_addresses(text: &str) -> String {
    on_one_line(text, Addresses::AsTheyAre)
}

/// A text that leads to an address, where that is one of the web; any other stands behind the text.
///
/// ```
/// use clearance_rule::markdown::linked;
/// assert_eq!(linked("a|b", Some("https://a.example/x?y=1")), "[a\\|b](<https://a.example/x?y=1>)");
/// assert_eq!(linked("a", Some("javascript:alert(1)")), "a (javascript:alert(1))");
/// assert_eq!(linked("a", None), "a");
/// ```
#[must_use]
pub fn linked(text: &str, address: Option<&str>) -> String {
    let address = address.map(str::trim).filter(|address| !address.is_empty());
    match address {
        Some(address) if is_of_the_web(address) => crate::text!["[", escaped(text), "](<", address, ">)"],
        Some(address) => crate::text![escaped(text), " (", escaped(address), ")"],
        None => escaped(text),
    }
}

/// What becomes of addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Addresses {
    Text,
    AsTheyAre,
}

#[inline(never)]
fn on_one_line(text: &str, addresses: Addresses) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut after_blank = false;
    // What is shown as it is and not written yet begins here.
    let mut begin = 0;
    for (i, character) in text.char_indices() {
        if character.is_whitespace() || character.is_control() || is_unseen(character) {
            copy(&mut escaped, text, begin, i);
            begin = i + character.len_utf8();
            after_blank = true;
            continue;
        }
        if after_blank && !escaped.is_empty() {
            push(&mut escaped, " ");
        }
        after_blank = false;
        let is_marked = match character {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '!' | '$' => true,
            // Addresses are made links in some dialects.
            '@' => addresses == Addresses::Text,
            ':' => addresses == Addresses::Text && text.as_bytes().get(i + 1) == Some(&b'/'),
            _ => false,
        };
        if is_marked {
            copy(&mut escaped, text, begin, i);
            begin = i;
            push(&mut escaped, "\\");
        }
    }
    copy(&mut escaped, text, begin, text.len());
    escaped
}

#[inline(never)]
fn copy(to: &mut String, text: &str, begin: usize, end: usize) {
    push(to, &text[begin..end]);
}

/// Characters that turn or hide the text beside them.
const fn is_unseen(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_of_the_web(address: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'\\' | b'"' | b'`' | b'|');
    (address.starts_with("https://") || address.starts_with("http://")) && address.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shown_as_it_is_on_one_line() {
        let texts = [
            ("checkout is slow", "checkout is slow"),
            ("a | b", "a \\| b"),
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("[here](javascript:x)", "\\[here\\](javascript:x)"),
            ("one\n\n# two\t\u{202e}three ", "one \\# two three"),
            ("*_`~", "\\*\\_\\`\\~"),
            ("", ""),
        ];
        for (text, shown) in texts {
            assert_eq!(escaped(text), shown);
            assert_eq!(escaped_with_addresses(text), shown);
        }
    }

    #[test]
    fn an_address_is_text_unless_it_is_to_stay() {
        for (text, as_text) in [
            ("http://a.example/x", "http\\://a.example/x"),
            ("s3://bucket", "s3\\://bucket"),
            ("ops@a.example", "ops\\@a.example"),
        ] {
            assert_eq!(escaped(text), as_text);
            assert_eq!(escaped_with_addresses(text), text);
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(linked("a", Some("https://a.example/x?y=1&z")), "[a](<https://a.example/x?y=1&z>)");
        assert_eq!(linked("a", Some("javascript:alert(1)")), "a (javascript:alert(1))");
        assert_eq!(linked("a", Some("https://a.example/> x")), "a (https\\://a.example/\\> x)");
        assert_eq!(linked("a|b", Some(" ")), "a\\|b");
        assert_eq!(linked("a", None), "a");
    }
}
