//! The index of sections, and what one rule is given of them.

use super::kind_of;
use crate::document::{Reader, Token, encode};
use crate::error::{Error, ErrorCode};
use crate::{Digest, Text};
use serde_json::{Map, Value};
use std::ops::Range;
use std::sync::OnceLock;

/// A canonical map and where each of its entries stands.
#[derive(Debug, Clone)]
pub(crate) struct Sections {
    document: Vec<u8>,
    /// In ascending order of names, as the canonical form has them.
    index: Vec<Section>,
    digest: OnceLock<Digest>,
}

#[derive(Debug, Clone)]
struct Section {
    name: Text,
    /// Key and value together.
    entry: Range<usize>,
    value: Range<usize>,
    digest: OnceLock<Digest>,
}

impl Sections {
    /// Indexes a canonical document.
    pub(crate) fn index(document: Vec<u8>) -> Result<Self, Error> {
        let mut reader = Reader::new(&document);
        let Some(Token::Map(count)) = reader.next() else {
            return Err(Error::new(
                ErrorCode::FactsNotAMap,
                format!("the facts are {}, and should be a map of sections", kind_of(&document)),
            ));
        };
        let mut index = Vec::with_capacity(count);
        for _ in 0..count {
            let start = reader.offset();
            let Some(Token::String(name)) = reader.next() else { break };
            let value = reader.offset();
            reader.skip();
            index.push(Section {
                name: Text::from_utf8_lossy(name),
                entry: start..reader.offset(),
                value: value..reader.offset(),
                digest: OnceLock::new(),
            });
        }
        Ok(Self { document, index, digest: OnceLock::new() })
    }

    pub(crate) fn document(&self) -> &[u8] {
        &self.document
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.index.iter().map(|section| section.name.as_str())
    }

    fn find(&self, name: &str) -> Option<&Section> {
        self.index.binary_search_by(|section| section.name.as_str().cmp(name)).ok().map(|at| &self.index[at])
    }

    /// The value of a section, in canonical MessagePack.
    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        self.find(name).map(|section| &self.document[section.value.clone()])
    }

    pub(crate) fn digest_of(&self, name: &str) -> Option<Digest> {
        self.find(name).map(|section| self.section_digest(section))
    }

    fn section_digest(&self, section: &Section) -> Digest {
        *section.digest.get_or_init(|| Digest::of(&self.document[section.value.clone()]))
    }

    /// Each section with its digest.
    pub(crate) fn digests(&self) -> impl Iterator<Item = (&str, Digest)> {
        self.index.iter().map(|section| (section.name.as_str(), self.section_digest(section)))
    }

    pub(crate) fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| {
            let digests: Map<String, Value> =
                self.digests().map(|(name, digest)| (name.to_owned(), digest.to_string().into())).collect();
            // A map of strings always encodes.
            Digest::of(&encode(&Value::Object(digests)).unwrap_or_default())
        })
    }
}

/// A document derived by a rule, as a section for the rules that need it.
#[derive(Debug, Clone)]
pub(crate) struct Derived {
    entry: Vec<u8>,
    value: Range<usize>,
    digest: Digest,
}

impl Derived {
    /// `document` is canonical.
    pub(crate) fn new(name: &str, document: &[u8]) -> Self {
        let mut entry = encode(&Value::from(name)).unwrap_or_default();
        let start = entry.len();
        entry.extend_from_slice(document);
        Self { value: start..entry.len(), digest: Digest::of(document), entry }
    }

    pub(crate) fn document(&self) -> &[u8] {
        &self.entry[self.value.clone()]
    }
}

/// What one policy entry may see: the facts, and what the entries it needs derived. A section named after a needed
/// entry never comes from the facts, so that whoever submits facts cannot stand in for a rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) facts: &'a Sections,
    /// By the needed entry's id; `None` where that entry derived nothing.
    pub(crate) needed: &'a [(&'a str, Option<&'a Derived>)],
}

/// Where a section comes from, and whether it is there.
enum Source<'a> {
    Facts(Option<&'a Section>),
    Derived(Option<&'a Derived>),
}

impl<'a> View<'a> {
    pub(crate) fn of_facts(facts: &'a Sections) -> Self {
        Self { facts, needed: &[] }
    }

    fn source(&self, name: &str) -> Source<'a> {
        match self.needed.iter().find(|(id, _)| *id == name) {
            Some((_, derived)) => Source::Derived(*derived),
            None => Source::Facts(self.facts.find(name)),
        }
    }

    /// The value of a section.
    pub(crate) fn get(&self, name: &str) -> Option<&'a [u8]> {
        match self.source(name) {
            Source::Derived(derived) => derived.map(Derived::document),
            Source::Facts(section) => section.map(|section| &self.facts.document[section.value.clone()]),
        }
    }

    pub(crate) fn digest_of(&self, name: &str) -> Option<Digest> {
        match self.source(name) {
            Source::Derived(derived) => derived.map(|derived| derived.digest),
            Source::Facts(section) => section.map(|section| self.facts.section_digest(section)),
        }
    }

    /// The document with just these sections, as a rule is handed it. `names` are in ascending order.
    pub(crate) fn document<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<u8> {
        let entries: Vec<&[u8]> = names.filter_map(|name| self.entry(name)).collect();
        let mut document = Vec::with_capacity(5 + entries.iter().map(|entry| entry.len()).sum::<usize>());
        // A manifest declares fewer sections than 32 bits count; writing to a vector cannot fail.
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let _ = rmp::encode::write_map_len(&mut document, count);
        for entry in entries {
            document.extend_from_slice(entry);
        }
        document
    }

    fn entry(&self, name: &str) -> Option<&'a [u8]> {
        match self.source(name) {
            Source::Derived(derived) => derived.map(|derived| derived.entry.as_slice()),
            Source::Facts(section) => section.map(|section| &self.facts.document[section.entry.clone()]),
        }
    }
}
