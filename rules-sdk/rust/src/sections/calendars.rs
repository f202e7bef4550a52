//! The section `calendars`.

use crate::node::Node;
use crate::text;
use crate::time::{At, DAY};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// A calendar of the organisation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct Calendar<'a> {
    /// Its name, which policies call it by.
    #[serde(borrow)]
    pub name: Option<&'a str>,
    /// The IANA time zone of entries that name none: `Europe/Berlin`.
    #[serde(rename = "timeZone")]
    pub time_zone: Option<&'a str>,
    /// Its entries, in any order. An empty list says that there are none.
    pub entries: Option<Vec<CalendarEntry<'a>>>,
    /// Its holidays, in any order. An empty list says that there are none.
    pub holidays: Option<Vec<Holiday<'a>>>,
}

/// A span of time in a calendar: an `Event` of `JSCalendar`. It has a `duration` or an `end`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct CalendarEntry<'a> {
    /// What tells it from others.
    #[serde(borrow)]
    pub uid: Option<&'a str>,
    /// What it is called.
    pub title: Option<&'a str>,
    /// When it begins, by the clock of its time zone.
    pub start: Option<LocalTime<'a>>,
    /// How long it lasts.
    pub duration: Option<Duration<'a>>,
    /// When it is over, by the clock of its time zone.
    pub end: Option<LocalTime<'a>>,
    /// Its IANA time zone, where it is not the calendar's.
    #[serde(rename = "timeZone")]
    pub time_zone: Option<&'a str>,
    /// `confirmed`, which it is where nothing is said, `tentative` or `cancelled`.
    pub status: Option<&'a str>,
    /// `busy`, which it is where nothing is said, or `free`.
    #[serde(rename = "freeBusyStatus")]
    pub free_busy_status: Option<&'a str>,
    /// How it recurs. Absent or empty: it does not.
    #[serde(rename = "recurrenceRules")]
    #[schemars(with = "Option<Vec<Node<'_>>>")]
    pub recurrence_rules: Option<Vec<Node<'a>>>,
}

/// A day on which no business is done.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub struct Holiday<'a> {
    /// Which day.
    #[serde(borrow)]
    pub date: Option<LocalTime<'a>>,
    /// What it is called.
    pub title: Option<&'a str>,
}

/// A date and time by the clock of some time zone, or a date, which means its midnight: `2026-12-24T18:00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime<'a> {
    /// As the facts have it.
    pub text: &'a str,
    /// Milliseconds since that clock showed 1970-01-01T00:00:00, were it never changed.
    pub milliseconds: i64,
}

impl<'a> TryFrom<&'a str> for LocalTime<'a> {
    type Error = String;

    fn try_from(text: &'a str) -> Result<Self, String> {
        let completion = match text.len() {
            10 => "T00:00:00Z",
            16 => ":00Z",
            _ => "Z",
        };
        match At::try_from(text![text, completion].as_str()) {
            Ok(at) => Ok(Self { text, milliseconds: at.timestamp }),
            Err(_) => Err(text![
                "`",
                text,
                "` is not a local time: expected one without an offset such as `2026-12-24T18:00:00`, or a date such as \
                 `2026-12-24`"
            ]),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for LocalTime<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&str>::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl Serialize for LocalTime<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text)
    }
}

impl JsonSchema for LocalTime<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "LocalTime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "Date and time without an offset, by the clock of a time zone, or a date, which means its midnight."
        })
    }
}

/// A length of time as ISO 8601 and `JSCalendar` have it: `P2D`, `PT90M`, `P1DT12H`. A day is from one time of day to the same on
/// the next, however many hours there are between; hours, minutes and seconds are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration<'a> {
    /// As the facts have it.
    pub text: &'a str,
    /// Whole days, weeks included.
    pub days: i64,
    /// What comes on top of the days.
    pub milliseconds: i64,
}

impl<'a> TryFrom<&'a str> for Duration<'a> {
    type Error = String;

    fn try_from(text: &'a str) -> Result<Self, String> {
        span(text).map(|(days, milliseconds)| Self { text, days, milliseconds }).ok_or_else(|| {
            text!["`", text, "` is not a duration: expected weeks, days, hours, minutes and seconds such as `P1DT12H`"]
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Duration<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&str>::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl Serialize for Duration<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text)
    }
}

impl JsonSchema for Duration<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "ISO 8601 duration of weeks, days, hours, minutes and seconds." })
    }
}

/// Days, and milliseconds on top of them. Units stand in their order, each once and whole.
fn span(text: &str) -> Option<(i64, i64)> {
    const UNITS: [(u8, bool, i64); 5] = [
        (b'W', false, 7 * DAY),
        (b'D', false, DAY),
        (b'H', true, 3_600_000),
        (b'M', true, 60_000),
        (b'S', true, 1_000),
    ];
    let (mut days, mut milliseconds) = (0, 0);
    let mut number = None;
    let mut timed = false;
    let mut next = 0;
    for byte in text.strip_prefix('P')?.bytes() {
        match byte {
            // Nine digits of weeks are milliseconds that fit by far.
            b'0'..=b'9' if number.unwrap_or(0) < 100_000_000 => {
                number = Some(number.unwrap_or(0) * 10 + i64::from(byte - b'0'));
            }
            b'T' if !timed && number.is_none() => timed = true,
            _ => {
                let place = next + UNITS[next..].iter().position(|(unit, time, _)| *unit == byte && *time == timed)?;
                let (.., worth) = UNITS[place];
                let part = number.take()? * worth;
                *(if timed { &mut milliseconds } else { &mut days }) += part;
                next = place + 1;
            }
        }
    }
    // A unit stands at the end: after a number, and after `T`.
    (number.is_none() && next > 0 && !text.ends_with('T')).then_some((days / DAY, milliseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_times_have_no_offset() {
        let read = |text| LocalTime::try_from(text).map(|time| time.milliseconds).ok();
        assert_eq!(read("1970-01-02"), Some(DAY));
        assert_eq!(read("1970-01-01T00:01"), Some(60_000));
        assert_eq!(read("1970-01-01T00:00:01"), Some(1_000));
        assert_eq!(read("1970-01-01T00:00:01.5"), Some(1_500));
        for text in ["", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00+01:00", "1970-02-30", "1970-01-01T24:00", "today"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_days_and_what_is_on_top() {
        let read = |text| Duration::try_from(text).map(|span| (span.days, span.milliseconds)).ok();
        assert_eq!(read("P2W"), Some((14, 0)));
        assert_eq!(read("P1W2DT3H4M5S"), Some((9, 11_045_000)));
        assert_eq!(read("PT36H"), Some((0, 129_600_000)));
        assert_eq!(read("P0D"), Some((0, 0)));
        assert_eq!(read("P999999999W").map(|(days, _)| days), Some(6_999_999_993));
        let texts = [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "P1",
            "PD",
            "P1H",
            "PT1D",
            "P1D1D",
            "PT1M1H",
            "P1.5D",
            "P-1D",
            "-P1D",
            "P1Y",
            "P1M",
            "PT1",
            "P1DTT1H",
            "P1TD",
            "P9999999999D",
        ];
        for text in texts {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
