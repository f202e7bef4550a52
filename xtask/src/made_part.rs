//! Parts of pages that a command makes, between two comments that say which; the rest of such a page is written by hand.

use anyhow::{Context, Result};

/// `page` with `part` as the part that `cargo xtask <task>` makes.
pub(crate) fn replaced(page: &str, task: &str, part: &str) -> Result<String> {
    let (begin, end) = marks(task);
    let (before, _, after) = split(page, &begin, &end).with_context(|| missing(task))?;
    Ok(format!("{before}{begin}\n{part}\n{end}{after}"))
}

/// The part of `page` that `cargo xtask <task>` made.
pub(crate) fn found<'p>(page: &'p str, task: &str) -> Result<&'p str> {
    let (begin, end) = marks(task);
    split(page, &begin, &end).map(|(_, part, _)| part.trim_matches('\n')).with_context(|| missing(task))
}

fn marks(task: &str) -> (String, String) {
    let task = format!("`cargo xtask {task}`");
    (format!("<!-- made by {task} -->\n"), format!("<!-- end of what {task} makes -->"))
}

fn split<'p>(page: &'p str, begin: &str, end: &str) -> Option<(&'p str, &'p str, &'p str)> {
    let (before, rest) = page.split_once(begin)?;
    let (part, after) = rest.split_once(end)?;
    Some((before, part, after))
}

fn missing(task: &str) -> String {
    format!("the page has no place for what `cargo xtask {task}` makes")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn a_part_is_replaced_and_the_rest_left_alone() {
        let page = "# A\n<!-- made by `cargo xtask t` -->\n\nold\n<!-- end of what `cargo xtask t` makes -->\nB\n";
        let new = replaced(page, "t", "new").unwrap();
        assert_eq!(new, page.replace("old", "new"));
        assert_eq!(found(&new, "t").unwrap(), "new");
        assert!(replaced("# A\n", "t", "new").is_err());
    }
}
