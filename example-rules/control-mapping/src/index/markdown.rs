//! `evidence-index.md`.

use super::{Counts, Index, word};
use crate::evidence::Standing;
use crate::flaw::sha256;
use clearance_rule::markdown::escaped_with_addresses as escaped;
use clearance_rule::prelude::*;
use clearance_rule::time::utc;

/// The index, for people.
pub(crate) fn written(index: &Index<'_, '_, '_>) -> String {
    let mut page = String::from("# Evidence index\n\n");
    if let Some(id) = index.facts.release_id() {
        page.push_str(&text!["Release ", escaped(id), ", as"]);
    } else {
        page.push_str("As");
    }
    page.push_str(&text![" of ", utc(index.at), ". Numbers name the artifacts below.\n\n"]);
    page.push_str("| framework | covered | uncovered | unknown | not applicable |\n|---|---:|---:|---:|---:|\n");
    for (framework, counts) in &index.frameworks.0 {
        let Counts { covered, uncovered, unknown, not_applicable } = *counts;
        page.push_str(&text!["| ", escaped(framework), " | ", covered, " | ", uncovered, " | ", unknown, " | "]);
        page.push_str(&text![not_applicable, " |\n"]);
    }
    let mut framework = "";
    for standing in index.standings {
        if standing.control.framework() != framework {
            framework = standing.control.framework();
            page.push_str(&text!["\n## ", escaped(framework), "\n\n"]);
            page.push_str("| control | about | status | artifacts | missing |\n|---|---|---|---|---|\n");
        }
        row(&mut page, index, standing);
    }
    artifacts(&mut page, index);
    page
}

fn row(page: &mut String, index: &Index<'_, '_, '_>, standing: &Standing<'_>) {
    let control = standing.control;
    page.push_str(&text!["| ", escaped(control.number()), " | ", escaped(&control.title), " | "]);
    page.push_str(word(standing.status()));
    page.push_str(" | ");
    for (i, met) in standing.met.iter().enumerate() {
        for (j, &place) in met.counted.iter().enumerate() {
            let between = match (i, j) {
                (0, 0) => "",
                (_, 0) => "; ",
                _ => ", ",
            };
            page.push_str(&text![between, index.numbers[place]]);
        }
    }
    page.push_str(" | ");
    let missing = standing.met.iter().filter(|met| met.status != Status::Pass);
    let missing: Vec<String> = missing.map(|met| escaped(&met.words(index.facts))).collect();
    page.push_str(&control.excused.as_deref().map_or_else(|| missing.join("; "), escaped));
    page.push_str(" |\n");
}

fn artifacts(page: &mut String, index: &Index<'_, '_, '_>) {
    page.push_str("\n## Artifacts\n\n");
    if index.numbers.iter().all(|number| *number == 0) {
        page.push_str("None proves anything.\n");
        return;
    }
    page.push_str("| number | name | kind | created | place | SHA-256 |\n|---:|---|---|---|---|---|\n");
    for (i, number) in index.numbers.iter().enumerate().filter(|(_, number)| **number > 0) {
        let artifact = &index.facts.artifacts()[i];
        page.push_str(&text!["| ", number, " | ", escaped(&index.facts.name(i)), " | "]);
        page.push_str(&text![escaped(artifact.kind.unwrap_or_default()), " | "]);
        page.push_str(&text![escaped(artifact.created.map_or("", |created| created.text)), " | "]);
        page.push_str(&text![escaped(artifact.uri.unwrap_or_default()), " | "]);
        page.push_str(&text![escaped(sha256(artifact).unwrap_or_default()), " |\n"]);
    }
}
