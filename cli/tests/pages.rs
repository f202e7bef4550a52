//! The pages about the catalogue and about facts are what rules and kit say of themselves. `CLEARANCE_RECORD=1` writes them anew.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_tests::{catalogue, root, rule};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const AGAIN: &str = "write the pages anew: `CLEARANCE_RECORD=1 cargo test --workspace --test pages`";
/// How large a rule may be, in kB.
const MOST: f64 = 250.0;
/// What a rule may have whose params hold regular expressions: `note-redaction`.
const MOST_WITH_EXPRESSIONS: f64 = 660.0;
/// How far a component's size may be from the table's, in percent: not all toolchains make the same bytes.
const TOLERANCE: f64 = 5.0;

fn clearance(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_clearance")).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn recording() -> bool {
    std::env::var_os("CLEARANCE_RECORD").is_some()
}

/// Compares a folder of pages with what they should be, or writes them.
fn compare(folder: &str, pages: &BTreeMap<String, String>) {
    let folder = root().join(folder);
    if recording() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in pages {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in pages {
        let found = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(&found == text, "`{name}` is not what it should be: {AGAIN}");
    }
    let files: BTreeSet<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let others: Vec<_> = files.iter().filter(|file| !pages.contains_key(*file)).collect();
    assert!(others.is_empty(), "no rule and no section has the pages {others:?}: remove them");
}

fn made(page: &str) -> String {
    format!("<!-- Made by `CLEARANCE_RECORD=1 cargo test --workspace --test pages`. -->\n\n{page}")
}

#[test]
fn every_section_has_a_schema_and_stands_on_the_page_of_facts() {
    let page = clearance(&["facts", "page"]);
    let sections = page.lines().filter_map(|line| line.strip_prefix("## "));
    let mut pages: BTreeMap<String, String> =
        sections.map(|name| (format!("{name}.schema.json"), clearance(&["facts", "schema", name]))).collect();
    for schema in pages.values() {
        jsonschema(schema);
    }
    pages.insert("README.md".to_owned(), made(&page));
    compare("docs/facts", &pages);
}

fn jsonschema(text: &str) {
    let schema: Value = serde_json::from_str(text).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(schema["title"].is_string() && schema["description"].is_string());
}

/// A rule of the catalogue.
struct Listed {
    name: String,
    kilobytes: f64,
    manifest: Value,
    cases: PathBuf,
}

fn listed() -> Vec<Listed> {
    let rules = catalogue().into_iter().map(|folder| {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let inspected = clearance(&["rule", "inspect", "--format", "json", rule(&name).to_str().unwrap()]);
        let mut inspected: Value = serde_json::from_str(&inspected).unwrap();
        let kilobytes = inspected["bytes"].as_f64().unwrap() / 1000.0;
        Listed { manifest: inspected["manifest"].take(), kilobytes, cases: folder.join("cases.yaml"), name }
    });
    let mut rules: Vec<_> = rules.collect();
    rules.sort_by_key(|rule| practice(&rule.manifest));
    rules
}

/// The first practice, by its numbers.
fn practice(manifest: &Value) -> Vec<u32> {
    let first = manifest["practices"][0].as_str().unwrap_or("99");
    first.split('.').map(|number| number.parse().unwrap()).collect()
}

#[test]
fn every_rule_has_a_page_and_stands_in_the_catalogue_with_what_it_serves() {
    let mut pages = BTreeMap::new();
    let mut table = String::new();
    let told = fs::read_to_string(root().join("docs/rules/README.md")).unwrap_or_default();
    for Listed { name, kilobytes, manifest, cases } in listed() {
        let most = if name == "note-redaction" { MOST_WITH_EXPRESSIONS } else { MOST };
        assert!(kilobytes <= most, "{name} has {kilobytes} kB, more than {most}");
        let page = clearance(&["rule", "page", rule(&name).to_str().unwrap(), "--cases", cases.to_str().unwrap()]);
        pages.insert(format!("{name}.md"), made(&page));
        let list = |field: &str| {
            let items = manifest[field].as_array().unwrap().iter().map(|item| item.as_str().unwrap().to_owned());
            items.collect::<Vec<_>>().join(", ")
        };
        let close = |size: &f64| (size - kilobytes).abs() <= size * TOLERANCE / 100.0;
        let size = size(&told, &name).filter(close).unwrap_or(kilobytes.ceil());
        writeln!(
            table,
            "| {} | [{name}]({name}.md) | {} | {} | {size} kB |",
            list("practices"),
            manifest["summary"].as_str().unwrap(),
            list("controls")
        )
        .unwrap();
    }
    let index = format!(
        "# The catalogue\n\n\
         Rules for the governance of releases: each is a component that a policy binds. They read the sections of \
         [the vocabulary of facts](../facts/README.md).\n\n\
         | practice | rule | | controls | component |\n|---|---|---|---|---:|\n{table}"
    );
    pages.insert("README.md".to_owned(), made(&index));
    compare("docs/rules", &pages);
}

/// The size of a rule's component in the catalogue's table, in kB.
fn size(table: &str, name: &str) -> Option<f64> {
    let row = table.lines().find(|line| line.contains(&format!("| [{name}]")))?;
    row.strip_suffix(" kB |")?.rsplit_once("| ")?.1.parse().ok()
}

#[test]
fn what_rules_read_is_the_vocabularys_or_derived_by_another_rule() {
    let page = clearance(&["facts", "page"]);
    let known: BTreeSet<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let mut read = BTreeSet::new();
    for Listed { name, manifest, .. } in listed() {
        for section in manifest["reads"].as_array().unwrap() {
            let section_name = section["name"].as_str().unwrap();
            if !known.contains(section_name) {
                assert!(DERIVED.contains(&section_name), "`{name}` reads `{section_name}`, which nobody documents");
                continue;
            }
            read.insert(section_name.to_owned());
            let of_vocabulary: Value = serde_json::from_str(&clearance(&["facts", "schema", section_name])).unwrap();
            assert_eq!(shape(&section["schema"]), shape(&of_vocabulary), "`{name}` reads `{section_name}` otherwise");
        }
    }
    let unread: Vec<_> = known.iter().filter(|section| !read.contains(**section)).collect();
    assert!(unread.is_empty(), "no rule reads the sections {unread:?}");
}

/// Sections that other rules of the catalogue derive.
const DERIVED: [&str; 1] = ["risk"];

/// A schema without what each rule says of the section as a whole.
fn shape(schema: &Value) -> Value {
    let mut schema = schema.clone();
    let fields = schema.as_object_mut().unwrap();
    for field in ["title", "description", "default"] {
        fields.remove(field);
    }
    // An optional section may be null, and a list of documents may be any value.
    if let Some(types) = fields.get_mut("type").filter(|types| types.is_array()) {
        let types_left: Vec<_> = types.as_array().unwrap().iter().filter(|kind| *kind != "null").cloned().collect();
        *types = if let [one] = &types_left[..] { one.clone() } else { types_left.into() };
    }
    if let Some([inner, null]) = fields.get("anyOf").and_then(Value::as_array).map(Vec::as_slice)
        && null["type"] == "null"
    {
        let mut inner = inner.as_object().unwrap().clone();
        fields.remove("anyOf");
        inner.extend(fields.clone());
        *fields = inner;
        fields.remove("description");
    }
    schema
}

#[test]
fn links_of_the_pages_lead_somewhere() {
    for folder in ["docs/rules", "docs/facts"] {
        let page = fs::read_to_string(root().join(folder).join("README.md")).unwrap();
        let targets = page.match_indices("](").filter_map(|(at, _)| page[at + 2..].split_once(')').map(|part| part.0));
        for target in targets.filter(|target| !target.starts_with("http")) {
            assert!(Path::new(&root().join(folder).join(target)).exists(), "{folder}: {target}");
        }
    }
}
