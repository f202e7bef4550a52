//! Objects of kinds that come from elsewhere: operators of databases, controllers that make cloud resources. They are
//! read by the names of their fields, and taken to hold data where a name, a claim within or a stated class says so.

use super::objects::{Object, Part};
use super::{Evidence, Kubernetes, placement};
use crate::finding::{Class, Fix, Holding, Resource, Seen, Told, Untold, Whereabouts};
use crate::params::Store;
use crate::policy::Role;
use crate::scan::{Scan, scan};
use crate::{region, words};
use clearance_rule::node::Node;
use clearance_rule::text;

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
const GROUPS_WITHOUT_DATA: &[&str] = &[
    "cert-manager.io",
    "external-secrets.io",
    "image.toolkit.fluxcd.io",
    "istio.io",
    "secrets.hashicorp.com",
    "source.toolkit.fluxcd.io",
];

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
const CLOUD: &[&str] = &["azure.com", "cnrm.cloud.google.com", "crossplane.io", "services.k8s.aws", "upbound.io"];

/// Members that ask for a volume, in whatever they stand.
const CLAIMS: &[&str] = &[
    "dataVolumeClaimSpec",
    "persistentVolumeClaim",
    "persistentVolumeClaimSpec",
    "storageClass",
    "storageClassName",
    "volumeClaimTemplate",
    "volumeClaimTemplates",
];

/// Whether an object deploys others that are not among the manifests.
pub(super) fn deploys_unseen(object: &Object<'_>) -> bool {
    DEPLOYERS.iter().any(|(group, kind)| object.is(group, kind))
}

impl<'f> Kubernetes<'f> {
    /// A custom resource, where it appears to hold data.
    pub(super) fn custom(&self, object: &Object<'f>) -> Option<Resource<'f>> {
        let levels = Self::own(object);
        let class = self.class(&levels, None, &object.pointer);
        let spec = object.part(&["spec"])?;
        let stated = matches!(class, Class::Stated(_));
        if !(stated || suggests_store(object) || asks_for_volume(spec.node)) {
            return None;
        }
        let Scan { own, mut holdings, geo_redundant } =
            scan(self.policy, spec.node, &spec.pointer, &|node, pointer| self.pods_and_classes(node, pointer));
        let fix = Fix::Set(if let Some(seen) = own.first().and_then(|told| told.seen.first()) {
            text!["`", seen.pointer, "`"]
        } else {
            text!["the label `", placement::REGION, "`, or the region in its `spec`,"]
        });
        holdings.extend(paired(&own, geo_redundant));
        let evidence = [Evidence { told: own, fix: fix.clone() }, self.labelled(&levels)];
        Some(self.held(object, evidence, fix, holdings))
    }

    /// A kind that the policy lists.
    pub(super) fn listed(&self, object: &Object<'f>, store: &Store) -> Resource<'f> {
        let places = |path: &String| {
            object.node.find(&object.pointer, path).into_iter().filter_map(|place| {
                let region =
                    place.node.text().map(|text| region::within(text).unwrap_or_else(|| region::canonical(text)))?;
                Some(Told::new(region, Seen { pointer: place.pointer, value: Some(place.node) }))
            })
        };
        let own = store.regions.iter().flat_map(places).collect();
        let mut holdings = Vec::new();
        for (role, paths) in [(Role::Replication, &store.replicas), (Role::Backup, &store.backups)] {
            for path in paths {
                let told: Vec<Told<'f>> = places(path).collect();
                if !told.is_empty() {
                    holdings.push(Holding {
                        role,
                        place: Whereabouts::Told(told),
                        fix: Fix::Set(text!["`", path, "`"]),
                    });
                }
            }
        }
        let fix = Fix::Set(if let Some(path) = store.regions.first() {
            text!["`", path, "`"]
        } else {
            text!["the label `", placement::REGION, "`"]
        });
        let evidence = [Evidence { told: own, fix: fix.clone() }, self.labelled(&Self::own(object))];
        self.held(object, evidence, fix, holdings)
    }

    fn held(
        &self,
        object: &Object<'f>,
        evidence: [Evidence<'f>; 2],
        fix: Fix,
        copies: Vec<Holding<'f>>,
    ) -> Resource<'f> {
        let in_cloud =
            CLOUD.iter().any(|end| object.group.ends_with(end)) || object.node.at(&["spec", "forProvider"]).is_some();
        let (place, fix) = self.settle(evidence, object.namespace, in_cloud, || {
            let missing = Seen::absent(text![object.pointer, "/spec/region"]);
            (Untold::new("nothing in its `spec`, and no label, names a region").seeing([missing]), fix)
        });
        let mut holdings = vec![Holding { role: Role::Storage, place, fix }];
        holdings.extend(copies);
        let class = self.class(&Self::own(object), object.namespace, &object.pointer);
        Resource { subject: object.subject(), class, class_fix: self.class_fix(), cloud: None, holdings }
    }

    /// What a map within a custom resource says as the spec of pods or of a claim.
    fn pods_and_classes(&self, node: &'f Node<'f>, pointer: &str) -> Vec<Told<'f>> {
        let part = Part { pointer: pointer.to_owned(), node };
        let mut told = placement::of_pod(self.policy, &part);
        for key in ["storageClassName", "storageClass"] {
            let Some(name) = node.text_at(&[key]) else { continue };
            let (topologies, _) = self.storage_class(Some(name));
            if topologies.is_empty() {
                told.extend(Told::by("storage_classes", self.policy.storage_class(name).unwrap_or_default()));
            }
            told.extend(topologies);
        }
        told
    }
}

/// Where settings for geo-redundancy have Azure copy data that stands in these regions.
pub(crate) fn paired<'f>(own: &[Told<'f>], settings: Vec<Seen<'f>>) -> Vec<Holding<'f>> {
    let fix = Fix::Do("choose a redundancy that stays within the region".to_owned());
    let pairs: Vec<Option<&str>> = own.iter().map(|told| region::azure_pair(&told.region)).collect();
    settings
        .into_iter()
        .map(|setting| {
            let told = pairs.iter().flatten().map(|pair| Told::new((*pair).to_owned(), setting.clone()));
            let told: Vec<Told<'f>> = told.collect();
            let place = if told.len() < pairs.len() || told.is_empty() {
                let why = "its geo-redundant copy goes to a paired region that is not documented";
                Whereabouts::Untold(Untold::new(why).seeing([setting]))
            } else {
                Whereabouts::Told(told)
            };
            Holding { role: Role::Replication, place, fix: fix.clone() }
        })
        .collect()
}

fn suggests_store(object: &Object<'_>) -> bool {
    let excepted = GROUPS_WITHOUT_DATA.iter().any(|end| object.group.ends_with(end))
        || KINDS_WITHOUT_DATA.iter().any(|(group, kind)| object.is(group, kind));
    if excepted {
        return false;
    }
    let kind = words::of(object.kind);
    let kind: Vec<&str> = kind.iter().map(String::as_str).collect();
    // The group says what the operator is for, the kind says whether this object is the thing or about it.
    let group = words::of(object.group);
    let all: Vec<&str> = group.iter().map(String::as_str).chain(kind.iter().copied()).collect();
    words::suggest_store(&all)
}

fn asks_for_volume(node: &Node<'_>) -> bool {
    node.items().iter().any(asks_for_volume)
        || node.entries().iter().any(|(key, value)| CLAIMS.contains(key) || asks_for_volume(value))
}
