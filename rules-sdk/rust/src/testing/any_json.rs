//! Facts as nobody would write them.

use serde_json::Value;

/// How often at most a value has values below it, of 256 times, by its depth. Deeper values have none.
const NESTS: [u16; 8] = [230, 250, 180, 120, 90, 60, 40, 20];

/// JSON of any shape, which `choices` decide: any bytes, such as a library of property tests or a fuzzer makes up. Its members have
/// some of the `names`, which stand with spaces between them, and most of its texts are of the `words`: with those that a rule looks
/// for it comes further than its decoding.
///
/// ```
/// use clearance_rule::testing::any_json;
/// use proptest::prelude::*;
/// use serde_json::Value;
///
/// /// `testing::evaluate` is to answer or to refuse whatever stands in the section `services`.
/// fn services() -> impl Strategy<Value = Value> {
///     prop::collection::vec(any::<u8>(), 0..500)
///         .prop_map(|choices| any_json(&choices, "name owner pager", &["api", "payments"]))
/// }
/// # services();
/// ```
#[must_use]
pub fn any_json(choices: &[u8], names: &str, words: &[&str]) -> Value {
    let names: Vec<&str> = names.split_whitespace().collect();
    let mut writer = Writer { choices, names: &names, words, nests: 0 };
    // Small documents are decoded more often, and large ones go deep.
    writer.nests = u16::from(writer.byte());
    writer.value(0)
}

/// Takes one choice after the other. Where none is left it takes what is least: zero.
struct Writer<'c> {
    choices: &'c [u8],
    names: &'c [&'c str],
    words: &'c [&'c str],
    /// How often values of this document nest, of 255 times that they might.
    nests: u16,
}

/// What a value is.
#[derive(Clone, Copy)]
enum Sort {
    Null,
    Bool,
    Small,
    Signed,
    Unsigned,
    Float,
    Word,
    Text,
    List,
    Map,
}

