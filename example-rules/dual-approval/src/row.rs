//! Putting rows and texts together, in few places: what is written out at each row would be a quarter of the component.

use clearance_rule::prelude::*;

/// The texts, one after the other.
#[inline(never)]
pub(crate) fn join(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    parts.iter().for_each(|part| text.push_str(part));
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

/// A row, and what would change it: kept where it failed or is unknown.
#[inline(never)]
pub(crate) fn row(code: &str, subject: &str, status: Status, message: String, required: &str, remedy: String) -> Check {
    Check {
        code: code.to_owned(),
        subject: subject.to_owned(),
        status,
        severity: Severity::Medium,
        message,
        observed: Vec::new(),
        required: (!required.is_empty()).then(|| required.to_owned()),
        remedy: matches!(status, Status::Fail | Status::Unknown).then_some(remedy),
    }
}

/// Records a text that was read.
#[inline(never)]
pub(crate) fn see(check: &mut Check, pointer: String, text: Option<&str>) {
    let seen = Check::pass("", "", "").seen(&Fact::new(pointer, text));
    check.observed.extend(seen.observed);
}
