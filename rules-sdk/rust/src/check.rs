//! Building checks that read like the rule they come from.

use crate::node::Node;
use crate::{Check, Fact, Observation, Severity, Status, text};
use serde::Serialize;

impl Check {
    /// A check that passed. `message` says what was found.
    pub fn pass(code: &str, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(code, subject.into(), Status::Pass, message.into())
    }

    /// A check that failed. Follow it with [`Check::remedy`].
    pub fn fail(code: &str, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(code, subject.into(), Status::Fail, message.into())
    }

    /// A check that cannot be answered, for want of a fact.
    pub fn unknown(code: &str, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(code, subject.into(), Status::Unknown, message.into())
    }

    /// A check that does not concern this subject; `message` says why.
    pub fn not_applicable(code: &str, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(code, subject.into(), Status::NotApplicable, message.into())
    }

    /// Passes where the fact is `minimum` or more; `unknown` where it is absent or not a number. `unit` follows the
    /// numbers in the texts: `"%"`, `" days"`.
    pub fn at_least(code: &str, subject: impl Into<String>, fact: &Fact<f64>, minimum: f64, unit: &str) -> Self {
        let bound = text::with_number(minimum, |number| ["at least ", number, unit].concat());
        Self::bounded(
            code,
            subject.into(),
            fact,
            bound,
            unit,
            |value| value >= minimum,
            |value| remedy("raise `", &fact.pointer, minimum - value, unit),
        )
    }

    /// Passes where the fact is `maximum` or less; `unknown` where it is absent or not a number.
    pub fn at_most(code: &str, subject: impl Into<String>, fact: &Fact<f64>, maximum: f64, unit: &str) -> Self {
        let bound = text::with_number(maximum, |number| ["at most ", number, unit].concat());
        Self::bounded(
            code,
            subject.into(),
            fact,
            bound,
            unit,
            |value| value <= maximum,
            |value| remedy("lower `", &fact.pointer, value - maximum, unit),
        )
    }

    /// Passes where the fact satisfies `test`; `unknown` where it is absent. `required` completes the sentence
    /// “required: …”; `found` words the value.
    pub fn satisfies<T: Serialize>(
        code: &str,
        subject: impl Into<String>,
        fact: &Fact<T>,
        test: impl FnOnce(&T) -> bool,
        found: impl FnOnce(&T) -> String,
        required: impl Into<String>,
    ) -> Self {
        let check = match &fact.value {
            None => Self::absent(code, subject.into(), &fact.pointer),
            Some(value) => {
                let status = if test(value) { Status::Pass } else { Status::Fail };
                Self::new(code, subject.into(), status, found(value))
            }
        };
        check.seen(fact).required(required)
    }

    /// How much a failure matters. The default is [`Severity::Medium`].
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Records a fact that was read.
    #[must_use]
    pub fn seen<T: Serialize>(self, fact: &Fact<T>) -> Self {
        match &fact.value {
            Some(value) => self.observe(fact.pointer.clone(), value),
            None => self.missing(fact.pointer.clone()),
        }
    }

    /// Records a value read at a JSON Pointer.
    #[must_use]
    pub fn observe(mut self, pointer: impl Into<String>, value: impl Serialize) -> Self {
        self.add(pointer.into(), written(&value));
        self
    }

    /// The same of a part of a document, without the serialiser that other values need.
    #[must_use]
    pub fn observe_node(mut self, pointer: impl Into<String>, node: &Node<'_>) -> Self {
        let mut value = Vec::new();
        node.push_to(&mut value);
        self.add(pointer.into(), Some(value));
        self
    }

    /// Records that nothing stands at a JSON Pointer.
    #[must_use]
    pub fn missing(mut self, pointer: impl Into<String>) -> Self {
        self.add(pointer.into(), None);
        self
    }

    /// What the rule wanted to find.
    #[must_use]
    pub fn required(mut self, required: impl Into<String>) -> Self {
        set(&mut self.required, required.into());
        self
    }

    /// The nearest change that would make a failed check pass. Kept only where the check failed, so that it can be
    /// given in one chain for every status.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        if self.status == Status::Fail {
            set(&mut self.remedy, remedy.into());
        }
        self
    }

    /// What would make an unanswered check answerable. Kept only where the status is unknown.
    #[must_use]
    pub fn remedy_if_unknown(mut self, remedy: impl Into<String>) -> Self {
        if self.status == Status::Unknown {
            set(&mut self.remedy, remedy.into());
        }
        self
    }

    /// A rule has dozens of places that make a check: what they do stands in one, as for the functions below.
    #[inline(never)]
    fn new(code: &str, subject: String, status: Status, message: String) -> Self {
        Self {
            code: code.to_owned(),
            subject,
            status,
            severity: Severity::Medium,
            message,
            observed: Vec::new(),
            required: None,
            remedy: None,
        }
    }

    #[inline(never)]
    fn add(&mut self, pointer: String, value: Option<Vec<u8>>) {
        self.observed.push(Observation { pointer, value });
    }

    fn absent(code: &str, subject: String, pointer: &str) -> Self {
        Self::new(code, subject, Status::Unknown, ["the fact `", pointer, "` is absent"].concat())
            .remedy_if_unknown(["supply the fact `", pointer, "`"].concat())
    }

    fn bounded(
        code: &str,
        subject: String,
        fact: &Fact<f64>,
        bound: String,
        unit: &str,
        test: impl FnOnce(f64) -> bool,
        remedy: impl FnOnce(f64) -> String,
    ) -> Self {
        let check = match fact.value {
            None => Self::absent(code, subject, &fact.pointer),
            Some(value) if value.is_nan() => Self::unknown(code, subject, "not a number"),
            Some(value) => {
                let status = if test(value) { Status::Pass } else { Status::Fail };
                let found = text::with_number(value, |number| [number, unit].concat());
                let check = Self::new(code, subject, status, found);
                if status == Status::Fail { check.remedy(remedy(value)) } else { check }
            }
        };
        let mut check = check.required(bound);
        // A number that is none is worded, and cannot stand among facts.
        let value = fact.value.filter(|value| value.is_finite()).map(number);
        check.observed = vec![Observation { pointer: fact.pointer.clone(), value }];
        check
    }
}

#[inline(never)]
fn set(slot: &mut Option<String>, text: String) {
    *slot = Some(text);
}

/// A value in MessagePack. One that it cannot hold does not occur among facts; it would show as absent.
#[inline(never)]
fn written<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    rmp_serde::to_vec_named(value).ok()
}

fn remedy(change: &str, pointer: &str, shortfall: f64, unit: &str) -> String {
    text::with_shortfall(shortfall, |shortfall| [change, pointer, "` by ", shortfall, unit].concat())
}

/// A number in MessagePack: what [`Check::observe`] makes of it, without a serialiser.
fn number(value: f64) -> Vec<u8> {
    let mut document = Vec::with_capacity(9);
    document.push(0xcb);
    document.extend_from_slice(&value.to_be_bytes());
    document
}
