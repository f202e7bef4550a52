//! The rank-sum test of F. Wilcoxon, "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1 (1945), 80–83, and
//! H. B. Mann and D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the
//! Other", Annals of Mathematical Statistics 18 (1947), 50–60. One-sided; equal values share their mean rank.
//!
//! Ranks are doubled throughout, so that a mean of two is a whole number.

use crate::figures::float;

/// The most samples, of both sides together, for which the distribution is counted rather than approximated. It depends on
/// nothing else: were equal values to change the method, a worse sample could raise a p-value.
const COUNTED: usize = 40;

/// The probability that samples of one distribution, split by chance, are ranked as high as `these` or higher. Both
/// ascend.
pub(crate) fn p_value(these: &[f64], others: &[f64]) -> f64 {
    let Ranks { each, sum, ties } = ranks(these, others);
    let (n, m) = (these.len(), others.len());
    if n + m > COUNTED {
        let u = float(sum - n * (n + 1)) / 2.0;
        return approximate(u, n, m, ties);
    }
    let total: usize = each.iter().sum();
    let counts = counts(&each, n.min(m));
    // High ranks on one side are low ranks on the other.
    let at_least_as_high = if n <= m { &counts[sum..] } else { &counts[..=total - sum] };
    at_least_as_high.iter().sum::<f64>() / counts.iter().sum::<f64>()
}

/// The smallest p-value that so many samples can have: all of one side above all of the other.
pub(crate) fn least_p(n: usize, m: usize) -> f64 {
    if n + m > COUNTED {
        return approximate(float(n * m), n, m, 0.0);
    }
    (1..=n.min(m)).fold(1.0, |p, i| p * float(i) / float(n.max(m) + i))
}

/// The largest number of pairs that may be in the wrong order with a probability of `alpha` or less, by chance alone.
pub(crate) fn tail(n: usize, m: usize, alpha: f64) -> Option<usize> {
    if n + m > COUNTED {
        let pairs = n * m;
        let below = |wrong| approximate(float(pairs - wrong), n, m, 0.0) <= alpha;
        // The largest for which `below` holds, which it does for all that are smaller.
        let (mut holds, mut fails) = (0, pairs / 2 + 1);
        if !below(0) {
            return None;
        }
        while fails - holds > 1 {
            let middle = holds.midpoint(fails);
            if below(middle) { holds = middle } else { fails = middle }
        }
        return Some(holds);
    }
    let untied: Vec<usize> = (1..=n + m).map(|rank| 2 * rank).collect();
    let counts = counts(&untied, n.min(m));
    let most = alpha * counts.iter().sum::<f64>();
    let mut sum = 0.0;
    // Without equal values, every other doubled sum occurs, from the smallest on.
    let smallest = n.min(m) * (n.min(m) + 1);
    let within = counts[smallest..].iter().step_by(2).take_while(|count| {
        sum += **count;
        sum <= most
    });
    within.count().checked_sub(1)
}

struct Ranks {
    /// Of all samples, ascending.
    each: Vec<usize>,
    /// Of these samples.
    sum: usize,
    /// The sum of t³ − t over each group of t equal values.
    ties: f64,
}

fn ranks(these: &[f64], others: &[f64]) -> Ranks {
    let mut all = Ranks { each: Vec::with_capacity(these.len() + others.len()), sum: 0, ties: 0.0 };
    let (mut i, mut j) = (0, 0);
    while let Some(value) = least(these.get(i), others.get(j)) {
        let equal = |samples: &[f64]| samples.iter().take_while(|sample| **sample <= value).count();
        let (own, foreign) = (equal(&these[i..]), equal(&others[j..]));
        let group = own + foreign;
        let rank = 2 * all.each.len() + group + 1;
        all.each.resize(all.each.len() + group, rank);
        all.sum += own * rank;
        let size = float(group);
        all.ties += size * size * size - size;
        (i, j) = (i + own, j + foreign);
    }
    all
}

fn least(a: Option<&f64>, b: Option<&f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(*b)),
        (a, b) => a.or(b).copied(),
    }
}

/// In how many ways `size` of the ranks, which ascend, add up to each sum. The counts are whole numbers below 2^53.
fn counts(ranks: &[usize], size: usize) -> Vec<f64> {
    let largest: usize = ranks.iter().rev().take(size).sum();
    let width = largest + 1;
    let mut ways = vec![0.0; (size + 1) * width];
    ways[0] = 1.0;
    for (taken, rank) in ranks.iter().enumerate() {
        for chosen in (1..=size.min(taken + 1)).rev() {
            // No rank so far is larger than this one.
            let most = largest.min(chosen * rank);
            let (fewer, more) = ways.split_at_mut(chosen * width);
            let from = &fewer[(chosen - 1) * width..];
            for (to, from) in more[*rank..=most].iter_mut().zip(from) {
                *to += from;
            }
        }
    }
    ways.split_off(size * width)
}

/// The normal approximation, with the correction for equal values and for continuity: M. Hollander, D. A. Wolfe and
/// E. Chicken, "Nonparametric Statistical Methods", 3rd edition (2014), section 4.1.
fn approximate(u: f64, n: usize, m: usize, ties: f64) -> f64 {
    let (n, m) = (float(n), float(m));
    let all = n + m;
    let variance = n * m / 12.0 * ((all + 1.0) - ties / (all * (all - 1.0)));
    if variance <= 0.0 {
        return 1.0;
    }
    0.5 * libm::erfc((u - n * m / 2.0 - 0.5) / (2.0 * variance).sqrt())
}

#[cfg(test)]
mod tests;
