//! The vulnerabilities that were found: entries that mean the same one are one finding, in the components that any of them names.

use crate::aliases::{Aliases, ids, is_cve};
use crate::bom::Bom;
use crate::facts::Facts;
use clearance_rule::prelude::*;
use clearance_rule::sections::Vulnerability;
use std::collections::BTreeMap;

/// An entry with its place.
pub(crate) type Placed<'f> = (String, &'f Vulnerability<'f>);

/// One vulnerability.
#[derive(Debug)]
pub(crate) struct Finding<'f> {
    /// What the rows call it: its CVE, or else the first of its identifiers.
    pub(crate) id: String,
    /// What [`Aliases`] know it by.
    pub(crate) key: Option<usize>,
    /// All that say something of it.
    pub(crate) entries: Vec<Placed<'f>>,
    /// The components that it is in, by their place in the [`Bom`], with the reference that names each and its pointer.
    pub(crate) components: BTreeMap<usize, (&'f str, String)>,
    /// The components of which an entry says that this version is not affected, with its pointer.
    pub(crate) unaffected: BTreeMap<usize, String>,
    /// What it is said to be in and the SBOM does not have, with its pointer.
    pub(crate) elsewhere: BTreeMap<&'f str, String>,
}

impl Finding<'_> {
    /// The place of the first entry.
    pub(crate) fn place(&self) -> &str {
        self.entries.first().map_or("", |(pointer, _)| pointer)
    }

    /// Whether it names anything that is affected.
    pub(crate) fn names_something(&self) -> bool {
        !self.components.is_empty() || !self.unaffected.is_empty() || !self.elsewhere.is_empty()
    }
}

/// All entries: those of `findings`, then those that the SBOM brings along.
pub(crate) fn entries<'f>(facts: &'f Facts<'f>) -> Vec<Placed<'f>> {
    let scanned = facts.findings.iter().flatten().enumerate().map(|(i, entry)| (text!["/findings/", i], entry));
    let embedded = facts.sbom.iter().flat_map(|sbom| sbom.vulnerabilities.iter().flatten()).enumerate();
    scanned.chain(embedded.map(|(i, entry)| (text!["/sbom/vulnerabilities/", i], entry))).collect()
}

/// The findings in the order in which entries first speak of them.
pub(crate) fn gather<'f>(entries: Vec<Placed<'f>>, aliases: &Aliases, bom: &Bom<'f>) -> Vec<Finding<'f>> {
    let mut findings: Vec<Finding<'f>> = Vec::new();
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for (pointer, entry) in entries {
        let key = ids(entry).next().and_then(|id| aliases.find(id));
        let place = key.and_then(|key| places.get(&key).copied()).unwrap_or_else(|| {
            findings.push(Finding {
                id: String::new(),
                key,
                entries: Vec::new(),
                components: BTreeMap::new(),
                unaffected: BTreeMap::new(),
                elsewhere: BTreeMap::new(),
            });
            findings.len() - 1
        });
        if let Some(key) = key {
            places.insert(key, place);
        }
        findings[place].add(pointer, entry, bom);
    }
    for finding in &mut findings {
        finding.id = finding.name(aliases);
        let Finding { components, unaffected, .. } = finding;
        unaffected.retain(|component, _| !components.contains_key(component));
    }
    findings
}

impl<'f> Finding<'f> {
    fn add(&mut self, pointer: String, entry: &'f Vulnerability<'f>, bom: &Bom<'f>) {
        for (i, affected) in entry.affects.iter().flatten().enumerate() {
            let place = text![pointer, "/affects/", i];
            let Some(reference) = affected.reference.filter(|reference| !reference.is_empty()) else {
                self.elsewhere.entry("an unnamed component").or_insert(place);
                continue;
            };
            let found = bom.named(reference, affected.versions.as_deref().unwrap_or_default());
            if found.is_empty() {
                self.elsewhere.entry(reference).or_insert_with(|| place.clone());
            }
            for (component, is_affected) in found {
                if is_affected {
                    self.components.entry(component).or_insert_with(|| (reference, place.clone()));
                } else {
                    self.unaffected.entry(component).or_insert_with(|| place.clone());
                }
            }
        }
        self.entries.push((pointer, entry));
    }

    fn name(&self, aliases: &Aliases) -> String {
        let own = || self.entries.iter().flat_map(|(_, entry)| ids(entry)).filter(|id| aliases.find(id) == self.key);
        let id = own().filter(|id| is_cve(id)).min().or_else(|| own().next());
        id.map_or_else(|| text!["the finding at ", self.place()], str::to_owned)
    }
}
