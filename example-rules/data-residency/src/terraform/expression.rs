//! Follows the references of a configuration to a value or to a resource: through variables, module calls and outputs,
//! and data sources that planning read. Terraform tells which things an expression mentions, not what it makes of them:
//! an expression that mentions several is followed only where every one leads to a place.

use super::Terraform;
use super::plan::{Instance, module_calls, traversal};
use super::reading::Names;
use crate::finding::Told;
use crate::part::Part;
use crate::region;
use crate::words::stripped;
use clearance_rule::node::{Node, below};
use clearance_rule::text;

/// References that take part in every repeated block and name no place by themselves.
const NOT_PLACES: [&str; 5] = ["count", "each", "path", "self", "terraform"];

/// How far references are followed before they count as going nowhere.
pub(super) const FURTHEST: u8 = 12;

/// The module that an expression stands in.
pub(super) struct Scope<'f> {
    /// The calls that lead to it.
    pub(super) calls: Vec<&'f str>,
    /// Its instance, where one is meant.
    pub(super) instance: Option<&'f str>,
}

/// Where a reference leads: to a value, to an attribute of a resource or a data source, or both.
#[derive(Clone, Copy)]
pub(super) struct Target<'t, 'f> {
    /// The value, where it is known.
    value: Option<Part<'f>>,
    of: Option<&'t Instance<'f>>,
    /// The attribute that is meant; empty for the whole.
    attribute: &'f str,
}

impl<'f> Target<'_, 'f> {
    /// A part of what was led to.
    fn part(self, steps: &[&'f str]) -> Option<Self> {
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Some(self) };
        match self.value {
            Some(value) => Some(Target { value: Some(walk(value, steps)?), of: self.of, attribute: last }),
            None if self.attribute.is_empty() => Some(Target { attribute: first, ..self }),
            None => None,
        }
    }
}

/// What was led to, as far as it was followed.
type Targets<'t, 'f> = Vec<Target<'t, 'f>>;

