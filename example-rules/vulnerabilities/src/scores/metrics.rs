//! The metrics of a vector, checked against those that its version has.

/// Metrics and the values that each may have.
pub(super) type Table = &'static [(&'static str, &'static str)];

/// The metrics of a vector.
#[derive(Debug)]
pub(super) struct Metrics<'v>(Vec<(&'v str, &'v str)>);

impl<'v> Metrics<'v> {
    /// Reads a vector without its prefix. None where it is not of the version: a metric or a value that it does not have, one
    /// twice, or one of the base metrics missing.
    pub(super) fn read(vector: &'v str, base: Table, other: Table) -> Option<Self> {
        let mut metrics = Self(Vec::with_capacity(12));
        for metric in vector.split('/') {
            let (name, value) = metric.split_once(':')?;
            let known = |table: Table| table.iter().find(|(one, _)| *one == name);
            let (_, values) = known(base).or_else(|| known(other))?;
            if metrics.get(name).is_some() || !values.split(' ').any(|one| one == value) {
                return None;
            }
            metrics.0.push((name, value));
        }
        base.iter().all(|(name, _)| metrics.get(name).is_some()).then_some(metrics)
    }

    /// The value of a metric. Looked up dozens of times, so the search is not written out at each.
    #[inline(never)]
    pub(super) fn get(&self, name: &str) -> Option<&'v str> {
        self.0.iter().find(|(one, _)| *one == name).map(|(_, value)| *value)
    }

    /// The value of a base metric as it is modified, where it is.
    #[inline(never)]
    pub(super) fn modified(&self, name: &str) -> Option<&'v str> {
        let modified = self.0.iter().find(|(one, _)| one.strip_prefix('M') == Some(name));
        modified.map(|(_, value)| *value).filter(|value| *value != "X")
    }
}
