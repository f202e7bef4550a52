//! What one `OpenAPI` document offers: operations, webhooks, callbacks, servers and ways to authenticate.

use crate::document::{Document, Found, Gap, Version};
use crate::glob::nameless;
use crate::security::{Schemes, Security};
use crate::table::{Table, key};
use clearance_rule::joined;
use clearance_rule::node::{Node, below};

/// The methods of a path, as a document names them and as HTTP does.
const METHODS: [(&str, &str); 8] = [
    ("delete", "DELETE"),
    ("get", "GET"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("put", "PUT"),
    ("trace", "TRACE"),
];

/// Something that can be called, by its nameless path and its method.
pub(crate) type Key = (String, &'static str);

/// The key of an operation in a table.
pub(crate) fn bytes((path, method): &Key) -> Vec<u8> {
    key(&[path, method])
}

/// An operation.
#[derive(Debug)]
pub(crate) struct Operation<'n, 'a> {
    pub(crate) key: Key,
    pub(crate) path: &'a str,
    pub(crate) found: Found<'n, 'a>,
    /// The path item that it stands in, for what that says for all its operations.
    pub(crate) item: Found<'n, 'a>,
    /// What it says of security itself.
    pub(crate) security: Option<Security<'n, 'a>>,
}

/// A webhook or a callback: something that calls out, and reads what it is answered.
#[derive(Debug)]
pub(crate) struct Hook<'n, 'a> {
    /// All that tells it from others.
    pub(crate) key: Vec<u8>,
    /// Of a callback, where it calls.
    pub(crate) expression: &'a str,
    pub(crate) found: Found<'n, 'a>,
    pub(crate) name: &'a str,
    pub(crate) method: &'static str,
    /// Of a callback, the operation that asks for it.
    pub(crate) of: Option<Key>,
}

/// All that a document offers.
#[derive(Debug)]
pub(crate) struct Surface<'n, 'a> {
    pub(crate) document: Document<'n, 'a>,
    pub(crate) operations: Table<Operation<'n, 'a>>,
    /// By all that tells one from another.
    pub(crate) hooks: Table<Hook<'n, 'a>>,
    /// By what [`crate::servers`] makes of their URLs.
    pub(crate) servers: Table<(String, Found<'n, 'a>)>,
    pub(crate) schemes: Schemes<'n, 'a>,
    /// What operations demand that say nothing of their own.
    pub(crate) security: Option<Security<'n, 'a>>,
}

impl<'n, 'a> Surface<'n, 'a> {
    /// Reads a document.
    pub(crate) fn of(mut document: Document<'n, 'a>) -> Self {
        let schemes = Schemes::of(&mut document);
        let root = Found { pointer: document.pointer.clone(), node: document.root };
        let security = Security::of(&mut document, &schemes, &root);
        let mut surface =
            Self { document, operations: Table::new(), hooks: Table::new(), servers: Table::new(), schemes, security };
        surface.servers_at(&root);
        surface.paths();
        surface.webhooks();
        surface
    }

    fn paths(&mut self) {
        let pointer = below(&self.document.pointer, "paths");
        let paths = self.document.root.get("paths");
        if paths.is_none() && self.document.version != Version::ThreeOne {
            self.document.gaps.push(Gap::absent(pointer));
            return;
        }
        for (path, node) in self.document.entries(&pointer, paths) {
            if path.starts_with("x-") {
                continue;
            }
            let nameless = nameless(path);
            for (method, item, found) in self.operations_of(Found { pointer: below(&pointer, path), node }) {
                let security = Security::of(&mut self.document, &self.schemes, &found);
                self.servers_at(&found);
                let key = (nameless.clone(), method);
                self.callbacks(&key, &found);
                if let Some(other) = self.operations.get(&bytes(&key)) {
                    let message =
                        joined!["`", found.pointer, "` and `", other.found.pointer, "` are for the same requests"];
                    let wanted = joined!["keep one of `", found.pointer, "` and `", other.found.pointer, "`"];
                    self.document.gaps.push(Gap::new(found.pointer, message, wanted));
                } else {
                    let place = bytes(&key);
                    self.operations.get_or_add(&place, || Operation { key, path, found, item, security });
                }
            }
        }
    }

    fn webhooks(&mut self) {
        let pointer = below(&self.document.pointer, "webhooks");
        for (name, node) in self.document.entries(&pointer, self.document.root.get("webhooks")) {
            for (method, _, found) in self.operations_of(Found { pointer: below(&pointer, name), node }) {
                self.hook(Hook { key: key(&["", name, method]), expression: "", found, name, method, of: None });
            }
        }
    }

    fn callbacks(&mut self, of: &Key, operation: &Found<'n, 'a>) {
        let pointer = below(&operation.pointer, "callbacks");
        let callbacks = self.document.member(operation.node, "callbacks");
        for (name, node) in self.document.entries(&pointer, callbacks) {
            let Some(callback) = self.document.resolve(Found { pointer: below(&pointer, name), node }) else {
                continue;
            };
            for (expression, node) in self.document.entries(&callback.pointer, Some(callback.node)) {
                if expression.starts_with("x-") {
                    continue;
                }
                let place = below(&callback.pointer, expression);
                for (method, _, found) in self.operations_of(Found { pointer: place, node }) {
                    let key = key(&[&of.0, of.1, name, expression, method]);
                    self.hook(Hook { key, expression, found, name, method, of: Some(of.clone()) });
                }
            }
        }
    }

    /// The operations of a path item, each with the item that it stands in: the item itself, or what it refers to.
    fn operations_of(&mut self, item: Found<'n, 'a>) -> Vec<(&'static str, Found<'n, 'a>, Found<'n, 'a>)> {
        let mut items = vec![item.clone()];
        if self.document.member(item.node, "$ref").is_some() {
            items.extend(self.document.resolve(item));
        }
        let mut operations: Vec<(&'static str, Found<'n, 'a>, Found<'n, 'a>)> = Vec::new();
        for item in items {
            self.document.entries(&item.pointer, Some(item.node));
            self.servers_at(&item);
            for (member, method) in METHODS {
                let Some(node) = self.document.member(item.node, member) else { continue };
                let found = Found { pointer: below(&item.pointer, member), node };
                if !matches!(node, Node::Map(_)) {
                    self.document.entries(&found.pointer, Some(node));
                } else if !operations.iter().any(|(known, ..)| *known == method) {
                    operations.push((method, item.clone(), found));
                }
            }
        }
        operations
    }

    fn hook(&mut self, hook: Hook<'n, 'a>) {
        let key = hook.key.clone();
        self.hooks.get_or_add(&key, || hook);
    }

    fn servers_at(&mut self, at: &Found<'n, 'a>) {
        for (address, found) in crate::servers::of(&mut self.document, at) {
            let key = address.clone().into_bytes();
            self.servers.get_or_add(&key, || (address, found));
        }
    }
}
