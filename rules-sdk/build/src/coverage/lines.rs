//! From the regions of a file, each reached or not, to its lines.

use std::ops::RangeInclusive;
use std::path::PathBuf;

/// The lines of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLines {
    /// Its path in the project.
    pub path: PathBuf,
    /// How many lines of code were reached.
    pub covered: usize,
    /// How many there are that could be.
    pub lines: usize,
    /// Those that were not, counted from one. A range goes on over empty lines and comments.
    pub unreached: Vec<RangeInclusive<usize>>,
}

/// A stretch of code that is run as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Region {
    /// Line and column at which it begins, counted from one.
    pub(super) start: (usize, usize),
    /// Line and column before which it ends.
    pub(super) end: (usize, usize),
    /// Whether anything ran it.
    pub(super) reached: bool,
}

impl FileLines {
    pub(super) fn of(path: PathBuf, source: &str, regions: &[Region]) -> Self {
        let mut found = Self { path, covered: 0, lines: 0, unreached: vec![] };
        let mut open: Option<RangeInclusive<usize>> = None;
        for (number, text) in (1..).zip(source.lines()) {
            if !has_code(text) {
                continue;
            }
            let reached = reached(regions, number);
            found.lines += usize::from(reached.is_some());
            found.covered += usize::from(reached == Some(true));
            open = match (reached, open) {
                (Some(false), open) => Some(open.map_or(number, |range| *range.start())..=number),
                // A part of an expression that is not worth a region of its own.
                (None, open) if text.starts_with(char::is_whitespace) => open,
                // What was reached, or stands between functions.
                (_, open) => {
                    found.unreached.extend(open);
                    None
                }
            };
        }
        found.unreached.extend(open);
        found
    }
}

fn has_code(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with("//")
}

/// Whether the line was reached; `None` where nothing is run there. A line is what begins on it and the innermost of what goes on
/// from before: one that is reached is enough, as `if` is beside a branch that is not.
fn reached(regions: &[Region], line: usize) -> Option<bool> {
    let begin = regions.iter().filter(|region| region.start.0 == line && region.end > region.start);
    let goes_on = regions.iter().filter(|region| region.start.0 < line && (line, 1) < region.end);
    begin.chain(goes_on.max_by_key(|region| region.start)).map(|region| region.reached).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(start: (usize, usize), end: (usize, usize), reached: bool) -> Region {
        Region { start, end, reached }
    }

    fn lines(source: &str, regions: &[Region]) -> (usize, usize, Vec<RangeInclusive<usize>>) {
        let found = FileLines::of("src/lib.rs".into(), source, regions);
        (found.covered, found.lines, found.unreached)
    }

    const BRANCH: &str = "use a;\n\nfn f() {\n    if a {\n        // Seldom.\n        b();\n\n        c();\n    }\n}\n";

    #[test]
    fn a_branch_that_nothing_reaches_is_one_range_over_comments_and_empty_lines() {
        let regions = [region((3, 1), (4, 9), true), region((4, 10), (9, 6), false), region((9, 6), (10, 2), true)];
        assert_eq!(lines(BRANCH, &regions), (4, 6, vec![6..=8]));
    }

    #[test]
    fn what_is_no_code_counts_for_nothing_and_parts_ranges() {
        let source = "fn f() {\n}\n\nstruct S;\n\nfn g() {\n}\n";
        let regions = [region((1, 1), (2, 2), false), region((6, 1), (7, 2), false)];
        assert_eq!(lines(source, &regions), (0, 4, vec![1..=2, 6..=7]));
        assert_eq!(lines(source, &[]), (0, 0, vec![]));
        assert_eq!(lines("", &regions), (0, 0, vec![]));
    }

    #[test]
    fn a_range_goes_on_over_lines_that_run_nothing_of_their_own() {
        let source = "fn f() {\n    a(S {\n        b: 1,\n    });\n    c();\n}\n";
        let regions = [region((1, 1), (1, 9), true), region((2, 5), (2, 6), false), region((5, 5), (5, 6), false)];
        assert_eq!(lines(source, &regions), (1, 3, vec![2..=5]));
    }

    #[test]
    fn a_line_with_a_branch_that_is_reached_is_reached() {
        let source = "fn f() {\n    if a { b() } else { c() }\n}\n";
        let regions = [
            region((1, 1), (2, 9), true),
            region((2, 10), (2, 17), false),
            region((2, 23), (2, 30), true),
            region((3, 2), (3, 2), false),
        ];
        assert_eq!(lines(source, &regions), (2, 2, vec![]));
    }

    #[test]
    fn the_innermost_region_that_goes_on_says_of_a_line() {
        let source = "fn f() {\n    g(|| {\n        a(\n            b,\n        )\n    });\n    c();\n}\n";
        let regions = [region((1, 1), (8, 2), true), region((2, 10), (6, 6), false), region((3, 9), (5, 10), false)];
        assert_eq!(lines(source, &regions), (4, 8, vec![3..=6]));
    }

    #[test]
    fn a_region_that_ends_where_a_line_begins_has_nothing_of_it() {
        assert_eq!(lines("a\nb\n", &[region((1, 1), (2, 1), true)]), (1, 1, vec![]));
    }
}
