//! Finding one's way in an `OpenAPI` document: which version it is of, where references lead, and what could not be read.

use crate::table::Places;
use crate::words::{correct, quoted};
use clearance_rule::joined;
use clearance_rule::node::{Node, below};
use std::borrow::Cow;

/// More references that lead to references than anybody writes.
const LONGEST_CHAIN: usize = 32;

/// How many members and elements are read of a document. References let a small document have many.
const MOST_STEPS: usize = 150_000;

/// Maps of more members than these are searched by an index.
const FEW_MEMBERS: usize = 16;

/// The versions of `OpenAPI` that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// Swagger 2.0.
    Two,
    /// 3.0, in which a document has to have paths.
    Three,
    /// 3.1, in which it may have webhooks instead.
    ThreeOne,
}

/// Something that could not be read, so that the comparison says nothing of it.
#[derive(Debug, Clone)]
pub(crate) struct Gap {
    /// Where it stands.
    pub(crate) pointer: String,
    /// What is wrong there.
    pub(crate) message: String,
    /// What would mend it.
    pub(crate) wanted: String,
    /// Whether nothing stands there.
    pub(crate) is_absent: bool,
}

impl Gap {
    pub(crate) fn new(pointer: impl Into<String>, message: impl Into<String>, wanted: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), message: message.into(), wanted: wanted.into(), is_absent: false }
    }

    /// Something is absent.
    pub(crate) fn absent(pointer: impl Into<String>) -> Self {
        let pointer = pointer.into();
        let (message, wanted) = (joined!["`", pointer, "` is absent"], joined!["supply the fact `", pointer, "`"]);
        Self { pointer, message, wanted, is_absent: true }
    }

    /// Something is not what it has to be.
    fn no(kind: &str, pointer: &str) -> Self {
        Self::new(pointer, joined!["`", pointer, "` is no ", kind], correct(pointer))
    }
}

/// A value with its place.
#[derive(Debug, Clone)]
pub(crate) struct Found<'n, 'a> {
    pub(crate) pointer: String,
    pub(crate) node: &'n Node<'a>,
}

/// A document, with what was found wrong with it so far.
#[derive(Debug)]
pub(crate) struct Document<'n, 'a> {
    pub(crate) root: &'n Node<'a>,
    pub(crate) pointer: String,
    pub(crate) version: Version,
    pub(crate) gaps: Vec<Gap>,
    /// How much more of it may be read.
    steps: usize,
    /// Which maps are indexed, by their address.
    indexed: Places,
    /// The place of each member in its map.
    indexes: Vec<Places>,
}

impl<'n, 'a> Document<'n, 'a> {
    /// A document that says that it is one of `OpenAPI`.
    pub(crate) fn open(root: &'n Node<'a>, pointer: String) -> Result<Self, Gap> {
        let version = match (root.text_at(&["openapi"]), root.text_at(&["swagger"])) {
            (Some(version), None) if of_line(version, "3.0") => Version::Three,
            (Some(version), None) if of_line(version, "3.1") => Version::ThreeOne,
            (None, Some("2.0")) => Version::Two,
            (None, None) => {
                let message = joined!["`", pointer, "` is no OpenAPI document: it names no version in `openapi`"];
                let wanted = joined!["supply an OpenAPI document of version 3.0 or 3.1 in `", pointer, "`"];
                return Err(Gap::new(pointer, message, wanted));
            }
            (version, swagger) => {
                let stated = version.or(swagger).unwrap_or_default();
                let message =
                    joined!["`", pointer, "` is of version ", quoted(stated), " of OpenAPI, which cannot be read"];
                let wanted = joined!["supply an OpenAPI document of version 3.0 or 3.1 in `", pointer, "`"];
                return Err(Gap::new(pointer, message, wanted));
            }
        };
        Ok(Self {
            root,
            pointer,
            version,
            gaps: Vec::new(),
            steps: MOST_STEPS,
            indexed: Places::default(),
            indexes: Vec::new(),
        })
    }

    /// A member of a map, however large the map is.
    pub(crate) fn member(&mut self, node: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
        let entries = node.entries();
        if entries.len() <= FEW_MEMBERS {
            return node.get(key);
        }
        let address = std::ptr::from_ref(node).addr().to_le_bytes();
        let place = self.indexed.get_or_set(&address, self.indexes.len());
        if place == self.indexes.len() {
            let mut index = Places::default();
            for (i, (name, _)) in entries.iter().enumerate() {
                index.get_or_set(name.as_bytes(), i);
            }
            self.indexes.push(index);
        }
        let member = self.indexes.get(place)?.get(key.as_bytes())?;
        entries.get(member).map(|(_, value)| value)
    }

