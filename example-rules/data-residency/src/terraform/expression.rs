//! Follows the references of a configuration to a value or to a resource: through variables, module calls and outputs,
//! and data sources that planning read. Terraform tells which things an expression mentions, not what it makes of them:
//! an expression that mentions several is followed only where every one leads to a place.

use super::Terraform;
use super::plan::{Instance, module_calls, traversal};
use super::reading::Names;
use crate::finding::{Seen, Told};
use crate::node::{Node, below};
use crate::region;

/// References that take part in every repeated block and name no place by themselves.
const NOT_PLACES: [&str; 5] = ["count", "each", "path", "self", "terraform"];

/// How far references are followed before they count as going nowhere.
const FURTHEST: u8 = 12;

/// The module that an expression stands in.
#[derive(Debug, Clone)]
pub(super) struct Scope<'s> {
    /// The calls that lead to it.
    pub(super) calls: Vec<String>,
    /// Its instance, where one is meant.
    pub(super) instance: Option<&'s str>,
}

/// Where a reference leads.
pub(super) enum Target<'t, 'f> {
    /// To a value.
    Value(&'f Node<'f>, Seen<'f>),
    /// To an attribute of a resource, which is not known.
    Attribute(&'t Instance<'f>, String),
}

impl<'f> Terraform<'f> {
    /// The regions that an expression comes to; none where that cannot be told.
    pub(super) fn expressed(
        &self,
        scope: &Scope<'_>,
        pointer: &str,
        expression: &'f Node<'f>,
        names: Names,
        depth: u8,
    ) -> Option<Vec<Told<'f>>> {
        let refers = expression.get("references").is_some();
        let written = Seen { pointer: pointer.to_owned(), value: Some(expression) };
        let mut told = Vec::new();
        for target in self.targets(scope, pointer, expression, depth)? {
            let (found, seen) = match target {
                Target::Value(node, seen) => {
                    let text = node.text()?;
                    let found = match names {
                        Names::Resources => self.named(text, depth)?,
                        Names::Regions => {
                            let region = region::within(text).unwrap_or_else(|| region::canonical(text));
                            // An expression may put the value together with others: what is no region by itself may be
                            // a part of one.
                            if refers && region::cloud(&region).is_none() {
                                return None;
                            }
                            vec![Told { region, by: None, seen: Vec::new() }]
                        }
                    };
                    (found, Some(seen))
                }
                Target::Attribute(instance, attribute) => {
                    let place = matches!(attribute.as_str(), "region" | "location" | "zone" | "availability_zone");
                    if names == Names::Regions && !place {
                        return None;
                    }
                    (self.own_regions(instance, depth + 1)?, None)
                }
            };
            told.extend(found.into_iter().map(|mut told| {
                told.seen.splice(0..0, std::iter::once(written.clone()).chain(seen.clone()));
                told
            }));
        }
        (!told.is_empty()).then_some(told)
    }

    /// All that an expression mentions; none where something of it leads nowhere.
    fn targets(
        &self,
        scope: &Scope<'_>,
        pointer: &str,
        expression: &'f Node<'f>,
        depth: u8,
    ) -> Option<Vec<Target<'_, 'f>>> {
        if depth > FURTHEST || !self.another_step() {
            return None;
        }
        if let Some(value) = expression.get("constant_value") {
            let seen = Seen { pointer: below(pointer, "constant_value"), value: Some(value) };
            return Some(vec![Target::Value(value, seen)]);
        }
        let all: Vec<&'f str> = expression.get("references")?.items().iter().filter_map(Node::text).collect();
        // A reference is followed by each of its own beginnings.
        let longest = all.iter().filter(|text| {
            !all.iter().any(|other| {
                other.len() > text.len() && other.starts_with(*text) && other[text.len()..].starts_with(['.', '['])
            })
        });
        let mut targets = Vec::new();
        for text in longest {
            let steps = traversal(text);
            if !steps.first().is_some_and(|first| NOT_PLACES.contains(first)) {
                targets.extend(self.follow(scope, &steps, depth)?);
            }
        }
        Some(targets)
    }

