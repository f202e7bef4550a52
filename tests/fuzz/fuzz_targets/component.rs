//! See `tests/src/fuzz/component.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: clearance_tests::fuzz::begin("component"),
    |input: &[u8]| clearance_tests::fuzz::component(input)
);
