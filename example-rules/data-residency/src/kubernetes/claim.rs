//! Claims, the volumes they are bound to and the storage classes that make those.

use super::objects::{Object, Part};
use super::workload::{unpinned, volume_places};
use super::{Evidence, Kubernetes, Levels, placement, volume};
use crate::finding::{Fix, Holding, Resource, Seen, Told, Untold, Whereabouts, both};
use crate::policy::Role;
use clearance_rule::text;

/// Names the storage class of a claim in manifests older than the field.
const OLD_CLASS: &str = "volume.beta.kubernetes.io/storage-class";

const DEFAULT_CLASS: [&str; 2] =
    ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

impl<'f> Kubernetes<'f> {
    /// A claim of its own. Pods that mount it speak for it where it does not itself.
    pub(super) fn claim(&self, object: &Object<'f>) -> Resource<'f> {
        let users: Vec<&Object<'f>> = self.objects.all.iter().filter(|user| Self::mounts(user, object)).collect();
        let mut levels = Self::own(object);
        levels.push(users.iter().flat_map(|user| Self::workload_levels(user)).flatten().collect());
        let pods: Vec<Part<'f>> = users.iter().filter_map(|user| Self::pod_spec(user)).collect();
        let spec = object.part(&["spec"]);
        let (place, fix) = match self.bound(object, spec.as_ref()) {
            Some(volume) => self.volume_place(volume),
            None => self.provisioned(spec.as_ref(), &levels, &pods, object),
        };
        self.resource(object.subject(), self.class(&levels, object.namespace, &object.pointer), place, fix)
    }

    /// The claims that a template makes, one for each pod.
    pub(super) fn templated(
        &self,
        object: &Object<'f>,
        pod: &Part<'f>,
        name: &str,
        template: &Part<'f>,
    ) -> Resource<'f> {
        let mut levels: Levels<'f> = vec![template.part(&["metadata"]).into_iter().collect()];
        levels.extend(Self::workload_levels(object));
        let spec = template.part(&["spec"]);
        let (place, fix) = self.provisioned(spec.as_ref(), &levels, std::slice::from_ref(pod), object);
        let class = self.class(&levels, object.namespace, &object.pointer);
        self.resource(text![object.subject(), " volume ", name], class, place, fix)
    }

    pub(super) fn persistent_volume(&self, object: &Object<'f>) -> Resource<'f> {
        let claim = object.text(&["spec", "claimRef", "name"]).and_then(|name| {
            let namespace = object.text(&["spec", "claimRef", "namespace"]);
            self.objects.find_in(namespace, "", "PersistentVolumeClaim", name)
        });
        let mut levels = Self::own(object);
        levels.extend(claim.into_iter().flat_map(Self::own));
        let namespace = object.text(&["spec", "claimRef", "namespace"]);
        let (place, fix) = self.volume_place(object);
        self.resource(object.subject(), self.class(&levels, namespace, &object.pointer), place, fix)
    }

    fn resource(
        &self,
        subject: String,
        class: crate::finding::Class<'f>,
        place: Whereabouts<'f>,
        fix: Fix,
    ) -> Resource<'f> {
        let holdings = vec![Holding { role: Role::Storage, place, fix }];
        Resource { subject, class, class_fix: self.class_fix(), cloud: None, holdings }
    }

    fn mounts(user: &Object<'f>, claim: &Object<'f>) -> bool {
        let volumes = Self::pod_spec(user).and_then(|spec| spec.part(&["volumes"]));
        user.namespace == claim.namespace
            && volumes.is_some_and(|volumes| {
                let mut names = volumes.items().filter_map(|part| part.text(&["persistentVolumeClaim", "claimName"]));
                names.any(|name| name == claim.name)
            })
    }

