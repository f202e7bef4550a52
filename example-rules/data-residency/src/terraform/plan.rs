//! The plan as a list of resource instances, each with its configuration and with what is not known of it yet.

use crate::kept::{Kept, Numbers, insert, look_up};
use crate::part::{Part, pointer_at};
use clearance_rule::node::Node;
use clearance_rule::text;

const AFTER_UNKNOWN: &[&str] = &["change", "after_unknown"];

/// One instance of a managed resource that will be there after the plan is applied, or of a data source.
pub(crate) struct Instance<'f> {
    pub(crate) address: &'f str,
    pub(crate) kind: &'f str,
    /// The address of its module instance; empty for the root.
    pub(crate) module: &'f str,
    /// `type.name`, with `data.` before it for a data source.
    pub(crate) block: &'f str,
    /// Its attributes.
    pub(crate) values: Part<'f>,
    /// Its `after_unknown`.
    pub(crate) unknown: Option<Part<'f>>,
    /// Its block in the configuration.
    pub(crate) config: Option<Part<'f>>,
}

/// A plan that can be looked up.
pub(crate) struct Lookup<'f> {
    kept: &'f Kept<'f>,
    /// What will be there after the plan is applied.
    pub(crate) managed: Vec<Instance<'f>>,
    /// What data sources read.
    pub(crate) data: Vec<Instance<'f>>,
    configuration: Option<&'f Node<'f>>,
    variables: Option<&'f Node<'f>>,
    /// What the configuration has, by the calls that lead to it and its address, which is empty for a module: where it stands
    /// among `configured`.
    places: Numbers<'f>,
    configured: Vec<Part<'f>>,
    /// What is not known yet, by the address of the instance: where it stands among the changes.
    unknown: Numbers<'f>,
    changes: &'f [Node<'f>],
}

impl<'f> Lookup<'f> {
    /// Reads a plan; `unreadable` is told where something stands that is no resource.
    pub(crate) fn new(kept: &'f Kept<'f>, plan: &'f Node<'f>, unreadable: &mut dyn FnMut(&str)) -> Self {
        let mut lookup = Self {
            kept,
            managed: Vec::new(),
            data: Vec::new(),
            configuration: plan.get("configuration"),
            variables: plan.get("variables"),
            places: Numbers::new(),
            configured: Vec::new(),
            unknown: Numbers::new(),
            changes: items(plan, "resource_changes"),
        };
        if let Some(root) = plan.at(&["configuration", "root_module"]) {
            let root = Part::new(kept, "/terraform/configuration/root_module".to_owned(), root);
            lookup.configure(root, &mut Vec::new());
        }
        let changes = lookup.changes;
        // A deposed object bears the same address; its change deletes it.
        for (i, change) in changes.iter().enumerate() {
            if remains(change)
                && let (Some(address), Some(_)) = (change.text_at(&["address"]), change.at(AFTER_UNKNOWN))
            {
                insert(&mut lookup.unknown, address, i);
            }
        }
        if let Some(module) = plan.at(&["planned_values", "root_module"]) {
            lookup.module(module, "/terraform/planned_values/root_module", unreadable);
        }
        let mut planned = Numbers::new();
        for (i, instance) in lookup.managed.iter().enumerate() {
            insert(&mut planned, instance.address, i);
        }
        // What `planned_values` leaves out, as a plan whose values were stripped does.
        for (i, change) in changes.iter().enumerate() {
            let address = change.text_at(&["address"]);
            if !remains(change) || address.is_some_and(|address| look_up(&planned, address).is_some()) {
                continue;
            }
            let pointer = text!["/terraform/resource_changes/", i];
            let module = change.text_at(&["module_address"]).unwrap_or_default();
            match lookup.instance(change, module, &pointer, &["change", "after"]) {
                Some(instance) => lookup.managed.push(instance),
                None => unreadable(&pointer),
            }
        }
        let now = lookup.managed.len();
        if let Some(module) = plan.at(&["prior_state", "values", "root_module"]) {
            lookup.unknown = Numbers::new();
            lookup.module(module, "/terraform/prior_state/values/root_module", &mut |_| ());
            // Of the past only the data sources are of use.
            lookup.managed.truncate(now);
        }
        lookup
    }

