//! What a rule says of its cases: a row for each check that does not pass, the shortest case in full, and what all are about.

use crate::render::{code, prose};
use crate::rule::judge::Judge;
use crate::rule::subject::Found;
use anyhow::Result;
use clearance::printable;
use clearance_cases::Case;
use serde_json::{Value, json};
use std::fmt::Write;

/// A case with what the rule made of it.
struct Judged {
    case: Case,
    answer: Value,
}

impl Judged {
    fn checks(&self) -> impl Iterator<Item = &Value> {
        self.answer["outcome"]["checks"].as_array().into_iter().flatten()
    }

    fn has(&self, status: &str) -> bool {
        self.checks().any(|check| check["status"] == status)
    }

    fn size(&self) -> usize {
        self.case.params.to_string().len() + self.case.facts.to_string().len()
    }
}

pub(super) fn write(page: &mut String, found: &Found) -> Result<()> {
    let mut judge = Judge::new(&found.rule);
    let judged: Vec<Judged> = found
        .cases()?
        .into_iter()
        .map(|case| Judged { answer: judge.judge(&case.params, &case.facts, case.at), case })
        .collect();
    writeln!(page, "\n## What it says\n\n| check | | what is found | what would change it |\n|---|---|---|---|")?;
    for kind in &found.rule.manifest().checks {
        for status in ["fail", "unknown"] {
            let mut checks = judged.iter().flat_map(Judged::checks);
            if let Some(check) = checks.find(|check| check["code"] == kind.code.as_str() && check["status"] == status) {
                let text = |name: &str| prose(check[name].as_str().unwrap_or_default());
                let subject = check["subject"].as_str().unwrap_or_default();
                let found = format!("{}: {}", code(subject), text("message"));
                writeln!(page, "| {} | {status} | {found} | {} |", code(&kind.code), text("remedy"))?;
            }
        }
    }
    // Fails for a reason, and shows what passes too where that takes little more.
    let telling = judged.iter().filter(|judged| judged.has("fail") && judged.case.params != json!({}));
    let telling = telling.min_by_key(|judged| (judged.size(), judged.case.line));
    let telling =
        telling.or_else(|| judged.iter().filter(|judged| judged.has("fail")).min_by_key(|judged| judged.size()));
    if let Some(judged) = telling {
        example(page, judged)?;
    }
    writeln!(page, "\n## What its cases say\n")?;
    for judged in &judged {
        writeln!(page, "- {}", prose(&judged.case.name))?;
    }
    Ok(())
}

fn example(page: &mut String, judged: &Judged) -> Result<()> {
    writeln!(page, "\n## An example: {}\n", prose(&judged.case.name))?;
    for (what, value) in [("Params", &judged.case.params), ("Facts", &judged.case.facts)] {
        writeln!(page, "{what}:\n\n```json\n{}\n```\n", printable_lines(&format!("{value:#}")))?;
    }
    writeln!(page, "| check | subject | | what is found |\n|---|---|---|---|")?;
    for check in judged.checks() {
        let text = |name: &str| check[name].as_str().unwrap_or_default();
        writeln!(
            page,
            "| {} | {} | {} | {} |",
            code(text("code")),
            code(text("subject")),
            text("status"),
            prose(text("message"))
        )?;
    }
    Ok(())
}

fn printable_lines(text: &str) -> String {
    text.lines().map(|line| printable(line).into_owned()).collect::<Vec<_>>().join("\n")
}
