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
    #[inline(never)]
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entries().iter().find(|(name, _)| *name == key).map(|(_, node)| node)
    }

    /// The value below a chain of object members.
    #[must_use]
    #[inline(never)]
    pub fn at(&self, path: &[&str]) -> Option<&Node<'a>> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text of a string that says something.
    #[must_use]
    #[inline(never)]
    pub fn text(&self) -> Option<&'a str> {
        match self {
            Node::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// The text of the member of an object.
    #[must_use]
    #[inline(never)]
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
    #[inline(never)]
    pub fn find<'n>(&'n self, pointer: &str, path: &str) -> Vec<Place<'n, 'a>> {
        let mut found = Vec::new();
        self.collect(pointer.to_owned(), Some(path), &mut found);
        found
    }

    /// Adds it to a document in MessagePack.
    pub(crate) fn push_to(&self, document: &mut Vec<u8>) {
        match self {
            Node::Null => document.push(0xc0),
            Node::Bool(value) => document.push(0xc2 + u8::from(*value)),
            Node::Integer(value) => push_integer(document, *value),
            Node::Number(value) => {
                document.push(0xcb);
                document.extend(value.to_be_bytes());
            }
            Node::Text(text) => {
                push_size(document, text.len() as u64, [0xa0, 0xd9, 0xda, 0xdb, 0xdb], 31);
                document.extend_from_slice(text.as_bytes());
            }
            Node::List(items) => {
                push_size(document, items.len() as u64, [0x90, 0xdc, 0xdc, 0xdd, 0xdd], 15);
                for item in items {
                    item.push_to(document);
                }
            }
            Node::Map(entries) => {
                push_size(document, entries.len() as u64, [0x80, 0xde, 0xde, 0xdf, 0xdf], 15);
                for (key, value) in entries {
                    Node::Text(key).push_to(document);
                    value.push_to(document);
                }
            }
        }
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

/// As few bytes as the number has.
fn push_integer(document: &mut Vec<u8>, number: i64) {
    let Ok(size) = u64::try_from(number) else {
        let bytes = number.to_be_bytes();
        let (mark, size) = match number {
            -32.. => (None, 1),
            -0x80.. => (Some(0xd0), 1),
            -0x8000.. => (Some(0xd1), 2),
            -0x8000_0000.. => (Some(0xd2), 4),
            _ => (Some(0xd3), 8),
        };
        document.extend(mark);
        document.extend_from_slice(&bytes[8 - size..]);
        return;
    };
    push_size(document, size, [0x00, 0xcc, 0xcd, 0xce, 0xcf], 0x7f);
}

/// A number that is not less than nothing, or a length with what it is the length of: up to `within` in the first of `marks`, then
/// behind those for 8, 16, 32 and 64 bits. Lists and maps have no mark for 8 bits, and nothing is longer than 32.
fn push_size(document: &mut Vec<u8>, number: u64, marks: [u8; 5], within: u8) {
    let bytes = number.to_be_bytes();
    let (mark, size) = if number <= u64::from(within) {
        document.push(marks[0] | bytes[7]);
        return;
    } else if number <= 0xff && marks[1] != marks[2] {
        (marks[1], 1)
    } else if number <= 0xffff {
        (marks[2], 2)
    } else if number <= 0xffff_ffff {
        (marks[3], 4)
    } else {
        (marks[4], 8)
    };
    document.push(mark);
    document.extend_from_slice(&bytes[8 - size..]);
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
#[inline(never)]
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_node_is_written_as_the_serialiser_writes_it() {
        let long = "x".repeat(70_000);
        let texts = [0, 1, 31, 32, 255, 256, 65_535, 65_536].map(|length| Node::Text(&long[..length]));
        let lists = [0, 15, 16, 255, 256, 65_535, 65_536].map(|length| Node::List(vec![Node::Null; length]));
        let maps = [0, 15, 16, 256, 65_536].map(|length| Node::Map(vec![("key", Node::Bool(true)); length]));
        for node in texts.into_iter().chain(lists).chain(maps) {
            written(&node);
        }
    }

    fn written(node: &Node<'_>) {
        let mut document = Vec::new();
        node.push_to(&mut document);
        let decoded: Node<'_> = crate::guest::decode(&document).expect("what was written is read");
        assert_eq!(&decoded, node);
        assert_eq!(document, rmp_serde::to_vec_named(node).expect("a node serialises"));
    }

    proptest! {
        #[test]
        fn every_number_is_written_as_the_serialiser_writes_it(number: i64, small in -40_000_i64..70_000, float: f64) {
            for node in [Node::Integer(number), Node::Integer(small), Node::Number(float)] {
                written(&node);
            }
        }
    }
}
