//! See `tests/src/fuzz/policy.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: clearance_tests::fuzz::begin("policy"),
    |input: &[u8]| clearance_tests::fuzz::policy(input)
);
