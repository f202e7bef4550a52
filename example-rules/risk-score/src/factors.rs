//! How each factor is read off the facts.

use crate::RiskScore;
use crate::bounded::{Fraction, FullCount, Weight};
use crate::facts::Facts;
use crate::history::failure_history;
use crate::params::{BlastScale, ExposureScale, IntegrationScale, MigrationScale, SizeScale, Weights};
use crate::reading::{Reading, float, linear, logarithmic, of_full};
use clearance_rule::prelude::*;
use clearance_rule::sections::Component;
use clearance_rule::text::{count, grouped};
use std::collections::{BTreeMap, BTreeSet};

/// A factor: the code of its row, what it weighs, how it is read.
pub(crate) struct Factor {
    pub(crate) code: &'static str,
    pub(crate) weight: fn(&Weights) -> Weight,
    pub(crate) read: fn(&RiskScore, &Facts<'_>, Timestamp) -> Reading,
}

/// The factors in the order of the rows.
pub(crate) const ALL: [Factor; 7] = [
    Factor {
        code: "exposure",
        weight: |weights| weights.exposure,
        read: |rule, facts, _| exposure(&rule.exposure, facts),
    },
    Factor {
        code: "data-sensitivity",
        weight: |weights| weights.data_sensitivity,
        read: |rule, facts, _| data_sensitivity(&rule.data_classes, facts),
    },
    Factor {
        code: "blast-radius",
        weight: |weights| weights.blast_radius,
        read: |rule, facts, _| blast_radius(&rule.blast_radius, facts),
    },
    Factor {
        code: "change-size",
        weight: |weights| weights.change_size,
        read: |rule, facts, _| change_size(&rule.change_size, facts),
    },
    Factor {
        code: "schema-migrations",
        weight: |weights| weights.schema_migrations,
        read: |rule, facts, _| schema_migrations(&rule.schema_migrations, facts),
    },
    Factor {
        code: "new-integrations",
        weight: |weights| weights.new_integrations,
        read: |rule, facts, _| new_integrations(&rule.new_integrations, facts),
    },
    Factor {
        code: "failure-history",
        weight: |weights| weights.failure_history,
        read: |rule, facts, at| failure_history(&rule.failure_history, facts, at),
    },
];

fn exposure(scale: &ExposureScale, facts: &Facts<'_>) -> Reading {
    let mut reading = Reading::of("exposure");
    if let Some(full) = scale.users {
        let users = fact!(facts.release?.exposure?.users);
        reading = amount_of(reading, &users, full, "user");
    }
    if let Some(full) = scale.percent {
        let percent = fact!(facts.release?.exposure?.percent);
        reading = reading.see(&percent);
        reading = match percent.value {
            None => reading.absent(&percent.pointer),
            Some(value) if (0.0..=100.0).contains(&value) => {
                let found = text![value, "% of all users"];
                reading.counts(linear(value, full.get()), of_full(&found, &text![full.get(), "%"]))
            }
            Some(value) => reading.in_full(
                text!["`", percent.pointer, "` is ", value, ", no percentage from 0 to 100"],
                text!["correct the fact `", percent.pointer, "`"],
            ),
        };
    }
    reading
}

fn data_sensitivity(sensitivities: &BTreeMap<String, Fraction>, facts: &Facts<'_>) -> Reading {
    let mut reading = Reading::of("data-sensitivity");
    let components = match changed(facts) {
        Ok(components) => components,
        Err(gap) => return gap(reading),
    };
    let mut worst: Option<(f64, &str, &str)> = None;
    for (i, component) in components.iter().enumerate() {
        let classes = fact!(facts.components?[i].data_classes);
        reading = reading.see(&classes);
        if classes.value.is_none() {
            reading = reading.absent(&classes.pointer);
        }
        for class in classes.value.into_iter().flatten() {
            match sensitivities.get(class).map(|sensitivity| sensitivity.get()) {
                Some(value) if worst.is_none_or(|(so_far, ..)| value > so_far) => {
                    worst = Some((value, class, component.name));
                }
                Some(_) => {}
                None => {
                    reading = reading.in_full(
                        text!["the policy knows no data class `", class, "`, named by `", component.name, "`"],
                        text!["give `", class, "` a sensitivity in the parameter `data_classes`"],
                    );
                }
            }
        }
    }
    match worst {
        Some((value, class, name)) => {
            reading.counts(value, text!["the most sensitive data is `", class, "` in `", name, "`"])
        }
        None => reading.otherwise("no component handles data of any class"),
    }
}

fn blast_radius(scale: &BlastScale, facts: &Facts<'_>) -> Reading {
    let mut reading = Reading::of("blast-radius");
    let components = match changed(facts) {
        Ok(components) => components,
        Err(gap) => return gap(reading),
    };
    let mut systems: BTreeSet<&str> = components.iter().map(|component| component.name).collect();
    let own = systems.len() as u64;
    for i in 0..components.len() {
        let dependents = fact!(facts.components?[i].dependents);
        reading = reading.see(&dependents);
        match dependents.value {
            Some(names) => systems.extend(names),
            None => reading = reading.absent(&dependents.pointer),
        }
    }
    let all = systems.len() as u64;
    let found = text![count(own, "changed component"), " and ", count(all - own, "further dependent")];
    let full = scale.systems.get();
    reading.counts(linear(float(all), float(full)), of_full(&found, &count(full, "system")))
}

fn change_size(scale: &SizeScale, facts: &Facts<'_>) -> Reading {
    let mut reading = Reading::of("change-size");
    if let Some(full) = scale.lines {
        let added = fact!(facts.changes?.lines_added);
        let removed = fact!(facts.changes?.lines_removed);
        reading = reading.see(&added).see(&removed);
        reading = match (added.value, removed.value) {
            (Some(added), Some(removed)) => amount(reading, added.saturating_add(removed), full, "changed line"),
            _ => [added, removed]
                .iter()
                .filter(|fact| fact.value.is_none())
                .fold(reading, |reading, fact| reading.absent(&fact.pointer)),
        };
    }
    if let Some(full) = scale.files {
        let files = fact!(facts.changes?.files);
        reading = amount_of(reading, &files, full, "changed file");
    }
    reading
}

fn schema_migrations(scale: &MigrationScale, facts: &Facts<'_>) -> Reading {
    let mut reading = Reading::of("schema-migrations");
    let Some(migrations) = facts.changes.as_ref().and_then(|changes| changes.migrations.as_ref()) else {
        return reading.see(&Fact::<()>::new("/changes/migrations", None)).absent("/changes/migrations");
    };
    let mut kinds = Kinds::default();
    for i in 0..migrations.len() {
        let destructive = fact!(facts.changes?.migrations?[i].destructive);
        let reversible = fact!(facts.changes?.migrations?[i].reversible);
        reading = reading.see(&destructive);
        if destructive.value.is_none() {
            reading = reading.taken_for(&destructive.pointer, "destructive");
        }
        // Whether lost data could be migrated back no longer matters.
        if destructive.value != Some(true) {
            reading = reading.see(&reversible);
            if reversible.value.is_none() {
                reading = reading.taken_for(&reversible.pointer, "irreversible");
            }
        }
        match (destructive.value, reversible.value) {
            (None | Some(true), _) => kinds.add("destructive", scale.destructive),
            (Some(false), None | Some(false)) => kinds.add("irreversible", scale.irreversible),
            (Some(false), Some(true)) => kinds.add("reversible", scale.reversible),
        }
    }
    kinds.counted(reading, "schema migration")
}

fn new_integrations(scale: &IntegrationScale, facts: &Facts<'_>) -> Reading {
    let mut reading = Reading::of("new-integrations");
    let Some(integrations) = facts.changes.as_ref().and_then(|changes| changes.integrations.as_ref()) else {
        return reading.see(&Fact::<()>::new("/changes/integrations", None)).absent("/changes/integrations");
    };
    let mut kinds = Kinds::default();
    for i in 0..integrations.len() {
        let external = fact!(facts.changes?.integrations?[i].external);
        reading = reading.see(&external);
        if external.value.is_none() {
            reading = reading.taken_for(&external.pointer, "external");
        }
        match external.value {
            None | Some(true) => kinds.add("external", scale.external),
            Some(false) => kinds.add("internal", scale.internal),
        }
    }
    kinds.counted(reading, "new integration")
}

/// Things of several kinds that add up.
#[derive(Default)]
struct Kinds {
    value: f64,
    counts: BTreeMap<&'static str, u64>,
}

impl Kinds {
    fn add(&mut self, kind: &'static str, counts: Fraction) {
        self.value += counts.get();
        *self.counts.entry(kind).or_default() += 1;
    }

