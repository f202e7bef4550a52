//! The parameters made ready: regions in one spelling, groups resolved, mistakes refused with their place.

use crate::params::{Class, DataResidency, Store};
use crate::region::{self, Cloud};
use clearance_rule::Mismatch;
use clearance_rule::node::below;
use clearance_rule::table::Table;
use clearance_rule::text;
use std::mem::take;

/// What a resource does with data. Ordered as the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Storage,
    Replication,
    Backup,
}

/// The parameters made ready.
#[derive(Debug, Default)]
pub(crate) struct Policy {
    classes: Vec<Rules>,
    default_class: Option<usize>,
    pub(crate) class_labels: Vec<String>,
    pub(crate) region_labels: Vec<String>,
    zones: Table<String>,
    storage_classes: Table<Vec<String>>,
    pub(crate) cluster_regions: Vec<String>,
    pub(crate) provider_regions: Table<String>,
    located: Table<Vec<String>>,
    pub(crate) stores: Table<Store>,
    not_stores: Vec<String>,
}

/// One class of data.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) name: String,
    storage: Allowed,
    replication: Allowed,
    backup: Allowed,
}

impl Rules {
    pub(crate) fn allowed(&self, role: Role) -> &Allowed {
        match role {
            Role::Storage => &self.storage,
            Role::Replication => &self.replication,
            Role::Backup => &self.backup,
        }
    }
}

/// A list of regions that a class may use.
#[derive(Debug, Clone)]
pub(crate) struct Allowed {
    /// As the policy words it, members of groups in brackets.
    pub(crate) words: String,
    patterns: Vec<String>,
}

impl Allowed {
    pub(crate) fn permits(&self, region: &str) -> bool {
        self.patterns.iter().any(|pattern| covers(pattern, region))
    }

    pub(crate) fn anywhere(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern == "*")
    }

    /// The regions to choose from, those of the cloud given where there are any.
    pub(crate) fn choices(&self, cloud: Option<Cloud>) -> Vec<&str> {
        let all = texts(&self.patterns);
        let mut near = all.clone();
        near.retain(|pattern| cloud.is_some_and(|cloud| may_name(pattern, cloud)));
        if near.is_empty() { all } else { near }
    }
}

/// Whether a pattern may stand for a region of this cloud.
fn may_name(pattern: &str, of: Cloud) -> bool {
    match pattern.strip_suffix('*') {
        None => region::cloud(pattern) == Some(of),
        Some(stem) => match of {
            Cloud::Aws => stem.split('-').next().is_some_and(|area| area.len() == 2) && stem.contains('-'),
            Cloud::Google => stem.split('-').next().is_some_and(region::is_google_area) && stem.contains('-'),
            Cloud::Azure => !stem.contains('-'),
        },
    }
}

/// Whether a pattern with an optional closing `*` covers a text.
#[inline(never)]
pub(crate) fn covers(pattern: &str, text: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => text.starts_with(stem),
        None => pattern == text,
    }
}

