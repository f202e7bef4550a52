//! A decision as GitHub-flavoured Markdown, for a pull request or a job summary.

use super::{ROWS, capitalised, excused, failing, observations, remedies, verdict_word, waiver_remark};
use clearance::{Decision, EntryDecision, Row, Status, printable};
use std::fmt::Write;

/// The decision as Markdown.
pub(crate) fn markdown(decision: &Decision, release: &str) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, decision, release);
    text
}

fn write(out: &mut String, decision: &Decision, release: &str) -> std::fmt::Result {
    let release = if release.is_empty() { "this release" } else { release };
    writeln!(out, "## {}: {}\n", verdict_word(decision.verdict), escaped(release))?;
    writeln!(out, "{}\n", escaped(&capitalised(&decision.summary)))?;
    let rows = failing(decision);
    table(out, "Why", &rows)?;
    let remedies = remedies(&rows);
    if !remedies.is_empty() {
        writeln!(out, "### What would change it\n")?;
        for (_, row, remedy) in remedies.iter().take(ROWS) {
            writeln!(out, "- {}: {}", escaped(&row.check.subject), escaped(remedy))?;
        }
        rest(out, remedies.len())?;
        writeln!(out)?;
    }
    table(out, "Failed and not counted", &excused(decision).collect::<Vec<_>>())?;
    let remarks: Vec<_> = decision
        .waivers
        .iter()
        .filter_map(|waiver| waiver_remark(waiver.state, waiver.matched).map(|remark| (waiver, remark)))
        .collect();
    if !remarks.is_empty() {
        writeln!(out, "### Waivers to look at\n")?;
        for (waiver, remark) in remarks {
            writeln!(out, "- {} ({}, until {}): {remark}", escaped(&waiver.id), escaped(&waiver.ticket), waiver.until)?;
        }
        writeln!(out)?;
    }
    for entry in &decision.entries {
        let Some(score) = &entry.score else { continue };
        writeln!(out, "### Score {}: {:.1} of {}\n", escaped(&entry.id), score.points, score.out_of)?;
        writeln!(out, "| points | factor | reason |\n|---:|---|---|")?;
        for term in &score.contributions {
            writeln!(out, "| {:.1} | {} | {} |", term.points, escaped(&term.factor), escaped(&term.reason))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "### Rules\n\n| entry | rule | verdict | passed | failed | unknown |\n|---|---|---|---:|---:|---:|")?;
    for entry in &decision.entries {
        let count = |status| entry.checks.iter().filter(|row| row.check.status == status).count();
        let verdict = match entry.state {
            clearance::EntryState::Applied => entry.verdict.as_str(),
            state => state.as_str(),
        };
        writeln!(
            out,
            "| {} | {} {} | {verdict} | {} | {} | {} |",
            escaped(&entry.id),
            escaped(&entry.rule.id),
            escaped(&entry.rule.version),
            count(Status::Pass),
            count(Status::Fail),
            count(Status::Unknown)
        )?;
    }
    let policy = &decision.policy;
    let version = policy.version.as_deref().map(|version| format!(" {}", escaped(version))).unwrap_or_default();
    writeln!(
        out,
        "\n<sub>Decided for {} by the policy {}{version} (`{}`) on the facts `{}`.</sub>",
        decision.at,
        escaped(&policy.name),
        policy.digest,
        decision.facts.digest
    )
}

fn table(out: &mut String, title: &str, rows: &[(&EntryDecision, &Row)]) -> std::fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {title}\n\n| effect | subject | check | found | required | read |\n|---|---|---|---|---|---|")?;
    for (entry, row) in rows.iter().take(ROWS) {
        let effect = match &row.waived {
            Some(waiver) => format!("waived by {}", escaped(waiver)),
            None if row.effect == clearance::Effect::None => "on trial".to_owned(),
            None => format!("**{}**", row.effect),
        };
        let read: Vec<String> = observations(row).iter().take(4).map(|read| escaped(read)).collect();
        writeln!(
            out,
            "| {effect} | {} | {}/{} | {} | {} | {} |",
            escaped(&row.check.subject),
            escaped(&entry.id),
            escaped(&row.check.code),
            escaped(&row.check.message),
            escaped(row.check.required.as_deref().unwrap_or_default()),
            read.join("<br>")
        )?;
    }
    rest(out, rows.len())?;
    writeln!(out)
}

fn rest(out: &mut String, count: usize) -> std::fmt::Result {
    if count > ROWS {
        writeln!(out, "\n… and {} more.", count - ROWS)?;
    }
    Ok(())
}

/// Text that Markdown shows as it stands: no mark-up, no HTML, no links, no mentions.
pub(super) fn escaped(text: &str) -> String {
    let text = printable(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Addresses and mentions are looked for after entities are read; a comment parts it from what follows.
            '@' => out.push_str("@<!-- -->"),
            // Bare addresses would become links.
            ':' if rest.as_str().starts_with("//") => out.push_str("&#58;"),
            '.' if out.ends_with("www") || out.ends_with("WWW") => out.push_str("&#46;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(char);
            }
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escaped("<img src=x> | **b** @team"), "&lt;img src=x&gt; \\| \\*\\*b\\*\\* @<!-- -->team");
        assert_eq!(escaped("http://x.example: www.y.example"), "http&#58;//x.example: www&#46;y.example");
        assert_eq!(escaped("a\x1b[0m\nb"), "a\\\\u\\{1b\\}\\[0m b");
    }
}
