//! Many tests at once: S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6
//! (1979), 65–70. It bounds the risk that any metric at all is taken for worse by chance, whatever the metrics have to do
//! with each other. To leave a metric out never makes another one look better, which is why the rate of false discoveries is
//! not bounded instead: there a metric may be significant only because others are.

use crate::figures::float;

/// The p-values corrected, in their order.
pub(crate) fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_unstable_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let mut corrected = vec![1.0; p_values.len()];
    let mut largest = 0.0_f64;
    for (rank, i) in order.iter().enumerate() {
        largest = largest.max(p_values[*i] * float(p_values.len() - rank)).min(1.0);
        corrected[*i] = largest;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_weighs_most_and_order_is_kept() {
        let close = |found: &[f64], expected: &[f64]| {
            found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12)
        };
        // What R's `p.adjust(p, "holm")` answers.
        assert!(close(&holm(&[0.01, 0.04, 0.03, 0.005]), &[0.03, 0.06, 0.06, 0.02]));
        assert!(close(&holm(&[0.5, 0.9, 0.001]), &[1.0, 1.0, 0.003]));
        assert!(close(&holm(&[0.02]), &[0.02]));
        assert!(holm(&[]).is_empty());
    }
}
