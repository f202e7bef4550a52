//! Scores of CVSS 3.0 and 3.1, as <https://www.first.org/cvss/v3.1/specification-document> has them.

use super::metrics::{Metrics, Table};

pub(super) const BASE: Table = &[
    ("AV", "N A L P"),
    ("AC", "L H"),
    ("PR", "N L H"),
    ("UI", "N R"),
    ("S", "U C"),
    ("C", "N L H"),
    ("I", "N L H"),
    ("A", "N L H"),
];

pub(super) const OTHER: Table = &[
    ("E", "X U P F H"),
    ("RL", "X O T W U"),
    ("RC", "X U R C"),
    ("CR", "X L M H"),
    ("IR", "X L M H"),
    ("AR", "X L M H"),
    ("MAV", "X N A L P"),
    ("MAC", "X L H"),
    ("MPR", "X N L H"),
    ("MUI", "X N R"),
    ("MS", "X U C"),
    ("MC", "X N L H"),
    ("MI", "X N L H"),
    ("MA", "X N L H"),
];

/// The score of a vector; of its base metrics alone, or of all. `first` is CVSS 3.0, which rounds and modifies a little
/// differently.
pub(super) fn score(metrics: &Metrics<'_>, first: bool, environmental: bool) -> f64 {
    let value =
        |name| metrics.modified(name).filter(|_| environmental).or_else(|| metrics.get(name)).unwrap_or_default();
    let other = |name| metrics.get(name).filter(|_| environmental).unwrap_or("X");
    let changed = value("S") == "C";
    let reach = match value("AV") {
        "A" => 0.62,
        "L" => 0.55,
        "P" => 0.2,
        _ => 0.85,
    };
    let ease = if value("AC") == "H" { 0.44 } else { 0.77 };
    let unprivileged = match (value("PR"), changed) {
        ("L", true) => 0.68,
        ("L", false) => 0.62,
        ("H", true) => 0.5,
        ("H", false) => 0.27,
        _ => 0.85,
    };
    let unaided = if value("UI") == "R" { 0.62 } else { 0.85 };
    let exploitability = 8.22 * reach * ease * unprivileged * unaided;
    let wanted = |name| match other(name) {
        "L" => 0.5,
        "H" => 1.5,
        _ => 1.0,
    };
    let kept = |impact, requirement| -> f64 {
        let share = match value(impact) {
            "L" => 0.22,
            "H" => 0.56,
            _ => 0.0,
        };
        1.0 - wanted(requirement) * share
    };
    let lost: f64 = 1.0 - kept("C", "CR") * kept("I", "IR") * kept("A", "AR");
    // The base metrics alone never lose more.
    let lost = lost.min(0.915);
    let impact = match (changed, environmental && !first) {
        (false, _) => 6.42 * lost,
        (true, false) => 7.52 * (lost - 0.029) - 3.25 * power(lost - 0.02, 15),
        (true, true) => 7.52 * (lost - 0.029) - 3.25 * power(lost * 0.9731 - 0.02, 13),
    };
    if impact <= 0.0 {
        return 0.0;
    }
    let both = if changed { 1.08 * (impact + exploitability) } else { impact + exploitability };
    let base = rounded_up(both.min(10.0), first);
    if !environmental {
        return base;
    }
    let exploit = match other("E") {
        "U" => 0.91,
        "P" => 0.94,
        "F" => 0.97,
        _ => 1.0,
    };
    let remedy = match other("RL") {
        "O" => 0.95,
        "T" => 0.96,
        "W" => 0.97,
        _ => 1.0,
    };
    let confidence = match other("RC") {
        "U" => 0.92,
        "R" => 0.96,
        _ => 1.0,
    };
    rounded_up(base * exploit * remedy * confidence, first)
}

fn power(base: f64, exponent: u32) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}

/// To the next decimal, by the way of each version.
fn rounded_up(score: f64, first: bool) -> f64 {
    if first {
        return (score * 10.0).ceil() / 10.0;
    }
    ((score * 100_000.0).round() / 10_000.0).ceil() / 10.0
}
