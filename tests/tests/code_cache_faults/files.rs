//! Files that are damaged, cut, grown, mixed up, or no files any more.

use super::{at, contents, decide, decide_with, expected, filled, heals, is_code, serves, unfinished};
use clearance::CodeCache;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

/// Places to damage: in the sum or the first header, right behind it, the last byte, and some between. Every byte of a small
/// file has its turn in the engine's own tests.
fn spread(length: usize) -> [usize; 6] {
    [0, 16, length / 4, length / 2, length * 3 / 4, length - 1]
}

#[test]
fn a_byte_that_is_not_what_it_was() {
    let folder = filled();
    for (path, whole) in contents(folder.path()) {
        for place in spread(whole.len()) {
            let mut damaged = whole.clone();
            damaged[place] ^= 1 << (place % 8);
            fs::write(&path, damaged).unwrap();
            heals(folder.path(), &format!("byte {place} of {}", path.display()));
            assert_eq!(fs::read(&path).unwrap(), whole, "what is compiled again is the same");
        }
    }
    assert!(unfinished(folder.path()).is_empty());
}

#[test]
fn a_file_that_was_cut_or_has_grown() {
    let folder = filled();
    for (path, whole) in contents(folder.path()) {
        for length in spread(whole.len()) {
            fs::write(&path, &whole[..length]).unwrap();
            heals(folder.path(), &format!("{length} bytes of {}", path.display()));
        }
        for more in [1, whole.len()] {
            let grown = [&whole[..], &whole[..more]].concat();
            fs::write(&path, grown).unwrap();
            heals(folder.path(), &format!("{more} bytes more in {}", path.display()));
        }
        // Pages that never reached the disk before the machine went down.
        fs::write(&path, vec![0; whole.len()]).unwrap();
        heals(folder.path(), &format!("zeros in {}", path.display()));
        fs::remove_file(&path).unwrap();
        heals(folder.path(), &format!("without {}", path.display()));
    }
}

#[test]
fn files_that_bear_each_others_names() {
    let folder = filled();
    let kept = contents(folder.path());
    for (i, (one, its)) in kept.iter().enumerate() {
        for (other, others) in &kept[..i] {
            fs::write(one, others).unwrap();
            fs::write(other, its).unwrap();
            heals(folder.path(), &format!("{} and {} changed names", one.display(), other.display()));
        }
    }
}

#[test]
fn a_record_that_names_other_code() {
    let folder = filled();
    let names: Vec<String> = contents(folder.path())
        .into_iter()
        .filter_map(|(path, _)| is_code(&path).then(|| path.file_stem().unwrap().to_str().unwrap().to_owned()))
        .collect();
    let mut changed = 0;
    for (path, whole) in contents(folder.path()) {
        for (name, other) in [(&names[0], &names[1]), (&names[1], &names[0])] {
            let found = whole.windows(name.len()).position(|window| window == name.as_bytes());
            if let (Some(start), false) = (found, is_code(&path)) {
                let mut record = whole.clone();
                record[start..start + name.len()].copy_from_slice(other.as_bytes());
                fs::write(&path, record).unwrap();
                heals(folder.path(), &format!("{} names {other}", path.display()));
                changed += 1;
            }
        }
    }
    assert_eq!(changed, 2);
}

/// Something that can stand where a file was, and how to put it there.
type Other<'a> = (&'a str, &'a dyn Fn(&Path));

#[test]
fn something_else_in_the_place_of_a_file() {
    let folder = filled();
    let elsewhere = tempfile::tempdir().unwrap();
    for (path, whole) in contents(folder.path()) {
        let copy = elsewhere.path().join("copy");
        fs::write(&copy, &whole).unwrap();
        let kinds: [Other<'_>; 4] = [
            ("a link to the very same", &|path| symlink(&copy, path).unwrap()),
            ("a link to nothing", &|path| symlink(elsewhere.path().join("gone"), path).unwrap()),
            ("a link to itself", &|path| symlink(path, path).unwrap()),
            ("a pipe", &|path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success())),
        ];
        for (kind, make) in kinds {
            fs::remove_file(&path).unwrap();
            make(&path);
            // What is found is not followed and not waited for; a file takes its place.
            heals(folder.path(), &format!("{kind} for {}", path.display()));
            assert!(fs::symlink_metadata(&path).unwrap().is_file());
            assert_eq!(fs::read(&copy).unwrap(), whole, "nothing is written through a link");
        }
        a_folder_for(&path, folder.path());
    }
}

/// A folder cannot be replaced by a file, so there the engine says that it could not write.
fn a_folder_for(path: &Path, folder: &Path) {
    fs::remove_file(path).unwrap();
    fs::create_dir(path).unwrap();
    for _ in 0..2 {
        let decided = decide(&at(folder));
        assert_eq!(decided.json, expected(), "{}", path.display());
        assert!(decided.compiled > 0 && decided.problem.unwrap().contains("cannot write to"), "{}", path.display());
    }
    assert!(fs::read_dir(folder).unwrap().all(|entry| !entry.unwrap().file_name().to_string_lossy().starts_with('.')));
    fs::remove_dir(path).unwrap();
    heals(folder, &format!("no folder any more for {}", path.display()));
}

#[test]
fn a_rule_in_use_is_not_harmed_by_what_happens_to_its_file() {
    let folder = filled();
    let engine = at(folder.path());
    let guests = clearance_tests::guest("imprint").parent().unwrap().to_owned();
    let policy = engine.parse_policy(super::POLICY, guests).unwrap();
    for (path, _) in contents(folder.path()) {
        fs::remove_file(path).unwrap();
    }
    assert_eq!(policy.decide(&super::facts(), super::now()).to_json(), expected());
    heals(folder.path(), "all is gone");
}

/// The same with a rule of the Rust kit, which is ten times as large.
#[test]
fn a_larger_rule() {
    const POLICY: &str = "policy: coverage
entries:
  - {id: a, rule: readme-rule.wasm, params: {minimum: 80}}";
    let folder = tempfile::tempdir().unwrap();
    let expected = decide_with(&super::engine(CodeCache::Off), POLICY).json;
    assert_eq!(decide_with(&at(folder.path()), POLICY).json, expected);
    for (path, mut bytes) in contents(folder.path()) {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        fs::write(&path, bytes).unwrap();
        let decided = decide_with(&at(folder.path()), POLICY);
        assert_eq!((decided.json, decided.compiled), (expected.clone(), 1), "{}", path.display());
    }
    let decided = decide_with(&at(folder.path()), POLICY);
    assert_eq!((decided.json, decided.compiled), (expected, 0));
    // Two rules share the folder.
    heals(folder.path(), "a folder of another rule");
    serves(folder.path(), "a folder of two rules");
}
