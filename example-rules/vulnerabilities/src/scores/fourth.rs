//! Scores of CVSS 4.0, as <https://www.first.org/cvss/v4.0/specification-document> and its reference calculator have them: a
//! vector belongs to one of 270 classes, each with a score, and lies between its class and the next ones below.

use super::metrics::{Metrics, Table};

/// The metrics that count when nothing is known of time and place.
pub(super) const BASE: Table = &[
    ("AV", "N A L P"),
    ("AC", "L H"),
    ("AT", "N P"),
    ("PR", "N L H"),
    ("UI", "N P A"),
    ("VC", "H L N"),
    ("VI", "H L N"),
    ("VA", "H L N"),
    ("SC", "H L N"),
    ("SI", "H L N"),
    ("SA", "H L N"),
];

/// What else a vector may say. Supplemental metrics, the last six, never count.
pub(super) const OTHER: Table = &[
    ("E", "X A P U"),
    ("CR", "X H M L"),
    ("IR", "X H M L"),
    ("AR", "X H M L"),
    ("MAV", "X N A L P"),
    ("MAC", "X L H"),
    ("MAT", "X N P"),
    ("MPR", "X N L H"),
    ("MUI", "X N P A"),
    ("MVC", "X H L N"),
    ("MVI", "X H L N"),
    ("MVA", "X H L N"),
    ("MSC", "X H L N"),
    ("MSI", "X S H L N"),
    ("MSA", "X S H L N"),
    ("S", "X N P"),
    ("AU", "X N Y"),
    ("R", "X A U I"),
    ("V", "X D C"),
    ("RE", "X L M H"),
    ("U", "X Clear Green Amber Red"),
];

/// The scores of the classes in tenths: by EQ1 and EQ2, then by EQ3 and EQ6 together, EQ4 and EQ5.
#[rustfmt::skip]
const CLASSES: [[u8; 45]; 6] = [
    [100, 98, 95, 100, 93, 91, 93, 89, 81, 99, 95, 92, 96, 87, 81, 90, 80, 68, 98, 95, 90, 93, 89, 81, 88, 78, 69, 95, 92, 84, 92, 81, 65, 80, 70, 48, 92, 82, 72, 79, 69, 50, 69, 55, 27],
    [99, 95, 92, 95, 90, 84, 92, 82, 72, 97, 92, 85, 91, 83, 71, 81, 71, 53, 95, 92, 85, 92, 80, 70, 84, 71, 50, 93, 85, 73, 82, 72, 59, 70, 52, 30, 86, 75, 52, 71, 52, 29, 63, 29, 17],
    [98, 94, 91, 94, 86, 77, 87, 74, 63, 95, 87, 81, 89, 74, 64, 75, 63, 49, 94, 88, 76, 86, 74, 59, 72, 57, 52, 89, 77, 67, 76, 58, 50, 57, 52, 25, 83, 70, 54, 65, 58, 26, 53, 21, 13],
    [95, 88, 76, 90, 75, 61, 77, 68, 52, 90, 76, 70, 77, 62, 53, 66, 59, 30, 89, 76, 62, 74, 57, 47, 61, 57, 24, 78, 67, 58, 59, 57, 23, 52, 29, 16, 71, 59, 30, 58, 26, 15, 23, 13, 6],
    [93, 86, 75, 86, 74, 56, 70, 52, 40, 87, 72, 58, 74, 61, 34, 54, 40, 22, 85, 74, 62, 72, 55, 46, 53, 34, 19, 75, 55, 51, 57, 41, 19, 36, 19, 8, 64, 51, 20, 47, 21, 11, 24, 9, 4],
    [88, 73, 60, 73, 59, 41, 54, 45, 20, 75, 53, 50, 55, 40, 20, 43, 22, 11, 75, 58, 40, 61, 48, 20, 46, 17, 8, 55, 45, 21, 51, 18, 9, 18, 7, 2, 53, 24, 14, 24, 12, 5, 10, 3, 1],
];

/// The steps from the worst vector of a class to the mildest, by its EQ1, EQ2, EQ3 and EQ6 together, and EQ4.
const STEPS: [&[i32]; 4] = [&[1, 4, 5], &[1, 2], &[7, 6, 8, 8, 10], &[6, 5, 4]];

/// The worst vectors of each class, likewise: how far each metric of the group is from its worst value.
const WORST: [&[&[&[i32]]]; 4] = [
    // AV, PR, UI
    &[&[&[0, 0, 0]], &[&[1, 0, 0], &[0, 1, 0], &[0, 0, 1]], &[&[3, 0, 0], &[1, 1, 1]]],
    // AC, AT
    &[&[&[0, 0]], &[&[1, 0], &[0, 1]]],
    // VC, VI, VA, CR, IR, AR
    &[
        &[&[0, 0, 0, 0, 0, 0]],
        &[&[0, 0, 1, 1, 1, 0], &[0, 0, 0, 1, 1, 1]],
        &[&[1, 0, 0, 0, 0, 0], &[0, 1, 0, 0, 0, 0]],
        &[&[1, 0, 1, 0, 1, 0], &[1, 0, 0, 0, 1, 1], &[0, 1, 0, 1, 0, 1], &[0, 1, 1, 1, 0, 0], &[1, 1, 0, 0, 0, 1]],
        &[&[1, 1, 1, 0, 0, 0]],
    ],
    // SC, SI, SA
    &[&[&[1, 0, 0]], &[&[1, 1, 1]], &[&[2, 2, 2]]],
];

