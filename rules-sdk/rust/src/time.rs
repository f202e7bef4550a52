//! Points in time among the facts. Read here rather than by a calendar library, which is as large as the rest of a rule, for the
//! question how long ago something was.

use crate::text::Decimal;
use crate::{Timestamp, text};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::RangeInclusive;

/// Milliseconds of a day of 24 hours.
pub const DAY: Timestamp = 86_400_000;

/// An RFC 3339 timestamp with its offset, or a calendar date, which means its midnight in UTC. Two are equal where they mean
/// the same time, however they are written.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// As the facts have it.
    pub text: &'a str,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub timestamp: Timestamp,
}

impl<'a> TryFrom<&'a str> for At<'a> {
    type Error = String;

    fn try_from(text: &'a str) -> Result<Self, String> {
        milliseconds(text).map(|timestamp| Self { text, timestamp }).ok_or_else(|| {
            text![
                "`",
                text,
                "` is not a time: expected a timestamp with its offset such as `2026-11-23T08:00:00Z`, or a date such as \
                 `2026-11-23`"
            ]
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for At<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&str>::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

impl Serialize for At<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text)
    }
}

impl PartialEq for At<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.timestamp == other.timestamp
    }
}

impl Eq for At<'_> {}

impl PartialOrd for At<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for At<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.timestamp.cmp(&other.timestamp)
    }
}

impl JsonSchema for At<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "At".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "RFC 3339 timestamp with its offset, or a calendar date, which means its midnight in UTC."
        })
    }
}

/// A time as RFC 3339 has it, in UTC, with a fraction only where it has one.
///
/// ```
/// use clearance_rule::time::utc;
/// assert_eq!(utc(1_795_420_800_000), "2026-11-23T08:00:00Z");
/// assert_eq!(utc(250), "1970-01-01T00:00:00.250Z");
/// ```
#[must_use]
pub fn utc(at: Timestamp) -> String {
    let within = at.rem_euclid(DAY);
    let (seconds, fraction) = (within / 1000, within % 1000);
    let mut text = date(at);
    text.push('T');
    push_padded(&mut text, seconds / 3600, 2);
    text.push(':');
    push_padded(&mut text, seconds / 60 % 60, 2);
    text.push(':');
    push_padded(&mut text, seconds % 60, 2);
    if fraction > 0 {
        text.push('.');
        push_padded(&mut text, fraction, 3);
    }
    text.push('Z');
    text
}

/// The calendar date of a time in UTC.
///
/// ```
/// use clearance_rule::time::date;
/// assert_eq!(date(1_795_420_800_000), "2026-11-23");
/// assert_eq!(date(-1), "1969-12-31");
/// ```
#[must_use]
pub fn date(at: Timestamp) -> String {
    let (year, month, day) = civil(at.div_euclid(DAY));
    let mut text = String::with_capacity(24);
    push_padded(&mut text, year, 4);
    text.push('-');
    push_padded(&mut text, month, 2);
    text.push('-');
    push_padded(&mut text, day, 2);
    text
}

/// Year, month and day of the Gregorian calendar, this many days after 1970-01-01.
///
/// ```
/// use clearance_rule::time::civil;
/// assert_eq!(civil(0), (1970, 1, 1));
/// assert_eq!(civil(11_016), (2000, 2, 29));
/// ```
#[must_use]
pub fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; what [`civil`] is the inverse of.
///
/// ```
/// use clearance_rule::time::day_number;
/// assert_eq!(day_number(1970, 1, 1), 0);
/// assert_eq!(day_number(2000, 2, 29), 11_016);
/// ```
#[must_use]
pub fn day_number(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the leap day is the last of a year; 400 years, an era, are always 146,097 days.
    let year = year - i64::from(month <= 2);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day - 719_468
}

fn push_padded(text: &mut String, number: i64, digits: usize) {
    let number = Decimal::of(number);
    let number = number.as_str();
    let size = number.strip_prefix('-').unwrap_or(number);
    if size.len() < number.len() {
        text.push('-');
    }
    (size.len()..digits).for_each(|_| text.push('0'));
    text.push_str(size);
}

fn milliseconds(text: &str) -> Option<i64> {
    let (date, time) = text.split_at_checked(10)?;
    let midnight = days(date)? * DAY;
    if time.is_empty() {
        return Some(midnight);
    }
    let time = time.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = time.split_at_checked(time.find(['Z', 'z', '+', '-'])?)?;
    Some(midnight + time_of_day(clock)? - offset_from_utc(offset)?)
}