    /// Follows references until there is none. What cannot be followed is a gap.
    pub(crate) fn resolve(&mut self, from: Found<'n, 'a>) -> Option<Found<'n, 'a>> {
        match self.try_resolve(from) {
            Ok(found) => Some(found),
            Err(gap) => {
                self.gaps.push(gap);
                None
            }
        }
    }

    /// Follows references until there is none.
    pub(crate) fn try_resolve(&mut self, from: Found<'n, 'a>) -> Result<Found<'n, 'a>, Gap> {
        let mut found = from;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = self.member(found.node, "$ref") else { return Ok(found) };
            found = self.follow(&found, reference)?;
        }
        let message = joined!["the references of `", found.pointer, "` lead round in a circle"];
        let wanted = joined!["let `", found.pointer, "` refer to what is meant"];
        Err(Gap::new(found.pointer, message, wanted))
    }

    /// What one reference leads to.
    pub(crate) fn follow(&mut self, at: &Found<'n, 'a>, reference: &'n Node<'a>) -> Result<Found<'n, 'a>, Gap> {
        let place = || below(&at.pointer, "$ref");
        let Node::Text(reference) = reference else {
            return Err(Gap::new(place(), joined!["`", place(), "` is not a text"], correct(&place())));
        };
        let Some(fragment) = reference.strip_prefix('#') else {
            let message = joined!["`", place(), "` refers to another document: ", quoted(reference)];
            return Err(Gap::new(place(), message, "bundle the documents of the API into one"));
        };
        self.locate(fragment).ok_or_else(|| {
            let message = joined!["`", place(), "` refers to ", quoted(reference), ", which is not there"];
            Gap::new(place(), message, joined!["let `", place(), "` refer to what is meant"])
        })
    }

    /// What stands at a JSON Pointer into the document, given as the fragment of a URL.
    pub(crate) fn locate(&mut self, fragment: &str) -> Option<Found<'n, 'a>> {
        let mut found = Found { pointer: self.pointer.clone(), node: self.root };
        let fragment = &*unescaped(fragment, b'%');
        if fragment.is_empty() {
            return Some(found);
        }
        for token in fragment.strip_prefix('/')?.split('/') {
            let token = unescaped(token, b'~');
            found.node = match found.node {
                Node::List(items) => items.get(token.parse::<usize>().ok()?)?,
                node => self.member(node, &token)?,
            };
        }
        found.pointer.push_str(fragment);
        Some(found)
    }

    /// The members of an object that may be absent. Anything else is a gap.
    pub(crate) fn entries(&mut self, pointer: &str, node: Option<&'n Node<'a>>) -> &'n [(&'a str, Node<'a>)] {
        match node {
            None => &[],
            Some(Node::Map(entries)) => self.as_far_as_read(entries),
            Some(_) => {
                self.gaps.push(Gap::no("object", pointer));
                &[]
            }
        }
    }

    /// The elements of an array that may be absent. Anything else is a gap.
    pub(crate) fn items(&mut self, pointer: &str, node: Option<&'n Node<'a>>) -> &'n [Node<'a>] {
        match node {
            None => &[],
            Some(Node::List(items)) => self.as_far_as_read(items),
            Some(_) => {
                self.gaps.push(Gap::no("array", pointer));
                &[]
            }
        }
    }

    /// All of something, or nothing where too much was read already.
    fn as_far_as_read<T>(&mut self, all: &'n [T]) -> &'n [T] {
        let step = all.len().saturating_add(1);
        if step <= self.steps {
            self.steps -= step;
            return all;
        }
        if self.steps > 0 {
            self.steps = 0;
            let message = joined!["`", self.pointer, "` is too large to be compared as a whole"];
            self.gaps.push(Gap::new(&*self.pointer, message, "describe the API in several documents"));
        }
        &[]
    }
}

/// Whether `3.0.4` is of the line `3.0`.
fn of_line(version: &str, line: &str) -> bool {
    version.strip_prefix(line).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A fragment of a URL, or a token of a JSON Pointer, without what escapes characters in it: `%2F`, `~1`.
fn unescaped(text: &str, escape: u8) -> Cow<'_, str> {
    if !text.as_bytes().contains(&escape) {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let (byte, after) = match others {
            [b'0', after @ ..] if *first == escape && escape == b'~' => (b'~', after),
            [b'1', after @ ..] if *first == escape && escape == b'~' => (b'/', after),
            [high, low, after @ ..] if *first == escape && escape == b'%' => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (high * 16 + low, after),
                _ => (*first, others),
            },
            _ => (*first, others),
        };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
