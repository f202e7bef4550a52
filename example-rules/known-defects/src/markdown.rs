//! Text from facts in a document in Markdown: shown as it is, on one line, in a table, a heading or a list.

use clearance_rule::prelude::*;

/// A text with everything escaped that Markdown or HTML would take for more than text.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut space = true;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_whitespace() || character.is_control() || is_unseen(character) {
            if !space {
                escaped.push(' ');
            }
            space = true;
            continue;
        }
        space = false;
        // Addresses are made links in some dialects.
        let address = character == '@' || character == ':' && characters.peek() == Some(&'/');
        if address
            || matches!(
                character,
                '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '!' | '$'
            )
        {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped.truncate(escaped.trim_end().len());
    escaped
}

/// Characters that turn or hide the text beside them.
const fn is_unseen(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A text that leads to an address, where that is one of the web.
pub(crate) fn linked(text: &str, uri: Option<&str>) -> String {
    let uri = uri.map(str::trim).filter(|uri| !uri.is_empty());
    match uri {
        Some(uri) if is_web(uri) => text!["[", escaped(text), "](<", uri, ">)"],
        Some(uri) => text![escaped(text), " (", escaped(uri), ")"],
        None => escaped(text),
    }
}

fn is_web(uri: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'\\' | b'"' | b'`' | b'|');
    (uri.starts_with("https://") || uri.starts_with("http://")) && uri.bytes().all(plain)
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
