//! What holds of all records: calendar arithmetic is that of a calendar library, holds and gaps are those that a plain search finds,
//! facts that are worse or withheld clear nothing, and no facts whatever make the rule panic.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_rule::time::date;
use clearance_rule::{Outcome, Status, testing};
use proptest::prelude::*;
use proptest::sample::Index;
use retention::calendar;
use retention::params::Retention;
use serde_json::{Map, Value, json};

const DAY: i64 = 86_400_000;

/// 2026-11-23T00:00:00Z.
const NOW: i64 = 1_795_392_000_000;

const CLASSES: [&str; 3] = ["deployment-log", "access-policy", "pipeline-log"];

fn params() -> Value {
    json!({ "classes": {
        "deployment-log": { "years": 7, "source": "17 CFR 210.2-06", "every": "release" },
        "access-policy": { "years": 6, "begins": "stated", "source": "45 CFR 164.316(b)(2)(i)", "required": false },
        "pipeline-log": {
            "days": 60, "source": "schedule 14", "immutable": false, "digest": false, "required": false,
            "max_gap_days": 9, "since": "2026-10-14",
        },
    } })
}

fn rule() -> Retention {
    testing::configure(params()).unwrap()
}

fn judged(facts: &Value) -> Outcome {
    testing::evaluate(&rule(), facts.clone(), NOW).unwrap()
}

/// So many days before the decision.
fn before(days: i64) -> String {
    date(NOW - days * DAY)
}

fn record() -> impl Strategy<Value = Value> {
    let class = prop::sample::select(CLASSES.to_vec());
    let deleted = prop_oneof![3 => Just(None), 1 => (0..60_i64).prop_map(Some)];
    let mostly = || prop::bool::weighted(0.9);
    ((0..8_u8, class, 0..3_000_i64), (0..30_i64, 0..40_i64), deleted, (mostly(), mostly(), mostly()), 0..6_u8, -1..40_i64)
        .prop_map(|((id, class, age), (end, length), deleted, (kept, held, immutable), release, checked)| {
            let mut record = json!({
                "id": format!("r{id}"), "class": class, "release": format!("CHG-{release}"), "created": before(age),
                "covers": { "start": before(end + length), "end": before(end) }, "period_from": before(age - 5),
                "retain_until": if kept { "2036-01-01" } else { "2028-01-01" }, "legal_hold": held, "immutable": immutable,
                "digest": { "sha256": "a".repeat(64) }, "uri": "s3://audit/x",
            });
            if let Some(days) = deleted {
                record["deleted_at"] = json!(before(days));
                record["hold_checked_at"] = json!(before(days + checked));
            }
            record
        })
}

fn hold() -> impl Strategy<Value = Value> {
    let classes = prop::collection::vec(prop::sample::select(CLASSES.to_vec()), 0..2);
    let records = prop::collection::vec((0..8_u8).prop_map(|id| format!("r{id}")), 0..3);
    let released = prop_oneof![Just(None), (-70..70_i64).prop_map(Some)];
    (classes, records, -5..70_i64, released, any::<[bool; 2]>()).prop_map(|(classes, records, from, released, [all, some])| {
        let mut hold = json!({ "id": "matter", "classes": classes, "records": records, "from": before(from), "reason": "subpoena" });
        if let Some(days) = released {
            hold["released_at"] = json!(before(days));
        }
        if all && some {
            hold["classes"] = Value::Null;
            hold["records"] = Value::Null;
        }
        hold
    })
}

fn facts() -> impl Strategy<Value = Value> {
    let deployment = (0..6_u8, 0..60_i64).prop_map(
        |(release, days)| json!({ "at": before(days), "release": format!("CHG-{release}"), "outcome": "success" }),
    );
    let some = prop::collection::vec(record(), 0..9);
    (some, prop::collection::vec(hold(), 0..4), prop::collection::vec(deployment, 0..4)).prop_map(
        |(records, holds, deployments)| {
            json!({
                "release": { "id": "CHG-0" }, "history": { "deployments": deployments }, "records": records, "holds": holds,
            })
        },
    )
}

