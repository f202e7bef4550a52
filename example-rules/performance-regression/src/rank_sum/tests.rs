use super::*;
use proptest::prelude::*;
use std::ops::RangeInclusive;

fn samples(sizes: RangeInclusive<usize>, values: u32) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((0..values).prop_map(f64::from), sizes).prop_map(ascending)
}

fn ascending(mut samples: Vec<f64>) -> Vec<f64> {
    samples.sort_unstable_by(f64::total_cmp);
    samples
}

/// Twice Mann and Whitney's U: pairs in which this one is higher, equal ones by half.
fn doubled_u(these: &[f64], others: &[f64]) -> usize {
    let pair = |(a, b): (&f64, &f64)| if a > b { 2 } else { usize::from(a >= b) };
    these.iter().flat_map(|a| others.iter().map(move |b| pair((a, b)))).sum()
}

/// Every way to split the samples, one by one.
fn enumerated(these: &[f64], others: &[f64], counts: impl Fn(usize) -> bool) -> f64 {
    let pool: Vec<f64> = these.iter().chain(others).copied().collect();
    let (mut as_high, mut all) = (0, 0);
    for chosen in 0_u32..1 << pool.len() {
        if chosen.count_ones() as usize == these.len() {
            let side = |wanted| {
                pool.iter().enumerate().filter(move |(i, _)| (chosen >> i & 1 == 1) == wanted).map(|(_, value)| *value)
            };
            let (these, others): (Vec<f64>, Vec<f64>) = (side(true).collect(), side(false).collect());
            all += 1;
            as_high += usize::from(counts(doubled_u(&these, &others)));
        }
    }
    float(as_high) / float(all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_p_value_is_the_share_of_all_splits_that_are_as_bad(these in samples(1..=6, 6), others in samples(1..=6, 6)) {
        let observed = doubled_u(&these, &others);
        let expected = enumerated(&these, &others, |u| u >= observed);
        prop_assert!((p_value(&these, &others) - expected).abs() < 1e-12);
    }

    #[test]
    fn the_tail_is_the_largest_that_chance_reaches_seldom_enough(n in 1_usize..6, m in 1_usize..6, alpha in 0.001..0.5) {
        let pool: Vec<f64> = (0..n + m).map(float).collect();
        let (these, others) = pool.split_at(n);
        let below = |most: usize| enumerated(these, others, |u| u <= 2 * most);
        match tail(n, m, alpha) {
            None => prop_assert!(below(0) > alpha),
            Some(tail) => prop_assert!(below(tail) <= alpha && below(tail + 1) > alpha),
        }
    }

    #[test]
    fn the_approximation_is_close_to_what_is_counted(these in samples(10..=20, 30), others in samples(10..=20, 30)) {
        let (n, m) = (these.len(), others.len());
        let Ranks { sum, ties, .. } = ranks(&these, &others);
        let approximate = approximate(float(sum - n * (n + 1)) / 2.0, n, m, ties);
        prop_assert!((approximate - p_value(&these, &others)).abs() < 0.02);
    }
}

#[test]
fn published_and_computed_values() {
    let close = |found: f64, expected: f64, within: f64| assert!((found - expected).abs() < within, "{found}");
    // Hollander and Wolfe's example of permeability, which the page of R's `wilcox.test` shows: W = 35, p-value = 0.1272.
    let at_term = ascending(vec![0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]);
    let earlier = ascending(vec![1.15, 0.88, 0.90, 0.74, 1.21]);
    close(p_value(&at_term, &earlier), 0.1272, 5e-5);
    // One of C(20, 10) splits is as bad.
    close(least_p(10, 10), 1.0 / 184_756.0, 1e-15);
    close(least_p(3, 1), 0.25, 1e-15);
    // The tables of critical values for one-sided 5%: 27 for 10 and 10, none for 2 and 4.
    assert_eq!(tail(10, 10, 0.05), Some(27));
    assert_eq!(tail(2, 4, 0.05), None);
    assert_eq!(tail(2, 5, 0.05), Some(0));
    // All alike: nothing is worse.
    close(p_value(&[1.0; 10], &[1.0; 10]), 1.0, 1e-15);
    close(p_value(&[1.0; 30], &[1.0; 30]), 1.0, 1e-15);
    // Of 1,000 and 1,000: z for 5% is 1.6449, and the deviation 12,913.
    let tail = tail(1000, 1000, 0.05).unwrap_or_default();
    close(float(tail), 500_000.0 - 0.5 - 1.644_854 * 12_913.17, 1.0);
}
