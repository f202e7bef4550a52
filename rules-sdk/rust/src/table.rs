//! A small map with the names of a policy: a list. An ordered map costs kilobytes for each type of values, and a policy has few.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// Values by name, in the order of the names.
///
/// ```
/// use clearance_rule::table::Table;
/// let mut days = Table::default();
/// days.insert("release".to_owned(), 30);
/// days.insert("audit".to_owned(), 365);
/// assert_eq!(days.get("audit"), Some(&365));
/// assert_eq!(days.entries()[1], ("release".to_owned(), 30));
/// ```
#[derive(Debug, Clone)]
pub struct Table<V>(Vec<(String, V)>);

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> Table<V> {
    /// The value of a name.
    #[must_use]
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<&V> {
        let (known, value) = self.0.get(self.place(name))?;
        (known == name).then_some(value)
    }

    /// Every value with its name.
    #[must_use]
    pub fn entries(&self) -> &[(String, V)] {
        &self.0
    }

    /// Every value with its name, to be changed.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = (&str, &mut V)> {
        self.0.iter_mut().map(|(name, value)| (name.as_str(), value))
    }

    /// Adds a value, which stands for one that had the name before.
    #[inline(never)]
    pub fn insert(&mut self, name: String, value: V) {
        let place = self.place(&name);
        match self.0.get_mut(place) {
            Some((known, old)) if *known == name => *old = value,
            _ => self.0.insert(place, (name, value)),
        }
    }

    /// Where a name stands, or would.
    fn place(&self, name: &str) -> usize {
        self.0.partition_point(|(known, _)| known.as_str() < name)
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Table<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Values(PhantomData))
    }
}

struct Values<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for Values<V> {
    type Value = Table<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut table = Table::default();
        while let Some((name, value)) = map.next_entry()? {
            table.insert(name, value);
        }
        Ok(table)
    }
}

impl<V: JsonSchema> JsonSchema for Table<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        BTreeMap::<String, V>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, V>::json_schema(generator)
    }
}
