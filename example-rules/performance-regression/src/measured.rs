//! Whether what the policy wants measured was measured, and under the same conditions.

use crate::params::PerformanceRegression;
use crate::reading::Reading;
use clearance_rule::prelude::*;
use clearance_rule::sections::{Benchmark, Measured};

/// A row for each metric that the policy wants; one about the release where it names none.
pub(crate) fn rows(rule: &PerformanceRegression, benchmarks: Option<&[Benchmark<'_>]>, outcome: &mut Outcome) {
    let mut wanted =
        rule.metrics.iter().filter(|(_, metric)| metric.required).map(|(name, _)| name.as_str()).peekable();
    if wanted.peek().is_none() {
        let places: Vec<usize> = (0..benchmarks.unwrap_or_default().len()).take(1).collect();
        outcome.push(row("release", benchmarks, &places, "a benchmark of the release"));
    }
    for name in wanted {
        let entries = benchmarks.unwrap_or_default().iter().enumerate();
        let places: Vec<usize> = entries.filter(|(_, benchmark)| benchmark.name == name).map(|(i, _)| i).collect();
        outcome.push(row(name, benchmarks, &places, &text!["an entry for `", name, "` in `/benchmarks`"]));
    }
}

fn row(subject: &str, benchmarks: Option<&[Benchmark<'_>]>, places: &[usize], wanted: &str) -> Check {
    let Some(benchmarks) = benchmarks else {
        return Check::unknown("measured", subject, "the fact `/benchmarks` is absent")
            .missing("/benchmarks")
            .required(wanted)
            .remedy_if_unknown("supply the fact `/benchmarks`");
    };
    if places.is_empty() {
        let message = if benchmarks.is_empty() { "nothing was measured" } else { "no benchmark is about it" };
        return Check::unknown("measured", subject, message)
            .required(wanted)
            .remedy_if_unknown(text!["supply ", wanted]);
    }
    let found = if subject == "release" { benchmarks.len() } else { places.len() };
    let check = Check::pass("measured", subject, text![text::count(found, "measurement")]).required(wanted);
    places.iter().fold(check, |check, i| check.observe(text!["/benchmarks/", i, "/name"], benchmarks[*i].name))
}

/// Whether the labels that the policy names are alike on both sides. No row where it names none.
pub(crate) fn comparable(rule: &PerformanceRegression, reading: &Reading<'_>) -> Option<Check> {
    if rule.environment.is_empty() {
        return None;
    }
    let (release, baseline) = (&reading.benchmark.release, &reading.benchmark.baseline);
    let mut alike = Vec::new();
    let mut differ = Vec::new();
    let mut absent = Vec::new();
    let mut observed = Vec::new();
    for name in &rule.environment {
        let sides = [("/release/environment", release), ("/baseline/environment", baseline)];
        let [ours, theirs] = sides.map(|(side, measured)| {
            let fact = Fact::new(
                clearance_rule::node::below(&text![reading.place, side], name),
                label(measured.as_ref(), name),
            );
            if fact.value.is_none() {
                absent.push(text!["`", fact.pointer, "`"]);
            }
            let value = fact.value;
            observed.push(fact);
            value
        });
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if ours == theirs => alike.push(text![name, " `", ours, "`"]),
            (Some(ours), Some(theirs)) => {
                differ.push((name.as_str(), text![name, " `", ours, "` against `", theirs, "` in the baseline"]));
            }
            _ => {}
        }
    }
    let subject = &reading.subject;
    let check = if !differ.is_empty() {
        let (names, words): (Vec<&str>, Vec<String>) = differ.into_iter().unzip();
        Check::fail("comparable", subject, words.join(", "))
            .severity(Severity::High)
            .remedy(text!["measure release and baseline anew with the same ", names.join(" and the same ")])
    } else if !absent.is_empty() {
        let absent = absent.join(", ");
        Check::unknown("comparable", subject, text!["absent: ", absent]).remedy_if_unknown(text!["supply ", absent])
    } else {
        Check::pass("comparable", subject, alike.join(", "))
    };
    let required = text!["the same ", rule.environment.join(" and the same ")];
    Some(observed.iter().fold(check, Check::seen).required(required))
}

fn label<'m>(measured: Option<&'m Measured<'_>>, name: &str) -> Option<&'m str> {
    let label = measured?.environment.as_ref()?.get(name)?;
    (!label.trim().is_empty()).then_some(label)
}
