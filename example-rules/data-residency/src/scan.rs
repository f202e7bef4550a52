//! Reads the places out of a thing of unknown shape: a custom resource or a Terraform type that no table lists. Every
//! value under a key that names a region, every ARN, resource path and endpoint counts; the keys on the way say
//! whether it is where the thing itself stands, where it is copied to or where it is backed up.

use crate::finding::{Fix, Holding, Seen, Told, Untold, Whereabouts};
use crate::kept::Kept;
use crate::part::Part;
use crate::policy::{Policy, Role};
use crate::{region, words};
use clearance_rule::node::{Node, below};
use clearance_rule::text;

/// What was read.
#[derive(Default)]
pub(crate) struct Scan<'f> {
    /// Where the thing itself may stand.
    pub(crate) own: Vec<Told<'f>>,
    /// Where it is copied to or backed up.
    pub(crate) holdings: Vec<Holding<'f>>,
    /// Settings that have Azure copy the data to the paired region.
    pub(crate) geo_redundant: Vec<Seen<'f>>,
}

/// Reads the parts of a map that only the caller understands, such as the placement of pods.
pub(crate) type Extra<'x, 'f> = &'x dyn Fn(&'f Node<'f>, &str, &mut Vec<Told<'f>>);

/// Below these keys stands where data comes from, what is wrong with it, or what it is encrypted with and run by.
const ELSEWHERE: &str = "\
    accesspolicy bootstrap certificate certificates clone datasource encryption externalclusters iam image images \
    kms labels annotations managedfields metadata networkpolicy restore securitycontext source sourceref status \
    tags tagsall";

/// Keys that name things other than places of data by ARN or path.
const NOT_PLACES: &str = "\
    certificate credential grant iam image kms key policy principal profile role secret source subnet topic";

const COPIES: &str = "copy destination failover georep mirror replic secondar standby target peer";

const BACKUPS: &str = "archive backup pgbackrest snapshot";

/// Keys of object stores; where one of them backs up and tells no region, that is a finding.
const OBJECT_STORES: &str = "azure barmanobjectstore bucket destinationpath gcs objectstorage objectstore s3";

const GEO_REDUNDANT: &str = "\
    geo_redundant georedundant grs gzrs ragrs ragzrs standard_grs standard_gzrs standard_ragrs standard_ragzrs";

/// Reads all that stands below a part.
#[inline(never)]
pub(crate) fn scan<'f>(policy: &Policy, part: Part<'f>, extra: Extra<'_, 'f>) -> Scan<'f> {
    let mut reader = Reader { policy, kept: part.kept, extra, found: Scan::default() };
    reader.read(part.node, part.pointer, Role::Storage);
    reader.found
}

struct Reader<'x, 'f> {
    policy: &'x Policy,
    kept: &'f Kept<'f>,
    extra: Extra<'x, 'f>,
    found: Scan<'f>,
}

impl<'f> Reader<'_, 'f> {
    fn read(&mut self, node: &'f Node<'f>, pointer: &str, role: Role) {
        for (i, item) in node.items().iter().enumerate() {
            self.read(item, &text![pointer, "/", i], role);
        }
        if node.entries().is_empty() {
            return;
        }
        let mut extra = Vec::new();
        (self.extra)(node, pointer, &mut extra);
        for told in extra {
            self.tell(role, told, pointer);
        }
        for (name, value) in node.entries() {
            let mut key = String::new();
            for letter in name.chars() {
                if letter.is_ascii_alphanumeric() {
                    key.push(letter.to_ascii_lowercase());
                }
            }
            if words::has(ELSEWHERE, &key) {
                continue;
            }
            let role = narrowed(role, &key);
            let pointer = below(pointer, name);
            match value {
                Node::List(items) => {
                    for (i, item) in items.iter().enumerate() {
                        self.nested(item, &text![pointer, "/", i], role, &key);
                    }
                }
                _ => self.nested(value, &pointer, role, &key),
            }
        }
    }

    #[inline(never)]
    fn nested(&mut self, node: &'f Node<'f>, pointer: &str, role: Role, key: &str) {
        if let Node::Text(text) = node {
            self.text(text, node, pointer, role, key);
            return;
        }
        let before = self.found.holdings.len();
        self.read(node, pointer, role);
        let told = self.found.holdings.len() > before;
        if role != Role::Storage && !told && words::has(OBJECT_STORES, key) && !node.entries().is_empty() {
            self.untold(role, node, pointer);
        }
    }

    fn text(&mut self, text: &'f str, node: &'f Node<'f>, pointer: &str, role: Role, key: &str) {
        let part = || Part::new(self.kept, pointer.to_owned(), node);
        if words::has(GEO_REDUNDANT, &text.to_ascii_lowercase()) {
            self.found.geo_redundant.push(part().seen());
        } else if let Some(region) = self.place(text, key) {
            self.tell(role, part().told(region), pointer);
        }
    }

    fn place(&self, text: &str, key: &str) -> Option<String> {
        if text.trim().is_empty() {
            return None;
        }
        let ends = |end: &str| key.strip_suffix('s').unwrap_or(key).ends_with(end);
        if ends("zone") {
            return self.policy.region_of_zone(text);
        }
        if ends("region") || ends("location") || matches!(key, "regionname" | "locationid" | "regionlist") {
            if text.contains('/') {
                return region::within(text);
            }
            let region = region::canonical(text);
            // `storageLocation: default` is the name of another object, `location: Europe` is a place.
            let plain = matches!(words::stripped(key, "", "s"), "region" | "location") || key.ends_with("region");
            return (plain || region::cloud(&region).is_some()).then_some(region);
        }
        let skipped = words::any(NOT_PLACES, &|word| key.contains(word));
        if skipped || !region::bears_place(text) { None } else { region::within(text) }
    }

    #[inline(never)]
    fn tell(&mut self, role: Role, told: Told<'f>, pointer: &str) {
        if role == Role::Storage {
            self.found.own.push(told);
        } else {
            let place = Whereabouts::Told(self.kept.told(vec![told]));
            let fix = Fix::Set(self.kept.text(text!["`", pointer, "`"]));
            self.found.holdings.push(Holding { role, place, fix });
        }
    }

    fn untold(&mut self, role: Role, node: &'f Node<'f>, pointer: &str) {
        let seen = Part::new(self.kept, pointer.to_owned(), node).seen();
        let untold = Untold::new("the object store names no region").seeing(self.kept, &[seen]);
        let fix = Fix::Set(self.kept.text(text!["a regional endpoint or a region in `", pointer, "`"]));
        self.found.holdings.push(Holding { role, place: Whereabouts::Untold(untold), fix });
    }
}

/// What stands below a key: once it is a backup or a copy, it stays one.
fn narrowed(role: Role, key: &str) -> Role {
    let any = |list| words::any(list, &|word| key.contains(word));
    match role {
        Role::Storage if any(BACKUPS) => Role::Backup,
        Role::Storage if any(COPIES) => Role::Replication,
        _ => role,
    }
}
