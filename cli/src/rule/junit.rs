//! `JUnit`'s XML, as build servers read it.

use clearance_cases::CaseResult;
use std::fmt::Write;

pub(crate) fn report(suite: &str, results: &[CaseResult]) -> String {
    let failures = results.iter().filter(|result| !result.differences.is_empty()).count();
    let (suite, count) = (escaped(suite), results.len());
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string cannot fail.
    let _ = writeln!(xml, "<testsuites tests=\"{count}\" failures=\"{failures}\">");
    let _ = writeln!(xml, "  <testsuite name=\"{suite}\" tests=\"{count}\" failures=\"{failures}\">");
    for CaseResult { name, differences } in results {
        let name = escaped(name);
        let _ = write!(xml, "    <testcase classname=\"{suite}\" name=\"{name}\"");
        if let Some(first) = differences.first() {
            let message = escaped(first.lines().next().unwrap_or_default());
            let text = escaped(&differences.join("\n"));
            let _ = writeln!(xml, ">\n      <failure message=\"{message}\">{text}</failure>\n    </testcase>");
        } else {
            xml.push_str("/>\n");
        }
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

/// Text for XML 1.0, which has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character if character.is_control() => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}
