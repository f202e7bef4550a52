//! VEX statements, of OpenVEX and of CycloneDX alike: what each says of which vulnerability in which products.

use crate::aliases::ids;
use crate::bom::{Bom, Entry, link};
use crate::facts::Facts;
use crate::findings::Placed;
use crate::index::Index;
use crate::purl::{Purl, decoded};
use clearance_rule::node::Node;
use clearance_rule::prelude::*;
use clearance_rule::sections::{self, Affected, AffectedVersion, Metadata, SbomComponent, Vex};
use clearance_rule::time::At;

/// One statement.
#[derive(Debug)]
pub(crate) struct Statement<'f> {
    /// Where it stands among the facts.
    pub(crate) pointer: String,
    /// Where its status stands.
    pub(crate) status_pointer: String,
    /// The document that it is of, where it is of one of `vex`.
    pub(crate) document: Option<usize>,
    /// The vulnerabilities that it speaks of.
    pub(crate) ids: Vec<&'f str>,
    pub(crate) status: Option<&'f str>,
    pub(crate) says: Says,
    pub(crate) justification: Option<&'f str>,
    /// The justification in a sentence.
    pub(crate) sentence: Option<&'f str>,
    pub(crate) authors: Vec<&'f str>,
    pub(crate) time: Option<At<'f>>,
    /// The earliest end that is given.
    pub(crate) expires: Option<At<'f>>,
    /// What it names that can be told.
    targets: Vec<Target<'f>>,
    /// Whether it names anything.
    names_something: bool,
}

/// What a statement comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// It does not matter here; needs a justification.
    NotAffected,
    /// It is mended in this version.
    Fixed,
    /// It matters, or it is not known yet, or nobody can tell what is meant.
    Otherwise,
}

/// A product that a statement speaks of.
#[derive(Debug)]
enum Target<'f> {
    /// A component of the SBOM, with its versions where they are listed.
    Own(usize, &'f [AffectedVersion<'f>]),
    /// A package, and the parts of it that are meant: all where there are none.
    Package(Purl, Vec<Purl>, &'f [AffectedVersion<'f>]),
    /// A component without a package URL of the document that the statement is of.
    Alike(&'f SbomComponent<'f>, &'f [AffectedVersion<'f>]),
}

/// How a statement reaches a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    /// It names this very version.
    Exact,
    /// It names no version.
    AnyVersion,
    /// It lists versions, and not this one as one that it is about.
    OtherVersions,
    /// It names no product at all.
    Nothing,
}

impl Statement<'_> {
    /// How it reaches a component: by itself, or as a part of the root. None where it is about something else.
    pub(crate) fn reach(&self, bom: &Bom<'_>, component: usize) -> Option<Reach> {
        if self.targets.is_empty() {
            // An excuse for something that cannot be told is refused by name; an objection about something else is none here.
            return (!self.names_something || self.says != Says::Otherwise).then_some(Reach::Nothing);
        }
        self.targets.iter().filter_map(|target| target.reach(bom, component)).min()
    }
}

impl Target<'_> {
    fn reach(&self, bom: &Bom<'_>, component: usize) -> Option<Reach> {
        let own = self.reach_one(&bom.components[component], component);
        let root =
            || bom.components.first().filter(|_| bom.rooted && component != 0).and_then(|root| self.reach_one(root, 0));
        let Self::Package(_, parts, _) = self else { return own.or_else(root) };
        if parts.is_empty() {
            return own.or_else(root);
        }
        // The parts of a product of one version are of one version, too.
        let purl = bom.components[component].purl.as_ref()?;
        let part = |part: &Purl| part.speaks_of(purl) && (part.version.is_none() || part.version == purl.version);
        root().filter(|_| parts.iter().any(part))
    }

    fn reach_one(&self, entry: &Entry<'_>, place: usize) -> Option<Reach> {
        let (reach, versions) = match self {
            Self::Own(own, versions) => (Reach::Exact, (*own == place).then_some(versions)?),
            Self::Package(purl, _, versions) => {
                let own = entry.purl.as_ref().filter(|own| purl.speaks_of(own))?;
                match &purl.version {
                    None => (Reach::AnyVersion, versions),
                    version if *version == own.version => (Reach::Exact, versions),
                    _ => return None,
                }
            }
            Self::Alike(component, versions) => {
                let own = entry.component;
                let identity = |it: &SbomComponent<'_>| {
                    (it.bom_ref, it.group, it.name, it.version) == (own.bom_ref, own.group, own.name, own.version)
                };
                let named = own.bom_ref.is_some() && own.name.is_some() && own.version.is_some();
                (Reach::Exact, (named && identity(component)).then_some(versions)?)
            }
        };
        if versions.is_empty() {
            return Some(reach);
        }
        let listed =
            || versions.iter().filter(|listed| listed.version.is_some_and(|version| entry.is_version(version)));
        let contradicts = listed().any(|listed| matches!(listed.status, Some("affected" | "unknown")));
        Some(if listed().count() > 0 && !contradicts { Reach::Exact } else { Reach::OtherVersions })
    }
}

