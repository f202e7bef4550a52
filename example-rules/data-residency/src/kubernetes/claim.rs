//! Claims, the volumes they are bound to and the storage classes that make those.

use super::objects::Object;
use super::workload::{unpinned, volume_places};
use super::{Evidence, Kubernetes, Levels, Settled, placement, volume};
use crate::finding::{Fix, Resource, Told, Untold, Whereabouts, both};
use crate::part::Part;
use crate::policy::Role;
use crate::region;
use clearance_rule::node::below;
use clearance_rule::text;

/// Names the storage class of a claim in manifests older than the field.
const OLD_CLASS: &str = "volume.beta.kubernetes.io/storage-class";

const DEFAULT_CLASS: [&str; 2] =
    ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

impl<'f> Kubernetes<'f> {
    /// A claim of its own. Pods that mount it speak for it where it does not itself.
    pub(super) fn claim(&self, object: &Object<'f>) -> Resource<'f> {
        let mut levels = object.own();
        let (mut metadata, mut pods) = (Vec::new(), Vec::new());
        for user in &self.objects.all {
            if mounts(user, object) {
                metadata.append(&mut Self::workload_metadata(user));
                pods.extend(user.pod_spec());
            }
        }
        levels.push(metadata);
        let spec = object.part.part(&["spec"]);
        let (place, fix) = match self.bound(object) {
            Some(volume) => self.volume_place(volume),
            None => self.provisioned(spec, &levels, &pods, object.namespace),
        };
        let class = self.class(&levels, object.namespace, object.part.pointer);
        self.resource(object.subject(), class, (Role::Storage, place, fix))
    }

    /// The claims that a template makes, one for each pod.
    #[inline(never)]
    pub(super) fn templated(&self, object: &Object<'f>, pod: Part<'f>, name: &str, template: Part<'f>) -> Resource<'f> {
        let metadata = template.part(&["metadata"]).into_iter().collect();
        let levels: Levels<'f> = vec![metadata, Self::workload_metadata(object)];
        let (place, fix) = self.provisioned(template.part(&["spec"]), &levels, &[pod], object.namespace);
        let class = self.class(&levels, object.namespace, object.part.pointer);
        self.resource(text![object.subject(), " volume ", name], class, (Role::Storage, place, fix))
    }

    pub(super) fn persistent_volume(&self, object: &Object<'f>) -> Resource<'f> {
        let namespace = object.text(&["spec", "claimRef", "namespace"]);
        let mut levels = object.own();
        if let Some(name) = object.text(&["spec", "claimRef", "name"])
            && let Some(claim) = self.objects.find_in(namespace, "", "PersistentVolumeClaim", name)
        {
            levels.push(claim.metadata());
        }
        let (place, fix) = self.volume_place(object);
        let class = self.class(&levels, namespace, object.part.pointer);
        self.resource(object.subject(), class, (Role::Storage, place, fix))
    }

    /// The volume of the manifests that a claim is bound to.
    fn bound(&self, claim: &Object<'f>) -> Option<&Object<'f>> {
        let named = claim.text(&["spec", "volumeName"]);
        let named = named.and_then(|name| self.objects.find("", "PersistentVolume", name));
        named.or_else(|| {
            self.objects.all.iter().find(|volume| {
                volume.is("", "PersistentVolume")
                    && volume.text(&["spec", "claimRef", "name"]) == Some(claim.name)
                    && volume.text(&["spec", "claimRef", "namespace"]) == claim.namespace
            })
        })
    }

    /// Where a volume that is still to be made for a claim may be.
    #[inline(never)]
    fn provisioned(
        &self,
        spec: Option<Part<'f>>,
        levels: &Levels<'f>,
        pods: &[Part<'f>],
        namespace: Option<&'f str>,
    ) -> (Whereabouts<'f>, Fix<'f>) {
        let old = levels.iter().flatten().next().and_then(|metadata| metadata.text(&["annotations", OLD_CLASS]));
        let named = spec.and_then(|spec| spec.text(&["storageClassName"])).or(old);
        let (topologies, attached) = self.storage_class(named);
        let mut binding = both(self.kept, self.selected(spec), topologies);
        if attached {
            let mut placed: &[Told<'f>] = &[];
            for pod in pods {
                placed = both(self.kept, placed, placement::of_pod(self.policy, *pod));
            }
            binding = both(self.kept, binding, placed);
        }
        let pods_fix = self.set(&["`", placement::REGION, "` in the `nodeSelector` of the pods that mount it"]);
        let fix = if topologies.is_empty() {
            pods_fix
        } else {
            let class = named
                .map_or_else(|| "the default storage class".to_owned(), |name| text!["the storage class `", name, "`"]);
            Fix::Stand(self.kept.text(text!["let the `allowedTopologies` of ", class, " name only zones"]))
        };
        let evidence = [
            Evidence { told: binding, fix },
            self.labelled(levels),
            Evidence { told: self.known_class(named), fix: Fix::Stand("choose a storage class with volumes") },
        ];
        let mut untold = match pods.first() {
            Some(pod) => unpinned(*pod),
            None => {
                Untold::new("no pod that mounts it, storage class or label names a region, nor is the cluster's given")
            }
        };
        if let Some(spec) = spec {
            untold = untold.seeing(self.kept, &[spec.seen_at(&["storageClassName"])]);
        }
        self.settle(&Settled { evidence: &evidence, namespace, remote: false }, untold, pods_fix)
    }

    /// The topologies of a storage class of the manifests, and whether its volumes are attached where the pods run.
    #[inline(never)]
    pub(super) fn storage_class(&self, name: Option<&str>) -> (&'f [Told<'f>], bool) {
        let class = match name {
            Some(name) => self.objects.find("storage.k8s.io", "StorageClass", name),
            None => self.objects.all.iter().find(|object| {
                let is_default = |key: &&str| object.text(&["metadata", "annotations", key]) == Some("true");
                object.is("storage.k8s.io", "StorageClass") && DEFAULT_CLASS.iter().any(is_default)
            }),
        };
        let Some(class) = class else { return (&[], name.is_none_or(volume::attached)) };
        let topologies = class.part.part(&["allowedTopologies"]);
        let topologies = topologies.map(|terms| placement::of_terms(self.policy, terms, "matchLabelExpressions"));
        let attached = class.text(&["provisioner"]).is_none_or(volume::attached);
        (both(self.kept, topologies.unwrap_or_default(), self.parameters(class)), attached)
    }

    /// The places that the parameters of a storage class or of a snapshot class name, as drivers of the three clouds
    /// take them.
    #[inline(never)]
    pub(super) fn parameters(&self, class: &Object<'f>) -> &'f [Told<'f>] {
        let mut told = Vec::new();
        let Some(parameters) = class.part.part(&["parameters"]) else { return &[] };
        for (key, value) in parameters.node.entries() {
            let Some(text) = value.text() else { continue };
            for text in text.split(',') {
                let region = match *key {
                    "zone" | "zones" => self.policy.region_of_zone(text),
                    "region" | "location" | "storage-locations" => Some(region::canonical(text)),
                    _ => None,
                };
                if let Some(region) = region {
                    told.push(Part::new(self.kept, below(parameters.pointer, key), value).told(region));
                }
            }
        }
        self.kept.told(told)
    }

    /// What a claim's selector asks of the labels of its volume.
    fn selected(&self, spec: Option<Part<'f>>) -> &'f [Told<'f>] {
        let Some(selector) = spec.and_then(|spec| spec.part(&["selector"])) else { return &[] };
        let mut labels = Vec::new();
        if let Some(all) = selector.part(&["matchLabels"]) {
            placement::of_labels(self.policy, all, &mut labels);
        }
        let expressions = selector.part(&["matchExpressions"]);
        let expressions = expressions.map(|list| placement::of_expressions(self.policy, list));
        both(self.kept, self.kept.told(labels), expressions.unwrap_or_default())
    }

    /// Where a volume is.
    #[inline(never)]
    fn volume_place(&self, object: &Object<'f>) -> (Whereabouts<'f>, Fix<'f>) {
        let Some(spec) = object.part.part(&["spec"]) else {
            return (Whereabouts::Untold(Untold::new("the volume has no `spec`")), Fix::Set("its `spec`"));
        };
        let affinity = spec.part(&["nodeAffinity"]);
        let affinity = affinity.map(|affinity| placement::of_affinity(self.policy, affinity)).unwrap_or_default();
        let (mut attached, mut places) = (false, Vec::new());
        let mut untold = Untold::new("the volume is reached through the network, and nothing says where it stands");
        if let Some((source, is_attached)) = volume::source(spec) {
            attached = is_attached;
            volume_places(source, &mut places);
            untold = untold.seeing(self.kept, &[source.seen()]);
        }
        if attached {
            untold.why =
                "neither the volume's `nodeAffinity` nor what it stands on names a region, nor is the cluster's given";
        }
        let untold = untold.seeing(self.kept, &[spec.absent(&["nodeAffinity"])]);
        let named = spec.text(&["storageClassName"]);
        let topologies = if named.is_some() { self.storage_class(named).0 } else { &[] };
        let fix = self.set(&["`", placement::REGION, "` in the `nodeAffinity` of the volume"]);
        let evidence = [
            Evidence { told: both(self.kept, self.kept.told(places), affinity), fix },
            self.labelled(&object.own()),
            Evidence { told: topologies, fix },
            Evidence { told: self.known_class(named), fix },
        ];
        self.settle(&Settled { evidence: &evidence, namespace: None, remote: !attached }, untold, fix)
    }
}

/// Whether the pods that an object is or makes mount a claim.
fn mounts(user: &Object<'_>, claim: &Object<'_>) -> bool {
    let volumes = user.pod_path().and_then(|path| user.part.node.at(path)).and_then(|spec| spec.get("volumes"));
    let named = &["persistentVolumeClaim", "claimName"];
    user.namespace == claim.namespace
        && volumes.is_some_and(|volumes| volumes.items().iter().any(|part| part.text_at(named) == Some(claim.name)))
}
