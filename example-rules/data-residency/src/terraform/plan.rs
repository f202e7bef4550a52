//! The plan as a list of resource instances, each with its configuration and with what is not known of it yet.

use clearance_rule::node::{Node, below};
use clearance_rule::text;
use std::collections::BTreeMap;

const AFTER_UNKNOWN: &[&str] = &["change", "after_unknown"];

/// One instance of a managed resource that will be there after the plan is applied, or of a data source.
#[derive(Debug)]
pub(crate) struct Instance<'f> {
    pub(crate) address: &'f str,
    pub(crate) kind: &'f str,
    /// The address of its module instance; empty for the root.
    pub(crate) module: &'f str,
    /// `type.name`, with `data.` before it for a data source.
    pub(crate) block: String,
    /// The pointer of its attributes.
    pub(crate) pointer: String,
    pub(crate) values: &'f Node<'f>,
    /// The pointer and value of `after_unknown`.
    pub(crate) unknown: Option<(String, &'f Node<'f>)>,
    /// The pointer and value of its block in the configuration.
    pub(crate) config: Option<(String, &'f Node<'f>)>,
}

/// A plan that can be looked up.
pub(crate) struct Lookup<'f> {
    /// What will be there after the plan is applied.
    pub(crate) managed: Vec<Instance<'f>>,
    /// What data sources read.
    pub(crate) data: Vec<Instance<'f>>,
    configuration: Option<&'f Node<'f>>,
    variables: Option<&'f Node<'f>>,
    /// What the configuration has, by the calls that lead to it and its address, which is empty for a module: where it stands
    /// among `configured`.
    places: BTreeMap<String, usize>,
    configured: Vec<(String, &'f Node<'f>)>,
    /// What is not known yet, by the address of the instance: where it stands among the changes.
    unknown: BTreeMap<String, usize>,
    changes: &'f [Node<'f>],
}

impl<'f> Lookup<'f> {
    /// Reads a plan; `unreadable` is told where something stands that is no resource.
    pub(crate) fn new(plan: &'f Node<'f>, unreadable: &mut dyn FnMut(String)) -> Self {
        let mut lookup = Self {
            managed: Vec::new(),
            data: Vec::new(),
            configuration: plan.get("configuration"),
            variables: plan.get("variables"),
            places: BTreeMap::new(),
            configured: Vec::new(),
            unknown: BTreeMap::new(),
            changes: plan.get("resource_changes").map(Node::items).unwrap_or_default(),
        };
        if let Some(root) = plan.at(&["configuration", "root_module"]) {
            lookup.configure(root, "/terraform/configuration/root_module".to_owned(), &mut Vec::new());
        }
        let changes = lookup.changes;
        // A deposed object bears the same address; its change deletes it.
        let staying = || changes.iter().enumerate().filter(|(_, change)| remains(change));
        for (i, change) in staying() {
            if let (Some(address), Some(_)) = (change.text_at(&["address"]), change.at(AFTER_UNKNOWN)) {
                lookup.unknown.insert(address.to_owned(), i);
            }
        }
        let root = |path: &[&str]| plan.at(path).and_then(|values| values.get("root_module"));
        if let Some(module) = root(&["planned_values"]) {
            lookup.module(module, "/terraform/planned_values/root_module", unreadable);
        }
        let mut planned: BTreeMap<String, usize> = BTreeMap::new();
        for (i, instance) in lookup.managed.iter().enumerate() {
            planned.insert(instance.address.to_owned(), i);
        }
        // What `planned_values` leaves out, as a plan whose values were stripped does.
        for (i, change) in staying() {
            let pointer = text!["/terraform/resource_changes/", i];
            if change.text_at(&["address"]).is_some_and(|address| planned.contains_key(address)) {
                continue;
            }
            let module = change.text_at(&["module_address"]).unwrap_or_default();
            match lookup.instance(change, module, (text![pointer, "/change/after"], &["change", "after"])) {
                Some(instance) => lookup.managed.push(instance),
                None => unreadable(pointer),
            }
        }
        let now = lookup.managed.len();
        if let Some(module) = root(&["prior_state", "values"]) {
            lookup.unknown = BTreeMap::new();
            lookup.module(module, "/terraform/prior_state/values/root_module", &mut |_| ());
            // Of the past only the data sources are of use.
            lookup.managed.truncate(now);
        }
        lookup
    }

    /// The configuration of a provider.
    pub(crate) fn provider(&self, key: &str) -> Option<(String, &'f Node<'f>)> {
        let configs = self.configuration?.get("provider_config")?;
        Some((below("/terraform/configuration/provider_config", key), configs.get(key)?))
    }

