//! Percentages and counts, compared exactly: four of five are 80 %, and no rounding says otherwise.

use clearance_rule::prelude::*;
use clearance_rule::schemars::{Schema, SchemaGenerator, json_schema};
use clearance_rule::text::{Part, grouped};
use std::borrow::Cow;

const WHOLE: u128 = 1_000_000;

/// A percentage from 0 to 100 with at most four decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "f64")]
pub struct Percent {
    /// In ten-thousandths of a percent: 99.9 as decimals say it, not as the nearest binary fraction does.
    millionths: u128,
}

impl Percent {
    /// The smallest number of `whole` that is at least this percentage of it.
    #[must_use]
    pub const fn at_least(self, whole: u128) -> u128 {
        (self.millionths * whole).div_ceil(WHOLE)
    }

    /// The greatest number of `whole` that is at most this percentage of it.
    #[must_use]
    pub const fn at_most(self, whole: u128) -> u128 {
        self.millionths * whole / WHOLE
    }
}

impl TryFrom<f64> for Percent {
    type Error = String;

    fn try_from(value: f64) -> Result<Self, String> {
        if !(0.0..=100.0).contains(&value) {
            return Err(text!["expected a percentage from 0 to 100, found ", value]);
        }
        let millionths = (value * 10_000.0).round();
        if (value * 10_000.0 - millionths).abs() > 1e-6 {
            return Err("expected a percentage with at most four decimals".to_owned());
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, from 0 to a million")]
        let millionths = millionths as u128;
        Ok(Self { millionths })
    }
}

impl Part for Percent {
    fn push_to(&self, text: &mut String) {
        push_percent(text, self.millionths, 4);
    }
}

impl JsonSchema for Percent {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Percent".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": 100 })
    }
}

/// A part of a whole as a person reads it, in percent with at most two decimals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    hundredths: u128,
}

impl Share {
    /// Rounded down, so that what misses a minimum is never shown as having reached it. The whole is not 0.
    pub(crate) const fn down(part: u128, whole: u128) -> Self {
        Self { hundredths: part * 10_000 / whole }
    }

    /// Rounded up, so that what exceeds a maximum is never shown as keeping to it. The whole is not 0.
    pub(crate) const fn up(part: u128, whole: u128) -> Self {
        Self { hundredths: (part * 10_000).div_ceil(whole) }
    }
}

impl Part for Share {
    fn push_to(&self, text: &mut String) {
        push_percent(text, self.hundredths, 2);
    }
}

/// Writes `scaled` divided by `10^decimals`, without zeros at the end.
fn push_percent(text: &mut String, scaled: u128, decimals: u32) {
    let unit = 10_u128.pow(decimals);
    (scaled / unit).push_to(text);
    let mut fraction = scaled % unit;
    let mut digit = unit / 10;
    if fraction > 0 {
        text.push('.');
    }
    while fraction > 0 {
        (fraction / digit).push_to(text);
        fraction %= digit;
        digit /= 10;
    }
    text.push('%');
}

/// `1 flaky test`, `1,240 tests`.
pub(crate) fn tests(number: u128, adjective: &str) -> String {
    let space = if adjective.is_empty() { "" } else { " " };
    let plural = if number == 1 { "" } else { "s" };
    text![grouped(number), space, adjective, " test", plural]
}
