//! What another version or another configuration has kept.
//!
//! The key of a record is a digest of all that the code depends on: what the engine is made of, with its dependencies; the
//! version of wasmtime, its configuration and the processor; the limits; the component and the params. The key is the name
//! of the record's file and stands in the record as well. Another version has other keys, so it neither finds nor overwrites
//! what this one keeps.
//!
//! Sums are not secrets, so who writes to the folder can sum up what he forged. Such a file is refused here where wasmtime
//! refuses it: code of another version of wasmtime, for another processor, or no code at all. Forged instructions between
//! right headers would be executed. Nobody but this user and root can write there, and both can run what they like anyway.

use super::{contents, decide, expected, filled, heals, is_code, other_limits, serves};
use clearance::{CodeCache, Engine, EngineOptions, ErrorCode, Limits};
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_128;

fn limited(limits: Limits, code_cache: CodeCache) -> Engine {
    Engine::with_options(EngineOptions { limits, code_cache }).unwrap()
}

#[test]
fn engines_with_other_limits_keep_their_own_beside_each_other() {
    let folder = filled();
    let other = || limited(other_limits(), CodeCache::Folder(folder.path().to_owned()));
    let expected_of_other = decide(&limited(other_limits(), CodeCache::Off)).json;
    let first = decide(&other());
    assert_eq!((first.json, first.compiled), (expected_of_other.clone(), 2), "it takes nothing of the first");
    let later = decide(&other());
    assert_eq!((later.json, later.compiled), (expected_of_other, 0));
    serves(folder.path(), "the first one finds its own");
}

#[test]
fn a_rule_that_does_not_fit_the_limits_is_refused_though_its_code_is_there() {
    let folder = filled();
    let tiny = Limits { memory_bytes: 64 << 10, ..Limits::default() };
    for code_cache in [CodeCache::Off, CodeCache::Folder(folder.path().to_owned())] {
        let error = limited(tiny, code_cache).load_rule(clearance_tests::guest("imprint")).err().unwrap();
        assert_eq!(error.code(), ErrorCode::RuleFailed, "{error}");
    }
}

#[test]
fn a_whole_record_of_another_version_by_the_name_of_this_ones_is_not_taken_for_it() {
    let folder = filled();
    let of_this = contents(folder.path());
    decide(&limited(other_limits(), CodeCache::Folder(folder.path().to_owned())));
    let is_new = |path: &Path| of_this.iter().all(|(other, _)| other != path);
    let of_other: Vec<_> = contents(folder.path()).into_iter().filter(|(path, _)| is_new(path)).collect();
    assert!(of_other.iter().filter(|(path, _)| !is_code(path)).count() == 3, "its sums are right, its keys are others");
    for (path, whole) in of_this.iter().filter(|(path, _)| !is_code(path)) {
        for (_, record) in of_other.iter().filter(|(path, _)| !is_code(path)) {
            fs::write(path, record).unwrap();
            heals(folder.path(), &format!("{} of another version", path.display()));
            assert_eq!(&fs::read(path).unwrap(), whole);
        }
    }
}

/// The record that names the code in a file, and what it holds beneath its sum.
fn record_of(folder: &Path, code: &Path) -> (PathBuf, Vec<u8>) {
    let name = code.file_stem().unwrap().to_str().unwrap().as_bytes();
    let names_it =
        |(path, bytes): &(PathBuf, Vec<u8>)| !is_code(path) && bytes.windows(name.len()).any(|window| window == name);
    let (path, bytes) = contents(folder).into_iter().find(names_it).unwrap();
    (path, bytes[16..].to_vec())
}

/// Puts code in the place of other code, with every sum and name as it should be.
fn forge(folder: &Path, code: &Path, forged: &[u8]) {
    let (record, payload) = record_of(folder, code);
    let old = code.file_stem().unwrap().to_str().unwrap();
    let new = format!("{:032x}", xxh3_128(forged));
    let start = payload.windows(old.len()).position(|window| window == old.as_bytes()).unwrap();
    let payload = [&payload[..start], new.as_bytes(), &payload[start + old.len()..]].concat();
    fs::write(record, [&xxh3_128(&payload).to_le_bytes()[..], &payload].concat()).unwrap();
    fs::write(folder.join(format!("{new}.code")), forged).unwrap();
}

#[test]
fn code_that_wasmtime_did_not_make_for_this_engine_is_refused_though_every_sum_is_right() {
    let folder = filled();
    let (path, whole) = contents(folder.path()).into_iter().find(|(path, _)| is_code(path)).unwrap();
    // wasmtime writes its version, and then the processor, each after its length.
    let processor = format!("{}-", std::env::consts::ARCH);
    let processor = whole.windows(processor.len()).position(|window| window == processor.as_bytes()).unwrap();
    let version = processor - 2;
    assert!(whole[version].is_ascii_digit(), "the last digit of the version");

    let changed = |place: usize, bits: u8| {
        let mut forged = whole.clone();
        forged[place] ^= bits;
        forged
    };
    let forgeries = [
        ("another version of wasmtime", changed(version, 1)),
        ("another processor", changed(processor, 1)),
        ("another kind of file", changed(0, 1)),
        // The flags of the header tell a component from a module.
        ("a module", changed(48, 3)),
        ("half of it", whole[..whole.len() / 2].to_vec()),
        ("all but the end", whole[..whole.len() - 100].to_vec()),
        ("a text", b"this is no code at all".to_vec()),
        ("nothing", Vec::new()),
    ];
    for (what, forged) in forgeries {
        forge(folder.path(), &path, &forged);
        heals(folder.path(), what);
    }
    // What was done to it is what is refused, not how.
    forge(folder.path(), &path, &whole);
    serves(folder.path(), expected());
}
