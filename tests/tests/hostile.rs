//! Nothing that a rule does hurts its host: `tests/hostile.yaml`, committed one after the other in this process.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use clearance_tests::hostile::misdeeds;
use clearance_tests::{guest, process, root};
use std::collections::BTreeSet;

/// What may be left of one misdeed: what the allocator keeps for next time.
const MOST_LEFT: u64 = 48 << 20;
/// What one may take at the most while it is committed. The rule's own memory and its output are the larger part.
const MOST_TAKEN: u64 = 160 << 20;

#[test]
fn every_misdeed_has_its_consequence_and_the_host_is_as_it_was() {
    // What is made once for all is made here.
    let all = misdeeds();
    let _ = all[0].commit(&all[0].engine());
    let mut failed = Vec::new();
    for misdeed in &all {
        let (memory, threads) = (process::memory(), process::threads());
        let peaks = process::forget_peak();
        let engine = misdeed.engine();
        let (consequence, message) = misdeed.commit(&engine);
        if consequence != misdeed.expected() {
            failed.push(format!("{}: {consequence:?}: {message}", misdeed.name));
        }
        if peaks {
            let taken = process::peak_memory().saturating_sub(memory);
            assert!(taken < MOST_TAKEN, "{}: took {taken} bytes", misdeed.name);
        }
        drop(engine);
        let left = process::memory().saturating_sub(memory);
        assert!(left < MOST_LEFT, "{}: left {left} bytes", misdeed.name);
        assert!(process::threads() <= threads, "{}: left threads", misdeed.name);
    }
    // One that fails does not hide those behind it.
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn every_hostile_guest_is_committed() {
    let folder = guest("misdeeds").parent().unwrap().join("hostile");
    let built: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| format!("hostile/{}", entry.unwrap().file_name().display()))
        .collect();
    let mut named: BTreeSet<String> = misdeeds().into_iter().map(|misdeed| misdeed.rule).collect();
    named.remove("misdeeds.wasm");
    // These are asked by tests of their own.
    named.extend(["hostile/echo.wasm".to_owned(), "hostile/tenants.wasm".to_owned()]);
    assert_eq!(built, named, "in {}", root().display());
}