impl<'f> Terraform<'f> {
    /// The regions that an expression comes to; none where that cannot be told.
    #[inline(never)]
    pub(super) fn expressed(
        &self,
        scope: &Scope<'f>,
        expression: Part<'f>,
        (path, names): (&str, Names),
        depth: u8,
    ) -> Option<&'f [Told<'f>]> {
        let refers = expression.node.get("references").is_some();
        let mut targets = Vec::new();
        if !self.targets(scope, expression, depth, &mut targets) {
            return None;
        }
        let mut told = Vec::new();
        for Target { value, of, attribute } in targets {
            let mut led = vec![expression.seen()];
            led.extend(value.map(Part::seen));
            let found = match (names, of, value.and_then(|value| value.node.text())) {
                (Names::Resources, Some(instance), _) => self.own_regions(instance, depth + 1)?,
                (Names::Resources, None, Some(text)) => self.named(text, path, depth)?,
                (Names::Regions, _, Some(text)) => {
                    let region = region::within(text).unwrap_or_else(|| region::canonical(text));
                    // An expression may put the value together with others: what is no region by itself may be a part
                    // of one.
                    if refers && region::cloud(&region).is_none() {
                        return None;
                    }
                    self.bare(region)
                }
                (Names::Regions, Some(instance), None)
                    if matches!(attribute, "region" | "location" | "zone" | "availability_zone") =>
                {
                    self.own_regions(instance, depth + 1)?
                }
                _ => return None,
            };
            told.append(&mut self.kept.through(&led, found));
        }
        (!told.is_empty()).then(|| self.kept.told(told))
    }

    /// A region of which something else says what told it.
    #[inline(never)]
    pub(super) fn bare(&self, region: String) -> &'f [Told<'f>] {
        self.kept.told(vec![Told { region: self.kept.text(region), by: None, seen: &[] }])
    }

    /// Adds all that an expression mentions; false where something of it leads nowhere.
    #[inline(never)]
    fn targets<'t>(
        &'t self,
        scope: &Scope<'f>,
        expression: Part<'f>,
        depth: u8,
        targets: &mut Targets<'t, 'f>,
    ) -> bool {
        if depth > FURTHEST || !self.another_step() {
            return false;
        }
        if let Some(value) = expression.part(&["constant_value"]) {
            targets.push(Target { value: Some(value), of: None, attribute: "" });
            return true;
        }
        let Some(references) = expression.node.get("references") else { return false };
        for text in references.items().iter().filter_map(Node::text) {
            // A reference is followed by each of its own beginnings.
            let goes_on = |other: &Node<'f>| {
                let rest = other.text().and_then(|other| other.strip_prefix(text));
                rest.is_some_and(|rest| rest.starts_with(['.', '[']))
            };
            if references.items().iter().any(goes_on) {
                continue;
            }
            let steps = traversal(text);
            let place = steps.first().is_none_or(|first| !NOT_PLACES.contains(first));
            if place && !self.follow(scope, &steps, depth, targets) {
                return false;
            }
        }
        true
    }

    fn follow<'t>(&'t self, scope: &Scope<'f>, steps: &[&'f str], depth: u8, targets: &mut Targets<'t, 'f>) -> bool {
        match steps {
            ["var", name, rest @ ..] => self.variable(scope, name, rest, depth, targets),
            ["module", name, index, output, rest @ ..] if index.starts_with('[') => {
                self.output(scope, name, output, rest, depth, targets)
            }
            ["module", name, output, rest @ ..] if !output.starts_with('[') => {
                self.output(scope, name, output, rest, depth, targets)
            }
            ["data", kind, name, rest @ ..] => self.attribute(scope, &text!["data.", kind, ".", name], rest, targets),
            // `local` values are not part of a plan.
            ["local" | "module", ..] => false,
            [kind, name, rest @ ..] => self.attribute(scope, &text![kind, ".", name], rest, targets),
            _ => false,
        }
    }

    fn variable<'t>(
        &'t self,
        scope: &Scope<'f>,
        name: &str,
        rest: &[&'f str],
        depth: u8,
        targets: &mut Targets<'t, 'f>,
    ) -> bool {
        let mut value = None;
        if let Some((call, parents)) = scope.calls.split_last() {
            let Some(parent) = self.plan.configured(parents, "") else { return false };
            if let Some(expression) = parent.part(&["module_calls", call, "expressions", name]) {
                let scope = Scope { calls: parents.to_vec(), instance: scope.instance.map(parent_of) };
                return self.continued(&scope, expression, rest, depth, targets);
            }
        } else {
            value = self.plan.variable(name).and_then(|value| walk(value, rest));
        }
        let value = value.or_else(|| {
            let module = self.plan.configured(&scope.calls, "")?;
            walk(module.part(&["variables", name, "default"])?, rest)
        });
        targets.extend(value.map(|value| Target { value: Some(value), of: None, attribute: "" }));
        value.is_some()
    }

    fn output<'t>(
        &'t self,
        scope: &Scope<'f>,
        call: &'f str,
        output: &str,
        rest: &[&'f str],
        depth: u8,
        targets: &mut Targets<'t, 'f>,
    ) -> bool {
        let mut calls = scope.calls.clone();
        calls.push(call);
        let module = self.plan.configured(&calls, "");
        let expression = module.and_then(|module| module.part(&["outputs", output, "expression"]));
        expression.is_some_and(|expression| {
            self.continued(&Scope { calls, instance: None }, expression, rest, depth, targets)
        })
    }

    /// An expression of which a part is meant.
    #[inline(never)]
    fn continued<'t>(
        &'t self,
        scope: &Scope<'f>,
        expression: Part<'f>,
        rest: &[&'f str],
        depth: u8,
        targets: &mut Targets<'t, 'f>,
    ) -> bool {
        let mut whole = Vec::new();
        if !self.targets(scope, expression, depth + 1, &mut whole) {
            return false;
        }
        for target in whole {
            let Some(part) = target.part(rest) else { return false };
            targets.push(part);
        }
        true
    }

    #[inline(never)]
    fn attribute<'t>(
        &'t self,
        scope: &Scope<'f>,
        block: &str,
        rest: &[&'f str],
        targets: &mut Targets<'t, 'f>,
    ) -> bool {
        let (index, rest) = match rest {
            [index, rest @ ..] if index.starts_with('[') => (Some(*index), rest),
            rest => (None, rest),
        };
        let mut instances = self.plan.instances(&scope.calls, scope.instance, block, index);
        if instances.is_empty() {
            // Of another instance of the module, which one nobody says.
            instances = self.plan.instances(&scope.calls, None, block, index);
        }
        for instance in &instances {
            let value = walk(instance.values, rest).filter(|value| value.node.text().is_some());
            // What a data source has not read yet may be anywhere.
            if value.is_none() && block.starts_with("data.") {
                return false;
            }
            let attribute = rest.first().copied().unwrap_or_default();
            targets.push(Target { value, of: Some(instance), attribute });
        }
        !instances.is_empty()
    }

    /// The regions of what an ARN, an id or a name means: those it bears, else those of the resources called so. A bare
    /// name means only resources whose type bears the noun of the attribute that it stands in.
    #[inline(never)]
    pub(super) fn named(&self, text: &str, path: &str, depth: u8) -> Option<&'f [Told<'f>]> {
        if let Some(region) = region::within(text) {
            return Some(self.bare(region));
        }
        let mut told = Vec::new();
        for instance in self.called(text, path) {
            told.extend_from_slice(self.own_regions(instance, depth + 1)?);
        }
        (!told.is_empty()).then(|| self.kept.told(told))
    }

    /// The resources and data sources of the plan that are called so.
    #[inline(never)]
    fn called(&self, text: &str, path: &str) -> Vec<&Instance<'f>> {
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
        let text = text.strip_prefix("arn:aws:s3:::").unwrap_or(text);
        let bare = !text.contains([':', '/']);
        let noun = noun(path);
        let mut found = Vec::new();
        for list in [&self.plan.managed, &self.plan.data] {
            for instance in list {
                let fits = !bare || instance.kind.split('_').any(|word| word == noun);
                if fits && NAMES.iter().any(|key| instance.values.text(&[key]) == Some(text)) {
                    found.push(instance);
                }
            }
        }
        found
    }

    /// The resources that an attribute of another refers to, or else names.
    #[inline(never)]
    pub(super) fn owners<'t>(&'t self, instance: &Instance<'f>, attribute: &str) -> Vec<&'t Instance<'f>> {
        let expression = instance.config.and_then(|config| config.node.at(&["expressions", attribute]));
        let expression = expression.filter(|expression| expression.get("references").is_some());
        let mut owners = Vec::new();
        if let Some(expression) = expression {
            let mut targets = Vec::new();
            // Only what it leads to is of interest, not where it stands.
            let expression = Part { kept: self.kept, pointer: "", node: expression };
            if self.targets(&Scope::of(instance), expression, 0, &mut targets) {
                for target in targets {
                    owners.extend(target.of);
                }
            }
        } else if let Some(text) = instance.values.text(&[attribute]) {
            owners = self.called(text, attribute);
        }
        owners.retain(|owner| owner.address != instance.address);
        owners
    }
}

