//! The vulnerabilities that were found: entries that mean the same one are one finding, in the components that any of them names.

use crate::aliases::{Aliases, ids, is_cve};
use crate::bom::Bom;
use crate::facts::Facts;
use crate::index::Index;
use clearance_rule::prelude::*;
use clearance_rule::sections::Vulnerability;

/// An entry with its place.
pub(crate) type Placed<'f> = (String, &'f Vulnerability<'f>);

/// One vulnerability.
#[derive(Debug, Default)]
pub(crate) struct Finding<'f> {
    /// What the rows call it: its CVE, or else the first of its identifiers.
    pub(crate) id: String,
    /// What [`Aliases`] know it by.
    pub(crate) key: Option<usize>,
    /// All that say something of it.
    pub(crate) entries: Vec<Placed<'f>>,
    /// The components that it is in, each once.
    pub(crate) components: Vec<Named<'f>>,
    /// The components of which it says that their version is not affected, each once.
    pub(crate) unaffected: Vec<Named<'f>>,
    /// What it is said to be in and the SBOM does not have, each once, with its pointer. Empty where it has no name.
    pub(crate) elsewhere: Vec<(&'f str, String)>,
}

/// A component that a finding names.
#[derive(Debug)]
pub(crate) struct Named<'f> {
    /// Its place in the [`Bom`].
    pub(crate) component: usize,
    /// The reference that names it, and its pointer.
    pub(crate) reference: &'f str,
    pub(crate) pointer: String,
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
    let mut entries = Vec::new();
    let embedded = facts.sbom.as_ref().and_then(|sbom| sbom.vulnerabilities.as_ref());
    for (place, list) in [("/findings/", facts.findings.as_ref()), ("/sbom/vulnerabilities/", embedded)] {
        for (i, entry) in list.map_or(&[][..], Vec::as_slice).iter().enumerate() {
            entries.push((text![place, i], entry));
        }
    }
    entries
}

/// The findings in the order in which entries first speak of them.
pub(crate) fn gather<'f>(entries: Vec<Placed<'f>>, aliases: &Aliases, bom: &Bom<'f>) -> Vec<Finding<'f>> {
    let mut findings: Vec<Finding<'f>> = Vec::new();
    let mut places: Vec<Option<usize>> = vec![None; aliases.count()];
    for (pointer, entry) in entries {
        let key = ids(entry).first().and_then(|id| aliases.find(id));
        let known = key.and_then(|key| places[key]);
        let place = known.unwrap_or(findings.len());
        if known.is_none() {
            findings.push(Finding { key, ..Finding::default() });
        }
        if let Some(key) = key {
            places[key] = Some(place);
        }
        findings[place].entries.push((pointer, entry));
    }
    // The finding that a component was last seen to be in, or not to be affected by.
    let mut affected = vec![usize::MAX; bom.components.len()];
    let mut unaffected = affected.clone();
    for (number, finding) in findings.iter_mut().enumerate() {
        finding.name(aliases);
        finding.locate(bom, |named, is_affected| {
            let seen = if is_affected { &mut affected } else { &mut unaffected };
            std::mem::replace(&mut seen[named], number) != number
        });
        finding.unaffected.retain(|named| affected[named.component] != number);
    }
    findings
}

impl<'f> Finding<'f> {
    /// Finds what it is in. `is_new` tells whether a component, affected or not, is named for the first time.
    fn locate(&mut self, bom: &Bom<'f>, mut is_new: impl FnMut(usize, bool) -> bool) {
        let mut missing = Index::default();
        for (pointer, entry) in &self.entries {
            for (i, affected) in entry.affects.as_deref().unwrap_or_default().iter().enumerate() {
                let place = || text![pointer, "/affects/", i];
                let reference = affected.reference.unwrap_or_default();
                let found = bom.named(reference, affected.versions.as_deref().unwrap_or_default());
                if found.is_empty() && missing.number(reference).is_none() {
                    missing.add(reference.to_owned(), 0);
                    self.elsewhere.push((reference, place()));
                }
                for (component, is_affected) in found {
                    if is_new(component, is_affected) {
                        let named = Named { component, reference, pointer: place() };
                        if is_affected { self.components.push(named) } else { self.unaffected.push(named) }
                    }
                }
            }
        }
    }

    fn name(&mut self, aliases: &Aliases) {
        let mut name: Option<&str> = None;
        for (_, entry) in &self.entries {
            for id in ids(entry) {
                // Of several, the least: of CVE there is but one, however it is written.
                let better = name.is_none_or(|name| is_cve(id) && (!is_cve(name) || id < name));
                if better && aliases.find(id) == self.key {
                    name = Some(id);
                }
            }
        }
        self.id = name.map_or_else(|| text!["the finding at ", self.place()], str::to_owned);
    }
}
