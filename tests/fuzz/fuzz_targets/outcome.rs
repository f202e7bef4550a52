//! See `tests/src/fuzz/outcome.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: clearance_tests::fuzz::begin("outcome"),
    |input: &[u8]| clearance_tests::fuzz::outcome(input)
);
