//! Where the scheduler may put a pod or a volume: node selectors, required node affinities, topologies of storage
//! classes. Terms are alternatives, the expressions of a term all hold. Only a term that lists regions or zones pins;
//! one alternative that does not pin leaves the whole open, and preferences never pin.

use super::objects::Part;
use crate::finding::{Seen, Told, both};
use crate::policy::Policy;
use crate::region;

/// What a label key says of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topology {
    Region,
    Zone,
}

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

/// The regions that one label value names; none where it does not tell them all. The label of a volume in several
/// zones joins them by `__`.
fn regions(policy: &Policy, topology: Topology, value: &Part<'_>) -> Option<Vec<String>> {
    let text = value.node.text()?;
    let place = |text: &str| match topology {
        Topology::Region => Some(region::canonical(text)),
        Topology::Zone => policy.region_of_zone(text),
    };
    text.split("__").filter(|text| !text.is_empty()).map(place).collect()
}

fn told<'f>(policy: &Policy, topology: Topology, value: &Part<'f>) -> Option<Vec<Told<'f>>> {
    let seen = Seen { pointer: value.pointer.clone(), value: Some(value.node) };
    let regions = regions(policy, topology, value)?;
    Some(regions.into_iter().map(|region| Told::new(region, seen.clone())).collect())
}

/// Labels that say where the thing they are on is.
pub(crate) fn of_labels<'f>(policy: &Policy, labels: &Part<'f>) -> Vec<Told<'f>> {
    let mut all = Vec::new();
    for (key, _) in labels.node.entries() {
        let value = labels.part(&[key]);
        let found = topology(policy, key).zip(value).and_then(|(topology, value)| told(policy, topology, &value));
        all.extend(found.into_iter().flatten());
    }
    all
}

/// Labels that a node must have: those that name a region or a zone all hold.
fn of_selector<'f>(policy: &Policy, labels: &Part<'f>) -> Vec<Told<'f>> {
    labels.node.entries().iter().fold(Vec::new(), |pinned, (key, _)| {
        let value = labels.part(&[key]);
        let found = topology(policy, key).zip(value).and_then(|(topology, value)| told(policy, topology, &value));
        both(pinned, found.unwrap_or_default())
    })
}

/// Where a pod may run, from its spec or from anything else with `nodeSelector` and `affinity`.
pub(crate) fn of_pod<'f>(policy: &Policy, spec: &Part<'f>) -> Vec<Told<'f>> {
    let selector = spec.part(&["nodeSelector"]).map(|labels| of_selector(policy, &labels)).unwrap_or_default();
    let affinity = [&["affinity", "nodeAffinity"][..], &["nodeAffinity"]].into_iter().find_map(|path| spec.part(path));
    let affinity = affinity.map(|affinity| of_affinity(policy, &affinity)).unwrap_or_default();
    both(selector, affinity)
}

/// What a node affinity requires: a pod's, or a volume's (`required`).
pub(crate) fn of_affinity<'f>(policy: &Policy, affinity: &Part<'f>) -> Vec<Told<'f>> {
    let required = ["requiredDuringSchedulingIgnoredDuringExecution", "required"];
    let terms = required.into_iter().find_map(|key| affinity.part(&[key, "nodeSelectorTerms"]));
    terms.map(|terms| of_terms(policy, &terms, "matchExpressions")).unwrap_or_default()
}

/// The alternatives of `nodeSelectorTerms` or `allowedTopologies`; nothing where one of them is open.
pub(crate) fn of_terms<'f>(policy: &Policy, terms: &Part<'f>, expressions: &str) -> Vec<Told<'f>> {
    let mut all = Vec::new();
    for term in terms.items() {
        // A term without any expression matches nothing, says Kubernetes: it is no alternative.
        if term.node.entries().iter().all(|(_, list)| list.items().is_empty()) {
            continue;
        }
        let list = term.part(&[expressions]);
        let pinned = list.map(|list| of_expressions(policy, &list)).unwrap_or_default();
        if pinned.is_empty() {
            return Vec::new();
        }
        all.extend(pinned);
    }
    all
}

/// Expressions of labels that all hold: those that list regions or zones.
pub(crate) fn of_expressions<'f>(policy: &Policy, list: &Part<'f>) -> Vec<Told<'f>> {
    list.items().fold(Vec::new(), |pinned, expression| {
        let key = expression.text(&["key"]).and_then(|key| topology(policy, key));
        let lists = expression.text(&["operator"]).is_none_or(|operator| operator == "In");
        let values = expression.part(&["values"]).filter(|_| lists);
        let found = key.zip(values).and_then(|(topology, values)| {
            let all: Option<Vec<_>> = values.items().map(|value| told(policy, topology, &value)).collect();
            all.map(|lists| lists.into_iter().flatten().collect())
        });
        both(pinned, found.unwrap_or_default())
    })
}

/// The key of the label that a remedy names.
pub(crate) const REGION: &str = "topology.kubernetes.io/region";
