//! Follows the references of a configuration to a value or to a resource: through variables, module calls and outputs,
//! and data sources that planning read. Terraform tells which things an expression mentions, not what it makes of them:
//! an expression that mentions several is followed only where every one leads to a place.

use super::Terraform;
use super::plan::{Instance, module_calls, traversal};
use super::reading::Names;
use crate::finding::{Seen, Told};
use crate::region;
use clearance_rule::node::{Node, below};
use clearance_rule::text;

/// References that take part in every repeated block and name no place by themselves.
const NOT_PLACES: [&str; 5] = ["count", "each", "path", "self", "terraform"];

/// How far references are followed before they count as going nowhere.
pub(super) const FURTHEST: u8 = 12;

/// The module that an expression stands in.
#[derive(Debug, Clone)]
pub(super) struct Scope<'s> {
    /// The calls that lead to it.
    pub(super) calls: Vec<String>,
    /// Its instance, where one is meant.
    pub(super) instance: Option<&'s str>,
}

/// Where a reference leads: to a value, to an attribute of a resource or a data source, or both.
struct Target<'t, 'f> {
    /// The value, where it is known.
    value: Option<Seen<'f>>,
    of: Option<&'t Instance<'f>>,
    /// The attribute that is meant; empty for the whole.
    attribute: String,
}

impl<'f> Target<'_, 'f> {
    fn value(value: Seen<'f>) -> Self {
        Self { value: Some(value), of: None, attribute: String::new() }
    }

    /// A part of what was led to.
    fn part(self, steps: &[&str]) -> Option<Self> {
        match self {
            target if steps.is_empty() => Some(target),
            Target { value: Some(Seen { pointer, value: Some(node) }), of, .. } => {
                Some(Target { value: Some(walk(node, pointer, steps)?), of, attribute: (*steps.last()?).to_owned() })
            }
            Target { of, attribute, .. } if attribute.is_empty() => {
                Some(Target { value: None, of, attribute: (*steps.first()?).to_owned() })
            }
            Target { .. } => None,
        }
    }
}

