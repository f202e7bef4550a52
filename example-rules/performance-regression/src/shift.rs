//! The shift between two sets of samples: J. L. Hodges and E. L. Lehmann, "Estimates of Location Based on Rank Tests", Annals of
//! Mathematical Statistics 34 (1963), 598–611. It is the median of the differences of all pairs, of which there may be
//! a hundred million, so none are written down: how many are at most some value is counted in one pass, and the value is
//! found by halving.

/// The median of samples that ascend; there is one at least.
pub(crate) fn median(samples: &[f64]) -> f64 {
    let middle = samples.len() / 2;
    if samples.len() % 2 == 1 { samples[middle] } else { between(samples[middle - 1], samples[middle]) }
}

/// How much higher `these` are than `others`. Both ascend and have a sample at least.
pub(crate) fn hodges_lehmann(these: &[f64], others: &[f64]) -> f64 {
    let pairs = these.len() * others.len();
    let upper = nth(these, others, pairs / 2 + 1);
    if pairs % 2 == 1 { upper } else { between(nth(these, others, pairs / 2), upper) }
}

/// The value that the shift is below with the confidence that belongs to a [`tail`](crate::rank_sum::tail): H. B. Mann and
/// D. R. Whitney's test turned round, so it needs no distribution.
pub(crate) fn upper_bound(these: &[f64], others: &[f64], tail: usize) -> f64 {
    let pairs = these.len() * others.len();
    nth(these, others, pairs.saturating_sub(tail).max(1))
}

/// The `k`th smallest difference, from 1.
fn nth(these: &[f64], others: &[f64], k: usize) -> f64 {
    let (Some(first), Some(last)) = (these.first().zip(others.last()), these.last().zip(others.first())) else {
        return 0.0;
    };
    let (mut low, mut high) = (ordered(first.0 - first.1), ordered(last.0 - last.1));
    while low < high {
        let middle = low + (high - low) / 2;
        if at_most(these, others, float(middle)) >= k { high = middle } else { low = middle + 1 }
    }
    float(low) + 0.0
}

/// How many differences are at most `bound`.
fn at_most(these: &[f64], others: &[f64], bound: f64) -> usize {
    let mut count = 0;
    let mut from = 0;
    for this in these {
        // The larger the other, the smaller the difference; the larger this one, the later it is small enough.
        while from < others.len() && this - others[from] > bound {
            from += 1;
        }
        count += others.len() - from;
    }
    count
}

fn between(a: f64, b: f64) -> f64 {
    a / 2.0 + b / 2.0
}

const SIGN: u64 = 1 << 63;

/// A whole number for each float, in the same order.
fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn float(ordered: u64) -> f64 {
    f64::from_bits(if ordered & SIGN == 0 { !ordered } else { ordered & !SIGN })
}

#[cfg(test)]
mod tests;
