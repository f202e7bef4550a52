//! Which controls are in scope, and what proves each: the catalogue and the params put together, while a policy is loaded.

use crate::catalogue;
use crate::params::{Control, ControlMapping, Kind, Requirement};
use clearance_rule::prelude::*;
use clearance_rule::table::Table;
use clearance_rule::time::DAY;
use std::cmp::Ordering;

/// What is in scope.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// The controls, by framework and in the order in which a person numbers them.
    pub(crate) controls: Vec<Scoped>,
    /// Where a control stands in `controls`; nowhere where it is not in scope.
    pub(crate) places: Table<Option<usize>>,
    /// The kinds of evidence that they ask for, each with its number.
    pub(crate) kinds: Table<usize>,
}

/// A control in scope.
#[derive(Debug)]
pub(crate) struct Scoped {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) evidence: Vec<Wanted>,
    /// Why it does not apply.
    pub(crate) excused: Option<String>,
}

/// Evidence that a control requires.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// The kinds of which any will do, each with what is asked of it.
    pub(crate) kinds: Vec<(String, Terms)>,
    pub(crate) min_count: u32,
}

/// What is asked of one artifact.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) max_age_days: u32,
    pub(crate) digest: bool,
    pub(crate) uri: bool,
    pub(crate) of_release: bool,
}

impl Terms {
    pub(crate) fn max_age(self) -> Timestamp {
        i64::from(self.max_age_days) * DAY
    }
}

impl Scope {
    /// Adds a control at its place.
    fn add(&mut self, control: Scoped) {
        for (kind, _) in control.evidence.iter().flat_map(|wanted| &wanted.kinds) {
            if self.kinds.get(kind).is_none() {
                self.kinds.insert(kind.clone(), self.kinds.entries().len());
            }
        }
        let place = self.controls.partition_point(|other| other.order(&control).is_lt());
        self.controls.insert(place, control);
    }
}

impl Scoped {
    fn order(&self, other: &Self) -> Ordering {
        self.framework().cmp(other.framework()).then_with(|| by_number(&self.id, &other.id))
    }

    pub(crate) fn framework(&self) -> &str {
        framework(&self.id)
    }

    /// The identifier within its framework.
    pub(crate) fn number(&self) -> &str {
        self.id.get(self.framework().len() + 1..).unwrap_or_default()
    }

    /// Whether evidence of a kind can prove it.
    pub(crate) fn wants(&self, kind: &str) -> bool {
        self.evidence.iter().any(|wanted| wanted.kinds.iter().any(|(known, _)| known == kind))
    }
}

impl Wanted {
    /// What is required, worded.
    pub(crate) fn words(&self) -> String {
        let kinds = self.either();
        if self.min_count > 1 { text![self.min_count, " of ", kinds] } else { kinds }
    }

    /// The kinds, worded.
    pub(crate) fn either(&self) -> String {
        let mut words = String::new();
        for (i, (kind, _)) in self.kinds.iter().enumerate() {
            words.push_str(if i > 0 { " or `" } else { "`" });
            words.push_str(kind);
            words.push('`');
        }
        words
    }
}

/// The part of an identifier before its last colon.
pub(crate) fn framework(id: &str) -> &str {
    id.rsplit_once(':').map_or("", |(framework, _)| framework)
}

impl ControlMapping {
    /// Puts catalogue and params together.
    pub(crate) fn scoped(&self) -> Result<Scope, Mismatch> {
        self.validate()?;
        let mut catalogue: Table<Control> = Table::default();
        for builtin in catalogue::controls() {
            catalogue.insert(builtin.id.to_owned(), Control::from(builtin));
        }
        for (id, control) in self.controls.entries() {
            catalogue.insert(id.clone(), control.clone());
        }
        self.validate_scope(&catalogue)?;
        let mut scope = Scope::default();
        for (id, control) in catalogue.entries() {
            scope.places.insert(id.clone(), None);
            if self.in_scope(id) {
                scope.add(Scoped {
                    id: id.clone(),
                    title: control.title.clone(),
                    evidence: control.evidence.iter().map(|requirement| self.wanted(requirement)).collect(),
                    excused: self.not_applicable.get(id).cloned(),
                });
            }
        }
        for (i, control) in scope.controls.iter().enumerate() {
            scope.places.insert(control.id.clone(), Some(i));
        }
        Ok(scope)
    }