/// Days since 1970-01-01 of a date that there is.
fn days(date: &str) -> Option<i64> {
    let [year, month, day] = fields(date, '-')?;
    let (year, month) = (number(year, 4, 0..=9999)?, number(month, 2, 1..=12)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    Some(day_number(year, month, number(day, 2, 1..=last)?))
}

/// Milliseconds since midnight. A leap second is taken for the second before it.
fn time_of_day(clock: &str) -> Option<i64> {
    let [hour, minute, second] = fields(clock, ':')?;
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let (hour, minute) = (number(hour, 2, 0..=23)?, number(minute, 2, 0..=59)?);
    let second = number(second, 2, 0..=60)?.min(59);
    number(fraction, fraction.len(), 0..=999_999_999)?;
    let fraction: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    Some(((hour * 60 + minute) * 60 + second) * 1000 + fraction)
}

/// Milliseconds that a clock at this offset is ahead of UTC.
fn offset_from_utc(offset: &str) -> Option<i64> {
    if offset.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, offset) = match offset.split_at_checked(1)? {
        ("+", offset) => (1, offset),
        (_, offset) => (-1, offset),
    };
    let (hours, minutes) = offset.split_once(':')?;
    Some(sign * (number(hours, 2, 0..=23)? * 60 + number(minutes, 2, 0..=59)?) * 60_000)
}

fn fields(text: &str, separator: char) -> Option<[&str; 3]> {
    let mut fields = text.split(separator);
    let three = [fields.next()?, fields.next()?, fields.next()?];
    fields.next().is_none().then_some(three)
}

fn number(text: &str, digits: usize, range: RangeInclusive<i64>) -> Option<i64> {
    let shaped = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    shaped.then(|| text.parse().ok()).flatten().filter(|number| range.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a calendar library reads.
    fn oracle(text: &str) -> Option<i64> {
        text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let texts = [
            "",
            "2026",
            "2026-11",
            "2026-13-01",
            "2026-00-01",
            "2026-02-29",
            "2100-02-29",
            "2026-11-31",
            "2026-11-1",
            "2026-11-23T",
            "2026-11-23T08:00:00",
            "2026-11-23T08:00Z",
            "2026-11-23T24:00:00Z",
            "2026-11-23T08:60:00Z",
            "2026-11-23T08:00:61Z",
            "2026-11-23T08:00:00.Z",
            "2026-11-23T08:00:00+1:00",
            "2026-11-23T08:00:00+01:60",
            "2026-11-23T08:00:00ZZ",
            "2026-11-23 Z",
            "+026-11-23",
            "20261-1-23",
            "2026-11-2３",
            "yesterday!",
            "２026-11-23",
        ];
        for text in texts {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_its_midnight_and_offsets_and_fractions_are_worked_in() {
        assert_eq!(milliseconds("1970-01-01"), Some(0));
        assert_eq!(milliseconds("2000-02-29"), oracle("2000-02-29T00:00:00Z"));
        assert_eq!(milliseconds("0000-01-01T00:00:00Z"), oracle("0000-01-01T00:00:00Z"));
        assert_eq!(milliseconds("1970-01-01T01:00:00.25+01:00"), Some(250));
        assert_eq!(milliseconds("1969-12-31t19:00:00.123456789-05:00"), Some(123));
        assert_eq!(milliseconds("2016-12-31 23:59:60z"), oracle("2016-12-31T23:59:60Z"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again_and_is_what_a_calendar_library_writes(at in -62_167_219_200_000..253_402_214_400_000_i64) {
            let text = utc(at);
            prop_assert_eq!(milliseconds(&text), Some(at), "{}", text);
            prop_assert_eq!(milliseconds(&date(at)), Some(at.div_euclid(DAY) * DAY));
            let whole = jiff::Timestamp::from_second(at / 1000).map(|whole| whole.to_string());
            prop_assert_eq!(whole.ok(), Some(utc(at / 1000 * 1000)));
        }

        #[test]
        fn every_time_is_read_as_a_calendar_library_reads_it(
            (year, month, day) in (0..=9998_u16, 0..=13_u8, 0..=32_u8),
            (hour, minute, second, millisecond) in (0..=24_u8, 0..=60_u8, 0..=60_u8, 0..1000_u16),
            offset in prop_oneof![
                Just("Z".to_owned()),
                (prop::bool::ANY, 0..=23_u8, 0..=60_u8)
                    .prop_map(|(ahead, h, m)| format!("{}{h:02}:{m:02}", if ahead { '+' } else { '-' })),
            ],
        ) {
            let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}{offset}");
            prop_assert_eq!(milliseconds(&text), oracle(&text), "{}", text);
        }
    }
}