/// Facts that nothing is wrong with, so that what makes them worse can be seen.
fn sound() -> impl Strategy<Value = Value> {
    let record = |id: usize, class: &str| {
        json!({
            "id": format!("r{id}"), "class": class, "release": format!("CHG-{id}"), "created": before(30),
            "covers": { "start": before(100), "end": before(0) }, "period_from": before(20), "retain_until": "2036-01-01",
            "legal_hold": true, "immutable": true, "digest": { "sha256": "b".repeat(64) },
        })
    };
    (1..5_usize, any::<[bool; 3]>()).prop_map(move |(number, [hold, released, tombstone])| {
        let mut records: Vec<Value> =
            (0..number).flat_map(|id| CLASSES.map(|class| record(id, class))).collect();
        if tombstone {
            records.push(json!({
                "id": "old", "class": "deployment-log", "created": "2010-03-01", "deleted_at": "2018-01-01",
                "hold_checked_at": "2017-12-20",
            }));
        }
        let deployments: Vec<Value> =
            (0..number).map(|id| json!({ "at": before(25), "release": format!("CHG-{id}") })).collect();
        let mut holds = Vec::new();
        if hold {
            holds.push(json!({ "id": "m1", "classes": ["deployment-log"], "records": ["r0"], "from": "2019-06-01" }));
        }
        if released {
            let from_to = json!({ "id": "m2", "classes": [], "records": ["old"], "from": "2012-01-01", "released_at": "2013-01-01" });
            holds.push(from_to);
        }
        json!({ "release": { "id": "CHG-0" }, "history": { "deployments": deployments }, "records": records, "holds": holds })
    })
}

/// What may be withheld: where nothing says that a record was deleted, it counts as there.
fn withholdable(facts: &Value) -> Vec<String> {
    let mut places = testing::places(facts);
    places.retain(|place| !place.ends_with("/sha256") && !place.ends_with("/deleted_at"));
    places
}

/// JSON made of the words that the rule looks for.
fn anything() -> impl Strategy<Value = Value> {
    const NAMES: &str = "\
        deployments at release id class classes records created covers start end deleted_at retain_until from released_at \
        digest period_from hold_checked_at legal_hold";
    const WORDS: &[&str] = &["2026-11-23", "0000-01-01", "9999-12-31T23:59:59.999-23:59", "deployment-log", "r1", ""];
    prop::collection::vec(any::<u8>(), 0..500).prop_map(|choices| testing::any_json(&choices, NAMES, WORDS))
}

/// Maps of times and texts that mostly decode, so that more than the decoder is reached.
fn plausible(keys: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let value = prop_oneof![
        prop::sample::select(vec!["0000-01-01", "9999-12-31T23:59:59.999-23:59", "2024-02-29", "2026-11-23"])
            .prop_map(Value::from),
        Just(Value::Null),
    ];
    prop::collection::vec((prop::sample::select(keys.to_vec()), value), 0..8)
        .prop_map(|entries| Value::Object(entries.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>()))
}

/// What a calendar library makes of a period. It takes the last day of February for one that is not there; the rule the day after.
fn oracle(day: jiff::civil::Date, years: i32, days: i32) -> jiff::civil::Date {
    use jiff::ToSpan;
    let moved = day.checked_add(years.years()).unwrap();
    let moved = if moved.day() == day.day() { moved } else { moved.tomorrow().unwrap() };
    moved.checked_add(days.days()).unwrap()
}

fn as_millisecond(day: jiff::civil::Date) -> i64 {
    day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond()
}