    /// Whether the params name a control, or none at all.
    fn in_scope(&self, id: &str) -> bool {
        let named = |list: &Option<Vec<String>>, name: &str| list.iter().flatten().any(|listed| listed == name);
        self.frameworks.is_none() && self.in_scope.is_none()
            || named(&self.frameworks, framework(id))
            || named(&self.in_scope, id)
    }

    /// Refuses what names no control.
    fn validate_scope(&self, catalogue: &Table<Control>) -> Result<(), Mismatch> {
        let unknown = |path: &[&str], id: &str| Mismatch::at(path, text!["the catalogue has no control `", id, "`"]);
        for (i, name) in self.frameworks.iter().flatten().enumerate() {
            if !catalogue.entries().iter().any(|(id, _)| framework(id) == name) {
                return Err(Mismatch::at(
                    &["frameworks", &text![i]],
                    text!["the catalogue has no framework `", name, "`"],
                ));
            }
        }
        for (i, id) in self.in_scope.iter().flatten().enumerate() {
            if catalogue.get(id).is_none() {
                return Err(unknown(&["in_scope", &text![i]], id));
            }
        }
        let place = if self.frameworks.is_some() { "frameworks" } else { "in_scope" };
        if !catalogue.entries().iter().any(|(id, _)| self.in_scope(id)) {
            return Err(Mismatch::at(&[place], "no control is in scope: the rule would check nothing"));
        }
        for (id, _) in self.not_applicable.entries() {
            if catalogue.get(id).is_none() {
                return Err(unknown(&["not_applicable", id], id));
            }
        }
        Ok(())
    }

    fn wanted(&self, requirement: &Requirement) -> Wanted {
        let kinds = requirement.any_of.iter().map(|kind| (kind.clone(), self.terms(kind, requirement))).collect();
        Wanted { kinds, min_count: requirement.min_count }
    }

    fn terms(&self, kind: &str, requirement: &Requirement) -> Terms {
        let Kind { max_age_days, digest, uri, of_release } = self.kinds.get(kind).cloned().unwrap_or_else(|| {
            let known = catalogue::KINDS.iter().find(|known| known.kind == kind);
            known.map_or_else(Kind::default, |known| Kind {
                max_age_days: known.max_age_days,
                of_release: known.of_release,
                ..Kind::default()
            })
        });
        Terms {
            max_age_days: requirement.max_age_days.unwrap_or(max_age_days),
            digest: requirement.digest.unwrap_or(digest) || requirement.min_count > 1,
            uri,
            of_release,
        }
    }

    /// Refuses what the types let through.
    fn validate(&self) -> Result<(), Mismatch> {
        for (id, control) in self.controls.entries() {
            if framework(id).is_empty() || id.ends_with(':') {
                let message = "expected a framework and an identifier with a colon between, such as `INTERNAL:REL-1`";
                return Err(Mismatch::at(&["controls", id], message));
            }
            if control.title.trim().is_empty() {
                return Err(Mismatch::at(&["controls", id, "title"], "is to say what the control is about"));
            }
            if control.evidence.is_empty() {
                return Err(Mismatch::at(
                    &["controls", id, "evidence"],
                    "nothing is required: the control would always pass",
                ));
            }
            for (i, requirement) in control.evidence.iter().enumerate() {
                let refused = |field: &str, message: &str| {
                    Err(Mismatch::at(&["controls", id, "evidence", &text![i], field], message))
                };
                if requirement.any_of.is_empty() || requirement.any_of.iter().any(|kind| kind.trim().is_empty()) {
                    return refused("any_of", "is to name kinds of artifacts");
                }
                if requirement.min_count == 0 {
                    return refused("min_count", "expected a whole number from 1 up, found 0");
                }
                if requirement.max_age_days == Some(0) {
                    return refused("max_age_days", "expected a whole number from 1 up, found 0");
                }
            }
        }
        if let Some((kind, _)) = self.kinds.entries().iter().find(|(_, terms)| terms.max_age_days == 0) {
            return Err(Mismatch::at(&["kinds", kind, "max_age_days"], "expected a whole number from 1 up, found 0"));
        }
        if let Some((id, _)) = self.not_applicable.entries().iter().find(|(_, reason)| reason.trim().is_empty()) {
            return Err(Mismatch::at(&["not_applicable", id], "is to say why the control does not apply"));
        }
        Ok(())
    }
}