/// What an attribute names: `destination_vault_arn` a vault, `partner_server.id` a server.
fn noun(path: &str) -> &str {
    let mut words = path.rsplit(['.', '_']).filter(|word| !matches!(*word, "arn" | "id" | "identifier" | "name"));
    words.next().unwrap_or_default()
}

impl<'f> Scope<'f> {
    pub(super) fn of(instance: &Instance<'f>) -> Self {
        Self { calls: module_calls(instance.module), instance: Some(instance.module) }
    }
}

/// The address of the module that calls this one.
fn parent_of(module: &str) -> &str {
    let name = |text: &str| traversal(text).iter().filter(|step| !step.starts_with('[')).count();
    let parent = name(module).saturating_sub(2);
    let mut found = "";
    // The same words may stand within an index, further to the left.
    for (i, _) in module.match_indices(".module.") {
        let head = &module[..i];
        if name(head) == parent {
            found = head;
        }
    }
    found
}

/// The part of a value that the steps of a reference lead to.
#[inline(never)]
fn walk<'f>(whole: Part<'f>, steps: &[&str]) -> Option<Part<'f>> {
    if steps.is_empty() {
        return Some(whole);
    }
    let mut node = whole.node;
    let mut pointer = whole.pointer.to_owned();
    for step in steps {
        let key = stripped(stripped(step, "[", "]"), "\"", "\"");
        node = match node {
            Node::List(items) => items.get(key.parse::<usize>().ok()?)?,
            node => node.get(key)?,
        };
        pointer = below(&pointer, key);
    }
    Some(Part::new(whole.kept, pointer, node))
}
