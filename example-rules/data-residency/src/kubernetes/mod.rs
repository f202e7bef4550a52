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
use crate::finding::{Class, Fix, Holding, Resource, Seen, Told, Untold, Whereabouts};
use crate::inventory::Inventory;
use crate::kept::Kept;
use crate::part::Part;
use crate::policy::{Policy, Role};
use crate::{region, words};
use clearance_rule::node::{Node, below};
use clearance_rule::text;
pub(crate) use custom::paired;
use objects::{Object, Objects};

/// The manifests of a release under a policy.
pub(crate) struct Kubernetes<'f> {
    policy: &'f Policy,
    kept: &'f Kept<'f>,
    objects: Objects<'f>,
    cluster: &'f [Told<'f>],
}

/// The metadata that may state something, by precedence: all the parts of one level count alike.
type Levels<'f> = Vec<Vec<Part<'f>>>;

/// Evidence of where something is, and what would change it.
struct Evidence<'f> {
    told: &'f [Told<'f>],
    fix: Fix<'f>,
}

/// The object that something is of, and what speaks for it beside what was found of the thing itself.
struct Settled<'e, 'f> {
    evidence: &'e [Evidence<'f>],
    namespace: Option<&'f str>,
    /// Reached through the network: it need not be where the cluster is.
    remote: bool,
}

/// API groups whose kinds hold no data of their own, but for those this module knows; so does the core group, whose
/// name is empty.
const WITHOUT_DATA: &str = "\
    admissionregistration.k8s.io apiextensions.k8s.io apiregistration.k8s.io apps authentication.k8s.io \
    authorization.k8s.io autoscaling batch certificates.k8s.io coordination.k8s.io discovery.k8s.io events.k8s.io \
    extensions flowcontrol.apiserver.k8s.io gateway.networking.k8s.io networking.k8s.io node.k8s.io policy \
    rbac.authorization.k8s.io resource.k8s.io scheduling.k8s.io storage.k8s.io";

