//! Pods and whatever makes pods: the volumes that they write to.

use super::objects::Object;
use super::volume::{Rest, rest};
use super::{Evidence, Kubernetes, Settled, placement};
use crate::finding::{Fix, Resource, Told, Untold, Whereabouts};
use crate::part::Part;
use crate::policy::Role;
use crate::region;
use clearance_rule::node::{Node, below};
use clearance_rule::text;

impl<'f> Kubernetes<'f> {
    /// The metadata that speaks for a workload: its own and that of its pods.
    #[inline(never)]
    pub(super) fn workload_metadata(object: &Object<'f>) -> Vec<Part<'f>> {
        const PATHS: [&[&str]; 3] = [
            &["metadata"],
            &["spec", "template", "metadata"],
            &["spec", "jobTemplate", "spec", "template", "metadata"],
        ];
        let mut metadata = Vec::new();
        for path in PATHS {
            metadata.extend(object.part.part(path));
        }
        metadata
    }

    /// Adds the volumes of a workload. True where it mounts data that another object holds.
    #[inline(never)]
    pub(super) fn workload(&self, object: &Object<'f>, resources: &mut Vec<Resource<'f>>) -> bool {
        let Some(spec) = object.pod_spec() else { return false };
        let mut mounts = false;
        for template in object.part.items_at(&["spec", "volumeClaimTemplates"]) {
            let name = template.text(&["metadata", "name"]).unwrap_or("(unnamed)");
            resources.push(self.templated(object, spec, name, template));
        }
        for volume in spec.items_at(&["volumes"]) {
            let name = volume.text(&["name"]).unwrap_or("(unnamed)");
            let nothing = Fix::Do("");
            let (place, fix) = match rest(spec, volume) {
                Rest::Nowhere => continue,
                Rest::Claim(claim) => {
                    if self.objects.find_in(object.namespace, "", "PersistentVolumeClaim", claim).is_some() {
                        mounts = true;
                        continue;
                    }
                    self.unseen_claim(object, spec, volume)
                }
                Rest::Template => {
                    if let Some(template) = volume.part(&["ephemeral", "volumeClaimTemplate"]) {
                        resources.push(self.templated(object, spec, name, template));
                        continue;
                    }
                    self.on_node(object, spec)
                }
                Rest::Memory => (Whereabouts::Nowhere("is held in memory, which stores nothing"), nothing),
                Rest::ReadOnly => (Whereabouts::Nowhere("is part of the node that is only read"), nothing),
                Rest::Node => self.on_node(object, spec),
                Rest::Remote => self.remote(object, volume),
            };
            let levels = vec![Self::workload_metadata(object)];
            let class = self.class(&levels, object.namespace, object.part.pointer);
            let subject = text![object.subject(), " volume ", name];
            resources.push(self.resource(subject, class, (Role::Storage, place, fix)));
        }
        mounts
    }

    /// On the node: where the scheduler may put the pod.
    #[inline(never)]
    fn on_node(&self, object: &Object<'f>, spec: Part<'f>) -> (Whereabouts<'f>, Fix<'f>) {
        let fix = self.set(&["`", placement::REGION, "` in the `nodeSelector` of the pods"]);
        let placed = Evidence { told: placement::of_pod(self.policy, spec), fix };
        self.of_workload(object, placed, false, unpinned(spec), fix)
    }

    /// What was found of a volume, or else what the labels of the workload say.
    fn of_workload(
        &self,
        object: &Object<'f>,
        found: Evidence<'f>,
        remote: bool,
        untold: Untold<'f>,
        fix: Fix<'f>,
    ) -> (Whereabouts<'f>, Fix<'f>) {
        let evidence = [found, self.labelled(&vec![Self::workload_metadata(object)])];
        self.settle(&Settled { evidence: &evidence, namespace: object.namespace, remote }, untold, fix)
    }

    /// On a claim that is not among the manifests: it has to be attachable where the pod runs.
    fn unseen_claim(&self, object: &Object<'f>, spec: Part<'f>, volume: Part<'f>) -> (Whereabouts<'f>, Fix<'f>) {
        let (place, fix) = self.on_node(object, spec);
        let Whereabouts::Untold(untold) = place else { return (place, fix) };
        let why = self.kept.text(text!["its claim is not among the manifests, and ", untold.why]);
        let claim = volume.seen_at(&["persistentVolumeClaim", "claimName"]);
        (Whereabouts::Untold(Untold { why, seen: self.kept.seen(&[&[claim], untold.seen]) }), fix)
    }

    /// On a server that the volume names.
    fn remote(&self, object: &Object<'f>, part: Part<'f>) -> (Whereabouts<'f>, Fix<'f>) {
        let fix = self.set(&["the label `", placement::REGION, "`, if the server of the volume stands there,"]);
        let mut places = Vec::new();
        volume_places(part, &mut places);
        let named = Evidence {
            told: self.kept.told(places),
            fix: Fix::Stand(self.kept.text(text!["let `", part.pointer, "` name a server"])),
        };
        let why = "the volume is reached through the network, and nothing says where it stands";
        self.of_workload(object, named, true, self.untold(why, &[part.seen()]), fix)
    }
}

/// Why a pod's place is open.
#[inline(never)]
pub(super) fn unpinned(spec: Part<'_>) -> Untold<'_> {
    let untold = match spec.part(&["affinity", "nodeAffinity"]) {
        Some(affinity) => {
            Untold::new("the node affinity pins no region, and neither labels nor the cluster's regions name one")
                .seeing(spec.kept, &[affinity.seen()])
        }
        None => {
            Untold::new("no node selector, required node affinity or label names a region, nor is the cluster's given")
        }
    };
    untold.seeing(spec.kept, &[spec.absent(&["nodeSelector"])])
}

/// The regions that the texts of a volume's source bear: addresses of servers, handles, paths.
pub(super) fn volume_places<'f>(part: Part<'f>, told: &mut Vec<Told<'f>>) {
    places_below(part, part.pointer, part.node, told);
}

fn places_below<'f>(whole: Part<'f>, pointer: &str, node: &'f Node<'f>, told: &mut Vec<Told<'f>>) {
    for (key, value) in node.entries() {
        let pointer = below(pointer, key);
        places_below(whole, &pointer, value, told);
        // A handle may be joined to other things by `::` or `#`, as for shares of file systems.
        for text in value.text().unwrap_or_default().split(['#', ' ']) {
            if let Some(region) = region::within(text) {
                told.push(Part::new(whole.kept, pointer.clone(), value).told(region));
            }
        }
    }
}
