//! `when`: scope by fact values, in three-valued logic. A fact that is absent, or of a type that cannot be compared,
//! makes a condition neither true nor false, so that nobody leaves a rule's scope by leaving a fact out.

use super::located::{Located, Node, invalid};
use crate::document::{self, Pointer};
use crate::error::Error;
use crate::facts::View;
use crate::{Observation, Text};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;
use std::cmp::Ordering;

const OPERATORS: &str = "`equals`, `not`, `in`, `not_in`, `at_least`, `at_most`, `contains`, `exists`";

/// A condition on fact values.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Fact { text: Text, pointer: Pointer, test: Test },
}

/// What one fact is compared with.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    In(Vec<Value>),
    NotIn(Vec<Value>),
    AtLeast(f64),
    AtMost(f64),
    Contains(Value),
    Exists(bool),
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    True,
    False,
    Unknown,
}

impl Condition {
    /// Reads the map under `when`.
    pub(crate) fn parse(located: &Located) -> Result<Self, Error> {
        let Node::Map(entries) = &located.node else {
            let message = format!(
                "expected a map of conditions such as `/release/environment: production`, found {}",
                located.kind()
            );
            return Err(invalid(located.at, message));
        };
        if entries.is_empty() {
            return Err(invalid(
                located.at,
                "expected at least one condition; leave `when` out to judge every release",
            ));
        }
        let mut all = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            all.push(match key.text.as_str() {
                "all" => Self::All(Self::list(value)?),
                "any" => Self::Any(Self::list(value)?),
                "not" => Self::Not(Box::new(Self::parse(value)?)),
                text => {
                    let Some(pointer) = Pointer::parse(text).filter(|pointer| pointer.section().is_some()) else {
                        let message = format!(
                            "expected a JSON Pointer into the facts such as `/release/environment`, or `all`, `any`, \
                             `not`; found `{text}`"
                        );
                        return Err(invalid(key.at, message));
                    };
                    Self::Fact { text: text.into(), pointer, test: Test::parse(value)? }
                }
            });
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Self::All(all) })
    }

    fn list(located: &Located) -> Result<Vec<Self>, Error> {
        match &located.node {
            Node::List(items) if !items.is_empty() => items.iter().map(Self::parse).collect(),
            _ => Err(invalid(located.at, format!("expected a list of conditions, found {}", located.kind()))),
        }
    }

    /// Whether the condition holds. Each fact consulted is added to `seen`.
    pub(crate) fn holds(&self, view: &View<'_>, seen: &mut Vec<Observation>) -> Truth {
        match self {
            // Every part is consulted, so that what was seen does not depend on the order.
            Self::All(parts) => parts.iter().fold(Truth::True, |truth, part| truth.and(part.holds(view, seen))),
            Self::Any(parts) => {
                parts.iter().fold(Truth::True, |truth, part| truth.and(part.holds(view, seen).not())).not()
            }
            Self::Not(part) => part.holds(view, seen).not(),
            Self::Fact { text, pointer, test } => {
                let value = pointer.section().and_then(|name| view.get(name));
                let value = value.and_then(|section| pointer.find_in_section(section)).map(document::decode);
                let truth = test.holds(value.as_ref());
                seen.push(Observation { pointer: text.clone(), value });
                truth
            }
        }
    }

    /// The sections on which the condition depends.
    pub(crate) fn sections<'a>(&'a self, names: &mut Vec<&'a str>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.sections(names)),
            Self::Not(part) => part.sections(names),
            Self::Fact { pointer, .. } => names.extend(pointer.section()),
        }
    }
}

