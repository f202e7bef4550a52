//! Text in pages of Markdown that are made to be kept, such as a rule's: code is shown as code.

use super::escaped;
use clearance::printable;

/// `text` between backticks, as many as it takes, in a cell of a table.
pub(crate) fn code(text: &str) -> String {
    let text = printable(text).replace('|', "\\|").replace('\n', " ");
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// `text`, of which what stands between backticks is shown as code, and nothing else is more than text.
pub(crate) fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) || text.contains("``") {
        return escaped(text);
    }
    let parts = parts.iter().enumerate().map(|(i, part)| if i % 2 == 0 { escaped(part) } else { code(part) });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::{code, prose};

    #[test]
    fn prose_has_code_where_backticks_come_in_pairs() {
        assert_eq!(prose("see `/a_b|c` *now*"), "see `/a_b\\|c` \\*now\\*");
        assert_eq!(prose("one ` alone <b>"), "one \\` alone &lt;b&gt;");
        assert_eq!(prose("``a``"), "\\`\\`a\\`\\`");
    }

    #[test]
    fn code_stays_code_in_a_cell() {
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("`a``b"), "``` `a``b ```");
        assert_eq!(code("a\nb"), "`a b`");
    }
}
