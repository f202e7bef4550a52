//! A page out of results that are made up, compared with the one on file, and what becomes of results that lack something.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::lane::{LANES, Lane, OURS, RULES, SIZES};
use crate::results::Results;
use crate::{page, plot};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

#[test]
fn the_page_is_the_one_on_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/performance.md");
    let page = page::write(&sample(31), "performance").unwrap();
    if std::env::var_os("CLEARANCE_RECORD").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let on_file = fs::read_to_string(&path).unwrap();
    for (i, (written, expected)) in page.lines().zip(on_file.lines()).enumerate() {
        assert_eq!(written, expected, "line {} of `{}`", i + 1, path.display());
    }
    assert_eq!(page.len(), on_file.len(), "one is longer; with `CLEARANCE_RECORD=1` the page is written anew");
}

#[test]
fn too_few_rounds_are_said_on_top() {
    let said =
        |rounds| page::write(&sample(rounds), "performance").unwrap().contains("**This was a quick run, of as few as");
    assert!(said(3));
    assert!(!said(31));
}

#[test]
fn a_plot_draws_and_names_every_line() {
    for results in sample(31) {
        let svg = plot::draw(&results).unwrap();
        let document = roxmltree::Document::parse(&svg).unwrap();
        let named = |name: &'static str| document.descendants().filter(move |node| node.has_tag_name(name));
        let texts: Vec<_> = named("text").filter_map(|node| node.text().map(str::trim)).collect();
        let lines = plot::lines(&results);
        for label in lines.iter().map(|line| line.label.as_str()).chain(RULES) {
            assert!(texts.contains(&label), "{} does not name `{label}`", results.lane.name);
        }
        // A dot for each size of each rule, and one in the legend; `cel` says nothing of redaction.
        let expected = lines.len() * (RULES.len() * SIZES.len() + 1) - SIZES.len();
        assert_eq!(named("circle").count(), expected, "{}", results.lane.name);
    }
}

#[test]
fn what_is_missing_is_named_with_the_command_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let [rust, python, _] = &LANES;
    let complaint = |lane: &'static Lane| format!("{:#}", Results::read(folder.path(), lane).err().unwrap());

    let said = complaint(python);
    assert!(said.contains("python.json`; run `cargo xtask bench --lane python`: "), "{said}");

    let mut file = file(rust, 31);
    let rows = file["rows"].as_array_mut().unwrap();
    rows.retain(|row| row["table"] != "start");
    put(folder.path(), rust, &file);
    let said = complaint(rust);
    assert!(said.ends_with("rust.json` has no table `start`; run `cargo xtask bench --lane rust`"), "{said}");

    let mut lanes = sample(31);
    lanes[1].file.rows.retain(|row| row.engine != "plain-python" || row.components != 10);
    let said = page::write(&lanes, "performance").unwrap_err().to_string();
    let lacks = "`evaluate` lacks `plain-python` for `coverage` about 10; run `cargo xtask bench --lane python`";
    assert_eq!(said, lacks);
}

/// Results of every lane, as they are read off files.
fn sample(rounds: usize) -> Vec<Results> {
    let folder = tempfile::tempdir().unwrap();
    let read = |lane| {
        put(folder.path(), lane, &file(lane, rounds));
        Results::read(folder.path(), lane).unwrap()
    };
    LANES.iter().map(read).collect()
}

fn put(folder: &Path, lane: &Lane, file: &Value) {
    fs::write(folder.join(format!("{}.json", lane.name)), file.to_string()).unwrap();
}

/// What a lane would write. Times are the components times the weight of the contestant, more for each later rule.
fn file(lane: &Lane, rounds: usize) -> Value {
    let mut rows = vec![];
    let mut add = |table: &str, rule: &str, components: usize, (engine, variant): (&str, &str), median: f64| {
        rows.push(json!({
            "table": table, "rule": rule, "components": components, "engine": engine, "variant": variant, "unit": "us",
            "median": median, "low": median * 0.9, "high": median * 1.1, "rounds": rounds,
        }));
    };
    let contestants = [
        ((lane.limit, "functions"), 1.0),
        ((OURS, lane.fresh), 1.6),
        ((OURS, lane.cached), 0.1),
        (("zen", "graph"), 5.0),
    ];
    let cel = (("cel", "program"), 4.0);
    for table in lane.tables.iter().map(|(table, _)| *table).filter(|table| ["evaluate", "from-json"].contains(table)) {
        for (i, rule) in RULES.into_iter().enumerate() {
            for components in SIZES {
                let time = |weight: f64| weight * f64::from(u32::try_from(components * (i + 1)).unwrap());
                for (contestant, weight) in contestants {
                    add(table, rule, components, contestant, time(weight));
                }
                if rule != "redaction" {
                    add(table, rule, components, cel.0, time(cel.1));
                }
            }
        }
    }
    if lane.name == "rust" {
        for (engine, variant, start) in [
            ("none", "an empty process", 2.0),
            (OURS, "empty code cache", 900.0),
            (OURS, "warm code cache", 20.0),
            ("regorus", "source text", 25.0),
            ("zen", "source text", 15.0),
        ] {
            add("start", "50 rules", 10, (engine, variant), start);
            add("memory", "50 rules", 10, (engine, variant), 40.0 + start / 10.0);
            add("peak-memory", "50 rules", 10, (engine, variant), 50.0 + start / 10.0);
        }
        add("throughput", "all", 10, (OURS, "one core"), 2000.0);
        add("throughput", "all", 10, (OURS, "two cores"), 3900.0);
        add("throughput", "all", 10, ("clearance with mimalloc", "one core"), 2000.0);
        add("throughput", "all", 10, ("clearance with mimalloc", "two cores"), 3700.0);
        add("throughput", "all", 10, ("native", "one core"), 8000.0);
        add("throughput", "all", 10, ("native", "two cores"), 15_800.0);
        add("policies", "all", 10, (OURS, "1 loaded, one decides"), 200.0);
        add("policies", "all", 10, (OURS, "10 loaded, each in turn"), 210.0);
        for rule in RULES {
            add("limits", rule, 100, ("wasmtime", "all on"), 100.0);
            add("limits", rule, 100, ("wasmtime", "without `instructions`"), 85.0);
        }
        add("catalogue", "risk-score", 2, (lane.limit, "no sandbox"), 9.0);
        add("catalogue", "risk-score", 2, (OURS, lane.fresh), 18.0);
    }
    let why = "has no function that replaces";
    json!({
        "lane": lane.name,
        "machine": "A processor, 2 cores, Linux 6.1",
        "versions": { "cel": "0.15.0", "zen-engine": "2.1.6" },
        "setup": { "cel": "Compiled once.", "zen": "A decision, compiled once." },
        "rows": rows,
        "cannot": [{ "engine": "cel", "rule": "redaction", "why": why }, { "engine": "cel", "rule": "other", "why": why }],
    })
}