proptest! {
    #[test]
    fn periods_end_when_a_calendar_library_says(
        (year, month, day) in (1800..2300_i16, 1..=12_i8, 1..=31_i8),
        within in 0..DAY,
        (years, days) in (0..200_u32, 0..4_000_u32),
    ) {
        let Ok(day) = jiff::civil::Date::new(year, month, day) else { return Ok(()) };
        let (from, y, d) = (as_millisecond(day) + within, i32::try_from(years).unwrap(), i32::try_from(days).unwrap());
        prop_assert_eq!(calendar::later(from, years, days), as_millisecond(oracle(day, y, d)) + within);
        prop_assert_eq!(calendar::earlier(from, years, days), as_millisecond(oracle(day, -y, -d)) + within);
    }

    #[test]
    fn a_later_beginning_never_ends_a_period_sooner(at in -4_000_000_000_000..4_000_000_000_000_i64, more in 0..400 * DAY, years in 0..200_u32) {
        prop_assert!(calendar::later(at + more, years, 0) >= calendar::later(at, years, 0));
    }

    #[test]
    fn no_time_is_too_far(at: i64, years: u32, days: u32) {
        let _ = (calendar::later(at, years, days), calendar::earlier(at, years, days));
    }

    #[test]
    fn what_was_deleted_under_a_hold_is_what_a_plain_search_finds(facts in facts()) {
        let time = |value: &Value| value.as_str().map(|text| as_millisecond(text.parse().unwrap()));
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let covers = |hold: &Value, record: &Value, moment: i64| {
            let all = hold["classes"].is_null() && hold["records"].is_null();
            let named = list(&hold["classes"]).contains(&record["class"]) || list(&hold["records"]).contains(&record["id"]);
            let from = time(&hold["from"]).unwrap();
            let released = time(&hold["released_at"]).filter(|released| *released > from);
            (all || named) && from <= moment && released.is_none_or(|released| moment < released)
        };
        let mut under = (0, 0);
        for record in list(&facts["records"]) {
            let deleted = time(&record["deleted_at"]);
            if list(&facts["holds"]).iter().any(|hold| covers(hold, &record, deleted.unwrap_or(NOW))) {
                if deleted.is_some() { under.0 += 1 } else { under.1 += 1 }
            }
        }
        let judged = testing::judge::<Retention>(&params(), &facts, NOW);
        let (derived, checks) = (&judged["outcome"]["derived"], list(&judged["outcome"]["checks"]));
        prop_assert_eq!(&derived["deleted_under_hold"], under.0);
        prop_assert_eq!(&derived["held"], under.1);
        let says = |check: &&Value| check["message"].as_str().unwrap().contains("while the legal hold");
        let said = checks.iter().filter(|check| check["code"] == "deletion").filter(says).count();
        prop_assert_eq!(said, under.0);
    }

    #[test]
    fn gaps_are_those_that_a_walk_over_the_days_finds(spans in prop::collection::vec((0..41_usize, 0..8_usize), 0..8)) {
        let records: Vec<Value> = spans
            .iter()
            .map(|(start, length)| {
                let day = |day: usize| before(40 - i64::try_from(day).unwrap());
                json!({ "class": "pipeline-log", "covers": { "start": day(*start), "end": day(start + length) } })
            })
            .collect();
        // Day 0 is the 14th of October, day 40 the decision.
        let (mut longest, mut run) = (0, 0);
        for day in 0..40_usize {
            if spans.iter().any(|(start, _)| *start == day) {
                run = 0;
            }
            let covered = spans.iter().any(|(start, length)| (*start..start + length).contains(&day));
            run = if covered { 0 } else { run + 1 };
            longest = longest.max(run);
        }
        let outcome = judged(&json!({ "records": records, "holds": [] }));
        let row = outcome.checks.iter().find(|check| check.code == "cadence").unwrap();
        prop_assert_eq!(row.status == Status::Pass, longest <= 9, "{}", row.message);
        prop_assert!(row.message.contains(&format!("{longest} day")), "{} {}", longest, row.message);
    }

    #[test]
    fn sound_facts_clear(facts in sound()) {
        let outcome = judged(&facts);
        let wrong: Vec<_> = outcome.checks.iter().filter(|check| check.status != Status::Pass).map(|check| &check.message).collect();
        prop_assert!(testing::clears(&outcome), "{:?}", wrong);
    }

    #[test]
    fn what_is_withheld_clears_nothing(facts in facts(), which: Index) {
        let places = withholdable(&facts);
        let place = which.get(&places);
        let withheld = testing::withheld(&facts, place);
        prop_assert!(testing::clears(&judged(&facts)) || !testing::clears(&judged(&withheld)), "{place}");
    }

    #[test]
    fn what_is_withheld_from_facts_with_one_fault_clears_nothing(facts in sound(), fault in 0..9_usize, record: Index, which: Index) {
        let mut faulty = facts.clone();
        let number = faulty["records"].as_array().unwrap().len();
        let i = record.index(number);
        worsen(&mut faulty, i, fault);
        prop_assert!(!testing::clears(&judged(&faulty)), "fault {fault}");
        let places = withholdable(&faulty);
        let place = which.get(&places);
        prop_assert!(!testing::clears(&judged(&testing::withheld(&faulty, place))), "fault {fault} without {place}");
    }

    #[test]
    fn a_record_less_tells_of_no_more(facts in facts(), which: Index) {
        let mut fewer = facts.clone();
        let records = fewer["records"].as_array_mut().unwrap();
        prop_assume!(!records.is_empty());
        records.remove(which.index(records.len()));
        let told = |outcome: &Outcome| -> Vec<(String, String)> {
            let codes = ["class", "deployment", "cadence"];
            let rows = outcome.checks.iter().filter(|check| codes.contains(&check.code.as_str()) && check.status == Status::Pass);
            rows.map(|check| (check.code.clone(), check.subject.clone())).collect()
        };
        let before = told(&judged(&facts));
        for row in told(&judged(&fewer)) {
            prop_assert!(before.contains(&row), "{row:?}");
        }
    }

    #[test]
    fn the_order_of_records_and_holds_means_nothing(facts in facts()) {
        let mut turned = facts.clone();
        turned["records"].as_array_mut().unwrap().reverse();
        turned["holds"].as_array_mut().unwrap().reverse();
        let (one, other) = (judged(&facts), judged(&turned));
        prop_assert_eq!(&one.derived, &other.derived);
        let rows = |outcome: &Outcome| {
            let mut rows: Vec<_> = outcome
                .checks
                .iter()
                .map(|check| (check.code.clone(), check.subject.clone(), check.status as u8, check.severity as u8))
                .collect();
            rows.sort();
            rows
        };
        prop_assert_eq!(rows(&one), rows(&other));
    }

    #[test]
    fn no_facts_make_it_panic(history in anything(), records in anything(), holds in anything()) {
        let _ = testing::evaluate(&rule(), json!({ "history": history, "records": records, "holds": holds }), NOW);
    }

    #[test]
    fn no_times_make_it_panic(
        records in prop::collection::vec(plausible(&["id", "created", "deleted_at", "retain_until", "period_from", "hold_checked_at"]), 0..4),
        holds in prop::collection::vec(plausible(&["id", "from", "released_at"]), 0..3),
        deployments in prop::collection::vec(plausible(&["at", "release"]), 0..3),
        class in prop::sample::select(CLASSES.to_vec()),
        now in prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(0), Just(NOW)],
    ) {
        let mut records = records;
        for record in &mut records {
            record["class"] = json!(class);
        }
        let facts = json!({ "records": records, "holds": holds, "history": { "deployments": deployments }, "release": { "id": "x" } });
        prop_assert!(testing::evaluate(&rule(), facts, now).is_ok());
    }
}