impl<'f> Terraform<'f> {
    /// The regions that an expression comes to; none where that cannot be told.
    pub(super) fn expressed(
        &self,
        scope: &Scope<'_>,
        pointer: &str,
        expression: &'f Node<'f>,
        (path, names): (&str, Names),
        depth: u8,
    ) -> Option<Vec<Told<'f>>> {
        let refers = expression.get("references").is_some();
        let written = Seen { pointer: pointer.to_owned(), value: Some(expression) };
        let mut told = Vec::new();
        for Target { value, of, attribute } in self.targets(scope, pointer, expression, depth)? {
            let text = value.as_ref().and_then(|seen| seen.value).and_then(Node::text);
            let found = match (names, of, text) {
                (Names::Resources, Some(instance), _) => self.own_regions(instance, depth + 1)?,
                (Names::Resources, None, Some(text)) => self.named(text, path, depth)?,
                (Names::Regions, _, Some(text)) => {
                    let region = region::within(text).unwrap_or_else(|| region::canonical(text));
                    // An expression may put the value together with others: what is no region by itself may be a part
                    // of one.
                    if refers && region::cloud(&region).is_none() {
                        return None;
                    }
                    vec![Told { region, by: None, seen: Vec::new() }]
                }
                (Names::Regions, Some(instance), None)
                    if matches!(attribute.as_str(), "region" | "location" | "zone" | "availability_zone") =>
                {
                    self.own_regions(instance, depth + 1)?
                }
                _ => return None,
            };
            told.extend(found.into_iter().map(|mut told| {
                told.seen.splice(0..0, std::iter::once(written.clone()).chain(value.clone()));
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
            return Some(vec![Target::value(seen)]);
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
            ["data", kind, name, rest @ ..] => self.attribute(scope, &text!["data.", kind, ".", name], rest),
            // `local` values are not part of a plan.
            ["local", ..] => None,
            [kind, name, rest @ ..] => self.attribute(scope, &text![kind, ".", name], rest),
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
            return given.or_else(default).map(|value| vec![Target::value(value)]);
        };
        let (pointer, parent) = self.plan.config_of(parents)?;
        let path = ["module_calls", call, "expressions", name];
        let Some(expression) = parent.at(&path) else { return default().map(|value| vec![Target::value(value)]) };
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
        targets.into_iter().map(|target| target.part(rest)).collect()
    }

    fn attribute(&self, scope: &Scope<'_>, block: &str, rest: &[&str]) -> Option<Vec<Target<'_, 'f>>> {
        let (index, rest) = match rest {
            [index, rest @ ..] if index.starts_with('[') => (Some(*index), rest),
            rest => (None, rest),
        };
        let mut instances = self.plan.instances(&scope.calls, scope.instance, block, index);
        if instances.is_empty() {
            // Of another instance of the module, which one nobody says.
            instances = self.plan.instances(&scope.calls, None, block, index);
        }
        let targets = instances.into_iter().map(|instance| {
            let value = walk(instance.values, instance.pointer.clone(), rest);
            let value = value.filter(|seen| seen.value.is_some_and(|node| node.text().is_some()));
            // What a data source has not read yet may be anywhere.
            let known = value.is_some() || !block.starts_with("data.");
            let attribute = rest.first().map_or_else(String::new, |name| (*name).to_owned());
            known.then_some(Target { value, of: Some(instance), attribute })
        });
        let targets: Vec<Target<'_, 'f>> = targets.collect::<Option<_>>()?;
        (!targets.is_empty()).then_some(targets)
    }

    /// The regions of what an ARN, an id or a name means: those it bears, else those of the resources called so. A bare
    /// name means only resources whose type bears the noun of the attribute that it stands in.
    pub(super) fn named(&self, text: &str, path: &str, depth: u8) -> Option<Vec<Told<'f>>> {
        if let Some(region) = region::within(text) {
            return Some(vec![Told { region, by: None, seen: Vec::new() }]);
        }
        let mut told = Vec::new();
        for instance in self.called(text, path) {
            told.extend(self.own_regions(instance, depth + 1)?);
        }
        (!told.is_empty()).then_some(told)
    }

    /// The resources and data sources of the plan that are called so.
    fn called<'s>(&'s self, text: &str, path: &str) -> impl Iterator<Item = &'s Instance<'f>> {
        const NAMES: [&str; 9] = [
            "id",
            "arn",
            "self_link",
            "name",
            "bucket",
            "domain_name",
            "dataset_id",
            "identifier",
            "cluster_identifier",
        ];
        let text = text.strip_prefix("arn:aws:s3:::").unwrap_or(text).to_owned();
        let bare = !text.contains([':', '/']);
        let noun = noun(path).to_owned();
        self.plan.managed.iter().chain(&self.plan.data).filter(move |instance| {
            let fits = !bare || instance.kind.split('_').any(|word| word == noun);
            fits && NAMES.iter().any(|key| instance.values.text_at(&[key]) == Some(text.as_str()))
        })
    }

    /// The resources that an attribute of another refers to, or else names.
    pub(super) fn owners(&self, instance: &Instance<'f>, attribute: &str) -> Vec<&Instance<'f>> {
        let expression = instance.config.as_ref().and_then(|(pointer, config)| {
            let expression = config.at(&["expressions", attribute])?;
            expression.get("references")?;
            Some((below(&below(pointer, "expressions"), attribute), expression))
        });
        let owners: Vec<&Instance<'f>> = if let Some((pointer, expression)) = expression {
            let targets = self.targets(&Scope::of(instance), &pointer, expression, 0).unwrap_or_default();
            targets.into_iter().filter_map(|target| target.of).collect()
        } else {
            instance.values.text_at(&[attribute]).into_iter().flat_map(|text| self.called(text, attribute)).collect()
        };
        owners.into_iter().filter(|owner| owner.address != instance.address).collect()
    }
}

/// What an attribute names: `destination_vault_arn` a vault, `partner_server.id` a server.
fn noun(path: &str) -> &str {
    let mut words = path.rsplit(['.', '_']).filter(|word| !matches!(*word, "arn" | "id" | "identifier" | "name"));
    words.next().unwrap_or_default()
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
fn walk<'f>(node: &'f Node<'f>, pointer: String, steps: &[&str]) -> Option<Seen<'f>> {
    let mut at = (node, pointer);
    for step in steps {
        let key = step.trim_start_matches('[').trim_end_matches(']').trim_matches('"');
        let next = match at.0 {
            Node::List(items) => items.get(key.parse::<usize>().ok()?)?,
            node => node.get(key)?,
        };
        at = (next, below(&at.1, key));
    }
    Some(Seen { pointer: at.1, value: Some(at.0) })
}
