//! See `tests/src/fuzz/redaction.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: clearance_tests::fuzz::begin("redaction"),
    |input: &[u8]| clearance_tests::fuzz::redaction(input)
);
