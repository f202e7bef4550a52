//! The manifests as a list of objects that can be looked up.

use super::Levels;
use crate::kept::Kept;
use crate::part::Part;
use clearance_rule::node::{Node, below};
use clearance_rule::text;

/// One Kubernetes object.
pub(crate) struct Object<'f> {
    pub(crate) part: Part<'f>,
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

    #[inline(never)]
    pub(crate) fn is(&self, group: &str, kind: &str) -> bool {
        self.group == group && self.kind == kind
    }

    #[inline(never)]
    pub(crate) fn text(&self, path: &[&str]) -> Option<&'f str> {
        self.part.node.text_at(path)
    }

    /// Its metadata.
    #[inline(never)]
    pub(crate) fn metadata(&self) -> Vec<Part<'f>> {
        self.part.part(&["metadata"]).into_iter().collect()
    }

    /// Its metadata as the only level.
    #[inline(never)]
    pub(crate) fn own(&self) -> Levels<'f> {
        vec![self.metadata()]
    }

    /// Where the spec stands of the pods that it is or makes, whatever its kind.
    #[inline(never)]
    pub(crate) fn pod_path(&self) -> Option<&'static [&'static str]> {
        const PATHS: [&[&str]; 3] = [
            &["spec", "template", "spec"],
            &["spec", "jobTemplate", "spec", "template", "spec"],
            &["template", "spec"],
        ];
        if self.is("", "Pod") {
            return Some(&["spec"]);
        }
        for path in PATHS {
            let containers = self.part.node.at(path).and_then(|spec| spec.get("containers"));
            if containers.is_some_and(|containers| !containers.items().is_empty()) {
                return Some(path);
            }
        }
        None
    }

    #[inline(never)]
    pub(crate) fn pod_spec(&self) -> Option<Part<'f>> {
        self.part.part(self.pod_path()?)
    }
}

/// All the objects, and the pointers of what is none.
pub(crate) struct Objects<'f> {
    pub(crate) all: Vec<Object<'f>>,
    pub(crate) unreadable: Vec<String>,
}

impl<'f> Objects<'f> {
    pub(crate) fn new(kept: &'f Kept<'f>, manifests: &'f [Node<'f>]) -> Self {
        let mut objects = Self { all: Vec::new(), unreadable: Vec::new() };
        objects.add_all(kept, manifests, "/manifests");
        objects
    }

    fn add_all(&mut self, kept: &'f Kept<'f>, nodes: &'f [Node<'f>], pointer: &str) {
        for (i, node) in nodes.iter().enumerate() {
            self.add(kept, node, text![pointer, "/", i]);
        }
    }

    fn add(&mut self, kept: &'f Kept<'f>, node: &'f Node<'f>, pointer: String) {
        // An empty document of a YAML stream.
        if matches!(node, Node::Null) {
            return;
        }
        let (Some(version), Some(kind)) = (node.text_at(&["apiVersion"]), node.text_at(&["kind"])) else {
            self.unreadable.push(pointer);
            return;
        };
        if let (true, Some(items)) = (kind.ends_with("List"), node.get("items")) {
            self.add_all(kept, items.items(), &below(&pointer, "items"));
            return;
        }
        let name = node.text_at(&["metadata", "name"]).or_else(|| node.text_at(&["metadata", "generateName"]));
        self.all.push(Object {
            group: version.split_once('/').map_or("", |(group, _)| group),
            kind,
            namespace: node.text_at(&["metadata", "namespace"]),
            name: name.unwrap_or("(unnamed)"),
            part: Part::new(kept, pointer, node),
        });
    }

    /// A cluster-scoped object.
    #[inline(never)]
    pub(crate) fn find(&self, group: &str, kind: &str, name: &str) -> Option<&Object<'f>> {
        self.all.iter().find(|object| object.name == name && object.is(group, kind))
    }

    /// An object of a namespace.
    #[inline(never)]
    pub(crate) fn find_in(&self, namespace: Option<&str>, group: &str, kind: &str, name: &str) -> Option<&Object<'f>> {
        self.all.iter().find(|object| object.name == name && object.namespace == namespace && object.is(group, kind))
    }
}
