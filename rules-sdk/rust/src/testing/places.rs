//! Facts that say less, and whether what is found then is any better: whoever withholds a fact must not gain by it.

use crate::node::below;
use crate::{Outcome, Status};
use serde_json::Value;

/// The place of each member of a document, however deep, as a JSON Pointer: what may be withheld. An item of a list is none, but what
/// it has is.
///
/// ```
/// use clearance_rule::{prelude::*, testing};
/// let facts = json!({ "services": [{ "name": "api" }] });
/// assert_eq!(testing::places(&facts), ["/services", "/services/0/name"]);
/// ```
#[must_use]
pub fn places(facts: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(facts, "", &mut found);
    found
}

fn collect(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let pointer = below(pointer, name);
                found.push(pointer.clone());
                collect(member, &pointer, found);
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                collect(item, &format!("{pointer}/{i}"), found);
            }
        }
        _ => {}
    }
}

/// The facts as they are where nobody tells what stands at one of their [`places`].
///
/// ```
/// use clearance_rule::{prelude::*, testing};
/// let facts = json!({ "services": [{ "name": "api", "owner": "payments" }] });
/// let withheld = testing::withheld(&facts, "/services/0/owner");
/// assert_eq!(withheld, json!({ "services": [{ "name": "api", "owner": null }] }));
/// ```
///
/// # Panics
/// Where the facts have no such place.
#[must_use]
#[expect(clippy::panic, reason = "this is how a test fails")]
pub fn withheld(facts: &Value, place: &str) -> Value {
    let mut withheld = facts.clone();
    match withheld.pointer_mut(place) {
        Some(value) => *value = Value::Null,
        None => panic!("the facts have no `{place}`: take one of their `places`"),
    }
    withheld
}

/// How bad a status is: 0 where nothing is wrong, 1 where it is not known, 2 where something is.
#[must_use]
pub fn rank(status: Status) -> u8 {
    match status {
        Status::Pass | Status::NotApplicable => 0,
        Status::Unknown => 1,
        Status::Fail => 2,
    }
}

/// Whether nothing in an outcome stands in the way of a release. What is unknown does.
#[must_use]
pub fn clears(outcome: &Outcome) -> bool {
    outcome.checks.iter().all(|check| rank(check.status) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Check;
    use serde_json::json;

    #[test]
    fn a_place_leads_to_its_value_whatever_it_is_called() {
        let facts = json!({ "a/b": { "~": 1, "": [[{ "c": null }], 2] } });
        let found = places(&facts);
        assert_eq!(found, ["/a~1b", "/a~1b/", "/a~1b//0/0/c", "/a~1b/~0"]);
        for place in found {
            assert!(facts.pointer(&place).is_some(), "{place}");
            assert_eq!(withheld(&facts, &place).pointer(&place), Some(&Value::Null));
        }
    }

    #[test]
    fn what_is_unknown_or_fails_stands_in_the_way() {
        let of = |check: Check| {
            let mut outcome = Outcome::new();
            outcome.push(Check::pass("a", "b", ""));
            outcome.push(check);
            clears(&outcome)
        };
        assert!(of(Check::not_applicable("a", "b", "")));
        assert!(!of(Check::unknown("a", "b", "")));
        assert!(!of(Check::fail("a", "b", "")));
    }
}