    /// The volume of the manifests that a claim is bound to.
    fn bound(&self, claim: &Object<'f>, spec: Option<&Part<'f>>) -> Option<&Object<'f>> {
        let named = spec.and_then(|spec| spec.text(&["volumeName"]));
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
    fn provisioned(
        &self,
        spec: Option<&Part<'f>>,
        levels: &Levels<'f>,
        pods: &[Part<'f>],
        object: &Object<'f>,
    ) -> (Whereabouts<'f>, Fix) {
        let old = levels.iter().flatten().next().and_then(|metadata| metadata.text(&["annotations", OLD_CLASS]));
        let named = spec.and_then(|spec| spec.text(&["storageClassName"])).or(old);
        let (topologies, attached) = self.storage_class(named);
        let placed =
            pods.iter().filter(|_| attached).map(|pod| placement::of_pod(self.policy, pod)).fold(Vec::new(), both);
        let selected = spec.and_then(|spec| spec.part(&["selector"])).map(|selector| self.selected(&selector));
        let pods_fix = Fix::Set(text!["`", placement::REGION, "` in the `nodeSelector` of the pods that mount it"]);
        let class_fix = Fix::Stand(match named {
            Some(name) => text!["let the `allowedTopologies` of the storage class `", name, "` name only zones"],
            None => "let the `allowedTopologies` of the default storage class name only zones".to_owned(),
        });
        let fix = if topologies.is_empty() { pods_fix.clone() } else { class_fix };
        let binding = Evidence { told: both(both(selected.unwrap_or_default(), topologies), placed), fix };
        let known = named.and_then(|name| self.policy.storage_class(name)).unwrap_or_default();
        let known = Evidence {
            told: Told::by("storage_classes", known),
            fix: Fix::Stand("choose a storage class with volumes".to_owned()),
        };
        self.settle([binding, self.labelled(levels), known], object.namespace, false, || {
            let untold = pods.first().map_or_else(
                || {
                    Untold::new(
                        "no pod that mounts it, storage class or label names a region, nor is the cluster's given",
                    )
                },
                unpinned,
            );
            let class = spec.map(|spec| match spec.part(&["storageClassName"]) {
                Some(part) => Seen { pointer: part.pointer, value: Some(part.node) },
                None => Seen::absent(text![spec.pointer, "/storageClassName"]),
            });
            (untold.seeing(class), pods_fix)
        })
    }

    /// The topologies of a storage class of the manifests, and whether its volumes are attached where the pods run.
    pub(super) fn storage_class(&self, name: Option<&str>) -> (Vec<Told<'f>>, bool) {
        let class = match name {
            Some(name) => self.objects.find("storage.k8s.io", "StorageClass", name),
            None => self.objects.all.iter().find(|object| {
                let is_default = |key: &&str| object.text(&["metadata", "annotations", key]) == Some("true");
                object.is("storage.k8s.io", "StorageClass") && DEFAULT_CLASS.iter().any(is_default)
            }),
        };
        let Some(class) = class else { return (Vec::new(), name.is_none_or(volume::attached)) };
        let topologies = class.part(&["allowedTopologies"]);
        let topologies = topologies.map(|terms| placement::of_terms(self.policy, &terms, "matchLabelExpressions"));
        let parameters = class.part(&["parameters"]).map(|parameters| self.parameters(&parameters)).unwrap_or_default();
        let attached = class.text(&["provisioner"]).is_none_or(volume::attached);
        (both(topologies.unwrap_or_default(), parameters), attached)
    }

    /// The places that the parameters of a storage class or of a snapshot class name, as drivers of the three clouds
    /// take them.
    pub(super) fn parameters(&self, parameters: &Part<'f>) -> Vec<Told<'f>> {
        let mut told = Vec::new();
        for (key, value) in parameters.node.entries() {
            let Some(text) = value.text() else { continue };
            let pointer = clearance_rule::node::below(&parameters.pointer, key);
            for text in text.split(',') {
                let region = match *key {
                    "zone" | "zones" => self.policy.region_of_zone(text),
                    "region" | "location" | "storage-locations" => Some(crate::region::canonical(text)),
                    _ => None,
                };
                let seen = || Seen { pointer: pointer.clone(), value: Some(value) };
                told.extend(region.map(|region| Told::new(region, seen())));
            }
        }
        told
    }

    /// What a claim's selector asks of the labels of its volume.
    fn selected(&self, selector: &Part<'f>) -> Vec<Told<'f>> {
        let labels = selector.part(&["matchLabels"]).map(|labels| placement::of_labels(self.policy, &labels));
        let expressions =
            selector.part(&["matchExpressions"]).map(|list| placement::of_expressions(self.policy, &list));
        both(labels.unwrap_or_default(), expressions.unwrap_or_default())
    }

    /// Where a volume is.
    fn volume_place(&self, object: &Object<'f>) -> (Whereabouts<'f>, Fix) {
        let Some(spec) = object.part(&["spec"]) else {
            return (Whereabouts::Untold(Untold::new("the volume has no `spec`")), Fix::Set("its `spec`".to_owned()));
        };
        let affinity = spec.part(&["nodeAffinity"]);
        let affinity = affinity.map(|affinity| placement::of_affinity(self.policy, &affinity)).unwrap_or_default();
        let source = volume::source(&spec);
        let places = source.as_ref().map(|(part, _)| volume_places(part)).unwrap_or_default();
        let attached = source.as_ref().is_some_and(|(_, attached)| *attached);
        let named = spec.text(&["storageClassName"]);
        let known = named.and_then(|name| self.policy.storage_class(name)).unwrap_or_default();
        let (topologies, _) = named.map(|name| self.storage_class(Some(name))).unwrap_or_default();
        let fix = Fix::Set(text!["`", placement::REGION, "` in the `nodeAffinity` of the volume"]);
        let evidence = [
            Evidence { told: both(places, affinity), fix: fix.clone() },
            self.labelled(&Self::own(object)),
            Evidence { told: topologies, fix: fix.clone() },
            Evidence { told: Told::by("storage_classes", known), fix: fix.clone() },
        ];
        self.settle(evidence, None, !attached, || {
            let seen = source.map(|(part, _)| Seen { pointer: part.pointer, value: Some(part.node) });
            let why = if attached {
                "neither the volume's `nodeAffinity` nor what it stands on names a region, nor is the cluster's given"
            } else {
                "the volume is reached through the network, and nothing says where it stands"
            };
            let missing = Seen::absent(text![spec.pointer, "/nodeAffinity"]);
            (Untold::new(why).seeing(seen).seeing([missing]), fix)
        })
    }
}
