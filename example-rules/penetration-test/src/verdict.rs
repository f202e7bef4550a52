//! What a row says, before it is one, and what it observed. Each is written in one place, as a component is larger for every other.

use clearance_rule::node::Node;
use clearance_rule::prelude::*;
use clearance_rule::time::At;

/// What a row says.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) status: Status,
    pub(crate) message: String,
    /// What would change it; empty where nothing has to.
    remedy: String,
}

impl Verdict {
    pub(crate) fn pass(message: String) -> Self {
        Self { status: Status::Pass, message, remedy: String::new() }
    }

    pub(crate) fn fail(message: String, remedy: String) -> Self {
        Self { status: Status::Fail, message, remedy }
    }

    pub(crate) fn unknown(message: String, remedy: String) -> Self {
        Self { status: Status::Unknown, message, remedy }
    }

    pub(crate) fn not_applicable(message: &str) -> Self {
        Self { status: Status::NotApplicable, message: message.to_owned(), remedy: String::new() }
    }

    /// The row.
    #[inline(never)]
    pub(crate) fn row(self, code: &str, subject: &str, severity: Severity, required: &str) -> Check {
        let mut check = Check::pass(code, subject, self.message);
        check.status = self.status;
        check.severity = severity;
        check.required = (!required.is_empty()).then(|| required.to_owned());
        check.remedy = (!self.remedy.is_empty()).then_some(self.remedy);
        check
    }
}

/// Records what was read at a place; none where nothing stands there.
#[inline(never)]
pub(crate) fn observe(check: Check, pointer: String, value: Option<&Node<'_>>) -> Check {
    match value {
        Some(value) => check.observe_node(pointer, value),
        None => check.missing(pointer),
    }
}

/// A time as the facts have it.
pub(crate) fn time(at: At<'_>) -> Node<'_> {
    Node::Text(at.text)
}
