//! Release notes without what a policy's expressions find. Each expression is a row; the notes without what was found
//! are an artifact, written also where nothing was.

use clearance_rule::expressions::{Compiler, Expression};
use clearance_rule::prelude::*;
use clearance_rule::text::grouped;

/// The file of the artifact.
const FILE: &str = "notes.md";

/// The rule.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Redaction {
    /// What must not be published. Each expression reads what those before it have left.
    pub patterns: Vec<Pattern>,
    /// The expressions, compiled.
    #[serde(skip)]
    compiled: Vec<Expression>,
}

/// Something that must not be published.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// What it is called; in square brackets it takes the place of a match.
    pub name: String,
    /// A regular expression.
    pub expression: String,
}

/// The sections of the facts that it reads.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Facts<'a> {
    /// The notes as they are to be published.
    pub notes: &'a str,
}

impl Rule for Redaction {
    type Facts<'a> = Facts<'a>;

    const TIMELESS: bool = true;

    const ABOUT: About = About {
        id: "bench-redaction",
        version: env!("CARGO_PKG_VERSION"),
        title: "Redaction of notes",
        summary: "The release notes hold nothing that the policy's expressions describe.",
        checks: &[("redaction", "The notes hold nothing that the expression describes.")],
        practices: &["3.6"],
        controls: &[],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        let mut compiler = Compiler::new();
        for (i, pattern) in self.patterns.iter().enumerate() {
            let expression = compiler.compile(&pattern.expression).map_err(|error| Mismatch {
                pointer: format!("/patterns/{i}/expression"),
                message: format!("`{}` is not a regular expression: {error}", pattern.expression),
            })?;
            self.compiled.push(expression);
        }
        Ok(())
    }

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let mut text = facts.notes.to_owned();
        for (Pattern { name, .. }, expression) in self.patterns.iter().zip(&self.compiled) {
            let redacted = redact(&text, expression, &text!["[", name, "]"]);
            let check = match redacted.line {
                None => Check::pass("redaction", name, "none found"),
                Some(line) => {
                    let message = text![grouped(redacted.found), " found, the first in line ", line];
                    Check::fail("redaction", name, message).remedy(text!["publish the redacted `", FILE, "`"])
                }
            };
            outcome.push(check.required(text!["no ", name, " in the notes"]));
            text = redacted.text;
        }
        outcome.with_artifact(FILE, "text/markdown", text)
    }
}

struct Redacted {
    text: String,
    found: usize,
    /// The line of the first match, counted from 1.
    line: Option<usize>,
}

fn redact(text: &str, expression: &Expression, placeholder: &str) -> Redacted {
    let mut redacted = Redacted { text: String::with_capacity(text.len()), found: 0, line: None };
    let mut end = 0;
    for found in expression.find_iter(text) {
        redacted.text.push_str(&text[end..found.start]);
        redacted.text.push_str(placeholder);
        redacted.found += 1;
        redacted.line.get_or_insert_with(|| 1 + text[..found.start].matches('\n').count());
        end = found.end;
    }
    redacted.text.push_str(&text[end..]);
    redacted
}

clearance_rule::export!(Redaction);