    /// Every configuration of providers.
    pub(crate) fn providers(&self) -> &'f [(&'f str, Node<'f>)] {
        let configs = self.configuration.and_then(|node| node.get("provider_config"));
        configs.map(Node::entries).unwrap_or_default()
    }

    /// The configuration of a module, named by the calls that lead to it.
    pub(crate) fn config_of(&self, calls: &[String]) -> Option<&(String, &'f Node<'f>)> {
        self.configured.get(*self.places.get(&key(calls, ""))?)
    }

    /// The configuration of a resource or data source, instances or none.
    pub(crate) fn block(&self, calls: &[String], block: &str) -> Option<&(String, &'f Node<'f>)> {
        self.configured.get(*self.places.get(&key(calls, block))?)
    }

    /// The value of an input variable of the root module.
    pub(crate) fn variable(&self, name: &str) -> Option<(String, &'f Node<'f>)> {
        let pointer = below(&below("/terraform/variables", name), "value");
        Some((pointer, self.variables?.get(name)?.get("value")?))
    }

    /// The instances of a resource or data source. `module` narrows them to one instance of their module, `index` to
    /// one of themselves.
    pub(crate) fn instances(
        &self,
        calls: &[String],
        module: Option<&str>,
        block: &str,
        index: Option<&str>,
    ) -> Vec<&Instance<'f>> {
        let list = if block.starts_with("data.") { &self.data } else { &self.managed };
        let suits = |instance: &&Instance<'f>| {
            instance.block == block
                && module.is_none_or(|module| instance.module == module)
                && module_calls(instance.module) == calls
                && index.is_none_or(|index| instance.address.ends_with(index))
        };
        list.iter().filter(suits).collect()
    }

    fn configure(&mut self, module: &'f Node<'f>, pointer: String, calls: &mut Vec<String>) {
        for (i, block) in module.get("resources").map(Node::items).unwrap_or_default().iter().enumerate() {
            if let Some(address) = block.text_at(&["address"]) {
                let pointer = text![pointer, "/resources/", i];
                self.place(key(calls, address), pointer, block);
            }
        }
        for (name, call) in module.get("module_calls").map(Node::entries).unwrap_or_default() {
            if let Some(child) = call.get("module") {
                calls.push((*name).to_owned());
                self.configure(child, below(&below(&below(&pointer, "module_calls"), name), "module"), calls);
                calls.pop();
            }
        }
        self.place(key(calls, ""), pointer, module);
    }

    fn place(&mut self, key: String, pointer: String, node: &'f Node<'f>) {
        self.places.insert(key, self.configured.len());
        self.configured.push((pointer, node));
    }

    fn module(&mut self, module: &'f Node<'f>, pointer: &str, unreadable: &mut dyn FnMut(String)) {
        let address = module.text_at(&["address"]).unwrap_or_default();
        for (i, resource) in module.get("resources").map(Node::items).unwrap_or_default().iter().enumerate() {
            let pointer = text![pointer, "/resources/", i];
            match self.instance(resource, address, (text![pointer, "/values"], &["values"])) {
                Some(instance) if instance.block.starts_with("data.") => self.data.push(instance),
                Some(instance) => self.managed.push(instance),
                None => unreadable(pointer),
            }
        }
        for (i, child) in module.get("child_modules").map(Node::items).unwrap_or_default().iter().enumerate() {
            self.module(child, &text![pointer, "/child_modules/", i], unreadable);
        }
    }

    /// The pointer and value of what is not known yet of an instance.
    fn unknown(&self, address: &str) -> Option<(String, &'f Node<'f>)> {
        let place = *self.unknown.get(address)?;
        let unknown = self.changes.get(place)?.at(AFTER_UNKNOWN)?;
        Some((text!["/terraform/resource_changes/", place, "/change/after_unknown"], unknown))
    }

    /// An instance out of `planned_values` or `resource_changes`; none where it has no address or type.
    fn instance(
        &self,
        resource: &'f Node<'f>,
        module: &'f str,
        (pointer, values): (String, &[&str]),
    ) -> Option<Instance<'f>> {
        static NOTHING: Node<'_> = Node::Null;
        let (address, kind) = (resource.text_at(&["address"])?, resource.text_at(&["type"])?);
        let data = if resource.text_at(&["mode"]) == Some("data") { "data." } else { "" };
        let block = text![data, kind, ".", resource.text_at(&["name"]).unwrap_or_default()];
        Some(Instance {
            address,
            kind,
            module,
            pointer,
            values: resource.at(values).unwrap_or(&NOTHING),
            unknown: self.unknown(address),
            config: self.block(&module_calls(module), &block).cloned(),
            block,
        })
    }
}

/// What the calls that lead to a module, and an address in it, are found by.
fn key(calls: &[String], address: &str) -> String {
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
pub(crate) fn module_calls(address: &str) -> Vec<String> {
    let names = traversal(address).into_iter().filter(|step| !step.starts_with('['));
    names.skip(1).step_by(2).map(str::to_owned).collect()
}

/// The steps of a reference, indexes with their brackets.
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
