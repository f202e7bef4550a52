use super::*;
use proptest::prelude::*;

fn samples() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![
        (0_u32..9).prop_map(f64::from),
        -1e3..1e3_f64,
        prop::num::f64::NORMAL.prop_map(|value| value % 1e300 / 2.0)
    ];
    prop::collection::vec(value, 1..25).prop_map(|mut samples| {
        samples.sort_unstable_by(f64::total_cmp);
        samples
    })
}

/// Every difference, ascending.
fn differences(these: &[f64], others: &[f64]) -> Vec<f64> {
    let mut all: Vec<f64> = these.iter().flat_map(|a| others.iter().map(move |b| a - b + 0.0)).collect();
    all.sort_unstable_by(f64::total_cmp);
    all
}

proptest! {
    #[test]
    fn the_shift_is_the_median_of_all_differences(these in samples(), others in samples()) {
        let all = differences(&these, &others);
        prop_assert_eq!(hodges_lehmann(&these, &others).to_bits(), median(&all).to_bits());
    }

    #[test]
    fn each_difference_is_found_by_its_rank(these in samples(), others in samples()) {
        for (i, difference) in differences(&these, &others).iter().enumerate() {
            prop_assert_eq!(nth(&these, &others, i + 1).to_bits(), difference.to_bits());
        }
    }

    #[test]
    fn floats_and_their_order_go_back_and_forth(a in prop::num::f64::ANY, b in prop::num::f64::ANY) {
        prop_assert_eq!(float(ordered(a)).to_bits(), a.to_bits());
        prop_assert_eq!(ordered(a).cmp(&ordered(b)), a.total_cmp(&b));
    }
}

#[test]
fn the_bound_leaves_out_the_tail() {
    let (these, others) = ([1.0, 2.0, 3.0], [0.0, 10.0]);
    assert!((upper_bound(&these, &others, 0) - 3.0).abs() < 1e-12);
    assert!((upper_bound(&these, &others, 2) - 1.0).abs() < 1e-12);
    assert!((median(&[1.0, 2.0, 4.0, 8.0]) - 3.0).abs() < 1e-12);
}
