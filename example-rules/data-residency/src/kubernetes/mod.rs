//! Kubernetes objects: which of them hold, copy or back up data, and where.
//!
//! Evidence comes in this order. First what binds: the volume itself, the node selector and required node affinity of
//! the pods, the topologies of the storage class. Then what is stated: labels and annotations of the object, the
//! policy's `storage_classes`, labels of the namespace. Last the regions of the cluster. Constraints that bind at once
//! are intersected; of several possible regions each has to be allowed.

mod backup;
mod claim;
mod custom;
mod objects;
mod placement;
mod volume;
mod workload;

use crate::facts::Facts;
use crate::finding::{Class, Fix, Resource, Seen, Told, Untold, Whereabouts};
use crate::inventory::Inventory;
use crate::policy::Policy;
use crate::region;
use clearance_rule::node::{Node, below};
use clearance_rule::text;
pub(crate) use custom::paired;
use objects::{Object, Objects, Part};

/// The manifests of a release under a policy.
pub(crate) struct Kubernetes<'f> {
    policy: &'f Policy,
    objects: Objects<'f>,
    cluster: Vec<Told<'f>>,
}

/// The metadata that may state something, by precedence: all the parts of one level count alike.
type Levels<'f> = Vec<Vec<Part<'f>>>;

/// Evidence of where something is, and what would change it.
struct Evidence<'f> {
    told: Vec<Told<'f>>,
    fix: Fix,
}

/// API groups whose kinds hold no data of their own, but for those this module knows.
const WITHOUT_DATA: &[&str] = &[
    "",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "extensions",
    "flowcontrol.apiserver.k8s.io",
    "gateway.networking.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
];