impl<'c> Writer<'c> {
    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let (taken, rest) = self.choices.split_at(self.choices.len().min(N));
        self.choices = rest;
        let mut bytes = [0; N];
        bytes[..taken.len()].copy_from_slice(taken);
        bytes
    }

    fn byte(&mut self) -> u8 {
        let [byte] = self.bytes();
        byte
    }

    fn below(&mut self, end: u8) -> u8 {
        self.byte() % end
    }

    /// One of a list that may be long.
    fn one_of(&mut self, list: &[&'c str]) -> Option<&'c str> {
        let place = usize::from(u16::from_be_bytes(self.bytes()));
        list.get(place.checked_rem(list.len())?).copied()
    }

    fn value(&mut self, depth: usize) -> Value {
        let sort = self.sort(depth);
        self.of_sort(sort, depth)
    }

    fn sort(&mut self, depth: usize) -> Sort {
        let nests = match NESTS.get(depth) {
            Some(nests) if depth > 0 => nests * self.nests / 255,
            Some(nests) => *nests,
            None => 0,
        };
        if u16::from(self.byte()) >= 256 - nests {
            return if self.below(2) == 0 { Sort::List } else { Sort::Map };
        }
        match self.below(14) {
            0..=2 => Sort::Null,
            3 => Sort::Bool,
            4 => Sort::Small,
            5 => Sort::Signed,
            6 => Sort::Unsigned,
            7 => Sort::Float,
            8..=12 => Sort::Word,
            _ => Sort::Text,
        }
    }

    fn of_sort(&mut self, sort: Sort, depth: usize) -> Value {
        match sort {
            Sort::Null => Value::Null,
            Sort::Bool => Value::from(self.below(2) == 1),
            Sort::Small => Value::from(self.byte()),
            Sort::Signed => Value::from(i64::from_be_bytes(self.bytes())),
            Sort::Unsigned => Value::from(u64::from_be_bytes(self.bytes())),
            // Null where the bits are no number.
            Sort::Float => Value::from(f64::from_bits(u64::from_be_bytes(self.bytes()))),
            Sort::Word => self.one_of(self.words).map_or_else(|| Value::from(self.text()), Value::from),
            Sort::Text => Value::from(self.text()),
            Sort::List => self.list(depth + 1),
            Sort::Map => self.map(depth + 1),
        }
    }

    /// Most items of a list are of one sort, or hardly any list could be decoded.
    fn list(&mut self, depth: usize) -> Value {
        let (count, sort) = (self.below(5), self.sort(depth));
        (0..count)
            .map(|_| {
                let sort = if self.below(8) == 7 { self.sort(depth) } else { sort };
                self.of_sort(sort, depth)
            })
            .collect()
    }

    fn map(&mut self, depth: usize) -> Value {
        let count = self.below(9).min(self.below(9));
        let member = |_| (self.one_of(self.names).unwrap_or_default().to_owned(), self.value(depth));
        Value::Object((0..count).map(member).collect())
    }

    /// A few characters of any kind: those that are typed, those that turn or hide what is beside them, all others.
    fn text(&mut self) -> String {
        let count = self.below(9);
        (0..count)
            .map(|_| match self.below(4) {
                0 | 1 => char::from(b' ' + self.below(95)),
                2 => char::from_u32(0x2000 + u32::from(self.below(0x70))).unwrap_or_default(),
                _ => {
                    let [plane, high, low] = self.bytes();
                    char::from_u32(u32::from_be_bytes([0, plane % 0x11, high, low])).unwrap_or('\u{fffd}')
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use serde_json::Map;
    use std::collections::BTreeSet;

    const NAMES: &str = "id name";
    const WORDS: [&str; 2] = ["api", "web"];

    fn depth(value: &Value) -> usize {
        match value {
            Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
            Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
            _ => 0,
        }
    }

    /// What sorts of value there are in a document.
    fn sorts(value: &Value, found: &mut BTreeSet<&'static str>) {
        found.insert(match value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Number(number) if number.is_i64() && !number.is_u64() => "negative",
            Value::Number(number) if number.is_u64() => "whole",
            Value::Number(_) => "float",
            Value::String(text) if WORDS.contains(&text.as_str()) => "word",
            Value::String(_) => "text",
            Value::Array(_) => "list",
            Value::Object(_) => "map",
        });
        let members = value.as_object().into_iter().flat_map(Map::values);
        for below in value.as_array().into_iter().flatten().chain(members) {
            sorts(below, found);
        }
    }

    #[test]
    fn there_is_every_sort_of_value_at_many_depths() {
        let (mut found, mut depths) = (BTreeSet::new(), BTreeSet::new());
        let mut runner = TestRunner::deterministic();
        for _ in 0..2_000 {
            let choices = prop::collection::vec(any::<u8>(), 500).new_tree(&mut runner).expect("bytes").current();
            let value = any_json(&choices, NAMES, &WORDS);
            depths.insert(depth(&value));
            sorts(&value, &mut found);
        }
        assert_eq!(found.len(), 9, "{found:?}");
        assert!((0..=NESTS.len()).all(|depth| depths.contains(&depth)), "{depths:?}");
    }

    #[test]
    fn without_choices_there_is_nothing() {
        assert_eq!(any_json(&[], NAMES, &WORDS), Value::Null);
        assert_eq!(any_json(&[255], NAMES, &WORDS), Value::Null);
    }

    proptest! {
        #[test]
        fn members_have_the_names_and_nothing_else(choices: Vec<u8>) {
            fn named(value: &Value) -> bool {
                match value {
                    Value::Array(items) => items.iter().all(named),
                    Value::Object(members) => members.iter().all(|(name, member)| ["id", "name"].contains(&&**name) && named(member)),
                    _ => true,
                }
            }
            prop_assert!(named(&any_json(&choices, NAMES, &WORDS)));
        }

        #[test]
        fn neither_names_nor_words_are_needed(choices: Vec<u8>) {
            let _ = any_json(&choices, "", &[]);
        }
    }
}
