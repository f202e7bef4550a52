//! Putting rows and texts together, in one place each: what is written out at each row would be a fifth of the component.

use clearance_rule::prelude::*;
use clearance_rule::text::joined;

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
            remedy: matches!(status, Status::Fail | Status::Unknown).then(|| joined(remedy)),
        });
    }

    /// Records in the last row a text that was read.
    #[inline(never)]
    pub(crate) fn see(&mut self, pointer: &[&str], text: Option<&str>) {
        if let Some(row) = self.0.last_mut() {
            let seen = Check::pass("", "", "").seen(&Fact::new(joined(pointer), text));
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

/// A number in digits.
#[inline(never)]
pub(crate) fn digits(number: usize) -> String {
    text![number]
}

/// `/approvals/0`, of `/approvals` and 0.
#[inline(never)]
pub(crate) fn item(pointer: &str, index: usize) -> String {
    joined(&[pointer, "/", &digits(index)])
}