/// The class of a vector: EQ1, EQ2, EQ3 and EQ6 together, EQ4, EQ5.
type Class = [usize; 5];

/// The score of a vector; of its base metrics alone, or of all.
pub(super) fn score(metrics: &Metrics<'_>, environmental: bool) -> f64 {
    let is = |name: &str, value: &str| effective(metrics, name, environmental) == value;
    if ["VC", "VI", "VA", "SC", "SI", "SA"].iter().all(|name| is(name, "N")) {
        return 0.0;
    }
    let class = class(&is);
    let levels = |names: &[(&str, &str)]| -> Vec<i32> {
        let level = |(name, order): &(&str, &str)| {
            let value = effective(metrics, name, environmental);
            order.split(' ').zip(0..).find(|(one, _)| *one == value).map_or(0, |(_, level)| level)
        };
        names.iter().map(level).collect()
    };
    let groups = [
        levels(&[("AV", "N A L P"), ("PR", "N L H"), ("UI", "N P A")]),
        levels(&[("AC", "L H"), ("AT", "N P")]),
        levels(&[("VC", "H L N"), ("VI", "H L N"), ("VA", "H L N"), ("CR", "H M L"), ("IR", "H M L"), ("AR", "H M L")]),
        levels(&[("SC", "S H L N"), ("SI", "S H L N"), ("SA", "S H L N")]),
    ];
    let own = f64::from(tenths(class));
    let (mut sum, mut count) = (0.0, 0_u32);
    for eq in 0..5 {
        let Some(below) = below(class, eq) else { continue };
        count += 1;
        if eq < 4 {
            let steps = distance(&groups[eq], WORST[eq][class[eq]]);
            sum += (own - f64::from(below)) * f64::from(steps) / f64::from(STEPS[eq][class[eq]]);
        }
    }
    let mean = if count > 0 { sum / f64::from(count) } else { 0.0 };
    (((own - mean).clamp(0.0, 100.0)) + 1e-5).round() / 10.0
}

/// The value of a metric that counts: as modified where it is, and the worst where it is not defined.
fn effective<'v>(metrics: &Metrics<'v>, name: &str, environmental: bool) -> &'v str {
    let defined = |name: &str| metrics.get(name).filter(|value| *value != "X");
    match name {
        "E" => defined(name).filter(|_| environmental).unwrap_or("A"),
        "CR" | "IR" | "AR" => defined(name).filter(|_| environmental).unwrap_or("H"),
        _ => {
            let modified = metrics.modified(name).filter(|_| environmental);
            modified.or_else(|| metrics.get(name)).unwrap_or_default()
        }
    }
}

fn class(is: &impl Fn(&str, &str) -> bool) -> Class {
    let none = [is("AV", "N"), is("PR", "N"), is("UI", "N")];
    let eq1 = match none {
        [true, true, true] => 0,
        [false, false, false] => 2,
        _ if is("AV", "P") => 2,
        _ => 1,
    };
    let eq2 = usize::from(!(is("AC", "L") && is("AT", "N")));
    let high = [is("VC", "H"), is("VI", "H"), is("VA", "H")];
    let wanted = [is("CR", "H"), is("IR", "H"), is("AR", "H")];
    let unwanted = usize::from(!high.iter().zip(wanted).any(|(high, wanted)| *high && wanted));
    let eq3_and_6 = match high {
        [true, true, _] => unwanted,
        [false, false, false] => 4,
        _ => 2 + unwanted,
    };
    let eq4 = if is("SI", "S") || is("SA", "S") {
        0
    } else {
        1 + usize::from(!["SC", "SI", "SA"].iter().any(|name| is(name, "H")))
    };
    let eq5 = if is("E", "A") { 0 } else { 1 + usize::from(is("E", "U")) };
    [eq1, eq2, eq3_and_6, eq4, eq5]
}

fn tenths([eq1, eq2, eq36, eq4, eq5]: Class) -> u8 {
    CLASSES[eq1 * 2 + eq2][(eq36 * 3 + eq4) * 3 + eq5]
}

/// The score of the class that is one lower in one respect; of two such, the higher.
fn below(class: Class, eq: usize) -> Option<u8> {
    let next: &[usize] = match (eq, class[eq]) {
        (0 | 1 | 3 | 4, 0) => &[1],
        (0 | 3 | 4, 1) => &[2],
        (2, 0) => &[1, 2],
        (2, 1 | 2) => &[3],
        (2, 3) => &[4],
        _ => &[],
    };
    let score = |to: &usize| {
        let mut class = class;
        class[eq] = *to;
        tenths(class)
    };
    next.iter().map(score).max()
}

/// The steps from the first of the worst vectors that is no better in any metric.
fn distance(levels: &[i32], worst: &[&[i32]]) -> i32 {
    let steps = |worst: &&[i32]| levels.iter().zip(*worst).map(|(level, worst)| level - worst).collect::<Vec<i32>>();
    worst.iter().map(steps).find(|steps| steps.iter().all(|step| *step >= 0)).map_or(0, |steps| steps.iter().sum())
}
