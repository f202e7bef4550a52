//! `known-defects.md`, the document that goes with the release.

use crate::counts::counts;
use crate::entry::Entry;
use crate::params::KnownDefects;
use clearance_rule::markdown::{escaped, linked};
use clearance_rule::prelude::*;
use clearance_rule::sections::{Escalation, Release};
use clearance_rule::time::utc;

/// The document. `checks` are all rows so far, those of each entry from `first_rows` on.
pub(crate) fn written(
    rule: &KnownDefects,
    entries: &[Entry<'_>],
    checks: &[Check],
    first_rows: &[usize],
    release: Option<&Release<'_>>,
    at: Timestamp,
) -> String {
    let mut page = heading(release, at);
    if entries.is_empty() {
        page.push_str("No defect is known that the release carries into production.\n");
        return page;
    }
    page.push_str(&text!["The release carries ", text::count(entries.len(), "known defect"), " into production.\n\n"]);
    let ends = first_rows.iter().skip(1).copied().chain([checks.len()]);
    let rows: Vec<&[Check]> = first_rows.iter().zip(ends).map(|(from, to)| &checks[*from..to]).collect();
    overview(&mut page, rule, entries, &rows);
    let ranks = (0..rule.severities.len()).map(Some).chain([None]);
    for rank in ranks {
        let mut of_rank = entries.iter().zip(&rows).filter(|(entry, _)| entry.rank == rank).peekable();
        if of_rank.peek().is_some() {
            let name = rank.map_or("Severity not known", |rank| rule.severities[rank].name.as_str());
            page.push_str(&text!["\n## ", capital(name), "\n"]);
        }
        for (entry, rows) in of_rank {
            details(&mut page, entry, rows);
        }
    }
    page
}

fn heading(release: Option<&Release<'_>>, at: Timestamp) -> String {
    let mut page = String::from("# Known defects");
    let name = release.and_then(|release| release.name);
    let version = release.and_then(|release| release.version.or(release.id));
    for (i, word) in [name, version].into_iter().flatten().map(escaped).filter(|word| !word.is_empty()).enumerate() {
        page.push_str(if i == 0 { " of " } else { " " });
        page.push_str(&word);
    }
    page.push_str(&text!["\n\nAs of ", utc(at), ".\n\n"]);
    page
}

/// How many there are, and one line for each.
fn overview(page: &mut String, rule: &KnownDefects, entries: &[Entry<'_>], rows: &[&[Check]]) {
    page.push_str("| severity | defects | at most |\n|---|---:|---:|\n");
    let (counts, unknown) = counts(rule, entries);
    for (level, count) in rule.severities.iter().zip(counts) {
        let most = match (level.carried, level.at_most) {
            (false, _) => "0".to_owned(),
            (true, Some(most)) => text![most],
            (true, None) => "any number".to_owned(),
        };
        page.push_str(&text!["| ", escaped(&level.name), " | ", count, " | ", most, " |\n"]);
    }
    if unknown > 0 {
        page.push_str(&text!["| not known | ", unknown, " | 0 |\n"]);
    }
    page.push_str("\n| defect | title | severity | owner | fixed by | open points |\n|---|---|---|---|---|---:|\n");
    for (entry, rows) in entries.iter().zip(rows) {
        let defect = entry.defect;
        let target = defect.target.as_ref().and_then(|target| target.date);
        page.push_str(&text![
            "| ",
            escaped(&entry.subject),
            " | ",
            given(entry, defect.title),
            " | ",
            given(entry, defect.severity),
            " | ",
            given(entry, defect.owner),
            " | ",
            given(entry, target.map(|date| date.text)),
            " | ",
            open(rows).count(),
            " |\n"
        ]);
    }
}

/// The rows that do not pass.
fn open(rows: &[Check]) -> impl Iterator<Item = &Check> {
    rows.iter().filter(|check| matches!(check.status, Status::Fail | Status::Unknown))
}

fn given(entry: &Entry<'_>, text: Option<&str>) -> String {
    text.and_then(|text| entry.says(text)).map_or("*not given*".to_owned(), escaped)
}

fn details(page: &mut String, entry: &Entry<'_>, rows: &[Check]) {
    let defect = entry.defect;
    let title =
        defect.title.and_then(|title| entry.says(title)).map_or(String::new(), |title| text![": ", escaped(title)]);
    page.push_str(&text!["\n### ", escaped(&entry.subject), title, "\n\n"]);
    item(page, "Component", &given(entry, defect.component));
    item(page, "Found", &given(entry, defect.found_at.map(|found| found.text)));
    item(page, "Owner", &given(entry, defect.owner));
    item(page, "Mitigation", &given(entry, defect.mitigation));
    let monitor = defect.monitor.as_ref();
    let watched = monitor.and_then(|monitor| Some((monitor, entry.says(monitor.name?)?)));
    item(
        page,
        "Monitor",
        &watched.map_or("*not given*".to_owned(), |(monitor, name)| {
            let kind = monitor.kind.map(escaped).filter(|kind| !kind.is_empty());
            text![kind.map_or(String::new(), |kind| text![kind, " "]), linked(name, monitor.uri)]
        }),
    );
    let escalations = defect.escalations.as_ref().map(|escalations| {
        let all: Vec<String> = escalations.iter().map(|one| escalation(entry, one)).collect();
        if all.is_empty() { "*none*".to_owned() } else { all.join("; ") }
    });
    item(page, "Escalation", escalations.as_deref().unwrap_or("*not given*"));
    let target = defect.target.as_ref();
    let version =
        target.and_then(|target| target.version).map_or(String::new(), |version| text![" in ", escaped(version)]);
    item(page, "Fixed by", &text![given(entry, target.and_then(|target| target.date).map(|date| date.text)), version]);
    if let Some(note) = defect.customer_note.and_then(|note| entry.says(note)) {
        item(page, "For customers", &escaped(note));
    }
    if let Some(uri) = defect.uri.map(str::trim).filter(|uri| !uri.is_empty()) {
        item(page, "Tracked at", &linked(uri, Some(uri)));
    }
    for check in open(rows) {
        let remedy = check.remedy.as_deref().map_or(String::new(), |remedy| text!["; ", escaped(remedy)]);
        item(page, "Open point", &text![escaped(&check.message), remedy]);
    }
}

fn item(page: &mut String, name: &str, text: &str) {
    page.push_str(&text!["- **", name, ":** ", text, "\n"]);
}

fn escalation(entry: &Entry<'_>, escalation: &Escalation<'_>) -> String {
    let at = escalation.at.map_or(String::new(), |at| text![" at ", escaped(at.text)]);
    let by = escalation.acknowledged_by.and_then(|by| entry.says(by));
    let answer = by.map_or(", *not acknowledged*".to_owned(), |by| text![", acknowledged by ", escaped(by)]);
    text![given(entry, escalation.to), at, answer]
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map_or(String::new(), |first| first.to_uppercase().collect());
    escaped(&text![first, characters.as_str()])
}
