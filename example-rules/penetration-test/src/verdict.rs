//! What a row says, before it is one, and what it observed. Each is written in one place, as a component is larger for every other.

use clearance_rule::Observation;
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

/// A value that a row can have observed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'v> {
    Text(&'v str),
    Flag(bool),
    Number(f64),
    Node(&'v Node<'v>),
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl<'v> From<At<'v>> for Value<'v> {
    fn from(at: At<'v>) -> Self {
        Self::Text(at.text)
    }
}

/// Records what was read at a place; none where nothing stands there.
#[inline(never)]
pub(crate) fn observe(check: &mut Check, pointer: String, value: Option<Value<'_>>) {
    let value = value.map(|value| match value {
        Value::Text(text) => encoded(&Node::Text(text)),
        Value::Flag(flag) => encoded(&Node::Bool(flag)),
        Value::Number(number) => encoded(&Node::Number(number)),
        Value::Node(node) => encoded(node),
    });
    check.observed.push(Observation { pointer, value });
}

/// A value as MessagePack.
pub(crate) fn encoded(node: &Node<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes, node);
    bytes
}

/// Writes a value. It is as deep as the facts are, which is not deep.
fn write(bytes: &mut Vec<u8>, node: &Node<'_>) {
    match node {
        Node::Null => bytes.push(0xc0),
        Node::Bool(flag) => bytes.push(0xc2 | u8::from(*flag)),
        Node::Integer(number) => {
            bytes.push(0xd3);
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        Node::Number(number) => {
            bytes.push(0xcb);
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        Node::Text(text) => {
            head(bytes, 0xdb, text.len());
            bytes.extend_from_slice(text.as_bytes());
        }
        Node::List(items) => {
            head(bytes, 0xdd, items.len());
            items.iter().for_each(|item| write(bytes, item));
        }
        Node::Map(entries) => {
            head(bytes, 0xdf, entries.len());
            for (name, value) in entries {
                write(bytes, &Node::Text(name));
                write(bytes, value);
            }
        }
    }
}

fn head(bytes: &mut Vec<u8>, kind: u8, length: usize) {
    bytes.push(kind);
    bytes.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
}
