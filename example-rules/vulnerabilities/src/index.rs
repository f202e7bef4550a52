//! Places by name. One type for all names, as each that is compiled takes its room in a component.

use std::collections::BTreeMap;

/// The places that bear each name.
#[derive(Debug, Default)]
pub(crate) struct Index {
    names: BTreeMap<String, usize>,
    places: Vec<Vec<usize>>,
}

impl Index {
    /// Adds a place to those that bear a name. Returns the number of the name: names are counted as they come.
    pub(crate) fn add(&mut self, name: String, place: usize) -> usize {
        let number = *self.names.entry(name).or_insert(self.places.len());
        if number == self.places.len() {
            self.places.push(Vec::new());
        }
        self.places[number].push(place);
        number
    }

    /// The number of a name.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The places that bear a name, in the order in which they were added.
    pub(crate) fn places(&self, name: &str) -> &[usize] {
        self.number(name).map_or(&[], |number| &self.places[number])
    }
}
