//! Things by their keys, in the order of the keys. One kind of map serves all of the rule: each further kind would make the component
//! some ten kilobytes larger.

use std::collections::BTreeMap;

/// Stands between two texts, and never in one: its second byte is none of UTF-8. Its first orders a text before all that go on.
const SEPARATOR: [u8; 2] = [0x00, 0xff];

/// A key made of several texts.
#[inline(never)]
pub(crate) fn key(texts: &[&str]) -> Vec<u8> {
    let mut key = Vec::with_capacity(texts.iter().map(|text| text.len() + SEPARATOR.len()).sum());
    for (i, text) in texts.iter().enumerate() {
        if i > 0 {
            key.extend_from_slice(&SEPARATOR);
        }
        key.extend_from_slice(text.as_bytes());
    }
    key
}

/// Numbers by their keys, the first that each was given.
#[derive(Debug, Default)]
pub(crate) struct Places(BTreeMap<Vec<u8>, usize>);

impl Places {
    #[inline(never)]
    pub(crate) fn get(&self, key: &[u8]) -> Option<usize> {
        self.0.get(key).copied()
    }

    /// The number that stands there, or else this one from now on.
    #[inline(never)]
    pub(crate) fn get_or_set(&mut self, key: &[u8], number: usize) -> usize {
        if let Some(known) = self.0.get(key) {
            return *known;
        }
        self.0.insert(key.to_vec(), number);
        number
    }

    #[inline(never)]
    fn in_order(&self) -> Vec<usize> {
        self.0.values().copied().collect()
    }
}

/// Things by their keys.
#[derive(Debug)]
pub(crate) struct Table<T> {
    places: Places,
    things: Vec<T>,
}

impl<T> Table<T> {
    pub(crate) fn new() -> Self {
        Self { places: Places::default(), things: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.things.len()
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<&T> {
        self.things.get(self.places.get(key)?)
    }

    pub(crate) fn has(&self, key: &[u8]) -> bool {
        self.places.get(key).is_some()
    }

    /// What stands there, or else what is made from now on.
    pub(crate) fn get_or_add(&mut self, key: &[u8], make: impl FnOnce() -> T) -> &mut T {
        let place = self.places.get_or_set(key, self.things.len());
        if place == self.things.len() {
            self.things.push(make());
        }
        &mut self.things[place]
    }

    /// All, in the order of their keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.places.in_order().into_iter().filter_map(|place| self.things.get(place))
    }
}
