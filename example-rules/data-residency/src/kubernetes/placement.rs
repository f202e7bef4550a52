//! Where the scheduler may put a pod or a volume: node selectors, required node affinities, topologies of storage
//! classes. Terms are alternatives, the expressions of a term all hold. Only a term that lists regions or zones pins;
//! one alternative that does not pin leaves the whole open, and preferences never pin.

use crate::finding::{Told, both};
use crate::part::Part;
use crate::policy::Policy;
use crate::region;

/// What a label key says of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topology {
    Region,
    Zone,
}

#[inline(never)]
fn topology(policy: &Policy, key: &str) -> Option<Topology> {
    if policy.region_labels.iter().any(|label| label == key) {
        return Some(Topology::Region);
    }
    let (prefix, name) = key.rsplit_once('/')?;
    let known = prefix.starts_with("topology.")
        || matches!(prefix, "failure-domain.beta.kubernetes.io" | "services.k8s.aws" | "failure-domain.kubernetes.io");
    match name {
        _ if !known => None,
        "region" | "default-region" => Some(Topology::Region),
        "zone" => Some(Topology::Zone),
        _ => None,
    }
}

/// Adds the regions that one label value names; false where it does not tell them all. The label of a volume in several
/// zones joins them by `__`.
#[inline(never)]
fn tell<'f>(policy: &Policy, topology: Topology, value: Part<'f>, all: &mut Vec<Told<'f>>) -> bool {
    let before = all.len();
    let Some(text) = value.node.text() else { return false };
    for text in text.split("__") {
        if text.is_empty() {
            continue;
        }
        let region = match topology {
            Topology::Region => Some(region::canonical(text)),
            Topology::Zone => policy.region_of_zone(text),
        };
        let Some(region) = region else {
            all.truncate(before);
            return false;
        };
        all.push(value.told(region));
    }
    true
}

/// Labels that say where the thing they are on is.
#[inline(never)]
pub(crate) fn of_labels<'f>(policy: &Policy, labels: Part<'f>, all: &mut Vec<Told<'f>>) {
    for (key, _) in labels.node.entries() {
        if let Some(topology) = topology(policy, key)
            && let Some(value) = labels.part(&[key])
        {
            tell(policy, topology, value, all);
        }
    }
}

/// Labels that a node must have: those that name a region or a zone all hold.
fn of_selector<'f>(policy: &Policy, labels: Part<'f>) -> &'f [Told<'f>] {
    let mut pinned: &[Told<'f>] = &[];
    for (key, _) in labels.node.entries() {
        if let Some(topology) = topology(policy, key)
            && let Some(value) = labels.part(&[key])
        {
            let mut found = Vec::new();
            tell(policy, topology, value, &mut found);
            pinned = both(labels.kept, pinned, labels.kept.told(found));
        }
    }
    pinned
}

/// Where a pod may run, from its spec or from anything else with `nodeSelector` and `affinity`.
#[inline(never)]
pub(crate) fn of_pod<'f>(policy: &Policy, spec: Part<'f>) -> &'f [Told<'f>] {
    let selector = spec.part(&["nodeSelector"]).map(|labels| of_selector(policy, labels)).unwrap_or_default();
    let affinity = spec.part(&["affinity", "nodeAffinity"]).or_else(|| spec.part(&["nodeAffinity"]));
    let affinity = affinity.map(|affinity| of_affinity(policy, affinity)).unwrap_or_default();
    both(spec.kept, selector, affinity)
}

/// What a node affinity requires: a pod's, or a volume's (`required`).
pub(crate) fn of_affinity<'f>(policy: &Policy, affinity: Part<'f>) -> &'f [Told<'f>] {
    for key in ["requiredDuringSchedulingIgnoredDuringExecution", "required"] {
        if let Some(terms) = affinity.part(&[key, "nodeSelectorTerms"]) {
            return of_terms(policy, terms, "matchExpressions");
        }
    }
    &[]
}

/// The alternatives of `nodeSelectorTerms` or `allowedTopologies`; nothing where one of them is open.
#[inline(never)]
pub(crate) fn of_terms<'f>(policy: &Policy, terms: Part<'f>, expressions: &str) -> &'f [Told<'f>] {
    let mut all = Vec::new();
    for term in terms.items() {
        // A term without any expression matches nothing, says Kubernetes: it is no alternative.
        if term.node.entries().iter().all(|(_, list)| list.items().is_empty()) {
            continue;
        }
        let list = term.part(&[expressions]);
        let pinned = list.map(|list| of_expressions(policy, list)).unwrap_or_default();
        if pinned.is_empty() {
            return &[];
        }
        all.extend_from_slice(pinned);
    }
    terms.kept.told(all)
}

/// Expressions of labels that all hold: those that list regions or zones.
#[inline(never)]
pub(crate) fn of_expressions<'f>(policy: &Policy, list: Part<'f>) -> &'f [Told<'f>] {
    let mut pinned: &[Told<'f>] = &[];
    for expression in list.items() {
        let Some(topology) = expression.text(&["key"]).and_then(|key| topology(policy, key)) else { continue };
        if expression.text(&["operator"]).is_some_and(|operator| operator != "In") {
            continue;
        }
        let mut found = Vec::new();
        for value in expression.items_at(&["values"]) {
            if !tell(policy, topology, value, &mut found) {
                found.clear();
                break;
            }
        }
        pinned = both(list.kept, pinned, list.kept.told(found));
    }
    pinned
}

/// The key of the label that a remedy names.
pub(crate) const REGION: &str = "topology.kubernetes.io/region";
