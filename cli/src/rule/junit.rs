//! `JUnit`'s XML, as build servers read it.

use super::shown;
use clearance_cases::CaseResult;
use std::fmt::Write;
use std::path::Path;

/// A report of the cases in the file `cases`. It has no times, so that the same cases of the same rule give the same report.
pub(crate) fn report(suite: &str, cases: &Path, results: &[CaseResult]) -> String {
    let failures = results.iter().filter(|result| !result.differences.is_empty()).count();
    let (suite, count) = (escaped(suite), results.len());
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string cannot fail.
    let counts = format!("tests=\"{count}\" failures=\"{failures}\" errors=\"0\"");
    let _ = writeln!(xml, "<testsuites {counts}>\n  <testsuite name=\"{suite}\" {counts}>");
    for CaseResult { name, line, differences } in results {
        let name = escaped(name);
        let _ = write!(xml, "    <testcase classname=\"{suite}\" name=\"{name}\"");
        if let Some(first) = differences.first() {
            let message = escaped(first.lines().next().unwrap_or_default());
            let place = format!("{}:{line}", shown(cases).display());
            let text = escaped(&format!("{place}\n{}", differences.join("\n")));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_xml_whatever_cases_are_called() {
        let result = |name: &str, differences: &[&str]| CaseResult {
            name: name.to_owned(),
            line: 7,
            differences: differences.iter().map(|&difference| difference.to_owned()).collect(),
        };
        let results =
            [result("a <b> & \"c\" 'd' ]]>\u{0}\u{1b}[31m\u{ffff}\r\n", &[]), result("größe", &["x < 1\nx > 2", "y"])];
        assert_eq!(
            report("rule\"", Path::new("./cases.yaml"), &results),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites tests=\"2\" failures=\"1\" errors=\"0\">
  <testsuite name=\"rule&quot;\" tests=\"2\" failures=\"1\" errors=\"0\">
    <testcase classname=\"rule&quot;\" name=\"a &lt;b&gt; &amp; &quot;c&quot; 'd' ]]&gt;\u{fffd}\u{fffd}[31m\u{fffd}\u{fffd}&#10;\"/>
    <testcase classname=\"rule&quot;\" name=\"größe\">
      <failure message=\"x &lt; 1\">cases.yaml:7&#10;x &lt; 1&#10;x &gt; 2&#10;y</failure>
    </testcase>
  </testsuite>
</testsuites>
"
        );
    }
}