impl<'f> Kubernetes<'f> {
    pub(crate) fn new(policy: &'f Policy, kept: &'f Kept<'f>, facts: &'f Facts<'_>, manifests: &'f [Node<'f>]) -> Self {
        let stated = facts.release.as_ref().and_then(|release| release.cluster_regions.as_ref());
        let cluster = if let Some(regions) = stated {
            let mut told = Vec::new();
            for (i, node) in regions.iter().enumerate() {
                let Some(text) = node.text() else {
                    // One that cannot be read leaves the whole list open.
                    told.clear();
                    break;
                };
                let part = Part::new(kept, text!["/release/cluster_regions/", i], node);
                told.push(part.told(region::canonical(text)));
            }
            kept.told(told)
        } else {
            Told::by(kept, "cluster_regions", &policy.cluster_regions, kept.seen(&[&[CLUSTER]]))
        };
        Self { policy, kept, objects: Objects::new(kept, manifests), cluster }
    }

    /// Every resource that holds, copies or backs up data.
    pub(crate) fn resources(&self, inventory: &mut Inventory<'f>) -> Vec<Resource<'f>> {
        let mut resources = Vec::new();
        for pointer in &self.objects.unreadable {
            inventory.unreadable(pointer, "neither `kind` nor `apiVersion` may be missing");
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
        let resource = match (object.group, object.kind) {
            ("", "PersistentVolumeClaim") => self.claim(object),
            ("", "PersistentVolume") => self.persistent_volume(object),
            ("snapshot.storage.k8s.io", "VolumeSnapshot") => self.snapshot(object),
            ("snapshot.storage.k8s.io", "VolumeSnapshotContent") => self.snapshot_content(object),
            ("snapshot.storage.k8s.io", _) => return false,
            ("velero.io", _) => match self.velero(object) {
                Some(resource) => resource,
                None => return false,
            },
            _ if custom::deploys_unseen(object) => {
                inventory.unseen(&object.subject(), object.part.pointer);
                return true;
            }
            _ if object.pod_spec().is_some() => return self.workload(object, resources),
            (group, _) if group.is_empty() || words::has(WITHOUT_DATA, group) => return false,
            _ => match self.custom(object) {
                Some(resource) => resource,
                None => return false,
            },
        };
        resources.push(resource);
        false
    }

    /// A resource that does this one thing with data, in words for its class.
    fn resource(
        &self,
        subject: String,
        class: Class<'f>,
        (role, place, fix): (Role, Whereabouts<'f>, Fix<'f>),
    ) -> Resource<'f> {
        let holdings = vec![Holding { role, place, fix }];
        let class_fix = text!["the label `", self.class_label(), "`"];
        Resource {
            subject: self.kept.text(subject),
            class,
            class_fix: self.kept.text(class_fix),
            cloud: None,
            holdings,
        }
    }

    fn namespace(&self, namespace: Option<&str>) -> Vec<Part<'f>> {
        let object = namespace.and_then(|name| self.objects.find("", "Namespace", name));
        object.map(Object::metadata).unwrap_or_default()
    }

    /// What is said of the class: by the first level that says anything, last by the namespace.
    #[inline(never)]
    fn class(&self, levels: &Levels<'f>, namespace: Option<&str>, pointer: &str) -> Class<'f> {
        let namespace = self.namespace(namespace);
        let mut stated = Vec::new();
        for level in levels.iter().chain([&namespace]) {
            for labels in labels(level) {
                for key in &self.policy.class_labels {
                    if labels.node.text_at(&[key]).is_some()
                        && let Some(value) = labels.part(&[key])
                    {
                        stated.push(value.seen());
                    }
                }
            }
            if !stated.is_empty() {
                return Class::Stated(self.kept.seen(&[&stated]));
            }
        }
        Class::Absent(self.kept.text(below(&text![pointer, "/metadata/labels"], self.class_label())))
    }

    fn class_label(&self) -> &'f str {
        self.policy.class_labels.first().map_or("", String::as_str)
    }

    /// What labels and annotations say: those of the first level that says anything.
    #[inline(never)]
    fn stated(&self, levels: &[Vec<Part<'f>>]) -> &'f [Told<'f>] {
        let mut told = Vec::new();
        for level in levels {
            for labels in labels(level) {
                placement::of_labels(self.policy, labels, &mut told);
            }
            if !told.is_empty() {
                break;
            }
        }
        self.kept.told(told)
    }

    /// The first evidence that tells, then the namespace and the cluster, unless `remote`.
    #[inline(never)]
    fn settle(&self, known: &Settled<'_, 'f>, untold: Untold<'f>, fix: Fix<'f>) -> (Whereabouts<'f>, Fix<'f>) {
        for Evidence { told, fix } in known.evidence {
            if !told.is_empty() {
                return (Whereabouts::Told(told), *fix);
            }
        }
        let told = self.stated(&[self.namespace(known.namespace)]);
        if !told.is_empty() {
            return (Whereabouts::Told(told), self.set(&["the label `", placement::REGION, "` of the namespace"]));
        }
        if known.remote {
            return (Whereabouts::Untold(untold), fix);
        }
        if !self.cluster.is_empty() {
            return (Whereabouts::Told(self.cluster), Fix::Stand("deploy it to a cluster"));
        }
        (Whereabouts::Untold(untold.seeing(self.kept, &[CLUSTER])), fix)
    }

    /// Evidence from labels and annotations.
    fn labelled(&self, levels: &Levels<'f>) -> Evidence<'f> {
        Evidence { told: self.stated(levels), fix: self.set(&["the label `", placement::REGION, "`"]) }
    }

    /// What the policy knows of a storage class.
    fn known_class(&self, name: Option<&str>) -> &'f [Told<'f>] {
        let regions = name.and_then(|name| self.policy.storage_class(name)).unwrap_or_default();
        Told::by(self.kept, "storage_classes", regions, &[])
    }

    #[inline(never)]
    fn set(&self, what: &[&str]) -> Fix<'f> {
        Fix::Set(self.kept.text(what.concat()))
    }

    #[inline(never)]
    fn untold(&self, why: &'f str, seen: &[Seen<'f>]) -> Untold<'f> {
        Untold::new(why).seeing(self.kept, seen)
    }
}

/// What is not there where the regions of the clusters are not given.
const CLUSTER: Seen<'_> = Seen { pointer: "/release/cluster_regions", value: None };

/// The labels and annotations of metadata.
#[inline(never)]
fn labels<'f>(level: &[Part<'f>]) -> Vec<Part<'f>> {
    let mut all = Vec::new();
    for metadata in level {
        for key in ["labels", "annotations"] {
            all.extend(metadata.part(&[key]));
        }
    }
    all
}
