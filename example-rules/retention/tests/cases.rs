//! The cases beside the rule, run natively.

use clearance_rule::testing;

#[test]
fn every_case_comes_out_as_it_says() {
    clearance_cases::assert_cases("cases.yaml", testing::judge::<retention::params::Retention>);
}
