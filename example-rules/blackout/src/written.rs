//! Days and times as a policy writes them.

use crate::zone::Local;
use clearance_rule::joined;
use clearance_rule::prelude::*;
use clearance_rule::schemars::{Schema, SchemaGenerator, json_schema};
use clearance_rule::sections::LocalTime;
use clearance_rule::time::DAY;
use std::borrow::Cow;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "they say it themselves")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A date, or a date and time by the clocks of a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Date(Local);

impl Date {
    /// As milliseconds.
    pub(crate) fn local(self) -> Local {
        self.0
    }

    /// The day that it is in, counted from 1970-01-01.
    pub(crate) fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// Whether it is a date alone.
    pub(crate) fn is_whole(self) -> bool {
        self.0 % DAY == 0
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        LocalTime::try_from(text.as_str()).map(|time| Self(time.milliseconds))
    }
}

/// A day of the year, as month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct DayOfYear {
    pub(crate) month: i64,
    pub(crate) day: i64,
}

impl TryFrom<String> for DayOfYear {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // A leap year has every day.
        match LocalTime::try_from(joined!["2000-", text].as_str()) {
            Ok(_) if text.len() == 5 => {
                let number = |digits: Option<&str>| digits.and_then(|digits| digits.parse().ok()).unwrap_or_default();
                Ok(Self { month: number(text.get(..2)), day: number(text.get(3..)) })
            }
            _ => Err(joined!["`", text, "` is no day of the year: expected month and day such as `12-20`"]),
        }
    }
}

/// A time of the week: minutes since Monday began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct TimeOfWeek(i64);

impl TimeOfWeek {
    /// Milliseconds since Monday began.
    pub(crate) fn milliseconds(self) -> i64 {
        self.0 * 60_000
    }
}

impl TryFrom<String> for TimeOfWeek {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let minutes = || {
            let (weekday, clock) = text.split_once(' ')?;
            let weekday = WEEKDAYS.iter().position(|known| *known == weekday)?;
            let time = joined!["1970-01-01T", clock];
            let time = LocalTime::try_from(time.as_str()).ok().filter(|_| clock.len() == 5)?;
            Some(i64::try_from(weekday).ok()? * 1440 + time.milliseconds / 60_000)
        };
        minutes().map(Self).ok_or_else(|| {
            joined!["`", text, "` is no time of the week: expected a weekday and a time such as `friday 16:00`"]
        })
    }
}

macro_rules! schema {
    ($($type:ident: $pattern:literal, $about:literal;)+) => {
        $(
            impl JsonSchema for $type {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    stringify!($type).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "type": "string", "pattern": $pattern, "description": $about })
                }
            }
        )+
    };
}

schema! {
    Date: r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$", "A date, or a date and time by the clocks of the time zone.";
    DayOfYear: r"^\d{2}-\d{2}$", "Month and day.";
    TimeOfWeek: r"^(mon|tues|wednes|thurs|fri|satur|sun)day \d{2}:\d{2}$", "Weekday and time, by the clocks of the time zone.";
}
