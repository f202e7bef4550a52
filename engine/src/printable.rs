//! Foreign text, made fit to be shown.

use std::borrow::Cow;

/// The text on one line, with whatever a terminal would obey, whatever turns the direction of reading and whatever cannot be
/// seen written as `\u{…}`. Texts of rules, facts and policies are foreign: a decision holds them as they came, and whoever
/// shows them calls this first, and then escapes what HTML, Markdown or whatever it is shown in would obey.
///
/// ```
/// assert_eq!(clearance::printable("api\u{1b}[2K\nok"), r"api\u{1b}[2K ok");
/// ```
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match char {
            '\n' | '\t' => shown.push(' '),
            char if obeyed(char) => shown.extend(char.escape_unicode()),
            char => shown.push(char),
        }
    }
    Cow::Owned(shown)
}

/// Control characters and those that format text (Unicode's categories Cc and Cf, with the separators of lines), without the
/// two joiners that scripts and emoji need.
fn obeyed(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_would_be_obeyed_is_shown_instead() {
        assert_eq!(printable("a\x1b[31mred\x07\u{9b}0m\u{202e}b\nc"), r"a\u{1b}[31mred\u{7}\u{9b}0m\u{202e}b c");
        assert_eq!(printable("a\u{200b}pi\u{feff}\u{e0041}"), r"a\u{200b}pi\u{feff}\u{e0041}");
        assert_eq!(printable("grüße 👩‍🔬 می‌خواهم"), "grüße 👩‍🔬 می‌خواهم");
    }
}
