//! A decision for a release manager at a terminal: the verdict, why, what would change it.

use super::{ROWS, capitalised, excused, failing, observations, remedies, verdict_word, waiver_remark};
use anstyle::{AnsiColor, Style};
use clearance::{Decision, Effect, EntryDecision, EntryState, Row, Verdict, printable};
use std::fmt::Write;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The decision as text. Styles are always in it; the stream leaves them out where nobody would see colour.
pub(crate) fn text(decision: &Decision, release: &str) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, decision, release);
    text
}

fn write(out: &mut String, decision: &Decision, release: &str) -> std::fmt::Result {
    let style = verdict_style(decision.verdict);
    let release = if release.is_empty() { "this release" } else { release };
    writeln!(out, "{style} {} {style:#} {BOLD}{}{BOLD:#}", verdict_word(decision.verdict), printable(release))?;
    writeln!(out, "{}", capitalised(&decision.summary))?;

    let rows = failing(decision);
    let (warnings, against): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, row)| row.effect == Effect::Warn);
    section(out, "Why", &against)?;
    let remedies = remedies(&against);
    if !remedies.is_empty() {
        writeln!(out, "\n{BOLD}What would change it{BOLD:#}")?;
        for (_, row, remedy) in remedies.iter().take(ROWS) {
            writeln!(out, "  - {}: {}", printable(&row.check.subject), printable(remedy))?;
        }
        rest(out, remedies.len())?;
    }
    section(out, "Warnings", &warnings)?;
    let excused: Vec<_> = excused(decision).collect();
    let (waived, trial): (Vec<_>, Vec<_>) = excused.into_iter().partition(|(_, row)| row.waived.is_some());
    section(out, "Waived", &waived)?;
    section(out, "On trial, counts for nothing", &trial)?;
    waivers(out, decision)?;
    scores(out, decision)?;
    entries(out, decision)?;
    footer(out, decision)
}

fn section(out: &mut String, title: &str, rows: &[(&EntryDecision, &Row)]) -> std::fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{BOLD}{title}{BOLD:#}")?;
    for (entry, row) in rows.iter().take(ROWS) {
        let check = &row.check;
        let mark = match (&row.waived, row.effect) {
            (Some(_), _) => "waived",
            (None, Effect::None) => "shadow",
            (None, effect) => effect.as_str(),
        };
        let style = effect_style(row.effect);
        writeln!(
            out,
            "  {style}{mark:<6}{style:#}  {BOLD}{}{BOLD:#}  {}/{}{}",
            printable(&check.subject),
            printable(&entry.id),
            printable(&check.code),
            if check.status == clearance::Status::Unknown { "  (unknown)" } else { "" },
        )?;
        writeln!(out, "          {}", printable(&check.message))?;
        if let Some(required) = &check.required {
            writeln!(out, "          required: {}", printable(required))?;
        }
        if let Some(waiver) = &row.waived {
            writeln!(out, "          waived by {}", printable(waiver))?;
        }
        for observation in observations(row).iter().take(4) {
            writeln!(out, "          {DIM}{}{DIM:#}", printable(observation))?;
        }
    }
    rest(out, rows.len())
}

fn rest(out: &mut String, count: usize) -> std::fmt::Result {
    if count > ROWS {
        writeln!(out, "  … and {} more; `--format json` has them all", count - ROWS)?;
    }
    Ok(())
}

fn waivers(out: &mut String, decision: &Decision) -> std::fmt::Result {
    let remarks: Vec<_> = decision
        .waivers
        .iter()
        .filter_map(|waiver| waiver_remark(waiver.state, waiver.matched).map(|remark| (waiver, remark)))
        .collect();
    if remarks.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{BOLD}Waivers to look at{BOLD:#}")?;
    for (waiver, remark) in remarks {
        writeln!(
            out,
            "  {} ({}, {} to {}): {remark}",
            printable(&waiver.id),
            printable(&waiver.ticket),
            waiver.from,
            waiver.until
        )?;
    }
    Ok(())
}

fn scores(out: &mut String, decision: &Decision) -> std::fmt::Result {
    for entry in &decision.entries {
        let Some(score) = &entry.score else { continue };
        writeln!(out, "\n{BOLD}Score{BOLD:#} {}: {:.1} of {}", printable(&entry.id), score.points, score.out_of)?;
        for term in &score.contributions {
            writeln!(out, "  {:>6.1}  {}: {}", term.points, printable(&term.factor), printable(&term.reason))?;
        }
    }
    Ok(())
}

fn entries(out: &mut String, decision: &Decision) -> std::fmt::Result {
    writeln!(out, "\n{BOLD}Rules{BOLD:#}")?;
    for entry in &decision.entries {
        let found = match entry.state {
            EntryState::Applied => counts(entry),
            state => state.as_str().replace('-', " "),
        };
        let (verdict, style) = match entry.state {
            EntryState::Applied | EntryState::ScopeUnknown => {
                (entry.verdict.as_str(), verdict_text_style(entry.verdict))
            }
            EntryState::OutOfScope | EntryState::NotEffective => ("-", DIM),
        };
        writeln!(
            out,
            "  {style}{verdict:<6}{style:#}  {}  {} {}: {found}",
            printable(&entry.id),
            printable(&entry.rule.id),
            printable(&entry.rule.version)
        )?;
    }
    Ok(())
}

fn counts(entry: &EntryDecision) -> String {
    use clearance::Status::{Fail, NotApplicable, Pass, Unknown};
    let parts: Vec<String> =
        [(Pass, "passed"), (Fail, "failed"), (Unknown, "unknown"), (NotApplicable, "not applicable")]
            .into_iter()
            .map(|(status, word)| (entry.checks.iter().filter(|row| row.check.status == status).count(), word))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
    if parts.is_empty() { "no checks".to_owned() } else { parts.join(", ") }
}

fn footer(out: &mut String, decision: &Decision) -> std::fmt::Result {
    let policy = &decision.policy;
    let version = policy.version.as_deref().map(|version| format!(" {}", printable(version))).unwrap_or_default();
    writeln!(out, "\n{DIM}decided for {}", decision.at)?;
    writeln!(out, "policy {}{version} {}", printable(&policy.name), policy.digest)?;
    writeln!(out, "facts {}{DIM:#}", decision.facts.digest)
}

fn colour(verdict: Verdict) -> AnsiColor {
    match verdict {
        Verdict::Allow => AnsiColor::Green,
        Verdict::Review => AnsiColor::Yellow,
        Verdict::Deny => AnsiColor::Red,
    }
}

fn verdict_style(verdict: Verdict) -> Style {
    Style::new().fg_color(Some(colour(verdict).into())).bold().invert()
}

fn verdict_text_style(verdict: Verdict) -> Style {
    Style::new().fg_color(Some(colour(verdict).into()))
}

fn effect_style(effect: Effect) -> Style {
    match effect {
        Effect::None => DIM,
        Effect::Warn | Effect::Review => Style::new().fg_color(Some(AnsiColor::Yellow.into())),
        Effect::Deny => Style::new().fg_color(Some(AnsiColor::Red.into())).bold(),
    }
}
