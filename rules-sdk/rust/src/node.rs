//! A JSON value that borrows its text from the facts. Documents whose shape belongs to others (Kubernetes, Terraform, `OpenAPI`)
//! are walked rather than decoded: only a few of their places matter to a rule.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use std::borrow::Cow;
use std::fmt;

/// Any JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without a fraction.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A string.
    Text(&'a str),
    /// An array.
    List(Vec<Node<'a>>),
    /// An object, in the order of the document.
    Map(Vec<(&'a str, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// The member of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entries().iter().find(|(name, _)| *name == key).map(|(_, node)| node)
    }

    /// The value below a chain of object members.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&Node<'a>> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text of a string that says something.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        match self {
            Node::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// The text of the member of an object.
    #[must_use]
    pub fn text_at(&self, path: &[&str]) -> Option<&'a str> {
        self.at(path)?.text()
    }

    /// The elements of an array; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Node<'a>] {
        match self {
            Node::List(items) => items,
            _ => &[],
        }
    }

    /// The members of an object; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[(&'a str, Node<'a>)] {
        match self {
            Node::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Whether this is the JSON `true`.
    #[must_use]
    pub fn is_true(&self) -> bool {
        matches!(self, Node::Bool(true))
    }

    /// Every value that a dotted path leads to, arrays on the way opened, with its JSON Pointer.
    #[must_use]
    pub fn find<'n>(&'n self, pointer: &str, path: &str) -> Vec<Place<'n, 'a>> {
        let mut found = Vec::new();
        self.collect(pointer.to_owned(), Some(path), &mut found);
        found
    }

    fn collect<'n>(&'n self, pointer: String, path: Option<&str>, found: &mut Vec<Place<'n, 'a>>) {
        match (self, path) {
            (Node::List(items), _) => {
                for (i, item) in items.iter().enumerate() {
                    item.collect(format!("{pointer}/{i}"), path, found);
                }
            }
            (_, None) => found.push(Place { pointer, node: self }),
            (_, Some(path)) => {
                let (key, rest) = match path.split_once('.') {
                    Some((key, rest)) => (key, Some(rest)),
                    None => (path, None),
                };
                if let Some(node) = self.get(key) {
                    node.collect(below(&pointer, key), rest, found);
                }
            }
        }
    }
}

/// A value with its place.
#[derive(Debug)]
pub struct Place<'n, 'a> {
    /// RFC 6901 JSON Pointer into the facts.
    pub pointer: String,
    /// What stands there.
    pub node: &'n Node<'a>,
}

/// The JSON Pointer of a member.
#[must_use]
pub fn below(pointer: &str, key: &str) -> String {
    let key = if key.contains(['~', '/']) {
        Cow::Owned(key.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(key)
    };
    format!("{pointer}/{key}")
}

impl<'de: 'a, 'a> Deserialize<'de> for Node<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Node::Integer(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "no number of this size is read, only shown")]
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or(Node::Number(value as f64), Node::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Node::Number(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(1024));
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::with_capacity(map.size_hint().unwrap_or(0).min(1024));
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Null => serializer.serialize_unit(),
            Node::Bool(value) => serializer.serialize_bool(*value),
            Node::Integer(value) => serializer.serialize_i64(*value),
            Node::Number(value) => serializer.serialize_f64(*value),
            Node::Text(value) => serializer.serialize_str(value),
            Node::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Node::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl JsonSchema for Node<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnyValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}