impl Truth {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }

    fn of(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl Test {
    fn parse(located: &Located) -> Result<Self, Error> {
        let Node::Map(entries) = &located.node else {
            return match &located.node {
                Node::List(_) => Ok(Self::In(values(located)?)),
                _ => Ok(Self::In(vec![located.to_value()])),
            };
        };
        let [(operator, operand)] = entries.as_slice() else {
            let message = format!("expected one operator of {OPERATORS}; combine several with `all`");
            return Err(invalid(located.at, message));
        };
        let number = || match &operand.node {
            Node::Number(number) => Ok(number.as_f64().unwrap_or(f64::NAN)),
            _ => Err(invalid(operand.at, format!("expected a number, found {}", operand.kind()))),
        };
        Ok(match operator.text.as_str() {
            "equals" => Self::In(vec![operand.to_value()]),
            "not" => Self::NotIn(vec![operand.to_value()]),
            "in" => Self::In(values(operand)?),
            "not_in" => Self::NotIn(values(operand)?),
            "at_least" => Self::AtLeast(number()?),
            "at_most" => Self::AtMost(number()?),
            "contains" => Self::Contains(operand.to_value()),
            "exists" => match operand.node {
                Node::Bool(exists) => Self::Exists(exists),
                _ => return Err(invalid(operand.at, format!("expected `true` or `false`, found {}", operand.kind()))),
            },
            other => {
                return Err(invalid(operator.at, format!("unknown operator `{other}`, expected one of {OPERATORS}")));
            }
        })
    }

    fn holds(&self, value: Option<&Value>) -> Truth {
        if let Self::Exists(expected) = self {
            return Truth::of(value.is_some() == *expected);
        }
        let Some(value) = value else { return Truth::Unknown };
        match self {
            Self::In(list) => among(list, value),
            Self::NotIn(list) => among(list, value).not(),
            Self::AtLeast(bound) => compare(value, *bound, Ordering::is_ge),
            Self::AtMost(bound) => compare(value, *bound, Ordering::is_le),
            Self::Contains(item) => match (value, item) {
                (Value::Array(values), item) => Truth::of(values.iter().any(|value| same(value, item))),
                (Value::String(text), Value::String(part)) => Truth::of(text.contains(part.as_str())),
                _ => Truth::Unknown,
            },
            Self::Exists(_) => Truth::Unknown,
        }
    }
}

/// The values of a list that is not empty.
fn values(located: &Located) -> Result<Vec<Value>, Error> {
    match &located.node {
        Node::List(items) if !items.is_empty() => Ok(items.iter().map(Located::to_value).collect()),
        Node::List(_) => Err(invalid(located.at, "expected at least one value, found an empty list")),
        _ => Err(invalid(located.at, format!("expected a list of values, found {}", located.kind()))),
    }
}

/// A value of another type than any in the list is not simply another value: nobody can tell what was meant.
fn among(list: &[Value], value: &Value) -> Truth {
    let kind = std::mem::discriminant(value);
    if list.iter().any(|item| same(item, value)) {
        Truth::True
    } else if list.iter().any(|item| std::mem::discriminant(item) == kind) {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn compare(value: &Value, bound: f64, holds: fn(Ordering) -> bool) -> Truth {
    match value.as_f64().and_then(|value| value.partial_cmp(&bound)) {
        Some(ordering) => Truth::of(holds(ordering)),
        None => Truth::Unknown,
    }
}

/// Equal as facts are: in canonical form.
fn same(a: &Value, b: &Value) -> bool {
    a == b || matches!((document::encode(a), document::encode(b)), (Ok(a), Ok(b)) if a == b)
}

/// The JSON Schema of a condition.
pub(super) fn schema(generator: &mut SchemaGenerator) -> Schema {
    struct Condition;
    impl schemars::JsonSchema for Condition {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Condition".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let condition = generator.subschema_for::<Self>();
            json_schema!({
                "type": "object",
                "minProperties": 1,
                "description": "Conditions that all hold. A key is a JSON Pointer into the facts, or `all`, `any`, `not`.",
                "properties": {
                    "all": { "type": "array", "minItems": 1, "items": condition },
                    "any": { "type": "array", "minItems": 1, "items": condition },
                    "not": condition
                },
                "patternProperties": {
                    "^/": {
                        "description": "A value the fact equals, a list of such values, or one operator.",
                        "anyOf": [
                            { "type": ["string", "number", "boolean", "null", "array"] },
                            {
                                "type": "object",
                                "minProperties": 1,
                                "maxProperties": 1,
                                "additionalProperties": false,
                                "properties": {
                                    "equals": { "description": "The fact is this value." },
                                    "not": { "description": "The fact is another value." },
                                    "in": { "type": "array", "description": "The fact is one of these values." },
                                    "not_in": { "type": "array", "description": "The fact is none of these values." },
                                    "at_least": { "type": "number", "description": "The fact is this number or more." },
                                    "at_most": { "type": "number", "description": "The fact is this number or less." },
                                    "contains": { "description": "The fact is a list with this value, or a text with this part." },
                                    "exists": { "type": "boolean", "description": "Whether there is such a fact." }
                                }
                            }
                        ]
                    }
                },
                "additionalProperties": false
            })
        }
    }
    generator.subschema_for::<Condition>()
}
