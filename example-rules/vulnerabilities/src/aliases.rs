//! Identifiers that mean one vulnerability: what an entry lists beside its own is the same. Two identifiers of CVE never are,
//! so that an excuse for one does not excuse the other; what both list is the same as the first.

use crate::findings::Placed;
use crate::index::Index;
use clearance_rule::sections::Vulnerability;

/// Which identifiers are the same. Case does not matter.
#[derive(Debug, Default)]
pub(crate) struct Aliases {
    names: Index,
    /// For each identifier another one of the same vulnerability, or itself.
    parents: Vec<usize>,
    /// For each that is its own parent, how many are the same.
    sizes: Vec<usize>,
    /// For each that is its own parent, the CVE among those that are the same.
    cves: Vec<Option<usize>>,
}

impl Aliases {
    /// What all entries say together.
    pub(crate) fn of(entries: &[Placed<'_>]) -> Self {
        let mut aliases = Self::default();
        for (_, entry) in entries {
            let ids = ids(entry);
            for id in &ids {
                let (first, other) = (aliases.place(ids[0]), aliases.place(id));
                aliases.unite(first, other);
            }
        }
        aliases
    }

    /// The vulnerability that an identifier means; none that no entry names.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.names.number(&id.to_ascii_uppercase()).map(|place| self.top(place))
    }

    /// How many identifiers there are. What [`Self::find`] finds is below.
    pub(crate) fn count(&self) -> usize {
        self.parents.len()
    }

    fn place(&mut self, id: &str) -> usize {
        let next = self.parents.len();
        let place = self.names.add(id.to_ascii_uppercase(), 0);
        if place == next {
            self.parents.push(next);
            self.sizes.push(1);
            self.cves.push(is_cve(id).then_some(next));
        }
        place
    }

    fn top(&self, mut place: usize) -> usize {
        while self.parents[place] != place {
            place = self.parents[place];
        }
        place
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.top(a), self.top(b));
        if a == b {
            return;
        }
        let cve = match (self.cves[a], self.cves[b]) {
            (Some(one), Some(other)) if one != other => return,
            (one, other) => one.or(other),
        };
        let (top, below) = if self.sizes[a] < self.sizes[b] { (b, a) } else { (a, b) };
        self.parents[below] = top;
        self.sizes[top] += self.sizes[below];
        self.cves[top] = cve;
    }
}

/// All identifiers of an entry, its own first.
pub(crate) fn ids<'f>(entry: &'f Vulnerability<'f>) -> Vec<&'f str> {
    let mut ids = Vec::with_capacity(4);
    ids.extend(entry.id);
    ids.extend_from_slice(entry.aliases.as_deref().unwrap_or_default());
    for reference in entry.references.as_deref().unwrap_or_default() {
        ids.extend(reference.id);
    }
    ids.retain(|id| !id.is_empty());
    ids
}

/// Whether an identifier is one of CVE.
pub(crate) fn is_cve(id: &str) -> bool {
    id.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("CVE-"))
}