impl<'f> Kubernetes<'f> {
    pub(crate) fn new(policy: &'f Policy, facts: &'f Facts<'_>, manifests: &'f [Node<'f>]) -> Self {
        let stated = facts.release.as_ref().and_then(|release| release.cluster_regions.as_ref());
        let cluster = if let Some(regions) = stated {
            let regions = regions.iter().enumerate();
            let told = |(i, node): (usize, &'f Node<'f>)| {
                let seen = Seen { pointer: text!["/release/cluster_regions/", i], value: Some(node) };
                Some(Told::new(region::canonical(node.text()?), seen))
            };
            // One that cannot be read leaves the whole list open.
            regions.map(told).collect::<Option<Vec<_>>>().unwrap_or_default()
        } else {
            let mut told = Told::by("cluster_regions", &policy.cluster_regions);
            for told in &mut told {
                told.seen.push(Seen::absent("/release/cluster_regions".to_owned()));
            }
            told
        };
        Self { policy, objects: Objects::new(manifests), cluster }
    }

    /// Every resource that holds, copies or backs up data.
    pub(crate) fn resources(&self, inventory: &mut Inventory<'f>) -> Vec<Resource<'f>> {
        let mut resources = Vec::new();
        for part in &self.objects.unreadable {
            inventory.unreadable(part.pointer.clone(), "neither `kind` nor `apiVersion` may be missing");
        }
        for object in &self.objects.all {
            let before = resources.len();
            let holds = self.object(object, &mut resources, inventory);
            inventory.count(object.kind, holds || resources.len() > before);
        }
        resources
    }

    /// Adds what one object holds. True where it deals with data although it has no place of its own.
    fn object(&self, object: &Object<'f>, resources: &mut Vec<Resource<'f>>, inventory: &mut Inventory<'f>) -> bool {
        let named = text![object.kind, ".", object.group];
        if self.policy.holds_nothing(object.kind) || self.policy.holds_nothing(&named) {
            return false;
        }
        if let Some(store) = self.policy.stores.get(&named).or_else(|| self.policy.stores.get(object.kind)) {
            resources.push(self.listed(object, store));
            return false;
        }
        match (object.group, object.kind) {
            ("", "PersistentVolumeClaim") => resources.push(self.claim(object)),
            ("", "PersistentVolume") => resources.push(self.persistent_volume(object)),
            ("snapshot.storage.k8s.io", "VolumeSnapshot") => resources.push(self.snapshot(object)),
            ("snapshot.storage.k8s.io", "VolumeSnapshotContent") => resources.push(self.snapshot_content(object)),
            ("snapshot.storage.k8s.io", _) => {}
            ("velero.io", kind) => resources.extend(self.velero(object, kind)),
            _ if custom::deploys_unseen(object) => {
                inventory.unseen(object.subject(), &object.pointer);
                return true;
            }
            _ if Self::pod_spec(object).is_some() => return self.workload(object, resources),
            (group, _) if WITHOUT_DATA.contains(&group) => {}
            _ => resources.extend(self.custom(object)),
        }
        false
    }

    /// The metadata of an object as the only level.
    fn own(object: &Object<'f>) -> Levels<'f> {
        vec![object.part(&["metadata"]).into_iter().collect()]
    }

    fn namespace(&self, namespace: Option<&str>) -> Vec<Part<'f>> {
        let object = namespace.and_then(|name| self.objects.find("", "Namespace", name));
        object.and_then(|object| object.part(&["metadata"])).into_iter().collect()
    }

    /// What is said of the class: by the first level that says anything, last by the namespace.
    fn class(&self, levels: &Levels<'f>, namespace: Option<&str>, pointer: &str) -> Class<'f> {
        for level in levels.iter().chain([&self.namespace(namespace)]) {
            let mut stated = Vec::new();
            for part in level.iter().flat_map(|metadata| [metadata.part(&["labels"]), metadata.part(&["annotations"])])
            {
                for (part, key) in
                    part.iter().flat_map(|part| self.policy.class_labels.iter().map(move |key| (part, key)))
                {
                    if let Some(value) = part.part(&[key])
                        && let Some(text) = value.node.text()
                    {
                        stated.push((text, Seen { pointer: value.pointer, value: Some(value.node) }));
                    }
                }
            }
            if !stated.is_empty() {
                return Class::Stated(stated);
            }
        }
        let key = self.policy.class_labels.first().map_or("", String::as_str);
        Class::Absent(below(&text![pointer, "/metadata/labels"], key))
    }

    fn class_fix(&self) -> String {
        text!["the label `", self.policy.class_labels.first().map_or("", String::as_str), "`"]
    }

    /// What labels and annotations say: those of the first level that says anything.
    fn stated(&self, levels: &Levels<'f>) -> Vec<Told<'f>> {
        let of_level = |level: &Vec<Part<'f>>| -> Vec<Told<'f>> {
            let maps = level.iter().flat_map(|metadata| [metadata.part(&["labels"]), metadata.part(&["annotations"])]);
            maps.flatten().flat_map(|labels| placement::of_labels(self.policy, &labels)).collect()
        };
        levels.iter().map(of_level).find(|told| !told.is_empty()).unwrap_or_default()
    }

    /// The first evidence that tells, then the namespace and the cluster, unless `remote`: what is reached through the
    /// network need not be where the cluster is.
    fn settle(
        &self,
        evidence: impl IntoIterator<Item = Evidence<'f>>,
        namespace: Option<&str>,
        remote: bool,
        untold: impl FnOnce() -> (Untold<'f>, Fix),
    ) -> (Whereabouts<'f>, Fix) {
        let namespace = Evidence {
            told: self.stated(&vec![self.namespace(namespace)]),
            fix: Fix::Set(text!["the label `", placement::REGION, "` of the namespace"]),
        };
        let cluster = Evidence {
            told: if remote { Vec::new() } else { self.cluster.clone() },
            fix: Fix::Stand("deploy it to a cluster".to_owned()),
        };
        let mut all = evidence.into_iter().chain([namespace, cluster]);
        if let Some(Evidence { told, fix }) = all.find(|evidence| !evidence.told.is_empty()) {
            return (Whereabouts::Told(told), fix);
        }
        let (mut untold, fix) = untold();
        if !remote {
            untold.seen.push(Seen::absent("/release/cluster_regions".to_owned()));
        }
        (Whereabouts::Untold(untold), fix)
    }

    /// Evidence from labels and annotations.
    fn labelled(&self, levels: &Levels<'f>) -> Evidence<'f> {
        Evidence { told: self.stated(levels), fix: Fix::Set(text!["the label `", placement::REGION, "`"]) }
    }
}
