//! YAML values that remember where in a file's text they stand, so that errors say it and `--update` finds it again.

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::{Location, Spanned};
use std::fmt;

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Located {
    pub(crate) at: Place,
    pub(crate) node: Node,
}

#[derive(Debug, Clone)]
pub(crate) enum Node {
    Scalar(Value),
    List(Vec<Located>),
    Map(Vec<(Key, Located)>),
}

/// The key of a map's entry.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) at: Place,
    pub(crate) text: String,
}

/// Where something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Counted from one.
    pub(crate) line: usize,
    /// Counted from one, in characters.
    pub(crate) column: usize,
    /// In bytes.
    pub(crate) start: usize,
    /// In bytes; that of lists and maps is not known.
    pub(crate) length: usize,
    /// Whether it is written elsewhere, and only named here.
    pub(crate) alias: bool,
}

/// Why a text is no value, or one that was not expected: a place and a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mismatch {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

impl Place {
    fn of<T>(spanned: &Spanned<T>) -> Self {
        let at = spanned.referenced;
        let byte = |number: Option<u64>| number.and_then(|number| usize::try_from(number).ok()).unwrap_or_default();
        Self {
            line: usize::try_from(at.line()).unwrap_or_default(),
            column: usize::try_from(at.column()).unwrap_or_default(),
            start: byte(at.span().byte_offset()),
            length: byte(at.span().byte_len()),
            alias: spanned.defined != at,
        }
    }

    pub(crate) fn mismatch(self, message: impl Into<String>) -> Mismatch {
        Mismatch { line: self.line, column: self.column, message: message.into() }
    }
}

impl Located {
    /// Reads the one document of a text.
    pub(crate) fn parse(text: &str) -> Result<Self, Mismatch> {
        if text.trim().is_empty() {
            return Err(Mismatch { line: 1, column: 1, message: "the file is empty".to_owned() });
        }
        // The library's bounds are for files of strangers. Thousands of cases are an author's own.
        let budget = serde_saphyr::budget! { max_nodes: 10_000_000, max_events: 40_000_000 };
        let options = serde_saphyr::options! { strict_booleans: true, budget: budget };
        serde_saphyr::from_str_with_options(text, options).map_err(|error| worded(&error))
    }

    /// The value without places.
    pub(crate) fn to_value(&self) -> Value {
        match &self.node {
            Node::Scalar(value) => value.clone(),
            Node::List(items) => items.iter().map(Self::to_value).collect(),
            Node::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| (key.text.clone(), value.to_value()));
                Value::Object(entries.collect::<Map<_, _>>())
            }
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.node, Node::Scalar(Value::Null))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Node::Map(entries) = &self.node else { return None };
        entries.iter().find(|(key, _)| key.text == name).map(|(_, value)| value)
    }

    /// Whether any of it is written elsewhere.
    pub(crate) fn has_alias(&self) -> bool {
        self.at.alias
            || match &self.node {
                Node::Scalar(_) => false,
                Node::List(items) => items.iter().any(Self::has_alias),
                Node::Map(entries) => entries.iter().any(|(_, value)| value.has_alias()),
            }
    }

    /// The mismatch of this value and what was expected in its place.
    pub(crate) fn unexpected(&self, expected: &str) -> Mismatch {
        let found = match &self.node {
            Node::Scalar(Value::Null) => "nothing".to_owned(),
            Node::Scalar(Value::String(text)) => format!("the text `{}`", text.chars().take(60).collect::<String>()),
            Node::Scalar(value) => format!("`{value}`"),
            Node::List(_) => "a list".to_owned(),
            Node::Map(_) => "a map".to_owned(),
        };
        self.at.mismatch(format!("expected {expected}, found {found}"))
    }
}

impl<'de> Deserialize<'de> for Located {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Node>::deserialize(deserializer)?;
        Ok(Self { at: Place::of(&spanned), node: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<String>::deserialize(deserializer)?;
        Ok(Self { at: Place::of(&spanned), text: spanned.value })
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    // As facts have it: an integer beyond 64 bits is the nearest float.
    #[expect(clippy::cast_precision_loss, reason = "the nearest float is meant")]
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest float is meant")]
    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom(format!("`{value}` is no finite number")))?;
        Ok(Node::Scalar(number.into()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Scalar(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}

/// What the YAML library found, in the words of somebody who writes cases.
fn worded(error: &serde_saphyr::Error) -> Mismatch {
    let error = error.without_snippet();
    let at = error.location().unwrap_or(Location::UNKNOWN);
    let whole = error.to_string();
    let line = whole.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    let line = &line[..line.find(" at line ").unwrap_or(line.len())];
    let message = match line.split_once(": ") {
        Some((place, rest)) if place.starts_with("line ") => rest,
        _ => line,
    };
    let number = |number: u64| usize::try_from(number).unwrap_or_default().max(1);
    Mismatch { line: number(at.line()), column: number(at.column()), message: plain(message) }
}

fn plain(message: &str) -> String {
    if let Some(rest) = message.strip_prefix("duplicate mapping key: ") {
        let key = rest.split(", set ").next().unwrap_or(rest);
        return format!("the key `{key}` stands twice in one map: take one out");
    }
    if message.starts_with("multiple YAML documents") {
        return "a second YAML document begins here, and a case file is one: take the `---` out".to_owned();
    }
    if message.starts_with("budget breached") || message.starts_with("recursion limit") {
        return format!("the file nests too deep, or repeats too much by aliases ({message})");
    }
    if message.starts_with("non-finite float") {
        return "expected a finite number: facts and params have no others".to_owned();
    }
    if message.starts_with("tabs disallowed") {
        return "a tab stands where the line is indented: YAML wants spaces".to_owned();
    }
    if message.starts_with("unexpected end of input") {
        return "the file has nothing but remarks, or ends in the middle of a value".to_owned();
    }
    message.to_owned()
}
