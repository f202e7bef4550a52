//! Reads the places that a path of a resource names: out of the planned values, and for what will be known later out of
//! the configuration.

use super::Terraform;
use super::expression::Scope;
use super::plan::Instance;
use crate::finding::{Seen, Told, Untold};
use crate::region;
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
#[derive(Debug, Default)]
pub(super) struct Reading<'f> {
    pub(super) told: Vec<Told<'f>>,
    pub(super) untold: Option<Untold<'f>>,
}

impl<'f> Terraform<'f> {
    /// All that a path tells: the values that are planned, and, for those that will be known later, what the
    /// configuration refers to.
    pub(super) fn read(&self, instance: &Instance<'f>, path: &str, names: Names, depth: u8) -> Reading<'f> {
        let mut reading = Reading::default();
        let planned = instance.values.find(&instance.pointer, path);
        let values = planned.len();
        for place in planned {
            self.value(path, names, place, depth, &mut reading);
        }
        let later_known = set_later(instance, path) || reading.told.is_empty() && unplanned(instance, path);
        if !later_known && reading.untold.is_none() {
            return reading;
        }
        let scope = Scope::of(instance);
        let expressions = expressions(instance, path);
        let followed = expressions.into_iter().map(|Place { pointer, node }| {
            let refers = node.get("references").is_some();
            let told = self.expressed(&scope, &pointer, node, (path, names), depth).filter(|_| refers);
            (refers, told, Seen { pointer, value: Some(node) })
        });
        let followed: Vec<_> = followed.collect();
        if !later_known {
            // A name that leads nowhere by itself may stand for a reference that does, if each has its own.
            if followed.len() == values && followed.iter().all(|(_, told, _)| told.is_some()) {
                reading.untold = None;
                reading.told.extend(followed.into_iter().filter_map(|(_, told, _)| told).flatten());
            }
            return reading;
        }
        for (refers, told, seen) in followed {
            match told {
                Some(told) => reading.told.extend(told),
                None if refers => reading.untold.get_or_insert_with(|| later(instance, path)).seen.push(seen),
                None => {}
            }
        }
        reading
    }

    fn value(&self, path: &str, names: Names, place: Place<'f, 'f>, depth: u8, reading: &mut Reading<'f>) {
        let Some(text) = place.node.text() else {
            // Google's automatic replication is a block without a place: Google may choose any.
            let chosen = matches!(place.node, Node::Map(_) | Node::Bool(true));
            if chosen && path.rsplit('.').next().is_some_and(|last| last.starts_with("auto")) {
                reading.told.push(Told::new("global".to_owned(), Seen::from(place)));
            }
            return;
        };
        let zone = path.trim_end_matches('s').trim_end_matches("_name").ends_with("zone");
        let found = match names {
            Names::Resources => self.named(text, path, depth),
            Names::Regions if zone => self.policy.region_of_zone(text).map(|region| vec![bare(region)]),
            Names::Regions if region::bears_place(text) || text.contains('/') => {
                // A path that names no region ends in the name of one: `projects/p/instanceConfigs/eur3`.
                let last = || {
                    text.contains("/instanceConfigs/").then(|| text.rsplit('/').next().map(region::canonical)).flatten()
                };
                region::within(text).or_else(last).map(|region| vec![bare(region)])
            }
            Names::Regions => Some(vec![bare(region::canonical(text))]),
        };
        let seen = Seen::from(place);
        match found {
            Some(told) => {
                for mut told in told {
                    told.seen.insert(0, seen.clone());
                    reading.told.push(told);
                }
            }
            None if names == Names::Resources => {
                let why = text![
                    "`",
                    text,
                    "` bears no region, and no resource of the plan whose region is known is called so"
                ];
                reading.untold.get_or_insert_with(|| Untold::new(why)).seen.push(seen);
            }
            None => {}
        }
    }
}

/// Whether a value at a path is set by an expression and will be known only after the plan is applied.
pub(super) fn set_later(instance: &Instance<'_>, path: &str) -> bool {
    let set = || expressions(instance, path).iter().any(|place| place.node.get("references").is_some());
    instance.unknown.as_ref().is_some_and(|(_, unknown)| is_unknown(unknown, path)) && set()
}

/// Whether a value at a path will be known only later, and no expression that the plan shows sets it: a dynamic
/// block, which the configuration in a plan leaves out, or something that the provider fills in.
pub(super) fn unset_later(instance: &Instance<'_>, path: &str) -> bool {
    instance.unknown.as_ref().is_some_and(|(_, unknown)| is_unknown(unknown, path))
        && expressions(instance, path).iter().all(|place| place.node.get("references").is_none())
}

/// Whether a plan without `resource_changes` leaves open a value that an expression sets.
pub(super) fn unplanned(instance: &Instance<'_>, path: &str) -> bool {
    let null = || instance.values.find(&instance.pointer, path).iter().any(|place| matches!(place.node, Node::Null));
    instance.unknown.is_none() && !null()
}

pub(super) fn later<'f>(instance: &Instance<'f>, path: &str) -> Untold<'f> {
    let untold = Untold::new(text!["`", path, "` will be known only after the plan is applied"]);
    let unknown = instance.unknown.as_ref().and_then(|(pointer, unknown)| {
        let place = unknown.find(pointer, path).into_iter().find(|place| place.node.is_true())?;
        Some(Seen::from(place))
    });
    let missing = || Seen::absent(text![instance.pointer, "/", path.replace('.', "/")]);
    untold.seeing([unknown.unwrap_or_else(missing)])
}

fn bare<'f>(region: String) -> Told<'f> {
    Told { region, by: None, seen: Vec::new() }
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
fn expressions<'f>(instance: &Instance<'f>, path: &str) -> Vec<Place<'f, 'f>> {
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
    if let Some((pointer, config)) = &instance.config
        && let Some(all) = config.get("expressions")
    {
        collect(all, below(pointer, "expressions"), path, &mut found);
    }
    found
}
