//! Reads the places that a path of a resource names: out of the planned values, and for what will be known later out of
//! the configuration.

use super::Terraform;
use super::expression::Scope;
use super::plan::Instance;
use crate::finding::{Seen, Told, Untold};
use crate::part::Part;
use crate::region;
use crate::words::stripped;
use clearance_rule::node::{Node, Place, below};
use clearance_rule::text;

/// What the values at a path are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// Regions, zones, or texts that bear one.
    Regions,
    /// Resources, by ARN, id or name.
    Resources,
}

/// What a path of a resource tells.
#[derive(Default)]
pub(super) struct Reading<'f> {
    pub(super) told: Vec<Told<'f>>,
    pub(super) untold: Option<Untold<'f>>,
}

impl<'f> Reading<'f> {
    /// Something cannot be told. Why is put into words only for the resource itself, as everything.
    fn unread(&mut self, part: Part<'f>, depth: u8, why: &dyn Fn() -> Untold<'f>) {
        self.untold = Some(if depth > 0 {
            Untold::new("")
        } else {
            self.untold.unwrap_or_else(why).seeing(part.kept, &[part.seen()])
        });
    }
}

impl<'f> Terraform<'f> {
    /// All that a path tells: the values that are planned, and, for those that will be known later, what the
    /// configuration refers to.
    #[inline(never)]
    pub(super) fn read(&self, instance: &Instance<'f>, path: &str, names: Names, depth: u8) -> Reading<'f> {
        let mut reading = Reading::default();
        let planned = instance.values.find(path);
        for place in &planned {
            self.value(path, names, *place, depth, &mut reading);
        }
        let later_known = set_later(instance, path) || reading.told.is_empty() && unplanned(instance, path);
        if !later_known && reading.untold.is_none() {
            return reading;
        }
        let scope = Scope::of(instance);
        let mut expressions = 0;
        // A name that leads nowhere by itself may stand for a reference that does, if each has its own.
        let mut all = true;
        let mut found = Vec::new();
        for Place { pointer, node } in expressions_at(instance, path) {
            expressions += 1;
            let refers = node.get("references").is_some();
            let expression = Part::new(self.kept, pointer, node);
            let told = self.expressed(&scope, expression, (path, names), depth);
            if let Some(told) = told.filter(|_| refers) {
                found.extend_from_slice(told);
                continue;
            }
            all = false;
            if later_known && refers {
                reading.unread(expression, depth, &|| later(instance, path));
            }
        }
        if later_known {
            reading.told.append(&mut found);
        } else if all && expressions == planned.len() {
            reading.untold = None;
            reading.told.append(&mut found);
        }
        reading
    }

    fn value(&self, path: &str, names: Names, place: Part<'f>, depth: u8, reading: &mut Reading<'f>) {
        let Some(text) = place.node.text() else {
            // Google's automatic replication is a block without a place: Google may choose any.
            let chosen = matches!(place.node, Node::Map(_) | Node::Bool(true));
            if chosen && path.rsplit('.').next().is_some_and(|last| last.starts_with("auto")) {
                reading.told.push(place.told("global".to_owned()));
            }
            return;
        };
        if names == Names::Resources {
            if let Some(told) = self.named(text, path, depth) {
                reading.told.append(&mut self.kept.through(&[place.seen()], told));
            } else {
                reading.unread(place, depth, &|| {
                    let why = "` bears no region, and no resource of the plan whose region is known is called so";
                    Untold::new(self.kept.text(text!["`", text, why]))
                });
            }
            return;
        }
        let zone = stripped(stripped(path, "", "s"), "", "_name").ends_with("zone");
        let region = if zone {
            self.policy.region_of_zone(text)
        } else if region::bears_place(text) || text.contains('/') {
            region::within(text).or_else(|| {
                // A path that names no region ends in the name of one: `projects/p/instanceConfigs/eur3`.
                let last = text.contains("/instanceConfigs/").then(|| text.rsplit('/').next()).flatten();
                last.map(region::canonical)
            })
        } else {
            Some(region::canonical(text))
        };
        if let Some(region) = region {
            reading.told.push(place.told(region));
        }
    }
}

/// Whether a value at a path is set by an expression and will be known only after the plan is applied.
#[inline(never)]
pub(super) fn set_later(instance: &Instance<'_>, path: &str) -> bool {
    instance.unknown.is_some_and(|unknown| is_unknown(unknown.node, path)) && refers(instance, path)
}

/// Whether a value at a path will be known only later, and no expression that the plan shows sets it: a dynamic
/// block, which the configuration in a plan leaves out, or something that the provider fills in.
#[inline(never)]
pub(super) fn unset_later(instance: &Instance<'_>, path: &str) -> bool {
    instance.unknown.is_some_and(|unknown| is_unknown(unknown.node, path)) && !refers(instance, path)
}

fn refers(instance: &Instance<'_>, path: &str) -> bool {
    expressions_at(instance, path).iter().any(|place| place.node.get("references").is_some())
}

/// Whether a plan without `resource_changes` leaves open a value that an expression sets.
fn unplanned(instance: &Instance<'_>, path: &str) -> bool {
    let values = instance.values;
    instance.unknown.is_none() && !values.node.find("", path).iter().any(|place| matches!(place.node, Node::Null))
}

#[inline(never)]
pub(super) fn later<'f>(instance: &Instance<'f>, path: &str) -> Untold<'f> {
    let kept = instance.values.kept;
    let mut seen = not_set(instance, path);
    for place in instance.unknown.map(|unknown| unknown.find(path)).unwrap_or_default() {
        if place.node.is_true() {
            seen = place.seen();
            break;
        }
    }
    let why = kept.text(text!["`", path, "` will be known only after the plan is applied"]);
    Untold::new(why).seeing(kept, &[seen])
}

/// That nothing stands at a path.
#[inline(never)]
pub(super) fn not_set<'f>(instance: &Instance<'f>, path: &str) -> Seen<'f> {
    Seen::absent(instance.values.kept.text(text![instance.values.pointer, "/", path.replace('.', "/")]))
}

/// Whether `after_unknown` holds a `true` on the way down a path.
fn is_unknown(node: &Node<'_>, path: &str) -> bool {
    if node.is_true() {
        return true;
    }
    if let Node::List(items) = node {
        return items.iter().any(|item| is_unknown(item, path));
    }
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    match (node.get(key), rest) {
        (Some(Node::List(items)), "") => items.iter().any(Node::is_true),
        (Some(below), "") => below.is_true(),
        (Some(below), rest) => is_unknown(below, rest),
        (None, _) => false,
    }
}

/// The expressions that set a path, or the whole of which it is a part.
#[inline(never)]
fn expressions_at<'f>(instance: &Instance<'f>, path: &str) -> Vec<Place<'f, 'f>> {
    fn collect<'f>(node: &'f Node<'f>, pointer: String, path: &str, found: &mut Vec<Place<'f, 'f>>) {
        if node.get("references").is_some() || node.get("constant_value").is_some() {
            found.push(Place { pointer, node });
            return;
        }
        for (i, item) in node.items().iter().enumerate() {
            collect(item, text![pointer, "/", i], path, found);
        }
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        if let Some(node) = node.get(key).filter(|_| !path.is_empty()) {
            collect(node, below(&pointer, key), rest, found);
        }
    }
    let mut found = Vec::new();
    if let Some(config) = instance.config
        && let Some(all) = config.node.get("expressions")
    {
        collect(all, below(config.pointer, "expressions"), path, &mut found);
    }
    found
}