    fn follow(&self, scope: &Scope<'_>, steps: &[&str], depth: u8) -> Option<Vec<Target<'_, 'f>>> {
        match steps {
            ["var", name, rest @ ..] => self.variable(scope, name, rest, depth),
            ["module", name, rest @ ..] => {
                let rest = match rest {
                    [index, rest @ ..] if index.starts_with('[') => rest,
                    rest => rest,
                };
                let (output, rest) = rest.split_first()?;
                self.output(scope, name, output, rest, depth)
            }
            ["data", kind, name, rest @ ..] => self.attribute(scope, &format!("data.{kind}.{name}"), rest, depth),
            // `local` values are not part of a plan.
            ["local", ..] => None,
            [kind, name, rest @ ..] => self.attribute(scope, &format!("{kind}.{name}"), rest, depth),
            _ => None,
        }
    }

    fn variable(&self, scope: &Scope<'_>, name: &str, rest: &[&str], depth: u8) -> Option<Vec<Target<'_, 'f>>> {
        let default = || {
            let (pointer, module) = self.plan.config_of(&scope.calls)?;
            let node = module.at(&["variables", name, "default"])?;
            let pointer =
                ["variables", name, "default"].iter().fold(pointer.clone(), |pointer, key| below(&pointer, key));
            walk(node, pointer, rest)
        };
        let Some((call, parents)) = scope.calls.split_last() else {
            let given = self.plan.variable(name).and_then(|(pointer, node)| walk(node, pointer, rest));
            return given.or_else(default).map(|target| vec![target]);
        };
        let (pointer, parent) = self.plan.config_of(parents)?;
        let path = ["module_calls", call, "expressions", name];
        let Some(expression) = parent.at(&path) else { return default().map(|target| vec![target]) };
        let pointer = path.iter().fold(pointer.clone(), |pointer, key| below(&pointer, key));
        let scope = Scope { calls: parents.to_vec(), instance: scope.instance.map(parent_of) };
        self.continued(&scope, &pointer, expression, rest, depth)
    }

    fn output(
        &self,
        scope: &Scope<'_>,
        call: &str,
        output: &str,
        rest: &[&str],
        depth: u8,
    ) -> Option<Vec<Target<'_, 'f>>> {
        let mut calls = scope.calls.clone();
        calls.push(call.to_owned());
        let (pointer, module) = self.plan.config_of(&calls)?;
        let path = ["outputs", output, "expression"];
        let expression = module.at(&path)?;
        let pointer = path.iter().fold(pointer.clone(), |pointer, key| below(&pointer, key));
        self.continued(&Scope { calls, instance: None }, &pointer, expression, rest, depth)
    }

    /// An expression of which a part is meant.
    fn continued(
        &self,
        scope: &Scope<'_>,
        pointer: &str,
        expression: &'f Node<'f>,
        rest: &[&str],
        depth: u8,
    ) -> Option<Vec<Target<'_, 'f>>> {
        let targets = self.targets(scope, pointer, expression, depth + 1)?;
        targets
            .into_iter()
            .map(|target| match target {
                Target::Value(node, seen) => walk(node, seen.pointer, rest),
                Target::Attribute(..) if rest.is_empty() => Some(target),
                Target::Attribute(instance, attribute) if attribute.is_empty() => {
                    Some(Target::Attribute(instance, (*rest.first()?).to_owned()))
                }
                Target::Attribute(..) => None,
            })
            .collect()
    }

    fn attribute(&self, scope: &Scope<'_>, block: &str, rest: &[&str], depth: u8) -> Option<Vec<Target<'_, 'f>>> {
        let (index, rest) = match rest {
            [index, rest @ ..] if index.starts_with('[') => (Some(*index), rest),
            rest => (None, rest),
        };
        if block.starts_with("data.aws_region.") {
            let (_, config) = self.plan.block(&scope.calls, block)?;
            let region = self.provider_region(config.text_at(&["provider_config_key"])?, depth + 1)?;
            let targets = region.into_iter().map(|told| {
                let seen = told.seen.last()?.clone();
                Some(Target::Value(seen.value?, seen))
            });
            return targets.collect();
        }
        let mut instances = self.plan.instances(&scope.calls, scope.instance, block, index);
        if instances.is_empty() {
            // Of another instance of the module, which one nobody says.
            instances = self.plan.instances(&scope.calls, None, block, index);
        }
        let targets = instances.into_iter().map(|instance| {
            let known = walk(instance.values, instance.pointer.clone(), rest)
                .filter(|target| matches!(target, Target::Value(node, _) if node.text().is_some()));
            match known {
                Some(target) => Some(target),
                None if block.starts_with("data.") => None,
                None => {
                    Some(Target::Attribute(instance, rest.first().map_or_else(String::new, |name| (*name).to_owned())))
                }
            }
        });
        let targets: Vec<Target<'_, 'f>> = targets.collect::<Option<_>>()?;
        (!targets.is_empty()).then_some(targets)
    }