    fn counted(self, reading: Reading, noun: &str) -> Reading {
        if self.counts.is_empty() {
            return reading.counts(0.0, text!["no ", noun]);
        }
        let kinds: Vec<String> = self.counts.iter().map(|(kind, number)| text![number, " ", kind]).collect();
        reading.counts(self.value, text![count(self.counts.values().sum::<u64>(), noun), ": ", kinds.join(", ")])
    }
}

/// A measured fact whose doublings count alike.
fn amount_of(reading: Reading, fact: &Fact<u64>, full: FullCount, noun: &str) -> Reading {
    let reading = reading.see(fact);
    match fact.value {
        None => reading.absent(&fact.pointer),
        Some(value) => amount(reading, value, full, noun),
    }
}

fn amount(reading: Reading, value: u64, full: FullCount, noun: &str) -> Reading {
    let full = full.get();
    reading.counts(logarithmic(value, full), of_full(&count(value, noun), &grouped(full)))
}

/// The changed components; where they are not known, how to say so.
fn changed<'f, 'a>(facts: &'f Facts<'a>) -> Result<&'f [Component<'a>], fn(Reading) -> Reading> {
    match facts.components.as_deref() {
        None => Err(|reading| reading.see(&Fact::<()>::new("/components", None)).absent("/components")),
        Some([]) => Err(|reading| {
            reading
                .see(&Fact::new("/components", Some([(); 0])))
                .in_full("`/components` is empty", "name the components that the release changes in `/components`")
        }),
        Some(components) => Ok(components),
    }
}
