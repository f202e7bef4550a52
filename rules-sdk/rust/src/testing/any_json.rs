//! Facts as nobody would write them.

use serde_json::{Map, Value};

/// How often a value has values below it, of 256 times, by its depth. Deeper values have none.
const NESTS: [u8; 8] = [230, 230, 140, 80, 60, 40, 30, 20];

/// JSON of any shape, which `choices` decide: any bytes, such as a library of property tests or a fuzzer makes up. Its members have
/// some of the `names`, which stand with spaces between them, and most of its texts are of the `words`: with those that a rule looks
/// for it comes further than its decoding.
///
/// ```
/// use clearance_rule::testing::{any_json, configure, evaluate};
/// # use clearance_rule::prelude::*;
/// use proptest::prelude::*;
/// # #[derive(Deserialize, JsonSchema)]
/// # struct Owners {}
/// # #[derive(Deserialize, JsonSchema)]
/// # struct Facts {}
/// # impl Rule for Owners {
/// #     type Facts<'a> = Facts;
/// #     const ABOUT: About = About {
/// #         id: "owners", version: "1.0.0", title: "", summary: "", checks: &[], practices: &[], controls: &[],
/// #     };
/// #     fn evaluate(&self, _: &Facts, _: Timestamp) -> Outcome { Outcome::new() }
/// # }
///
/// fn anything() -> impl Strategy<Value = serde_json::Value> {
///     prop::collection::vec(any::<u8>(), 0..500)
///         .prop_map(|choices| any_json(&choices, "services name owner", &["api", "payments"]))
/// }
///
/// proptest!(|(services in anything())| {
///     let rule: Owners = configure(json!({})).unwrap();
///     let _ = evaluate(&rule, json!({ "services": services }), 0);
/// });
/// ```
#[must_use]
pub fn any_json(choices: &[u8], names: &str, words: &[&str]) -> Value {
    Writer { choices, names: &names.split_whitespace().collect::<Vec<_>>(), words }.value(0)
}

/// Takes one choice after the other. Where none is left it takes what is least: zero.
struct Writer<'c> {
    choices: &'c [u8],
    names: &'c [&'c str],
    words: &'c [&'c str],
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
        let nests = NESTS.get(depth).copied().unwrap_or_default();
        if u16::from(self.byte()) < 256 - u16::from(nests) {
            return self.scalar();
        }
        if self.choices.is_empty() {
            return Value::Null;
        }
        if self.below(2) == 0 {
            let count = self.below(5);
            return (0..count).map(|_| self.value(depth + 1)).collect();
        }
        let mut members = Map::new();
        for _ in 0..self.below(9) {
            let name = self.one_of(self.names).unwrap_or_default();
            members.insert(name.to_owned(), self.value(depth + 1));
        }
        Value::Object(members)
    }

    fn scalar(&mut self) -> Value {
        match self.below(14) {
            0..=2 => Value::Null,
            3 => Value::from(self.below(2) == 1),
            4 => Value::from(self.byte()),
            5 => Value::from(i64::from_be_bytes(self.bytes())),
            6 => Value::from(u64::from_be_bytes(self.bytes())),
            // None where the bits are no number.
            7 => Value::from(f64::from_bits(u64::from_be_bytes(self.bytes()))),
            8..=12 => self.one_of(self.words).map_or_else(|| Value::from(self.text()), Value::from),
            _ => Value::from(self.text()),
        }
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
