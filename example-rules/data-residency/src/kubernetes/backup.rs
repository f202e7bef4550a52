//! Snapshots, and Velero's backups: where the copies go.

use super::objects::{Object, Part};
use super::{Evidence, Kubernetes, placement};
use crate::finding::{Fix, Holding, Resource, Seen, Told, Untold, Whereabouts};
use crate::policy::Role;
use crate::region;
use clearance_rule::node::below;
use clearance_rule::text;

/// The name Velero gives to a location that nobody names.
const DEFAULT_LOCATION: &str = "default";

impl<'f> Kubernetes<'f> {
    /// A snapshot goes where its class says, else, but for Google's, where its volume is.
    pub(super) fn snapshot(&self, object: &Object<'f>) -> Resource<'f> {
        let claim = object.text(&["spec", "source", "persistentVolumeClaimName"]);
        let claim = claim.and_then(|name| self.objects.find_in(object.namespace, "", "PersistentVolumeClaim", name));
        let source = claim.map(|claim| self.claim(claim));
        let named = object.text(&["spec", "volumeSnapshotClassName"]);
        let class = named.and_then(|name| self.objects.find("snapshot.storage.k8s.io", "VolumeSnapshotClass", name));
        let chosen = class.and_then(|class| class.part(&["parameters"])).map(|part| self.parameters(&part));
        let known = named.and_then(|name| self.policy.storage_class(name)).unwrap_or_default();
        // Google keeps a snapshot in the nearest multi-region unless told otherwise; the others keep it with its volume.
        let beside = class.and_then(|class| class.text(&["driver"])).is_some_and(|driver| !driver.contains("gke.io"));
        let beside = source.as_ref().filter(|_| beside).and_then(|source| match &source.holdings.first()?.place {
            Whereabouts::Told(told) => Some(told.clone()),
            _ => None,
        });
        let fix = Fix::Stand("choose a snapshot class that keeps snapshots".to_owned());
        let evidence = [
            Evidence { told: chosen.unwrap_or_default(), fix: fix.clone() },
            self.labelled(&Self::own(object)),
            Evidence { told: Told::by("storage_classes", known), fix: fix.clone() },
            Evidence { told: beside.unwrap_or_default(), fix: Fix::Stand("take it of a volume".to_owned()) },
        ];
        let mut levels = Self::own(object);
        levels.extend(claim.into_iter().flat_map(Self::own));
        self.backup(
            object,
            &levels,
            evidence,
            "its snapshot class does not tell",
            &["spec", "volumeSnapshotClassName"],
            fix,
        )
    }

    /// A snapshot that is there already.
    pub(super) fn snapshot_content(&self, object: &Object<'f>) -> Resource<'f> {
        let source = object.part(&["spec", "source"]);
        let places = source.as_ref().map(super::workload::volume_places).unwrap_or_default();
        let fix = Fix::Set(text!["the label `", placement::REGION, "`, if the snapshot is there,"]);
        let evidence = [Evidence { told: places, fix: fix.clone() }, self.labelled(&Self::own(object))];
        let handle = &["spec", "source", "snapshotHandle"];
        self.backup(object, &Self::own(object), evidence, "the snapshot's handle bears no region", handle, fix)
    }

    /// Velero's locations, and the backups that go there.
    pub(super) fn velero(&self, object: &Object<'f>, kind: &str) -> Option<Resource<'f>> {
        let levels = Self::own(object);
        let fix = |what: &str| Fix::Set(what.to_owned());
        match kind {
            "BackupStorageLocation" | "VolumeSnapshotLocation" => {
                let evidence = [
                    Evidence { told: Self::velero_place(object), fix: fix("`spec.config.region`") },
                    self.labelled(&levels),
                ];
                let why = "`spec.config` names no region";
                let untold = fix("`spec.config.region`, or where the provider takes none, a region label,");
                Some(self.backup(object, &levels, evidence, why, &["spec", "config"], untold))
            }
            "Backup" | "Schedule" => {
                let spec = if kind == "Schedule" { &["spec", "template"][..] } else { &["spec"] };
                Some(self.velero_backup(object, object.part(spec).as_ref()))
            }
            _ => None,
        }
    }

    fn velero_place(location: &Object<'f>) -> Vec<Told<'f>> {
        let Some(config) = location.part(&["spec", "config"]) else { return Vec::new() };
        let mut told = Vec::new();
        for key in ["region", "snapshotLocation", "s3Url"] {
            let Some(value) = config.part(&[key]) else { continue };
            let text = value.node.text();
            let region = if key == "s3Url" { text.and_then(region::within) } else { text.map(region::canonical) };
            let seen = || Seen { pointer: value.pointer.clone(), value: Some(value.node) };
            told.extend(region.map(|region| Told::new(region, seen())));
            // A server of one's own takes any region to be its name; its address says more, where it says anything.
            if !told.is_empty() {
                break;
            }
        }
        told
    }

    /// One holding for each location that a backup goes to.
    fn velero_backup(&self, object: &Object<'f>, spec: Option<&Part<'f>>) -> Resource<'f> {
        let storage = spec.and_then(|spec| spec.part(&["storageLocation"]));
        let mut names = vec![("BackupStorageLocation", storage.as_ref().and_then(|part| part.node.text()), storage)];
        for part in spec.iter().filter_map(|spec| spec.part(&["volumeSnapshotLocations"])) {
            names.extend(part.items().map(|part| ("VolumeSnapshotLocation", part.node.text(), Some(part))));
        }
        let pointer = spec.map_or_else(|| below(&object.pointer, "spec"), |spec| spec.pointer.clone());
        let holdings = names.into_iter().map(|(kind, name, part)| {
            let name = name.unwrap_or(DEFAULT_LOCATION);
            let seen = match part {
                Some(part) => Seen { pointer: part.pointer, value: Some(part.node) },
                None => Seen::absent(below(&pointer, "storageLocation")),
            };
            let location = self.objects.find_in(object.namespace, "velero.io", kind, name);
            let place = match location.and_then(|location| self.velero(location, kind)) {
                None => {
                    Whereabouts::Untold(Untold::new(text!["the ", kind, " `", name, "` is not among the manifests"]))
                }
                Some(location) => location.holdings.into_iter().next().map_or(
                    Whereabouts::Untold(Untold::new(text!["the ", kind, " `", name, "` has no place"])),
                    |holding| holding.place,
                ),
            };
            let place = match place {
                Whereabouts::Untold(untold) => Whereabouts::Untold(untold.seeing([seen])),
                Whereabouts::Told(mut told) => {
                    for told in &mut told {
                        told.seen.insert(0, seen.clone());
                    }
                    Whereabouts::Told(told)
                }
                nowhere @ Whereabouts::Nowhere(_) => nowhere,
            };
            Holding { role: Role::Backup, place, fix: Fix::Stand(text!["let it go to a ", kind]) }
        });
        let holdings = holdings.collect();
        let class = self.class(&Self::own(object), object.namespace, &object.pointer);
        Resource { subject: object.subject(), class, class_fix: self.class_fix(), cloud: None, holdings }
    }

    /// A resource that only backs up, to somewhere that need not be where the cluster is.
    fn backup<const N: usize>(
        &self,
        object: &Object<'f>,
        levels: &super::Levels<'f>,
        evidence: [Evidence<'f>; N],
        why: &str,
        missing: &[&str],
        fix: Fix,
    ) -> Resource<'f> {
        let (place, fix) = self.settle(evidence, object.namespace, true, || {
            let seen = match object.part(missing) {
                Some(part) => Seen { pointer: part.pointer, value: Some(part.node) },
                None => Seen::absent(missing.iter().fold(object.pointer.clone(), |pointer, key| below(&pointer, key))),
            };
            (Untold::new(why).seeing([seen]), fix)
        });
        let class = self.class(levels, object.namespace, &object.pointer);
        let holdings = vec![Holding { role: Role::Backup, place, fix }];
        Resource { subject: object.subject(), class, class_fix: self.class_fix(), cloud: None, holdings }
    }
}
