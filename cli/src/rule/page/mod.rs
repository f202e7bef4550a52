//! `clearance rule page`: a page about a rule for those who choose and bind it, made from its manifest, its schemas and what its
//! cases come to.

mod examples;

use super::arguments::Subject;
use super::subject::Found;
use crate::render::{code, prose};
use crate::{Answer, fields};
use anyhow::Result;
use clearance::Manifest;
use std::fmt::Write;

pub(crate) fn page(subject: &Subject) -> Result<Answer> {
    Ok(Answer::success(text(&subject.find()?)?))
}

fn text(found: &Found) -> Result<String> {
    let Manifest { id, version, title, summary, reads, params_schema, checks, practices, controls, timeless } =
        found.rule.manifest();
    let mut page = String::new();
    writeln!(page, "# {}\n\n{}\n", prose(title), prose(summary))?;
    writeln!(page, "| | |\n|---|---|\n| rule | {} {} |", code(id), prose(version))?;
    for (label, list) in [("practices", practices), ("controls", controls)] {
        if !list.is_empty() {
            writeln!(page, "| {label} | {} |", prose(&list.join(", ")))?;
        }
    }
    let time =
        if *timeless { "does not depend on the time of the decision" } else { "depends on the time of the decision" };
    writeln!(page, "| outcome | {time} |")?;
    writeln!(page, "\n## What it checks\n\n| check | passes where |\n|---|---|")?;
    for kind in checks {
        writeln!(page, "| {} | {} |", code(&kind.code), prose(&kind.summary))?;
    }
    writeln!(page, "\n## What it reads\n\n| section | | |\n|---|---|---|")?;
    for section in reads {
        let need = if section.required { "required" } else { "optional" };
        let about = section.schema["description"].as_str().unwrap_or_default();
        writeln!(page, "| {} | {need} | {} |", code(&section.name), prose(about))?;
    }
    page.push_str("\n## Params\n\n");
    fields::write_table(&mut page, "param", params_schema)?;
    examples::write(&mut page, found)?;
    Ok(page)
}