impl From<&catalogue::Builtin> for Control {
    fn from(builtin: &catalogue::Builtin) -> Self {
        let evidence = builtin.evidence.iter().map(|kinds| Requirement {
            any_of: kinds.iter().map(|&kind| kind.to_owned()).collect(),
            min_count: 1,
            max_age_days: None,
            digest: None,
        });
        Self { title: builtin.title.to_owned(), evidence: evidence.collect() }
    }
}

/// Compares as a person numbers: `A.8.8` before `A.8.13`.
fn by_number(a: &str, b: &str) -> Ordering {
    let (mut rest_a, mut rest_b) = (a.as_bytes(), b.as_bytes());
    loop {
        let (digits_a, digits_b) = (leading_digits(rest_a), leading_digits(rest_b));
        if digits_a > 0 && digits_b > 0 {
            let (number_a, number_b) = (without_zeros(&rest_a[..digits_a]), without_zeros(&rest_b[..digits_b]));
            let order = number_a.len().cmp(&number_b.len()).then_with(|| number_a.cmp(number_b));
            if order != Ordering::Equal {
                return order;
            }
            (rest_a, rest_b) = (&rest_a[digits_a..], &rest_b[digits_b..]);
            continue;
        }
        match (rest_a.split_first(), rest_b.split_first()) {
            (Some((first_a, more_a)), Some((first_b, more_b))) if first_a == first_b => {
                (rest_a, rest_b) = (more_a, more_b);
            }
            // What differs only in zeros that lead is told apart by them.
            (None, None) => return a.cmp(b),
            (first_a, first_b) => return first_a.map(|(byte, _)| byte).cmp(&first_b.map(|(byte, _)| byte)),
        }
    }
}

fn leading_digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn without_zeros(digits: &[u8]) -> &[u8] {
    &digits[digits.iter().take_while(|digit| **digit == b'0').count()..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn identifiers_stand_as_a_person_numbers_them() {
        let mut ids = ["A.8.13", "A.8.8", "CM-10", "CM-2", "A.8.08", "A.8", "CC8.1", "164.312(b)", "164.308(a)(8)"];
        ids.sort_by(|a, b| by_number(a, b));
        let sorted = ["164.308(a)(8)", "164.312(b)", "A.8", "A.8.08", "A.8.8", "A.8.13", "CC8.1", "CM-2", "CM-10"];
        assert_eq!(ids, sorted);
    }

    #[test]
    fn the_catalogue_is_whole() {
        let mut ids = BTreeSet::new();
        for control in catalogue::controls() {
            assert!(ids.insert(control.id), "`{}` is there twice", control.id);
            assert!(!framework(control.id).is_empty() && !control.title.ends_with('.'), "{}", control.id);
            assert!(!control.evidence.is_empty() && control.evidence.iter().all(|kinds| !kinds.is_empty()));
        }
        assert!(catalogue::KINDS.is_sorted_by_key(|known| known.kind));
        for known in catalogue::KINDS {
            let asked = |control: &catalogue::Builtin| control.evidence.iter().any(|kinds| kinds.contains(&known.kind));
            assert!(catalogue::controls().any(asked), "no control asks for `{}`", known.kind);
        }
    }
}
