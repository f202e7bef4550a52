//! The time of a decision. The engine never reads a clock for it: the caller says when.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// An instant in milliseconds since 1970-01-01T00:00:00Z, written as RFC 3339 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Milliseconds since 1970; `None` outside the years -9999 to 9999.
    #[must_use]
    pub fn from_millis(millis: i64) -> Option<Self> {
        jiff::Timestamp::from_millisecond(millis).ok().map(|_| Self(millis))
    }

    /// The present, by this machine's clock. For callers who decide now.
    #[must_use]
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_millisecond())
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn as_millis(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(at) => fmt::Display::fmt(&at, f),
            Err(_) => write!(f, "{} ms", self.0),
        }
    }
}

/// The text is neither an RFC 3339 timestamp nor a calendar date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a time: expected a timestamp with its offset such as `2026-11-23T08:00:00Z`, or a date such as \
     `2026-11-23`, which means midnight UTC"
)]
pub struct NotATimestamp(String);

impl FromStr for Timestamp {
    type Err = NotATimestamp;

    /// Reads an RFC 3339 timestamp with its offset, or a calendar date, which means its midnight in UTC.
    fn from_str(text: &str) -> Result<Self, NotATimestamp> {
        let date_only = text.len() == 10 && text.is_ascii();
        let at = if date_only {
            text.parse::<jiff::civil::Date>()
                .ok()
                .and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp()))
        } else {
            text.parse::<jiff::Timestamp>().ok()
        };
        at.map(|at| Self(at.as_millisecond())).ok_or_else(|| NotATimestamp(text.to_owned()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_worked_in_and_dates_are_midnight_utc() {
        let millis = |text: &str| text.parse::<Timestamp>().map(Timestamp::as_millis);
        assert_eq!(millis("1970-01-02"), Ok(86_400_000));
        assert_eq!(millis("1970-01-01T01:00:00+01:00"), Ok(0));
        assert_eq!(Timestamp(86_400_000).to_string(), "1970-01-02T00:00:00Z");
    }

    #[test]
    fn a_time_without_an_offset_and_an_impossible_date_are_refused() {
        for text in ["2026-11-23T08:00:00", "2026-02-30", "yesterday", "", "2026-13-01T00:00:00Z"] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }
}
