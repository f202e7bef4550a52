//! Snapshots, and Velero's backups: where the copies go.

use super::objects::Object;
use super::workload::volume_places;
use super::{Evidence, Kubernetes, Levels, Settled, placement};
use crate::finding::{Fix, Holding, Resource, Told, Untold, Whereabouts};
use crate::part::Part;
use crate::policy::Role;
use crate::region;
use clearance_rule::text;

/// The name Velero gives to a location that nobody names.
const DEFAULT_LOCATION: &str = "default";

/// What is known of a thing that only backs up.
struct Copy<'e, 'f> {
    levels: Levels<'f>,
    evidence: &'e [Evidence<'f>],
    why: &'static str,
    /// Where a place would be named.
    missing: &'static [&'static str],
    fix: Fix<'f>,
}

impl<'f> Kubernetes<'f> {
    /// A snapshot goes where its class says, else, but for Google's, where its volume is.
    pub(super) fn snapshot(&self, object: &Object<'f>) -> Resource<'f> {
        let claim = object.text(&["spec", "source", "persistentVolumeClaimName"]);
        let claim = claim.and_then(|name| self.objects.find_in(object.namespace, "", "PersistentVolumeClaim", name));
        let named = object.text(&["spec", "volumeSnapshotClassName"]);
        let class = named.and_then(|name| self.objects.find("snapshot.storage.k8s.io", "VolumeSnapshotClass", name));
        // Google keeps a snapshot in the nearest multi-region unless told otherwise; the others keep it with its volume.
        let beside = class.and_then(|class| class.text(&["driver"])).is_some_and(|driver| !driver.contains("gke.io"));
        let mut levels = object.own();
        let mut volume: &[Told<'f>] = &[];
        if let Some(claim) = claim {
            levels.push(claim.metadata());
            if beside && let Some(Whereabouts::Told(told)) = self.claim(claim).holdings.first().map(|held| held.place) {
                volume = told;
            }
        }
        let fix = Fix::Stand("choose a snapshot class that keeps snapshots");
        let evidence = [
            Evidence { told: class.map(|class| self.parameters(class)).unwrap_or_default(), fix },
            self.labelled(&object.own()),
            Evidence { told: self.known_class(named), fix },
            Evidence { told: volume, fix: Fix::Stand("take it of a volume") },
        ];
        let why = "its snapshot class does not tell";
        let missing = &["spec", "volumeSnapshotClassName"];
        self.backup(object, &Copy { levels, evidence: &evidence, why, missing, fix })
    }

    /// A snapshot that is there already.
    pub(super) fn snapshot_content(&self, object: &Object<'f>) -> Resource<'f> {
        let mut places = Vec::new();
        if let Some(source) = object.part.part(&["spec", "source"]) {
            volume_places(source, &mut places);
        }
        let fix = self.set(&["the label `", placement::REGION, "`, if the snapshot is there,"]);
        let levels = object.own();
        let evidence = [Evidence { told: self.kept.told(places), fix }, self.labelled(&levels)];
        let why = "the snapshot's handle bears no region";
        let missing = &["spec", "source", "snapshotHandle"];
        self.backup(object, &Copy { levels, evidence: &evidence, why, missing, fix })
    }

    /// Velero's locations, and the backups that go there.
    #[inline(never)]
    pub(super) fn velero(&self, object: &Object<'f>) -> Option<Resource<'f>> {
        match object.kind {
            "BackupStorageLocation" | "VolumeSnapshotLocation" => {
                let levels = object.own();
                let told = Evidence { told: self.velero_place(object), fix: Fix::Set("`spec.config.region`") };
                let evidence = [told, self.labelled(&levels)];
                let why = "`spec.config` names no region";
                let fix = Fix::Set("`spec.config.region`, or where the provider takes none, a region label,");
                let missing = &["spec", "config"];
                Some(self.backup(object, &Copy { levels, evidence: &evidence, why, missing, fix }))
            }
            "Backup" => Some(self.velero_backup(object, object.part.part(&["spec"]))),
            "Schedule" => Some(self.velero_backup(object, object.part.part(&["spec", "template"]))),
            _ => None,
        }
    }

    fn velero_place(&self, location: &Object<'f>) -> &'f [Told<'f>] {
        let Some(config) = location.part.part(&["spec", "config"]) else { return &[] };
        for key in ["region", "snapshotLocation", "s3Url"] {
            let Some(text) = config.text(&[key]) else { continue };
            let region = if key == "s3Url" { region::within(text) } else { Some(region::canonical(text)) };
            // A server of one's own takes any region to be its name; its address says more, where it says anything.
            if let Some(region) = region
                && let Some(value) = config.part(&[key])
            {
                return self.kept.told(vec![value.told(region)]);
            }
        }
        &[]
    }

    /// One holding for each location that a backup goes to.
    fn velero_backup(&self, object: &Object<'f>, spec: Option<Part<'f>>) -> Resource<'f> {
        let mut holdings = Vec::new();
        let storage = match spec {
            Some(spec) => spec.seen_at(&["storageLocation"]),
            None => object.part.absent(&["spec", "storageLocation"]),
        };
        let mut names = vec![("BackupStorageLocation", storage)];
        for part in spec.map(|spec| spec.items_at(&["volumeSnapshotLocations"])).unwrap_or_default() {
            names.push(("VolumeSnapshotLocation", part.seen()));
        }
        for (kind, seen) in names {
            let name = seen.text().unwrap_or(DEFAULT_LOCATION);
            let location = self.objects.find_in(object.namespace, "velero.io", kind, name);
            let untold = |why: &str| {
                let why = text!["the ", kind, " `", name, "` ", why];
                Whereabouts::Untold(Untold::new(self.kept.text(why)))
            };
            let place = match location.and_then(|location| self.velero(location)) {
                None => untold("is not among the manifests"),
                Some(location) => location.holdings.first().map_or_else(|| untold("has no place"), |held| held.place),
            };
            let place = match place {
                Whereabouts::Untold(untold) => Whereabouts::Untold(untold.seeing(self.kept, &[seen])),
                Whereabouts::Told(told) => Whereabouts::Told(self.kept.told(self.kept.through(&[seen], told))),
                nowhere @ Whereabouts::Nowhere(_) => nowhere,
            };
            let fix = Fix::Stand(self.kept.text(text!["let it go to a ", kind]));
            holdings.push(Holding { role: Role::Backup, place, fix });
        }
        let class = self.class(&object.own(), object.namespace, object.part.pointer);
        let nowhere = (Role::Backup, Whereabouts::Nowhere(""), Fix::Do(""));
        Resource { holdings, ..self.resource(object.subject(), class, nowhere) }
    }

    /// A resource that only backs up, to somewhere that need not be where the cluster is.
    #[inline(never)]
    fn backup(&self, object: &Object<'f>, copy: &Copy<'_, 'f>) -> Resource<'f> {
        let untold = self.untold(copy.why, &[object.part.seen_at(copy.missing)]);
        let settled = Settled { evidence: copy.evidence, namespace: object.namespace, remote: true };
        let (place, fix) = self.settle(&settled, untold, copy.fix);
        let class = self.class(&copy.levels, object.namespace, object.part.pointer);
        self.resource(object.subject(), class, (Role::Backup, place, fix))
    }
}
