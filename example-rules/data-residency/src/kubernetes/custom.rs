//! Objects of kinds that come from elsewhere: operators of databases, controllers that make cloud resources. They are
//! read by the names of their fields, and taken to hold data where a name, a claim within or a stated class says so.

use super::objects::Object;
use super::{Evidence, Kubernetes, Settled, placement};
use crate::finding::{Class, Fix, Holding, Resource, Seen, Told, Untold, Whereabouts};
use crate::kept::Kept;
use crate::params::Store;
use crate::part::Part;
use crate::policy::Role;
use crate::scan::{Scan, scan};
use crate::{region, words};
use clearance_rule::node::Node;

/// Kinds that deploy objects from somewhere else.
const DEPLOYERS: &[(&str, &str)] = &[
    ("argoproj.io", "Application"),
    ("argoproj.io", "ApplicationSet"),
    ("helm.cattle.io", "HelmChart"),
    ("helm.toolkit.fluxcd.io", "HelmRelease"),
    ("infra.contrib.fluxcd.io", "Terraform"),
    ("kustomize.toolkit.fluxcd.io", "Kustomization"),
];

/// Groups whose kinds name stores without being any: sources of deployments, references to secrets.
const GROUPS_WITHOUT_DATA: &str = "\
    cert-manager.io external-secrets.io image.toolkit.fluxcd.io istio.io secrets.hashicorp.com \
    source.toolkit.fluxcd.io";

/// Kinds beside a database that hold nothing of their own: its cluster says where it backs up.
const KINDS_WITHOUT_DATA: &[(&str, &str)] = &[
    ("kafka.strimzi.io", "KafkaBridge"),
    ("postgresql.cnpg.io", "Backup"),
    ("postgresql.cnpg.io", "Database"),
    ("postgresql.cnpg.io", "Pooler"),
    ("postgresql.cnpg.io", "Publication"),
    ("postgresql.cnpg.io", "ScheduledBackup"),
];

/// Ends of groups whose objects make resources of a cloud, which need not be where the cluster is.
const CLOUD: &str = "azure.com cnrm.cloud.google.com crossplane.io services.k8s.aws upbound.io";

/// Members that ask for a volume, in whatever they stand.
const CLAIMS: &str = "\
    dataVolumeClaimSpec persistentVolumeClaim persistentVolumeClaimSpec storageClass storageClassName \
    volumeClaimTemplate volumeClaimTemplates";

/// Whether an object deploys others that are not among the manifests.
pub(super) fn deploys_unseen(object: &Object<'_>) -> bool {
    DEPLOYERS.iter().any(|(group, kind)| object.is(group, kind))
}