    /// The configuration of a provider.
    pub(crate) fn provider(&self, key: &str) -> Option<Part<'f>> {
        let node = self.configuration?.at(&["provider_config", key])?;
        Some(Part::new(self.kept, pointer_at("/terraform/configuration/provider_config", &[key]), node))
    }

    /// Every configuration of providers.
    pub(crate) fn providers(&self) -> &'f [(&'f str, Node<'f>)] {
        let configs = self.configuration.and_then(|node| node.get("provider_config"));
        configs.map(Node::entries).unwrap_or_default()
    }

    /// The configuration of a resource or data source, instances or none, or with an empty address that of the module,
    /// which is named by the calls that lead to it.
    #[inline(never)]
    pub(crate) fn configured(&self, calls: &[&str], address: &str) -> Option<Part<'f>> {
        self.configured.get(look_up(&self.places, &key(calls, address))?).copied()
    }

    /// The value of an input variable of the root module.
    pub(crate) fn variable(&self, name: &str) -> Option<Part<'f>> {
        let node = self.variables?.at(&[name, "value"])?;
        Some(Part::new(self.kept, pointer_at("/terraform/variables", &[name, "value"]), node))
    }

    /// The instances of a resource or data source. `module` narrows them to one instance of their module, `index` to
    /// one of themselves.
    #[inline(never)]
    pub(crate) fn instances(
        &self,
        calls: &[&str],
        module: Option<&str>,
        block: &str,
        index: Option<&str>,
    ) -> Vec<&Instance<'f>> {
        let list = if block.starts_with("data.") { &self.data } else { &self.managed };
        let mut found = Vec::new();
        for instance in list {
            if instance.block == block
                && module.is_none_or(|module| instance.module == module)
                && module_calls(instance.module) == calls
                && index.is_none_or(|index| instance.address.ends_with(index))
            {
                found.push(instance);
            }
        }
        found
    }

    fn configure(&mut self, module: Part<'f>, calls: &mut Vec<&'f str>) {
        for block in module.items_at(&["resources"]) {
            if let Some(address) = block.text(&["address"]) {
                self.place(calls, address, block);
            }
        }
        for (name, _) in module.node.get("module_calls").map(Node::entries).unwrap_or_default() {
            if let Some(child) = module.part(&["module_calls", name, "module"]) {
                calls.push(name);
                self.configure(child, calls);
                calls.pop();
            }
        }
        self.place(calls, "", module);
    }

    fn place(&mut self, calls: &[&str], address: &str, part: Part<'f>) {
        insert(&mut self.places, self.kept.text(key(calls, address)), self.configured.len());
        self.configured.push(part);
    }

    fn module(&mut self, module: &'f Node<'f>, pointer: &str, unreadable: &mut dyn FnMut(&str)) {
        let address = module.text_at(&["address"]).unwrap_or_default();
        for (i, resource) in items(module, "resources").iter().enumerate() {
            let pointer = text![pointer, "/resources/", i];
            match self.instance(resource, address, &pointer, &["values"]) {
                Some(instance) if instance.block.starts_with("data.") => self.data.push(instance),
                Some(instance) => self.managed.push(instance),
                None => unreadable(&pointer),
            }
        }
        for (i, child) in items(module, "child_modules").iter().enumerate() {
            self.module(child, &text![pointer, "/child_modules/", i], unreadable);
        }
    }

    /// What is not known yet of an instance.
    fn unknown(&self, address: &str) -> Option<Part<'f>> {
        let place = look_up(&self.unknown, address)?;
        let unknown = self.changes.get(place)?.at(AFTER_UNKNOWN)?;
        Some(Part::new(self.kept, text!["/terraform/resource_changes/", place, "/change/after_unknown"], unknown))
    }

    /// An instance out of `planned_values` or `resource_changes`; none where it has no address or type.
    #[inline(never)]
    fn instance(
        &self,
        resource: &'f Node<'f>,
        module: &'f str,
        pointer: &str,
        values: &[&str],
    ) -> Option<Instance<'f>> {
        static NOTHING: Node<'_> = Node::Null;
        let (address, kind) = (resource.text_at(&["address"])?, resource.text_at(&["type"])?);
        let data = if resource.text_at(&["mode"]) == Some("data") { "data." } else { "" };
        let block = self.kept.text(text![data, kind, ".", resource.text_at(&["name"]).unwrap_or_default()]);
        let node = resource.at(values).unwrap_or(&NOTHING);
        Some(Instance {
            address,
            kind,
            module,
            block,
            values: Part::new(self.kept, pointer_at(pointer, values), node),
            unknown: self.unknown(address),
            config: self.configured(&module_calls(module), block),
        })
    }
}

fn items<'f>(node: &'f Node<'f>, key: &str) -> &'f [Node<'f>] {
    node.get(key).map(Node::items).unwrap_or_default()
}

/// What the calls that lead to a module, and an address in it, are found by.
fn key(calls: &[&str], address: &str) -> String {
    let mut key = String::new();
    for call in calls {
        // With its length, no name is taken for two.
        key.push_str(&text![call.len(), ":", call, ","]);
    }
    key.push_str(address);
    key
}

/// Whether a change leaves a managed resource behind.
fn remains(change: &Node<'_>) -> bool {
    let actions = change.at(&["change", "actions"]).map(Node::items).unwrap_or_default();
    change.text_at(&["mode"]) != Some("data")
        && actions.iter().any(|action| matches!(action.text(), Some("create" | "update" | "no-op")))
}

/// The names of the calls in the address of a module instance: `module.a["x"].module.b[0]` is `a`, `b`.
#[inline(never)]
pub(crate) fn module_calls(address: &str) -> Vec<&str> {
    let mut calls = Vec::new();
    let mut names = false;
    for step in traversal(address) {
        if !step.starts_with('[') {
            if names {
                calls.push(step);
            }
            names = !names;
        }
    }
    calls
}

/// The steps of a reference, indexes with their brackets.
#[inline(never)]
pub(crate) fn traversal(text: &str) -> Vec<&str> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if rest.starts_with('[') {
            let quoted = rest.starts_with("[\"");
            let close = if quoted { rest.find("\"]").map(|i| i + 2) } else { rest.find(']').map(|i| i + 1) };
            let (step, tail) = rest.split_at(close.unwrap_or(rest.len()));
            steps.push(step);
            rest = tail;
        } else {
            let (step, tail) = rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
            if !step.is_empty() {
                steps.push(step);
            }
            rest = tail;
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_come_apart() {
        assert_eq!(traversal("var.regions[\"eu.west\"].name[0]"), ["var", "regions", "[\"eu.west\"]", "name", "[0]"]);
        assert_eq!(traversal("module.a[0].module.b"), ["module", "a", "[0]", "module", "b"]);
        assert_eq!(module_calls("module.a[\"module.x\"].module.b[0]"), ["a", "b"]);
        assert!(module_calls("").is_empty());
        assert_eq!(traversal("a["), ["a", "["]);
        assert_eq!(traversal(".."), Vec::<&str>::new());
    }
}
