//! Shares out 100 points by weight. All counting is in whole hundredths of a point, so that the points shown add up
//! exactly, and all factors at their worst make exactly 100.

use crate::factors;
use crate::params::Weights;
use clearance_rule::Mismatch;

/// What each factor can add at most, in hundredths of a point, in the order of [`factors::ALL`].
pub(crate) type Shares = [f64; factors::ALL.len()];

/// Shares out by weight. Each share ends where the running sum of the weights does, rounded, so that none is lost.
pub(crate) fn shares(weights: &Weights) -> Result<Shares, Mismatch> {
    let weights = factors::ALL.map(|factor| (factor.weight)(weights).get());
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return Err(Mismatch {
            pointer: "/weights".to_owned(),
            message: "every factor weighs 0: at least one is to weigh more".to_owned(),
        });
    }
    let mut sum = 0.0;
    let mut begin = 0.0;
    Ok(weights.map(|weight| {
        sum += weight;
        let end = (sum / total * 10_000.0).round();
        end - std::mem::replace(&mut begin, end)
    }))
}

/// The hundredths of a factor whose value is `value`, from 0 to 1.
pub(crate) fn part(share: f64, value: f64) -> f64 {
    (share * value).round()
}

/// Hundredths as points.
pub(crate) fn in_points(hundredths: f64) -> f64 {
    hundredths / 100.0
}
