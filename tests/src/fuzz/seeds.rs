//! Real inputs: the policies, facts, notes and components of the demo, of the rules' cases and of the conformance files.

use super::guest::{self, ENCODINGS, Image, pair};
use crate::root;
use clearance::Facts;
use serde_json::Value;
use std::path::PathBuf;
use wit_component::StringEncoding;

/// The policies, over the rule that is fuzzed with.
pub(super) fn policies() -> Vec<Vec<u8>> {
    let mut texts = vec![std::fs::read_to_string(root().join("example-rules/demo/policy.yaml")).unwrap()];
    for file in conformance() {
        texts.extend(file["policies"].as_object().into_iter().flatten().filter_map(|(_, text)| string(text)));
        texts.extend(cases(&file).filter_map(|case| string(&case["policy_text"])));
    }
    let rules = |text: &String| {
        let words = text.split_inclusive([' ', '\n', ',', '}']);
        words
            .map(|word| word.split_once(".wasm").map_or(word.to_owned(), |(_, rest)| format!("utf8.wasm{rest}")))
            .collect::<String>()
    };
    texts.iter().map(|text| rules(text).into_bytes()).collect()
}

/// The facts, as JSON text and as MessagePack.
pub(super) fn facts() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let mut values: Vec<Value> = ["allowed", "denied"].map(demo).to_vec();
    for file in conformance().into_iter().chain(catalogue()) {
        values.push(file["facts"].clone());
        for case in cases(&file) {
            values.push(case["facts"].clone());
            seeds.extend(string(&case["facts_json"]).map(String::into_bytes));
        }
    }
    for value in values.iter().filter(|value| value.is_object()) {
        seeds.push(value.to_string().into_bytes());
        seeds.extend(Facts::from_serialize(value).map(|facts| facts.as_messagepack().to_vec()));
    }
    seeds
}

/// Components. Those of real rules take a second each to be compiled, and so are not among them.
pub(super) fn components() -> Vec<Vec<u8>> {
    let rules = ENCODINGS.map(|encoding| std::fs::read(guest::folder().join(guest::name(encoding))).unwrap());
    let text = guest::text(ENCODINGS[0], "true").into_bytes();
    rules.into_iter().chain([guest::module(ENCODINGS[0]), text, b"(component)".to_vec()]).collect()
}

/// Answers of rules.
pub(super) fn outcomes() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (index, encoding) in (0..).zip(ENCODINGS) {
        for image in [answer(encoding), failure(0, encoding), failure(1, encoding), failure(2, encoding)] {
            seeds.push([&[index], &image[..]].concat());
        }
    }
    seeds
}

/// Notes, as they come and with a pattern.
pub(super) fn notes() -> Vec<Vec<u8>> {
    let mut texts: Vec<String> =
        ["allowed", "denied"].iter().filter_map(|name| string(&demo(name)["notes"]["markdown"])).collect();
    let file = yaml(root().join("example-rules/note-redaction/cases.yaml"));
    for case in cases(&file) {
        let notes = &case["facts"]["notes"];
        texts.extend(string(&notes["markdown"]));
        let patterns = case["params"]["patterns"].as_array().into_iter().flatten();
        let patterns: Vec<String> = patterns.filter_map(|pattern| string(&pattern["regex"])).collect();
        if let (false, Some(markdown)) = (patterns.is_empty(), string(&notes["markdown"])) {
            texts.push(format!("=~ {}\n{markdown}", patterns.join("\n=~ ")));
        }
    }
    texts.into_iter().map(String::into_bytes).collect()
}

/// Facts of a release with which the rule answers something.
pub(super) fn release() -> Facts {
    let mut facts = demo("denied");
    facts["image"] = guest::facts(&answer(ENCODINGS[0])).get("/image").unwrap();
    // It knows its own section by its place, which comes first in what it is handed.
    Facts::from_serialize(&facts).unwrap()
}

/// The memory in which an outcome stands that has a bit of everything.
pub(super) fn answer(encoding: StringEncoding) -> Vec<u8> {
    let mut image = Image::new(0, 72, encoding);
    let found = image.document(b"\x81\xa1a\x92\x01\xcb\x3f\xb9\x99\x99\x99\x99\x99\x9a");
    let observed = [image.text("/image/0").to_vec(), vec![1, 0, 0, 0], found.to_vec()].concat();
    let absent = [image.text("/image").to_vec(), vec![0; 12]].concat();
    let observed = image.list(&[observed, absent]);
    let none = [0; 12];
    let mut some = |text: &str| [&[1, 0, 0, 0][..], &image.text(text)].concat();
    let (required, remedy) = (some("no more than one"), some("take one out"));
    let check = |image: &mut Image, code: &str, subject: &str, status: u8, rest: &[&[u8]]| {
        let mut check = [image.text(code), image.text(subject)].concat();
        check.extend([status, 3, 0, 0]);
        check.extend(image.text("There are \u{41}\u{42} of them."));
        check.extend(rest.concat());
        check
    };
    let failing = check(&mut image, "a", "api", 1, &[&observed, &required, &remedy]);
    let nothing = image.list(&[]);
    let passing = check(&mut image, "b", "web", 0, &[&nothing, &none, &none]);
    let checks = image.list(&[failing, passing]);
    let points = |points: f64| points.to_le_bytes();
    let contribution = [&image.text("age")[..], &points(12.5), &image.text("old")].concat();
    let contributions = image.list(&[contribution]);
    let content = image.document(b"# Notes\n");
    let artifact = [image.text("notes.md"), image.text("text/markdown"), content].concat();
    let artifacts = image.list(&[artifact]);
    let derived = image.document(b"\x81\xa5image\xa2ok");
    let score = [&[1, 0, 0, 0, 0, 0, 0, 0][..], &points(12.5), &points(100.0), &contributions].concat();
    let outcome = [&pair(0, 0)[..], &checks, &score, &artifacts, &[1, 0, 0, 0], &derived].concat();
    image.bytes[..outcome.len()].copy_from_slice(&outcome);
    image.bytes
}

/// The memory in which the reason stands why there is no outcome.
fn failure(case: u8, encoding: StringEncoding) -> Vec<u8> {
    let mut image = Image::new(0, 72, encoding);
    let texts = [image.text("/image"), image.text("It is too short.")].concat();
    image.bytes[0] = 1;
    image.bytes[8] = case;
    image.bytes[12..28].copy_from_slice(&texts);
    image.bytes
}

fn demo(name: &str) -> Value {
    let path = root().join(format!("example-rules/demo/{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn conformance() -> Vec<Value> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root().join("tests/conformance")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    paths.into_iter().map(yaml).collect()
}

fn catalogue() -> Vec<Value> {
    let rules = ["data-residency", "note-redaction", "risk-score", "test-thresholds"];
    rules.map(|rule| yaml(root().join(format!("example-rules/{rule}/cases.yaml")))).to_vec()
}

fn yaml(path: PathBuf) -> Value {
    serde_saphyr::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn cases(file: &Value) -> impl Iterator<Item = &Value> {
    file["cases"].as_array().into_iter().flatten()
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