/// All statements: those of `vex`, then those that findings and the SBOM bring along.
pub(crate) fn all<'f>(facts: &'f Facts<'f>, entries: &[Placed<'f>], bom: &Bom<'f>) -> Vec<Statement<'f>> {
    let mut all = Vec::new();
    for (i, vex) in facts.vex.as_deref().unwrap_or_default().iter().enumerate() {
        for (j, statement) in vex.statements.as_deref().unwrap_or_default().iter().enumerate() {
            all.push(open_vex(vex, i, j, statement));
        }
        let own = Own::of(vex);
        for (j, entry) in vex.vulnerabilities.as_deref().unwrap_or_default().iter().enumerate() {
            let place = (text!["/vex/", i, "/vulnerabilities/", j], entry);
            if let Some(mut statement) = cyclone_dx(&place, vex.metadata.as_ref(), bom, Some(&own)) {
                statement.document = Some(i);
                statement.expires = earliest(statement.expires, vex.expires);
                all.push(statement);
            }
        }
    }
    let metadata = facts.sbom.as_ref().and_then(|sbom| sbom.metadata.as_ref());
    for place in entries {
        let metadata = metadata.filter(|_| place.0.starts_with("/sbom"));
        all.extend(cyclone_dx(place, metadata, bom, None));
    }
    all
}

fn open_vex<'f>(vex: &'f Vex<'f>, i: usize, j: usize, statement: &'f sections::Statement<'f>) -> Statement<'f> {
    let pointer = text!["/vex/", i, "/statements/", j];
    let mut ids = Vec::new();
    if let Some(vulnerability) = &statement.vulnerability {
        ids.extend(vulnerability.text());
        ids.extend(vulnerability.text_at(&["name"]));
        for alias in vulnerability.get("aliases").map(Node::items).unwrap_or_default() {
            ids.extend(alias.text());
        }
        // An address may end with the identifier.
        ids.extend(vulnerability.text_at(&["@id"]).and_then(|id| id.rsplit('/').next()));
    }
    let common = statement.subcomponents.as_deref().unwrap_or_default();
    let mut targets = Vec::new();
    for product in statement.products.as_deref().unwrap_or_default() {
        let stated = product.get("subcomponents").map(Node::items).unwrap_or_default();
        let mut parts = Vec::new();
        for part in [stated, common] {
            parts.extend(part.iter().filter_map(purl));
        }
        // Parts that nobody can tell are not all parts.
        let told = !parts.is_empty() || (stated.is_empty() && common.is_empty());
        targets.extend(purl(product).filter(|_| told).map(|purl| Target::Package(purl, parts, &[])));
    }
    let says = match statement.status {
        Some("not_affected") => Says::NotAffected,
        Some("fixed") => Says::Fixed,
        _ => Says::Otherwise,
    };
    Statement {
        status_pointer: text![pointer, "/status"],
        pointer,
        document: Some(i),
        ids,
        status: statement.status,
        says,
        justification: statement.justification,
        sentence: statement.impact_statement,
        authors: vex.author.into_iter().collect(),
        time: statement.timestamp.or(vex.timestamp),
        expires: earliest(statement.expires, vex.expires),
        targets,
        names_something: statement.products.as_ref().is_some_and(|products| !products.is_empty()),
    }
}

