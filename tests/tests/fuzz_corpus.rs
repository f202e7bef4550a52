//! What was fuzzed once stays so: every target takes every input of its corpus and every seed, without libFuzzer.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_tests::fuzz::TARGETS;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

fn replay(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let inputs = target.inputs();
    let failed: Vec<&String> = inputs
        .iter()
        .filter(|(_, input)| catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_err())
        .map(|(input, _)| input)
        .collect();
    assert!(failed.is_empty(), "{name}: {failed:#?}");
}

macro_rules! replay {
    ($($target:ident)+) => {
        const REPLAYED: &[&str] = &[$(stringify!($target)),+];

        $(
            #[test]
            fn $target() {
                replay(stringify!($target));
            }
        )+
    };
}

replay! { policy facts component outcome redaction }

#[test]
fn every_target_has_a_corpus_and_a_program_and_there_are_no_others() {
    let names: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(REPLAYED.iter().map(ToString::to_string).collect::<BTreeSet<_>>(), names);
    let listed = |folder: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(clearance_tests::root().join(folder)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.map(|path| path.file_stem().unwrap().display().to_string()).collect()
    };
    assert_eq!(listed("tests/fuzz/corpus"), names);
    assert_eq!(listed("tests/fuzz/fuzz_targets"), names);
    for target in &TARGETS {
        assert!(std::fs::read_dir(target.corpus()).unwrap().next().is_some(), "{} has an empty corpus", target.name);
        // Seeds come before what is kept.
        assert!(target.inputs()[0].0.starts_with("seed-"), "{} has no seed", target.name);
    }
}