    /// The regions of what an ARN, an id or a name means: those it bears, else those of the resources called so.
    pub(super) fn named(&self, text: &str, depth: u8) -> Option<Vec<Told<'f>>> {
        if let Some(region) = region::within(text) {
            return Some(vec![Told { region, by: None, seen: Vec::new() }]);
        }
        let name = text.strip_prefix("arn:").and_then(|arn| arn.splitn(5, ':').last()).unwrap_or(text);
        let called = |instance: &&Instance<'f>| {
            let is = |keys: &[&str], text: &str| keys.iter().any(|key| instance.values.text_at(&[key]) == Some(text));
            is(&["arn", "id", "self_link", "name", "bucket", "domain_name"], text) || is(&["bucket"], name)
        };
        let mut told = Vec::new();
        for instance in self.plan.managed.iter().filter(called).filter(|instance| self.holds_data(instance.kind)) {
            told.extend(self.own_regions(instance, depth + 1)?);
        }
        (!told.is_empty()).then_some(told)
    }

    /// The resources that an attribute of another names, known or by reference.
    pub(super) fn owners(&self, instance: &Instance<'f>, attribute: &str) -> Vec<&Instance<'f>> {
        if let Some(text) = instance.values.text_at(&[attribute]) {
            let same = |other: &&Instance<'f>| {
                let keys = [
                    "id",
                    "arn",
                    "name",
                    "bucket",
                    "self_link",
                    "dataset_id",
                    "cluster_id",
                    "identifier",
                    "cluster_identifier",
                ];
                other.address != instance.address
                    && self.holds_data(other.kind)
                    && keys.iter().any(|key| other.values.text_at(&[key]) == Some(text))
            };
            let owners: Vec<_> = self.plan.managed.iter().filter(same).collect();
            if !owners.is_empty() {
                return owners;
            }
        }
        let Some((pointer, config)) = &instance.config else { return Vec::new() };
        let Some(expression) = config.at(&["expressions", attribute]) else { return Vec::new() };
        let scope = Scope::of(instance);
        let targets = self.mentioned(&scope, pointer, expression);
        targets.into_iter().filter(|owner| owner.address != instance.address).collect()
    }

    /// The resources that an expression mentions, whatever is known of their attributes.
    fn mentioned(&self, scope: &Scope<'_>, pointer: &str, expression: &'f Node<'f>) -> Vec<&Instance<'f>> {
        let mut found = Vec::new();
        for target in self.targets(scope, pointer, expression, 0).unwrap_or_default() {
            match target {
                Target::Attribute(instance, _) => found.push(instance),
                Target::Value(_, seen) => {
                    let inside = |instance: &&Instance<'f>| seen.pointer.starts_with(&format!("{}/", instance.pointer));
                    found.extend(self.plan.managed.iter().find(inside));
                }
            }
        }
        found
    }
}

impl<'s> Scope<'s> {
    pub(super) fn of(instance: &Instance<'s>) -> Self {
        Self { calls: module_calls(instance.module), instance: Some(instance.module) }
    }
}

/// The address of the module that calls this one.
fn parent_of(module: &str) -> &str {
    let name = |text: &str| traversal(text).into_iter().filter(|step| !step.starts_with('[')).count();
    let ends = module.match_indices(".module.").map(|(i, _)| i);
    // The same words may stand within an index, further to the left.
    ends.map(|i| &module[..i]).filter(|head| name(head) == name(module).saturating_sub(2)).last().unwrap_or("")
}

/// The part of a value that the steps of a reference lead to.
fn walk<'t, 'f>(node: &'f Node<'f>, pointer: String, steps: &[&str]) -> Option<Target<'t, 'f>> {
    let mut at = (node, pointer);
    for step in steps {
        let key = step.trim_start_matches('[').trim_end_matches(']').trim_matches('"');
        let next = match at.0 {
            Node::List(items) => items.get(key.parse::<usize>().ok()?)?,
            node => node.get(key)?,
        };
        at = (next, below(&at.1, key));
    }
    Some(Target::Value(at.0, Seen { pointer: at.1, value: Some(at.0) }))
}
