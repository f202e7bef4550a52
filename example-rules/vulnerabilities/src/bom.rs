//! The components of the SBOM in one list, found by `bom-ref` and by package URL.

use crate::index::Index;
use crate::purl::{Purl, decoded, same_version};
use clearance_rule::prelude::*;
use clearance_rule::sections::{AffectedVersion, Sbom, SbomComponent};

/// The SBOM, with what is needed to find a component.
#[derive(Debug, Default)]
pub(crate) struct Bom<'f> {
    /// The root first, where there is one, then all others in the order of the document, those that are contained after the
    /// one that contains them.
    pub(crate) components: Vec<Entry<'f>>,
    /// Whether the first component is `metadata.component`.
    pub(crate) rooted: bool,
    by_ref: Index,
    by_package: Index,
    serial: Option<&'f str>,
}

/// A component and its place.
#[derive(Debug)]
pub(crate) struct Entry<'f> {
    pub(crate) component: &'f SbomComponent<'f>,
    /// Where it stands among the facts.
    pub(crate) pointer: String,
    /// The component that contains it.
    pub(crate) parent: Option<usize>,
    pub(crate) purl: Option<Purl>,
}

impl<'f> Bom<'f> {
    /// The components of an SBOM.
    pub(crate) fn of(sbom: &'f Sbom<'f>) -> Self {
        let mut components: Vec<Entry<'f>> = Vec::new();
        let (mut by_ref, mut by_package) = (Index::default(), Index::default());
        let root = sbom.metadata.as_ref().and_then(|metadata| metadata.component.as_ref());
        // What is still to be listed, the next one last.
        let mut open: Vec<(&'f SbomComponent<'f>, String, Option<usize>)> = Vec::new();
        for (i, component) in sbom.components.as_deref().unwrap_or_default().iter().enumerate().rev() {
            open.push((component, text!["/sbom/components/", i], None));
        }
        open.extend(root.map(|component| (component, "/sbom/metadata/component".to_owned(), None)));
        while let Some((component, pointer, parent)) = open.pop() {
            for (i, part) in component.components.as_deref().unwrap_or_default().iter().enumerate().rev() {
                open.push((part, text![pointer, "/components/", i], Some(components.len())));
            }
            let purl = component.purl.and_then(Purl::parse);
            if let Some(name) = component.bom_ref {
                by_ref.add(name.to_owned(), components.len());
            }
            if let Some(purl) = &purl {
                by_package.add(purl.package.clone(), components.len());
            }
            components.push(Entry { component, pointer, parent, purl });
        }
        let serial = sbom.serial_number.map(bare_serial);
        Self { components, rooted: root.is_some(), by_ref, by_package, serial }
    }

    /// The components that bear a `bom-ref`: one, in a document that is valid.
    pub(crate) fn with_ref(&self, reference: &str) -> &[usize] {
        self.by_ref.places(reference)
    }

    /// The components that a finding names, and whether it does not say that their version is unaffected. Qualifiers are left
    /// aside, so that none is missed.
    pub(crate) fn named(&self, reference: &str, versions: &[AffectedVersion<'_>]) -> Vec<(usize, bool)> {
        let fragment = link(reference).map(|(_, fragment)| decoded(fragment));
        let reference = fragment.as_deref().unwrap_or(reference);
        let mut found = self.with_ref(reference).to_vec();
        if found.is_empty()
            && let Some(purl) = Purl::parse(reference)
        {
            for &i in self.by_package.places(&purl.package) {
                let entry = &self.components[i];
                let fits = match (&purl.version, &entry.purl) {
                    (Some(version), Some(own)) => own.version.as_ref().is_none_or(|own| own == version),
                    _ => entry.in_one_of(versions),
                };
                if fits {
                    found.push(i);
                }
            }
        }
        found.into_iter().map(|i| (i, !self.components[i].is_unaffected(versions))).collect()
    }

    /// Whether a BOM-Link leads into this document.
    pub(crate) fn is_linked_by(&self, serial: &str) -> bool {
        self.serial.is_some_and(|own| own.eq_ignore_ascii_case(serial))
    }

    /// What a component is called in a path.
    pub(crate) fn label(&self, i: usize) -> String {
        self.components[i].label()
    }
}

impl Entry<'_> {
    /// Group, name and version; or whatever else tells it from others.
    pub(crate) fn label(&self) -> String {
        let component = self.component;
        let Some(name) = component.name else {
            return component.purl.or(component.bom_ref).unwrap_or(&self.pointer).to_owned();
        };
        let group = component.group.filter(|group| !group.is_empty());
        let mut label = group.map_or_else(String::new, |group| text![group, "/"]);
        label.push_str(name);
        if let Some(version) = component.version.filter(|version| !version.is_empty()) {
            label.push('@');
            label.push_str(version);
        }
        label
    }

    /// What a row calls it: its package URL, where it has one.
    pub(crate) fn subject(&self) -> String {
        self.component.purl.map_or_else(|| self.label(), str::to_owned)
    }

    /// Whether this is the version that a text names.
    pub(crate) fn is_version(&self, version: &str) -> bool {
        self.component.version == Some(version) || self.purl.as_ref().is_some_and(|purl| same_version(version, purl))
    }

    /// Whether a finding about a package of any version may mean this one: it does, unless all versions that are affected
    /// are listed one by one and this one is not among them.
    fn in_one_of(&self, versions: &[AffectedVersion<'_>]) -> bool {
        let known = self.component.version.is_some();
        let listed = |entry: &AffectedVersion<'_>| match entry.version {
            Some(version) if entry.range.is_none() => entry.status != Some("unaffected") && self.is_version(version),
            _ => true,
        };
        !known || versions.is_empty() || versions.iter().any(listed)
    }

    /// Whether a finding says of this very version that it is not affected, and nothing else.
    fn is_unaffected(&self, versions: &[AffectedVersion<'_>]) -> bool {
        let own = || versions.iter().filter(|entry| entry.version.is_some_and(|version| self.is_version(version)));
        own().count() > 0 && own().all(|entry| entry.status == Some("unaffected"))
    }
}

/// The parts of a BOM-Link to an element of a document: the document's serial number, and the element's `bom-ref`, encoded.
pub(crate) fn link(reference: &str) -> Option<(&str, &str)> {
    let (document, fragment) = reference.strip_prefix("urn:cdx:")?.split_once('#')?;
    Some((document.split('/').next().unwrap_or(document), fragment))
}

fn bare_serial(serial: &str) -> &str {
    serial.strip_prefix("urn:uuid:").unwrap_or(serial)
}