impl Policy {
    pub(crate) fn new(params: &mut DataResidency) -> Result<Self, Mismatch> {
        let mut groups = Table::default();
        for (name, members) in params.groups.entries() {
            let pointer = below("/groups", name);
            let members = each(members, &pointer, pattern)?;
            if members.is_empty() {
                return Err(refused(&pointer, text!["the group `", name, "` has no region"]));
            }
            groups.insert(name.clone(), members);
        }
        let mut classes: Vec<Rules> = Vec::new();
        for (name, class) in params.classes.entries() {
            let pointer = below("/classes", name);
            if let Some(other) = classes.iter().find(|other| other.name.eq_ignore_ascii_case(name)) {
                let message = text!["the classes `", other.name, "` and `", name, "` differ only in case"];
                return Err(refused(&pointer, message));
            }
            classes.push(rules(name, class, &groups, &pointer)?);
        }
        if classes.is_empty() {
            return Err(refused("/classes", "no class of data is given".to_owned()));
        }
        if params.class_labels.is_empty() {
            return Err(refused("/class_labels", "no key is given under which a class is stated".to_owned()));
        }
        let default_class = match &params.default_class {
            None => None,
            Some(name) => {
                Some(classes.iter().position(|class| class.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
                    refused("/default_class", text!["`", name, "` is not one of the classes ", names(&classes)])
                })?)
            }
        };
        Ok(Self {
            classes,
            default_class,
            class_labels: take(&mut params.class_labels),
            region_labels: take(&mut params.region_labels),
            zones: single(&params.zones, "/zones", region::spelling)?,
            storage_classes: several(&params.storage_classes, "/storage_classes")?,
            cluster_regions: regions(&params.cluster_regions, "/cluster_regions")?,
            provider_regions: single(&params.provider_regions, "/provider_regions", str::to_owned)?,
            located: several(&params.located, "/located")?,
            stores: take(&mut params.stores),
            not_stores: take(&mut params.not_stores),
        })
    }

    #[inline(never)]
    pub(crate) fn class(&self, name: &str) -> Option<&Rules> {
        self.classes.iter().find(|class| class.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn default_class(&self) -> Option<&Rules> {
        self.default_class.and_then(|i| self.classes.get(i))
    }

    pub(crate) fn classes(&self) -> &[Rules] {
        &self.classes
    }

    /// The names of the classes, for a remedy.
    pub(crate) fn class_names(&self) -> String {
        names(&self.classes)
    }

    /// The region of a zone, where its name or the policy tells it.
    #[inline(never)]
    pub(crate) fn region_of_zone(&self, zone: &str) -> Option<String> {
        let zone = region::spelling(zone);
        self.zones.get(&zone).cloned().or_else(|| {
            let region = region::of_zone(&zone).unwrap_or(&zone);
            (region != zone || region::cloud(region).is_some()).then(|| region.to_owned())
        })
    }

    #[inline(never)]
    pub(crate) fn storage_class(&self, name: &str) -> Option<&[String]> {
        self.storage_classes.get(name).map(Vec::as_slice)
    }

    /// What the policy knows of the place of a subject. The most particular entry counts.
    #[inline(never)]
    pub(crate) fn located(&self, subject: &str) -> Option<&[String]> {
        let mut most = None;
        let mut first = (false, 0);
        for (pattern, regions) in self.located.entries() {
            let rank = (!pattern.ends_with('*'), pattern.len());
            if covers(pattern, subject) && rank >= first {
                (most, first) = (Some(regions.as_slice()), rank);
            }
        }
        most
    }

    pub(crate) fn holds_nothing(&self, kind: &str) -> bool {
        self.not_stores.iter().any(|pattern| covers(pattern, kind))
    }
}

fn rules(name: &str, class: &Class, groups: &Table<Vec<String>>, pointer: &str) -> Result<Rules, Mismatch> {
    let allowed = |list: &[String], field: &str| allowed(list, groups, &text![pointer, "/", field]);
    let storage = allowed(&class.allowed, "allowed")?;
    Ok(Rules {
        name: name.to_owned(),
        replication: class.replicas.as_ref().map_or(Ok(storage.clone()), |list| allowed(list, "replicas"))?,
        backup: class.backups.as_ref().map_or(Ok(storage.clone()), |list| allowed(list, "backups"))?,
        storage,
    })
}

fn allowed(list: &[String], groups: &Table<Vec<String>>, pointer: &str) -> Result<Allowed, Mismatch> {
    if list.is_empty() {
        return Err(refused(pointer, "no region is allowed: name one, or `*` for all".to_owned()));
    }
    let mut words = Vec::new();
    let mut patterns: Vec<String> = Vec::new();
    for (i, entry) in list.iter().enumerate() {
        let members = if let Some(members) = groups.get(entry) {
            words.push(text![entry, " (", abridged(&texts(members)), ")"]);
            members.clone()
        } else {
            let region = pattern(entry, &text![pointer, "/", i])?;
            words.push(region.clone());
            vec![region]
        };
        for member in members {
            if !patterns.contains(&member) {
                patterns.push(member);
            }
        }
    }
    Ok(Allowed { words: texts(&words).join(", "), patterns })
}

/// A list that stays readable however long it is.
#[inline(never)]
pub(crate) fn abridged(list: &[&str]) -> String {
    const SHOWN: usize = 8;
    let shown = list.get(..SHOWN).unwrap_or(list).join(", ");
    if list.len() > SHOWN { text![shown, " and ", list.len() - SHOWN, " more"] } else { shown }
}

/// A region, or the beginning of regions, as it stands in a list of allowed ones. A zone is refused: to allow its
/// region would allow more than was written.
#[inline(never)]
fn pattern(text: &str, pointer: &str) -> Result<String, Mismatch> {
    let name = region::spelling(text);
    let stem = name.strip_suffix('*').unwrap_or(&name);
    if stem.contains('*') {
        return Err(refused(pointer, text!["`", text, "`: a `*` may only end a region"]));
    }
    if name.is_empty() {
        return Err(refused(pointer, "a region is empty".to_owned()));
    }
    match region::of_zone(&name) {
        Some(region) => Err(refused(pointer, text!["`", text, "` is a zone: name its region, `", region, "`"])),
        None => Ok(region::canonical(&name)),
    }
}

/// What is read of each text of a list, or the first that is refused.
fn each(
    list: &[String],
    pointer: &str,
    read: fn(&str, &str) -> Result<String, Mismatch>,
) -> Result<Vec<String>, Mismatch> {
    let mut made = Vec::with_capacity(list.len());
    for (i, text) in list.iter().enumerate() {
        made.push(read(text, &text![pointer, "/", i])?);
    }
    Ok(made)
}

fn regions(list: &[String], pointer: &str) -> Result<Vec<String>, Mismatch> {
    each(list, pointer, known)
}

/// A region as a fact that the policy knows: exactly one.
#[inline(never)]
fn known(text: &str, pointer: &str) -> Result<String, Mismatch> {
    let region = region::canonical(text);
    if region.is_empty() || region.contains('*') {
        return Err(refused(pointer, text!["`", text, "` is not one region"]));
    }
    Ok(region)
}

fn single(map: &Table<String>, pointer: &str, key: fn(&str) -> String) -> Result<Table<String>, Mismatch> {
    let mut made = Table::default();
    for (name, text) in map.entries() {
        made.insert(key(name), known(text, &below(pointer, name))?);
    }
    Ok(made)
}

fn several(map: &Table<Vec<String>>, pointer: &str) -> Result<Table<Vec<String>>, Mismatch> {
    let mut made = Table::default();
    for (name, list) in map.entries() {
        let pointer = below(pointer, name);
        if list.is_empty() {
            return Err(refused(&pointer, text!["no region is given for `", name, "`"]));
        }
        made.insert(name.clone(), regions(list, &pointer)?);
    }
    Ok(made)
}

fn names(classes: &[Rules]) -> String {
    let mut names = Vec::new();
    for class in classes {
        names.push(text!["`", class.name, "`"]);
    }
    abridged(&texts(&names))
}

#[inline(never)]
pub(crate) fn texts(list: &[String]) -> Vec<&str> {
    let mut texts = Vec::new();
    for text in list {
        texts.push(text.as_str());
    }
    texts
}

#[inline(never)]
fn refused(pointer: &str, message: String) -> Mismatch {
    Mismatch { pointer: pointer.to_owned(), message }
}
