//! What belongs to names among the facts. The map has one type of values, whatever they are: each costs a component kilobytes.

use std::collections::BTreeMap;

/// Values by name.
#[derive(Debug)]
pub(crate) struct Names<'a, T> {
    places: BTreeMap<&'a str, usize>,
    values: Vec<T>,
}

impl<T> Default for Names<'_, T> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), values: Vec::new() }
    }
}

impl<'a, T: Default> Names<'a, T> {
    /// The value of a name, which is new where the name is.
    pub(crate) fn entry(&mut self, name: &'a str) -> &mut T {
        let place = place(&mut self.places, name);
        if place == self.values.len() {
            self.values.push(T::default());
        }
        &mut self.values[place]
    }

    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.values.get(found(&self.places, name)?)
    }

    /// The names in their order.
    pub(crate) fn names(&self) -> Vec<&'a str> {
        listed(&self.places)
    }

    /// The values, to be changed.
    pub(crate) fn values_mut(&mut self) -> &mut [T] {
        &mut self.values
    }
}

#[inline(never)]
fn place<'a>(places: &mut BTreeMap<&'a str, usize>, name: &'a str) -> usize {
    let next = places.len();
    *places.entry(name).or_insert(next)
}

#[inline(never)]
fn found(places: &BTreeMap<&str, usize>, name: &str) -> Option<usize> {
    places.get(name).copied()
}

#[inline(never)]
fn listed<'a>(places: &BTreeMap<&'a str, usize>) -> Vec<&'a str> {
    let mut names = Vec::with_capacity(places.len());
    names.extend(places.keys());
    names
}
