//! Failure history: how often earlier deployments failed, judged so that few of them never look safe.

use crate::facts::Facts;
use crate::params::HistoryScale;
use crate::reading::{Reading, linear, of_full};
use clearance_rule::prelude::*;
use clearance_rule::sections::Deployment;
use clearance_rule::text::count;
use clearance_rule::time::DAY;

pub(crate) fn failure_history(scale: &HistoryScale, facts: &Facts<'_>, at: Timestamp) -> Reading {
    let mut reading = Reading::of("failure-history");
    let Some(deployments) = facts.history.as_ref().and_then(|history| history.deployments.as_ref()) else {
        return reading.see(&Fact::<()>::new("/history/deployments", None)).absent("/history/deployments");
    };
    let mut all = 0;
    let mut failed = 0;
    for (i, deployment) in deployments.iter().enumerate() {
        let place = text!["/history/deployments/", i];
        let when = when(scale, deployment, at);
        if when == When::TooEarly {
            continue;
        }
        let how = how(scale, deployment);
        if when == When::Untold || how != How::Succeeded {
            // A long history of successes would drown the row.
            reading = reading.see(&Fact::new(text![place, "/outcome"], deployment.outcome));
        }
        if when == When::Untold {
            let is = if deployment.at.is_none() { "is absent" } else { "is later than the decision" };
            let gap = text!["`", place, "/at` ", is];
            reading = reading.gap(
                text![gap, ", so the deployment counts only if it failed"],
                text!["supply the time of `", place, "`"],
            );
        }
        if let How::Untold = how {
            let gap = match deployment.outcome {
                None => text!["`", place, "/outcome` is absent"],
                Some(outcome) => text!["the policy knows no outcome `", outcome, "`"],
            };
            reading = reading.gap(text![gap, ", which counts as a failure"], {
                match deployment.outcome {
                    None => text!["supply the fact `", place, "/outcome`"],
                    Some(outcome) => text!["list `", outcome, "` in the parameter `failure_history`"],
                }
            });
        }
        match (how, when) {
            (How::Succeeded, When::Counts) => all += 1,
            (How::Succeeded, _) => {}
            (How::Failed | How::Untold, _) => {
                all += 1;
                failed += 1;
            }
        }
    }
    let bound = 100.0 * wilson_upper(failed, all, scale.confidence.quantile());
    let window = scale.window_days.map_or(String::new(), |days| text![" in the last ", count(days.get(), "day")]);
    let found = if all == 0 {
        text!["no deployment", window, ", so the failure rate may be anything"]
    } else {
        let deployments = count(all, "deployment");
        text![failed, " of ", deployments, window, " failed, so the failure rate may be ", bound, "%"]
    };
    let full = scale.failure_percent.get();
    reading.counts(linear(bound, full), of_full(&found, &text![full, "%"]))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Counts,
    TooEarly,
    Untold,
}

fn when(scale: &HistoryScale, deployment: &Deployment<'_>, now: Timestamp) -> When {
    let Some(days) = scale.window_days else { return When::Counts };
    let window = i64::try_from(days.get()).unwrap_or(i64::MAX).saturating_mul(DAY);
    match deployment.at {
        Some(at) if at.timestamp < now.saturating_sub(window) => When::TooEarly,
        Some(at) if at.timestamp <= now => When::Counts,
        Some(_) | None => When::Untold,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Succeeded,
    Failed,
    Untold,
}

fn how(scale: &HistoryScale, deployment: &Deployment<'_>) -> How {
    let listed = |words: &[String]| deployment.outcome.is_some_and(|outcome| words.iter().any(|word| word == outcome));
    if listed(&scale.successes) {
        How::Succeeded
    } else if listed(&scale.failures) {
        How::Failed
    } else {
        How::Untold
    }
}

/// The upper end of the score interval of E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
/// Inference", Journal of the American Statistical Association 22 (1927), 209–212, one-sided at `z` standard
/// deviations: the highest failure rate at which seeing so few failures is still as likely as the confidence leaves
/// room for. 1 where there were no trials.
fn wilson_upper(failures: u32, trials: u32, z: f64) -> f64 {
    if failures == trials {
        return 1.0;
    }
    let n = f64::from(trials);
    let rate = f64::from(failures) / n;
    let z2 = z * z;
    let centre = rate + z2 / (2.0 * n);
    let margin = z * (rate * (1.0 - rate) / n + z2 / (4.0 * n * n)).sqrt();
    ((centre + margin) / (1.0 + z2 / n)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::wilson_upper;

    #[test]
    fn few_trials_bound_little() {
        let close = |value: f64, expected: f64| (value - expected).abs() < 5e-5;
        assert!(close(wilson_upper(0, 0, 1.644_854), 1.0));
        assert!(close(wilson_upper(1, 1, 1.644_854), 1.0));
        // z² / (n + z²) where nothing failed.
        assert!(close(wilson_upper(0, 10, 1.644_854), 0.2129));
        assert!(close(wilson_upper(0, 100, 1.644_854), 0.0263));
        assert!(close(wilson_upper(5, 10, 1.644_854), 0.7307));
    }
}
