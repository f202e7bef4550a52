//! Scores of CVSS 2.0, as <https://www.first.org/cvss/v2/guide> has them.

use super::metrics::{Metrics, Table};

pub(super) const BASE: Table =
    &[("AV", "L A N"), ("AC", "H M L"), ("Au", "M S N"), ("C", "N P C"), ("I", "N P C"), ("A", "N P C")];

pub(super) const OTHER: Table = &[
    ("E", "U POC F H ND"),
    ("RL", "OF TF W U ND"),
    ("RC", "UC UR C ND"),
    ("CDP", "N L LM MH H ND"),
    ("TD", "N L M H ND"),
    ("CR", "L M H ND"),
    ("IR", "L M H ND"),
    ("AR", "L M H ND"),
];

/// The score of a vector; of its base metrics alone, or of all.
pub(super) fn score(metrics: &Metrics<'_>, environmental: bool) -> f64 {
    let other = |name| metrics.get(name).filter(|_| environmental).unwrap_or("ND");
    let wanted = |name| match other(name) {
        "L" => 0.5,
        "H" => 1.51,
        _ => 1.0,
    };
    let kept = |impact, requirement| -> f64 {
        let share = match metrics.get(impact) {
            Some("P") => 0.275,
            Some("C") => 0.66,
            _ => 0.0,
        };
        1.0 - share * wanted(requirement)
    };
    let impact: f64 = (10.41 * (1.0 - kept("C", "CR") * kept("I", "IR") * kept("A", "AR"))).min(if environmental {
        10.0
    } else {
        11.0
    });
    let reach = match metrics.get("AV") {
        Some("L") => 0.395,
        Some("A") => 0.646,
        _ => 1.0,
    };
    let ease = match metrics.get("AC") {
        Some("H") => 0.35,
        Some("M") => 0.61,
        _ => 0.71,
    };
    let unhindered = match metrics.get("Au") {
        Some("M") => 0.45,
        Some("S") => 0.56,
        _ => 0.704,
    };
    let exploitability = 20.0 * reach * ease * unhindered;
    let factor = if impact == 0.0 { 0.0 } else { 1.176 };
    let base = rounded((0.6 * impact + 0.4 * exploitability - 1.5) * factor);
    let exploit = match other("E") {
        "U" => 0.85,
        "POC" => 0.9,
        "F" => 0.95,
        _ => 1.0,
    };
    let remedy = match other("RL") {
        "OF" => 0.87,
        "TF" => 0.9,
        "W" => 0.95,
        _ => 1.0,
    };
    let confidence = match other("RC") {
        "UC" => 0.9,
        "UR" => 0.95,
        _ => 1.0,
    };
    let temporal = rounded(base * exploit * remedy * confidence);
    let damage = match other("CDP") {
        "L" => 0.1,
        "LM" => 0.3,
        "MH" => 0.4,
        "H" => 0.5,
        _ => 0.0,
    };
    let targets = match other("TD") {
        "N" => 0.0,
        "L" => 0.25,
        "M" => 0.75,
        _ => 1.0,
    };
    rounded((temporal + (10.0 - temporal) * damage) * targets).max(0.0)
}

/// To one decimal; what floats leave below a half counts as a half.
fn rounded(score: f64) -> f64 {
    ((score + 1e-6) * 10.0).round() / 10.0
}
