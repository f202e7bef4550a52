//! Which components there are, and where the facts speak of each.

use crate::facts::Facts;
use clearance_rule::prelude::*;
use std::collections::BTreeMap;

/// A component and the places of its entries.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    pub(crate) name: &'a str,
    tests: Vec<usize>,
    coverage: Vec<usize>,
}

/// Every component that any section names, those of the release first.
pub(crate) fn named<'a>(facts: &Facts<'a>) -> Vec<Named<'a>> {
    let mut all: Vec<Named<'a>> = Vec::new();
    let mut places: BTreeMap<&'a str, usize> = BTreeMap::new();
    let mut place = |all: &mut Vec<Named<'a>>, name: &'a str| {
        *places.entry(name).or_insert_with(|| {
            all.push(Named { name, tests: Vec::new(), coverage: Vec::new() });
            all.len() - 1
        })
    };
    for component in facts.components.iter().flatten() {
        place(&mut all, component.name);
    }
    for (i, entry) in facts.tests.iter().flatten().enumerate() {
        let place = place(&mut all, entry.component);
        all[place].tests.push(i);
    }
    for (i, entry) in facts.coverage.iter().flatten().enumerate() {
        let place = place(&mut all, entry.component);
        all[place].coverage.push(i);
    }
    all
}

/// Why a component has no entry to judge by.
#[derive(Debug)]
pub(crate) struct Gap {
    section: &'static str,
    places: Vec<usize>,
    absent: bool,
}

impl Named<'_> {
    /// The place of its only entry in `tests`.
    pub(crate) fn tests(&self, facts: &Facts<'_>) -> Result<usize, Gap> {
        only("tests", &self.tests, facts.tests.is_none())
    }

    /// The place of its only entry in `coverage`.
    pub(crate) fn coverage(&self, facts: &Facts<'_>) -> Result<usize, Gap> {
        only("coverage", &self.coverage, facts.coverage.is_none())
    }
}

fn only(section: &'static str, places: &[usize], absent: bool) -> Result<usize, Gap> {
    match places {
        [place] => Ok(*place),
        _ => Err(Gap { section, places: places.to_vec(), absent }),
    }
}

impl Gap {
    /// The row that says so.
    pub(crate) fn check(&self, code: &str, component: &str) -> Check {
        let section = self.section;
        if self.absent {
            return Check::unknown(code, component, text!["`/", section, "` is absent"])
                .missing(text!["/", section])
                .remedy_if_unknown(text!["supply an entry for `", component, "` in `/", section, "`"]);
        }
        if self.places.is_empty() {
            return Check::unknown(code, component, text!["`/", section, "` has no entry for `", component, "`"])
                .remedy_if_unknown(text!["supply an entry for `", component, "` in `/", section, "`"]);
        }
        let places: Vec<String> = self.places.iter().map(|place| text!["/", section, "/", place]).collect();
        let listed: Vec<String> = places.iter().map(|place| text!["`", place, "`"]).collect();
        let check = Check::unknown(code, component, text!["several entries are for it: ", listed.join(", ")])
            .remedy_if_unknown(text!["keep one entry for `", component, "` in `/", section, "`"]);
        places.iter().fold(check, |check, place| check.observe(text![place, "/component"], component))
    }
}
