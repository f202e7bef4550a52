//! Pods and whatever makes pods: the volumes that they write to.

use super::objects::{Object, Part};
use super::volume::{Rest, rest};
use super::{Evidence, Kubernetes, Levels, placement};
use crate::finding::{Fix, Holding, Resource, Seen, Told, Untold, Whereabouts};
use crate::policy::Role;
use crate::region;
use clearance_rule::text;

impl<'f> Kubernetes<'f> {
    /// The spec of the pods that an object is or makes, whatever the object's kind.
    pub(super) fn pod_spec(object: &Object<'f>) -> Option<Part<'f>> {
        if object.is("", "Pod") {
            return object.part(&["spec"]);
        }
        let paths: [&[&str]; 3] = [
            &["spec", "template", "spec"],
            &["spec", "jobTemplate", "spec", "template", "spec"],
            &["template", "spec"],
        ];
        paths
            .into_iter()
            .filter_map(|path| object.part(path))
            .find(|spec| spec.node.get("containers").is_some_and(|containers| !containers.items().is_empty()))
    }

    /// The metadata that speaks for a workload: its own and that of its pods.
    pub(super) fn workload_levels(object: &Object<'f>) -> Levels<'f> {
        let paths: [&[&str]; 3] = [
            &["metadata"],
            &["spec", "template", "metadata"],
            &["spec", "jobTemplate", "spec", "template", "metadata"],
        ];
        vec![paths.into_iter().filter_map(|path| object.part(path)).collect()]
    }

    /// Adds the volumes of a workload. True where it mounts data that another object holds.
    pub(super) fn workload(&self, object: &Object<'f>, resources: &mut Vec<Resource<'f>>) -> bool {
        let Some(spec) = Self::pod_spec(object) else { return false };
        let mut mounts = false;
        for template in object.part(&["spec", "volumeClaimTemplates"]).iter().flat_map(Part::items) {
            let name = template.text(&["metadata", "name"]).unwrap_or("(unnamed)");
            resources.push(self.templated(object, &spec, name, &template));
        }
        for volume in spec.part(&["volumes"]).iter().flat_map(Part::items) {
            let name = volume.text(&["name"]).unwrap_or("(unnamed)");
            let (place, fix) = match rest(&spec, &volume) {
                Rest::Nowhere => continue,
                Rest::Claim(claim) => {
                    if self.objects.find_in(object.namespace, "", "PersistentVolumeClaim", claim).is_some() {
                        mounts = true;
                        continue;
                    }
                    self.unseen_claim(object, &spec, &volume)
                }
                Rest::Template => {
                    if let Some(template) = volume.part(&["ephemeral", "volumeClaimTemplate"]) {
                        resources.push(self.templated(object, &spec, name, &template));
                        continue;
                    }
                    self.on_node(object, &spec)
                }
                Rest::Memory => {
                    (Whereabouts::Nowhere("is held in memory, which stores nothing"), Fix::Do(String::new()))
                }
                Rest::ReadOnly => {
                    (Whereabouts::Nowhere("is part of the node that is only read"), Fix::Do(String::new()))
                }
                Rest::Node => self.on_node(object, &spec),
                Rest::Remote => self.remote(object, &volume),
            };
            let levels = Self::workload_levels(object);
            resources.push(Resource {
                subject: text![object.subject(), " volume ", name],
                class: self.class(&levels, object.namespace, &object.pointer),
                class_fix: self.class_fix(),
                cloud: None,
                holdings: vec![Holding { role: Role::Storage, place, fix }],
            });
        }
        mounts
    }

    /// On the node: where the scheduler may put the pod.
    fn on_node(&self, object: &Object<'f>, spec: &Part<'f>) -> (Whereabouts<'f>, Fix) {
        let fix = Fix::Set(text!["`", placement::REGION, "` in the `nodeSelector` of the pods"]);
        let placed = Evidence { told: placement::of_pod(self.policy, spec), fix: fix.clone() };
        let labelled = self.labelled(&Self::workload_levels(object));
        self.settle([placed, labelled], object.namespace, false, || (unpinned(spec), fix))
    }

    /// On a claim that is not among the manifests: it has to be attachable where the pod runs.
    fn unseen_claim(&self, object: &Object<'f>, spec: &Part<'f>, volume: &Part<'f>) -> (Whereabouts<'f>, Fix) {
        let (place, fix) = self.on_node(object, spec);
        let place = match place {
            Whereabouts::Untold(untold) => {
                let claim = volume.part(&["persistentVolumeClaim", "claimName"]);
                let claim = claim.map(|part| Seen { pointer: part.pointer, value: Some(part.node) });
                let why = text!["its claim is not among the manifests, and ", untold.why];
                Whereabouts::Untold(Untold { why, seen: claim.into_iter().chain(untold.seen).collect() })
            }
            told => told,
        };
        (place, fix)
    }

    /// On a server that the volume names.
    fn remote(&self, object: &Object<'f>, part: &Part<'f>) -> (Whereabouts<'f>, Fix) {
        let fix = Fix::Set(text!["the label `", placement::REGION, "`, if the server of the volume stands there,"]);
        let named =
            Evidence { told: volume_places(part), fix: Fix::Stand(text!["let `", part.pointer, "` name a server"]) };
        let labelled = self.labelled(&Self::workload_levels(object));
        self.settle([named, labelled], object.namespace, true, || {
            let seen = Seen { pointer: part.pointer.clone(), value: Some(part.node) };
            (
                Untold::new("the volume is reached through the network, and nothing says where it stands")
                    .seeing([seen]),
                fix,
            )
        })
    }
}

/// Why a pod's place is open.
pub(super) fn unpinned<'f>(spec: &Part<'f>) -> Untold<'f> {
    match spec.part(&["affinity", "nodeAffinity"]) {
        Some(affinity) => {
            Untold::new("the node affinity pins no region, and neither labels nor the cluster's regions name one")
                .seeing([Seen { pointer: affinity.pointer, value: Some(affinity.node) }])
        }
        None => {
            Untold::new("no node selector, required node affinity or label names a region, nor is the cluster's given")
        }
    }
    .seeing([Seen::absent(text![spec.pointer, "/nodeSelector"])])
}

/// The regions that the texts of a volume's source bear: addresses of servers, handles, paths.
pub(super) fn volume_places<'f>(part: &Part<'f>) -> Vec<Told<'f>> {
    let mut told = Vec::new();
    for (key, value) in part.node.entries() {
        let Some(below) = part.part(&[key]) else { continue };
        told.extend(volume_places(&below));
        // A handle may be joined to other things by `::` or `#`, as for shares of file systems.
        let texts = value.text().into_iter().flat_map(|text| text.split(['#', ' ']));
        for region in texts.filter_map(region::within) {
            told.push(Told::new(region, Seen { pointer: below.pointer.clone(), value: Some(value) }));
        }
    }
    told
}