/// Adds a fault to facts that are sound.
fn worsen(facts: &mut Value, i: usize, fault: usize) {
    let number = facts["records"].as_array().unwrap().len();
    // Faults of a record that is there are of no matter in one that was deleted.
    let i = if facts["records"][i]["deleted_at"].is_null() { i } else { number - 2 };
    let class = facts["records"][i]["class"].clone();
    match fault {
        0 => {
            facts["records"][i]["class"] = json!("deployment-log");
            facts["records"][i]["retain_until"] = json!("2028-01-01");
        }
        1 => {
            facts["records"][i]["class"] = json!("deployment-log");
            facts["records"][i]["immutable"] = json!(false);
        }
        2 => {
            facts["records"][i]["class"] = json!("access-policy");
            facts["records"][i]["digest"]["sha256"] = json!("b");
        }
        3 => {
            facts["records"][i]["deleted_at"] = json!(before(1));
            facts["records"][i]["hold_checked_at"] = json!(before(2));
        }
        4 => {
            facts["records"][i]["legal_hold"] = json!(false);
            let hold = json!({ "id": "m3", "classes": [class], "records": [], "from": "2025-01-01" });
            facts["holds"].as_array_mut().unwrap().push(hold);
        }
        5 => {
            let tombstone = json!({
                "id": "older", "class": "deployment-log", "created": "2010-03-01", "deleted_at": "2018-01-01",
                "hold_checked_at": "2017-12-20",
            });
            facts["records"].as_array_mut().unwrap().push(tombstone);
            let hold = json!({ "id": "m3", "classes": [], "records": ["older"], "from": "2011-01-01", "released_at": "2019-01-01" });
            facts["holds"].as_array_mut().unwrap().push(hold);
        }
        6 => {
            let deployment = json!({ "at": "2026-06-01", "release": "CHG-99" });
            facts["history"]["deployments"].as_array_mut().unwrap().push(deployment);
        }
        7 => facts["release"]["id"] = json!("CHG-98"),
        _ => facts["records"].as_array_mut().unwrap().push(json!({ "id": "strange", "class": "chat-log" })),
    }
}