/// The package URL of a product: `identifiers.purl`, or else what it is called by.
fn purl(node: &Node<'_>) -> Option<Purl> {
    let text = node.text_at(&["identifiers", "purl"]).or_else(|| node.text_at(&["@id"])).or_else(|| node.text())?;
    Purl::parse(text)
}

fn cyclone_dx<'f>(
    (pointer, entry): &Placed<'f>,
    metadata: Option<&'f Metadata<'f>>,
    bom: &Bom<'f>,
    own: Option<&Own<'f>>,
) -> Option<Statement<'f>> {
    let analysis = entry.analysis.as_ref()?;
    // An analysis may be without a state, and then says nothing.
    let says = match analysis.state? {
        "not_affected" | "false_positive" => Says::NotAffected,
        "resolved" | "resolved_with_pedigree" => Says::Fixed,
        _ => Says::Otherwise,
    };
    let mut authors = Vec::new();
    if let Some(metadata) = metadata {
        for author in metadata.authors.as_deref().unwrap_or_default() {
            authors.extend(author.name);
            authors.extend(author.email);
        }
        authors.extend(metadata.supplier.and_then(|supplier| supplier.name));
    }
    let mut targets = Vec::new();
    for affected in entry.affects.as_deref().unwrap_or_default() {
        aim(&mut targets, affected, bom, own);
    }
    Some(Statement {
        status_pointer: text![pointer, "/analysis/state"],
        pointer: pointer.clone(),
        document: None,
        ids: ids(entry),
        status: analysis.state,
        says,
        justification: analysis.justification,
        sentence: analysis.detail,
        authors,
        time: analysis.last_updated.or(analysis.first_issued).or_else(|| metadata?.timestamp),
        expires: analysis.expires,
        targets,
        names_something: entry.affects.as_ref().is_some_and(|affects| !affects.is_empty()),
    })
}

/// Adds what a reference of CycloneDX means: in a document of its own, one of its components or one of the SBOM by a BOM-Link;
/// in what the SBOM or a finding brings along, a component of the SBOM.
fn aim<'f>(targets: &mut Vec<Target<'f>>, affected: &'f Affected<'f>, bom: &Bom<'f>, own: Option<&Own<'f>>) {
    let versions = affected.versions.as_deref().unwrap_or_default();
    let Some(reference) = affected.reference else { return };
    let (reference, of_sbom) = match link(reference) {
        Some((serial, fragment)) => (decoded(fragment), bom.is_linked_by(serial)),
        None => (reference.into(), own.is_none()),
    };
    if of_sbom && !bom.with_ref(&reference).is_empty() {
        targets.extend(bom.with_ref(&reference).iter().map(|i| Target::Own(*i, versions)));
        return;
    }
    let component = own.and_then(|own| own.component(&reference));
    match component {
        Some(component) if component.purl.is_none() => targets.push(Target::Alike(component, versions)),
        _ => {
            let purl = component.and_then(|component| component.purl).unwrap_or(&reference);
            targets.extend(Purl::parse(purl).map(|purl| Target::Package(purl, Vec::new(), versions)));
        }
    }
}

/// The components that a VEX document has of its own, but for those that others contain.
struct Own<'f> {
    components: Vec<&'f SbomComponent<'f>>,
    by_ref: Index,
}

impl<'f> Own<'f> {
    fn of(vex: &'f Vex<'f>) -> Self {
        let mut own = Self { components: Vec::new(), by_ref: Index::default() };
        own.components.extend(vex.metadata.as_ref().and_then(|metadata| metadata.component.as_ref()));
        own.components.extend(vex.components.as_deref().unwrap_or_default());
        for (i, component) in own.components.iter().enumerate() {
            if let Some(name) = component.bom_ref {
                own.by_ref.add(name.to_owned(), i);
            }
        }
        own
    }

    fn component(&self, reference: &str) -> Option<&'f SbomComponent<'f>> {
        self.by_ref.places(reference).first().map(|i| self.components[*i])
    }
}

fn earliest<'f>(a: Option<At<'f>>, b: Option<At<'f>>) -> Option<At<'f>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
