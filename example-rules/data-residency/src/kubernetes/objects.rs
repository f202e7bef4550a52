//! The manifests as a list of objects that can be looked up.

use clearance_rule::node::{Node, below};
use clearance_rule::text;

/// One Kubernetes object.
#[derive(Debug)]
pub(crate) struct Object<'f> {
    pub(crate) pointer: String,
    pub(crate) node: &'f Node<'f>,
    /// The API group; empty for the core group.
    pub(crate) group: &'f str,
    pub(crate) kind: &'f str,
    pub(crate) namespace: Option<&'f str>,
    pub(crate) name: &'f str,
}

impl<'f> Object<'f> {
    /// `Kind/namespace/name`, or `Kind/name` where no namespace is given.
    #[inline(never)]
    pub(crate) fn subject(&self) -> String {
        if let Some(namespace) = self.namespace {
            text![self.kind, "/", namespace, "/", self.name]
        } else {
            text![self.kind, "/", self.name]
        }
    }

    pub(crate) fn is(&self, group: &str, kind: &str) -> bool {
        self.group == group && self.kind == kind
    }

    /// The value at a path, with its pointer.
    #[inline(never)]
    pub(crate) fn part(&self, path: &[&str]) -> Option<Part<'f>> {
        Part { pointer: self.pointer.clone(), node: self.node }.part(path)
    }

    #[inline(never)]
    pub(crate) fn text(&self, path: &[&str]) -> Option<&'f str> {
        self.node.text_at(path)
    }
}

/// A part of an object.
#[derive(Debug, Clone)]
pub(crate) struct Part<'f> {
    pub(crate) pointer: String,
    pub(crate) node: &'f Node<'f>,
}

impl<'f> Part<'f> {
    #[inline(never)]
    pub(crate) fn part(&self, path: &[&str]) -> Option<Part<'f>> {
        let node = self.node.at(path)?;
        let pointer = path.iter().fold(self.pointer.clone(), |pointer, key| below(&pointer, key));
        Some(Part { pointer, node })
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = Part<'f>> {
        let pointer = self.pointer.clone();
        self.node.items().iter().enumerate().map(move |(i, node)| Part { pointer: text![pointer, "/", i], node })
    }

    #[inline(never)]
    pub(crate) fn text(&self, path: &[&str]) -> Option<&'f str> {
        self.node.text_at(path)
    }
}

/// All the objects, and the pointers of what is none.
#[derive(Debug, Default)]
pub(crate) struct Objects<'f> {
    pub(crate) all: Vec<Object<'f>>,
    pub(crate) unreadable: Vec<Part<'f>>,
}

impl<'f> Objects<'f> {
    pub(crate) fn new(manifests: &'f [Node<'f>]) -> Self {
        let mut objects = Self::default();
        for (i, node) in manifests.iter().enumerate() {
            objects.add(node, text!["/manifests/", i]);
        }
        objects
    }

    fn add(&mut self, node: &'f Node<'f>, pointer: String) {
        // An empty document of a YAML stream.
        if matches!(node, Node::Null) {
            return;
        }
        let (Some(version), Some(kind)) = (node.text_at(&["apiVersion"]), node.text_at(&["kind"])) else {
            self.unreadable.push(Part { pointer, node });
            return;
        };
        if let (true, Some(items)) = (kind.ends_with("List"), node.get("items")) {
            let pointer = below(&pointer, "items");
            for (i, item) in items.items().iter().enumerate() {
                self.add(item, text![pointer, "/", i]);
            }
            return;
        }
        let name = node.text_at(&["metadata", "name"]).or_else(|| node.text_at(&["metadata", "generateName"]));
        self.all.push(Object {
            group: version.split_once('/').map_or("", |(group, _)| group),
            kind,
            namespace: node.text_at(&["metadata", "namespace"]),
            name: name.unwrap_or("(unnamed)"),
            pointer,
            node,
        });
    }

    /// A cluster-scoped object.
    #[inline(never)]
    pub(crate) fn find(&self, group: &str, kind: &str, name: &str) -> Option<&Object<'f>> {
        self.all.iter().find(|object| object.is(group, kind) && object.name == name)
    }

    /// An object of a namespace.
    #[inline(never)]
    pub(crate) fn find_in(&self, namespace: Option<&str>, group: &str, kind: &str, name: &str) -> Option<&Object<'f>> {
        self.all.iter().find(|object| object.is(group, kind) && object.name == name && object.namespace == namespace)
    }
}
