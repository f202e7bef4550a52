//! Which bound holds for a component in the tier of the release.
//!
//! What the component sets for the tier comes first. Then the stricter of what the component sets for all tiers and
//! what the tier sets for all components. Then what is set for all. Where the tier is not known, the bound is the
//! strictest that any tier would give.

use crate::facts::Facts;
use crate::params::{Own, Setting, TestThresholds, Thresholds};
use crate::percent::{Percent, tests};
use clearance_rule::prelude::*;
use clearance_rule::text::Part;

/// A threshold that can be set: how it is found among others, and which of two bounds is stricter.
pub(crate) struct Threshold<T> {
    pub(crate) get: fn(&Thresholds) -> Setting<T>,
    stricter: fn(T, T) -> T,
}

pub(crate) const PASS_RATE: Threshold<Percent> = Threshold { get: |set| set.pass_rate, stricter: Ord::max };
pub(crate) const SKIPPED: Threshold<Percent> = Threshold { get: |set| set.skipped, stricter: Ord::min };
pub(crate) const SKIPPED_TESTS: Threshold<u64> = Threshold { get: |set| set.skipped_tests, stricter: Ord::min };
pub(crate) const FLAKY: Threshold<Percent> = Threshold { get: |set| set.flaky, stricter: Ord::min };
pub(crate) const FLAKY_TESTS: Threshold<u64> = Threshold { get: |set| set.flaky_tests, stricter: Ord::min };
pub(crate) const LINES: Threshold<Percent> = Threshold { get: |set| set.lines, stricter: Ord::max };
pub(crate) const BRANCHES: Threshold<Percent> = Threshold { get: |set| set.branches, stricter: Ord::max };
pub(crate) const CHANGED_LINES: Threshold<Percent> = Threshold { get: |set| set.changed_lines, stricter: Ord::max };

/// A bound that holds.
#[derive(Debug)]
pub(crate) struct Bound<T> {
    pub(crate) value: T,
    /// What makes it hold, in brackets; empty where it is set for all.
    because: String,
    /// Whether another tier could give another bound.
    tiered: bool,
}

/// The risk tier of the release, as the facts say it.
#[derive(Debug)]
pub(crate) struct Tier<'a>(Fact<&'a str>);

impl<'a> Tier<'a> {
    pub(crate) fn of(facts: &Facts<'a>) -> Self {
        Self(fact!(facts.risk?.tier))
    }

    /// Adds the tier to what a row observed, where it had a say in the bound.
    pub(crate) fn seen_for<T>(&self, check: Check, bound: Option<&Bound<T>>) -> Check {
        if bound.is_some_and(|bound| bound.tiered) { check.seen(&self.0) } else { check }
    }

    fn unknown_because(&self) -> String {
        match self.0.value {
            None => text!["`", self.0.pointer, "` is absent"],
            Some(strange) => text!["`", strange, "` is no tier"],
        }
    }
}

impl TestThresholds {
    /// The bound of a threshold for a component; none where it is not checked.
    pub(crate) fn bound<T: Copy + PartialEq>(
        &self,
        threshold: &Threshold<T>,
        component: &str,
        tier: &Tier<'_>,
    ) -> Option<Bound<T>> {
        let own = self.components.get(component);
        let names = self.tiers.each().map(|(name, _)| name);
        let tiered = (0..names.len()).any(|i| {
            let own = own.map_or(Setting::Unset, |own| (threshold.get)(own.tiers.each()[i].1));
            own != Setting::Unset || (threshold.get)(self.tiers.each()[i].1) != Setting::Unset
        });
        let known = tier.0.value.and_then(|tier| names.iter().position(|name| *name == tier));
        let (setting, because) = match known {
            Some(i) => self.in_tier(threshold, own, i),
            None if !tiered => self.in_tier(threshold, own, 0),
            None => {
                let strictest = (0..names.len())
                    .map(|i| self.in_tier(threshold, own, i).0)
                    .fold(Setting::Unset, |a, b| threshold.stricter(a, b));
                (strictest, text![" (the strictest of all tiers, as ", tier.unknown_because(), ")"])
            }
        };
        match setting {
            Setting::At(value) => Some(Bound { value, because, tiered }),
            Setting::Unset | Setting::Off => None,
        }
    }

    fn in_tier<T: Copy + PartialEq>(
        &self,
        threshold: &Threshold<T>,
        own: Option<&Own>,
        tier: usize,
    ) -> (Setting<T>, String) {
        let (name, in_tier) = self.tiers.each()[tier];
        let in_tier = (threshold.get)(in_tier);
        let own_in_tier = own.map_or(Setting::Unset, |own| (threshold.get)(own.tiers.each()[tier].1));
        let own = own.map_or(Setting::Unset, |own| (threshold.get)(&own.thresholds));
        match (own_in_tier, own, in_tier) {
            (Setting::Unset, Setting::Unset, Setting::Unset) => ((threshold.get)(&self.thresholds), String::new()),
            (Setting::Unset, own, Setting::Unset) => (own, " (set for this component)".to_owned()),
            (Setting::Unset, own, in_tier) if threshold.stricter(own, in_tier) == in_tier => {
                (in_tier, text![" (in tier `", name, "`)"])
            }
            (Setting::Unset, own, _) => (own, " (set for this component)".to_owned()),
            (own_in_tier, _, _) => (own_in_tier, text![" (set for this component in tier `", name, "`)"]),
        }
    }
}

impl<T: Copy> Threshold<T> {
    /// The stricter of two settings; not to check is the laxest.
    fn stricter(&self, a: Setting<T>, b: Setting<T>) -> Setting<T> {
        match (a, b) {
            (Setting::At(a), Setting::At(b)) => Setting::At((self.stricter)(a, b)),
            (Setting::At(_), _) => a,
            (_, b) => b,
        }
    }
}

/// A maximum in percent, in number, or both.
#[derive(Debug)]
pub(crate) struct Limit {
    percent: Option<Bound<Percent>>,
    number: Option<Bound<u64>>,
}

impl Limit {
    pub(crate) fn of(percent: Option<Bound<Percent>>, number: Option<Bound<u64>>) -> Option<Self> {
        (percent.is_some() || number.is_some()).then_some(Self { percent, number })
    }

    /// The greatest number that keeps to both.
    pub(crate) fn allowed(&self, whole: u128) -> u128 {
        let percent = self.percent.as_ref().map_or(whole, |bound| bound.value.at_most(whole));
        self.number.as_ref().map_or(percent, |bound| percent.min(u128::from(bound.value)))
    }

    /// Adds the tier to what a row observed, where it had a say in either.
    pub(crate) fn tier_seen(&self, check: Check, tier: &Tier<'_>) -> Check {
        let number = self.number.as_ref().filter(|_| self.percent.as_ref().is_none_or(|bound| !bound.tiered));
        tier.seen_for(tier.seen_for(check, self.percent.as_ref()), number)
    }
}

impl Part for Bound<Percent> {
    fn push_to(&self, text: &mut String) {
        self.value.push_to(text);
        text.push_str(&self.because);
    }
}

impl Limit {
    /// What it allows, in words.
    pub(crate) fn worded(&self) -> String {
        let mut worded = String::new();
        if let Some(percent) = &self.percent {
            worded = text!["at most ", percent];
        }
        if let Some(number) = &self.number {
            let and = if self.percent.is_some() { " and " } else { "" };
            worded = text![worded, and, "at most ", tests(u128::from(number.value), ""), number.because];
        }
        worded
    }
}
