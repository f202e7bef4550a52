//! Numbers that can only be what a parameter may be: the place of one that is not is known where it is read.

use clearance_rule::prelude::*;
use clearance_rule::schemars::{Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// A number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Bounded<const MIN: u32, const MAX: u32>(f64);

/// How much of something counts, from 0 (nothing) to 1 (all of it).
pub type Fraction = Bounded<0, 1>;

/// A percentage that something may be measured against.
pub type FullPercent = Bounded<1, 100>;

/// A weight beside other weights.
pub type Weight = Bounded<0, 1_000_000>;

/// Points out of a hundred.
pub type Points = Bounded<0, 100>;

impl<const MIN: u32, const MAX: u32> Bounded<MIN, MAX> {
    /// The number. A literal in a default that is out of bounds is taken to the nearest bound.
    #[must_use]
    pub const fn new(value: f64) -> Self {
        Self(value.clamp(MIN as f64, MAX as f64))
    }

    /// The number itself.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl<const MIN: u32, const MAX: u32> TryFrom<f64> for Bounded<MIN, MAX> {
    type Error = String;

    fn try_from(value: f64) -> Result<Self, String> {
        if (f64::from(MIN)..=f64::from(MAX)).contains(&value) {
            Ok(Self(value))
        } else {
            Err(text!["expected a number from ", MIN, " to ", MAX, ", found ", value])
        }
    }
}

impl<const MIN: u32, const MAX: u32> From<Bounded<MIN, MAX>> for f64 {
    fn from(bounded: Bounded<MIN, MAX>) -> Self {
        bounded.0
    }
}

impl<const MIN: u32, const MAX: u32> JsonSchema for Bounded<MIN, MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        text!["Number", MIN, "To", MAX].into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": MIN, "maximum": MAX })
    }
}

/// A whole number from 1 up: the amount at which something counts in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct FullCount(u64);

impl FullCount {
    /// The number; 1 where it would be 0.
    #[must_use]
    pub const fn new(value: u64) -> Self {
        Self(if value == 0 { 1 } else { value })
    }

    /// The number itself.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl TryFrom<u64> for FullCount {
    type Error = String;

    fn try_from(value: u64) -> Result<Self, String> {
        if value == 0 { Err("expected a whole number from 1 up, found 0".to_owned()) } else { Ok(Self(value)) }
    }
}

impl From<FullCount> for u64 {
    fn from(count: FullCount) -> Self {
        count.0
    }
}

impl JsonSchema for FullCount {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "CountFrom1".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1 })
    }
}
