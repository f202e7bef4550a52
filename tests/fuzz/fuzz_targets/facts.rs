//! See `tests/src/fuzz/facts.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: clearance_tests::fuzz::begin("facts"),
    |input: &[u8]| clearance_tests::fuzz::facts(input)
);
