//! Identifiers that mean one vulnerability: what an entry lists beside its own is the same. Two identifiers of CVE never are,
//! so that an excuse for one does not excuse the other.

use clearance_rule::sections::Vulnerability;
use std::collections::BTreeMap;

/// Which identifiers are the same. Case does not matter.
#[derive(Debug, Default)]
pub(crate) struct Aliases {
    places: BTreeMap<String, usize>,
    /// For each identifier another one of the same vulnerability, or itself.
    parents: Vec<usize>,
    /// For each that is its own parent, how many are the same.
    sizes: Vec<usize>,
    /// For each that is its own parent, the CVE among those that are the same.
    cves: Vec<Option<usize>>,
}

impl Aliases {
    /// What all entries say together.
    pub(crate) fn of<'f>(entries: impl Iterator<Item = &'f Vulnerability<'f>>) -> Self {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for entry in entries {
            let mut ids = ids(entry);
            if let Some(first) = ids.next() {
                let first = first.to_ascii_uppercase();
                pairs.extend(ids.map(|id| (first.clone(), id.to_ascii_uppercase())));
                pairs.push((first.clone(), first));
            }
        }
        // In an order of their own, so that what is the same does not depend on that of the facts.
        pairs.sort_unstable();
        let mut aliases = Self::default();
        for (a, b) in pairs {
            let (a, b) = (aliases.place(a), aliases.place(b));
            aliases.unite(a, b);
        }
        aliases
    }

    /// The vulnerability that an identifier means; none that no entry names.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.places.get(&id.to_ascii_uppercase()).map(|place| self.top(*place))
    }

    fn place(&mut self, id: String) -> usize {
        let next = self.parents.len();
        let is_cve = is_cve(&id);
        let place = *self.places.entry(id).or_insert(next);
        if place == next {
            self.parents.push(next);
            self.sizes.push(1);
            self.cves.push(is_cve.then_some(next));
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
pub(crate) fn ids<'f>(entry: &'f Vulnerability<'f>) -> impl Iterator<Item = &'f str> {
    let aliases = entry.aliases.iter().flatten().copied();
    let references = entry.references.iter().flatten().filter_map(|reference| reference.id);
    entry.id.into_iter().chain(aliases).chain(references).map(str::trim).filter(|id| !id.is_empty())
}

/// Whether an identifier is one of CVE.
pub(crate) fn is_cve(id: &str) -> bool {
    id.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("CVE-"))
}
