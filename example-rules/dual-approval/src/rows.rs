//! Putting rows and texts together, in one place each: what is written out at each row would be a fifth of the component.

use clearance_rule::prelude::*;

/// The rows of an outcome.
#[derive(Debug, Default)]
pub(crate) struct Rows(pub(crate) Vec<Check>);

impl Rows {
    /// Adds a row. What would change it is kept where it failed or is unknown.
    #[inline(never)]
    pub(crate) fn add(&mut self, kind: Kind, subject: &str, status: Status, message: String, remedy: &[&str]) {
        self.0.push(Check {
            code: kind.code.to_owned(),
            subject: subject.to_owned(),
            status,
            severity: if status == Status::Fail { Severity::High } else { Severity::Medium },
            message,
            observed: Vec::new(),
            required: Some(kind.required.to_owned()),
            remedy: matches!(status, Status::Fail | Status::Unknown).then(|| join(remedy)),
        });
    }

    /// Records in the last row a text that was read.
    #[inline(never)]
    pub(crate) fn see(&mut self, pointer: &[&str], text: Option<&str>) {
        if let Some(row) = self.0.last_mut() {
            let seen = Check::pass("", "", "").seen(&Fact::new(join(pointer), text));
            row.observed.extend(seen.observed);
        }
    }
}

/// The code of a row, and what it wants.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) code: &'static str,
    pub(crate) required: &'static str,
}

/// The texts, one after the other.
#[inline(never)]
pub(crate) fn join(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A number in digits.
#[inline(never)]
pub(crate) fn digits(number: usize) -> String {
    text![number]
}

/// `/approvals/0`, of `/approvals` and 0.
#[inline(never)]
pub(crate) fn item(pointer: &str, index: usize) -> String {
    join(&[pointer, "/", &digits(index)])
}