impl<'f> Kubernetes<'f> {
    /// A custom resource, where it appears to hold data.
    pub(super) fn custom(&self, object: &Object<'f>) -> Option<Resource<'f>> {
        let levels = object.own();
        let class = self.class(&levels, None, object.part.pointer);
        let spec = object.part.part(&["spec"])?;
        let stated = matches!(class, Class::Stated(_));
        if !(stated || suggests_store(object) || asks_for_volume(spec.node)) {
            return None;
        }
        let found = scan(self.policy, spec, &|node, pointer, told| self.pods_and_classes(node, pointer, told));
        let Scan { own, mut holdings, geo_redundant } = found;
        let fix = if let Some(seen) = own.first().and_then(|told| told.seen.first()) {
            self.set(&["`", seen.pointer, "`"])
        } else {
            self.set(&["the label `", placement::REGION, "`, or the region in its `spec`,"])
        };
        paired(self.kept, &own, &geo_redundant, &mut holdings);
        Some(self.held(object, own, fix, holdings))
    }

    /// A kind that the policy lists.
    pub(super) fn listed(&self, object: &Object<'f>, store: &Store) -> Resource<'f> {
        let mut own = Vec::new();
        for path in &store.regions {
            Self::places(object, path, &mut own);
        }
        let mut holdings = Vec::new();
        for (role, paths) in [(Role::Replication, &store.replicas), (Role::Backup, &store.backups)] {
            for path in paths {
                let mut told = Vec::new();
                Self::places(object, path, &mut told);
                if !told.is_empty() {
                    let place = Whereabouts::Told(self.kept.told(told));
                    holdings.push(Holding { role, place, fix: self.set(&["`", path, "`"]) });
                }
            }
        }
        let fix = match store.regions.first() {
            Some(path) => self.set(&["`", path, "`"]),
            None => self.set(&["the label `", placement::REGION, "`"]),
        };
        self.held(object, own, fix, holdings)
    }

    /// Adds the regions that a path names.
    #[inline(never)]
    fn places(object: &Object<'f>, path: &str, told: &mut Vec<Told<'f>>) {
        for place in object.part.find(path) {
            if let Some(text) = place.node.text() {
                told.push(place.told(region::within(text).unwrap_or_else(|| region::canonical(text))));
            }
        }
    }

    /// A resource that stands at these places, or at those of its labels.
    fn held(
        &self,
        object: &Object<'f>,
        own: Vec<Told<'f>>,
        fix: Fix<'f>,
        mut copies: Vec<Holding<'f>>,
    ) -> Resource<'f> {
        let remote = words::any(CLOUD, &|end| object.group.ends_with(end))
            || object.part.node.at(&["spec", "forProvider"]).is_some();
        let levels = object.own();
        let evidence = [Evidence { told: self.kept.told(own), fix }, self.labelled(&levels)];
        let missing = object.part.absent(&["spec", "region"]);
        let untold = self.untold("nothing in its `spec`, and no label, names a region", &[missing]);
        let settled = Settled { evidence: &evidence, namespace: object.namespace, remote };
        let (place, fix) = self.settle(&settled, untold, fix);
        let class = self.class(&levels, object.namespace, object.part.pointer);
        let mut resource = self.resource(object.subject(), class, (Role::Storage, place, fix));
        resource.holdings.append(&mut copies);
        resource
    }

    /// What a map within a custom resource says as the spec of pods or of a claim.
    fn pods_and_classes(&self, node: &'f Node<'f>, pointer: &str, told: &mut Vec<Told<'f>>) {
        if ["nodeSelector", "affinity", "nodeAffinity"].iter().any(|key| node.get(key).is_some()) {
            let part = Part::new(self.kept, pointer.to_owned(), node);
            told.extend_from_slice(placement::of_pod(self.policy, part));
        }
        for key in ["storageClassName", "storageClass"] {
            let name = node.text_at(&[key]);
            if name.is_some() {
                let (mut topologies, _) = self.storage_class(name);
                if topologies.is_empty() {
                    topologies = self.known_class(name);
                }
                told.extend_from_slice(topologies);
            }
        }
    }
}

/// Adds where settings for geo-redundancy have Azure copy data that stands in these regions.
#[inline(never)]
pub(crate) fn paired<'f>(kept: &'f Kept<'f>, own: &[Told<'f>], settings: &[Seen<'f>], holdings: &mut Vec<Holding<'f>>) {
    let fix = Fix::Do("choose a redundancy that stays within the region");
    for setting in settings {
        let mut told = Vec::new();
        for own in own {
            if let Some(region) = region::azure_pair(own.region) {
                told.push(Told { region, by: None, seen: kept.seen(&[&[*setting]]) });
            }
        }
        let place = if told.len() < own.len() || told.is_empty() {
            let why = "its geo-redundant copy goes to a paired region that is not documented";
            Whereabouts::Untold(Untold::new(why).seeing(kept, &[*setting]))
        } else {
            Whereabouts::Told(kept.told(told))
        };
        holdings.push(Holding { role: Role::Replication, place, fix });
    }
}

fn suggests_store(object: &Object<'_>) -> bool {
    let excepted = words::any(GROUPS_WITHOUT_DATA, &|end| object.group.ends_with(end))
        || KINDS_WITHOUT_DATA.iter().any(|(group, kind)| object.is(group, kind));
    if excepted {
        return false;
    }
    // The group says what the operator is for, the kind says whether this object is the thing or about it.
    words::suggest(&[object.group, object.kind])
}

fn asks_for_volume(node: &Node<'_>) -> bool {
    node.items().iter().any(asks_for_volume)
        || node.entries().iter().any(|(key, value)| words::has(CLAIMS, key) || asks_for_volume(value))
}
