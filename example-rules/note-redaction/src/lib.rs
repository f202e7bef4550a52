//! Customer-facing release notes name nothing internal (practice 3.6).
//!
//! The rule finds hostnames, private addresses, ticket ids, file paths, stack traces, commit ids, cloud accounts,
//! internal URLs, secrets, debug references and what the organisation's own patterns describe. Every leak is a row with
//! its line and column; the notes without the leaks are an artifact, written also where nothing was found.
//!
//! What is ambiguous is decided so:
//!
//! - A number such as `10.2.3.4` is a version where the words around say so (`version 10.2.3.4`), else an address.
//! - `ABC-123` is a ticket unless its prefix is known for something else; `params.ticket_prefixes` narrows that down.
//! - Public links stay, with all the names in them, and so does a link's text that repeats what the link shows. Secrets,
//!   private addresses and internal hosts are found in public links too.
//! - `#123`, `GH-123`, `@mentions`, bare UUIDs and digests of published files stay.
//! - A path is one below a usual root (`/home/…`, `C:\…`), a share, or a source file; `/v1/users` is a route.
//! - A password is found by what it is assigned to; a stand-in (`<password>`, `$PASSWORD`, `***`) is none.
//! - Names of people are out of scope.
//!
//! What the redacted notes keep: every byte outside of the leaks, and the structure of the Markdown. A placeholder takes
//! the shape that its place needs: plain in text and code, without brackets of its own in a link's text, without spaces
//! in a URL, `#redacted-…` as the destination of a link. A second redaction finds nothing: where a pattern of the
//! organisation's own fits anew beside each of its placeholders, all that the line says goes, or else all of the notes.
//!
//! The notes are read twice where that makes a difference: as they are written, and as they are shown, with invisible
//! characters dropped and escapes, character references and percent-encoding resolved.

mod facts;
mod params;

mod kind;
mod leaks;

mod markdown;
mod reading;
mod text;

mod detect;
mod hosts;

mod placeholders;
mod placement;
mod redact;
mod report;
mod settings;

pub use clearance_rule::sections::{Document, Notes};
pub use facts::Facts;
pub use params::{Kinds, NoteRedaction, Pattern, Weight};

use clearance_rule::prelude::*;

/// The file of `notes.markdown`.
const NOTES: &str = "notes.md";

impl Rule for NoteRedaction {
    type Facts<'a> = Facts<'a>;

    const TIMELESS: bool = true;

    const ABOUT: About = About {
        id: "note-redaction",
        version: env!("CARGO_PKG_VERSION"),
        title: "Note redaction",
        summary: "Finds internal identifiers and debug references in customer-facing notes and writes the notes without \
                  them.",
        checks: &[
            ("notes", "There are notes to read."),
            ("secret", "The notes hold no token, key, password or URL with credentials."),
            ("internal-url", "The notes hold no URL of an internal host or workplace tool."),
            ("hostname", "The notes name no internal host."),
            ("private-address", "The notes name no private address."),
            ("public-address", "The notes name no public IP address."),
            ("account", "The notes name no cloud account, tenant or resource of one."),
            ("stack-trace", "The notes hold no stack trace."),
            ("path", "The notes name no path of a build machine, a server or the source tree."),
            ("ticket", "The notes name no internal ticket."),
            ("commit", "The notes name no commit."),
            ("debug-reference", "The notes hold no developer's remark and no trace of debugging."),
            ("custom-pattern", "The notes hold nothing that the organisation's own patterns describe."),
        ],
        practices: &["3.6"],
        controls: &[],
    };

    fn prepare(&mut self) -> Result<(), Mismatch> {
        self.settings = self.compile()?;
        Ok(())
    }

    fn evaluate(&self, facts: &Facts<'_>, _at: Timestamp) -> Outcome {
        let mut outcome = Outcome::new();
        let mut names = Vec::new();
        if let Some(markdown) = facts.notes.markdown {
            self.read("notes", "/notes/markdown", markdown, &mut names, &mut outcome);
        } else if facts.notes.documents.is_empty() {
            outcome.push(
                Check::unknown("notes", "notes", "there are no notes to read")
                    .severity(Severity::High)
                    .missing("/notes/markdown")
                    .remedy_if_unknown("supply the fact `/notes/markdown`"),
            );
        }
        for (index, document) in facts.notes.documents.iter().enumerate() {
            let pointer = format!("/notes/documents/{index}/markdown");
            self.read(document.name, &pointer, document.markdown, &mut names, &mut outcome);
        }
        outcome
    }
}

impl NoteRedaction {
    fn read(&self, name: &str, pointer: &str, markdown: &str, names: &mut Vec<String>, outcome: &mut Outcome) {
        let artifact = file_name(name, names);
        let redacted = redact::redact(markdown, &self.settings);
        let read = report::Read {
            name,
            pointer: pointer.to_owned(),
            source: markdown,
            leaks: &redacted.leaks,
            artifact: &artifact,
        };
        report::rows(self, &read, outcome);
        outcome.artifacts.push(Artifact {
            name: artifact.clone(),
            media_type: "text/markdown".to_owned(),
            content: redacted.text.into_bytes(),
        });
        names.push(artifact);
    }
}

/// A file name for a document: without folders, with an extension, and like none of `taken`.
fn file_name(document: &str, taken: &[String]) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    let name: String = document.chars().map(plain).collect();
    let name = name.trim_start_matches(['.', '-']);
    let stem = name.strip_suffix(".md").or(name.strip_suffix(".markdown")).unwrap_or(name);
    let stem = if stem.is_empty() { "notes" } else { stem };
    let is_free = |name: &String| !taken.iter().any(|taken| taken.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|number| format!("{stem}-{number}.md"));
    std::iter::once(format!("{stem}.md")).chain(numbered).find(is_free).unwrap_or_else(|| NOTES.to_owned())
}

clearance_rule::export!(NoteRedaction);
