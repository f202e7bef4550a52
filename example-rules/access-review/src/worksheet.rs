//! The document for the next review: every assignment in force, what is known of it, and an empty column for the decision. Comma
//! separated as RFC 4180 has it; a cell that a spreadsheet would take for a formula is text.

use crate::decisions::Decisions;
use crate::directory::{Directory, Held};
use crate::rows::Flags;
use clearance_rule::time;

const COLUMNS: [&str; 16] = [
    "role",
    "subject",
    "also known as",
    "type",
    "owner",
    "via",
    "granted at",
    "granted by",
    "approved by",
    "ticket",
    "expires at",
    "last used",
    "last kept",
    "last review",
    "flags",
    "decision",
];

/// One line an assignment, by role, in the order of the policy, and subject.
pub(crate) fn written(directory: &Directory<'_>, flags: &Flags) -> String {
    let mut text = String::with_capacity(4096);
    line(&mut text, &COLUMNS);
    for (number, role) in directory.roles.iter().enumerate() {
        for subject in directory.holders() {
            for pairing in subject.pairings.iter().filter(|pairing| pairing.role == number) {
                for held in &pairing.held {
                    assignment(&mut text, directory, flags, (role.name, subject.name), held, &pairing.decisions);
                }
            }
        }
    }
    text
}

fn assignment(
    text: &mut String,
    directory: &Directory<'_>,
    flags: &Flags,
    (role, subject): (&str, &str),
    held: &Held<'_>,
    decisions: &Decisions,
) {
    let of = held.of;
    let review = decisions.kept.and_then(|kept| directory.reviews?.get(kept.review));
    let date = |time: Option<time::At<'_>>| time.map_or_else(String::new, |time| time::date(time.timestamp));
    line(
        text,
        &[
            role,
            subject,
            if of.subject == subject { "" } else { of.subject },
            of.subject_type.unwrap_or_default(),
            of.owner.unwrap_or_default(),
            of.via.unwrap_or_default(),
            &date(of.granted_at),
            of.granted_by.unwrap_or_default(),
            of.approved_by.unwrap_or_default(),
            of.ticket.unwrap_or_default(),
            &date(of.expires_at),
            &date(of.last_used),
            &date(review.and_then(|review| review.completed_at)),
            review.and_then(|review| review.id).unwrap_or_default(),
            &flags.noted(held.index),
            "",
        ],
    );
}

fn line(text: &mut String, cells: &[&str; 16]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        push_cell(text, cell);
    }
    text.push_str("\r\n");
}

/// Quotes a cell, and has one begin with an apostrophe whose first character would make a spreadsheet compute it.
fn push_cell(text: &mut String, cell: &str) {
    if cell.is_empty() {
        return;
    }
    text.push('"');
    if cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || cell.starts_with(['\t', '\r', '\n'])
    {
        text.push('\'');
    }
    for character in cell.chars() {
        match character {
            '"' => text.push_str("\"\""),
            // A line of the file is an assignment.
            '\r' | '\n' | '\0' => text.push(' '),
            other => text.push(other),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::push_cell;

    #[test]
    fn no_cell_is_a_formula_or_ends_its_line() {
        let cell = |content: &str| {
            let mut text = String::new();
            push_cell(&mut text, content);
            text
        };
        assert_eq!(cell(""), "");
        assert_eq!(cell("alice"), "\"alice\"");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        for begin in ["=", "+", "-", "@", "\t", "\r", "\n=", "  =", "\u{ff1d}"] {
            assert!(cell(&[begin, "1"].concat()).starts_with("\"'"), "{begin:?}");
        }
        assert_eq!(cell("a\r\nb,c"), "\"a  b,c\"");
    }
}
