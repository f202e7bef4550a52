//! `clearance check`.

use crate::arguments::{CheckArguments, Format};
use crate::{Answer, files, load, render};
use anyhow::Result;
use clearance::{Timestamp, Verdict};
use std::io::Write;
use std::process::ExitCode;

pub(crate) fn run(arguments: &CheckArguments) -> Result<Answer> {
    let facts = files::read_facts(&arguments.facts)?;
    let policy = load::policy(&arguments.policy, &arguments.engine)?;
    let at = arguments.at.unwrap_or_else(Timestamp::now);
    let (decision, timings) = policy.decide_timed(&facts, at);
    if let Some(folder) = &arguments.artifacts {
        files::write_artifacts(&decision, folder)?;
    }
    if arguments.timings {
        let mut err = anstream::stderr();
        for (entry, time) in &timings.entries {
            writeln!(err, "{entry}: {time:.1?}")?;
        }
        writeln!(err, "decision: {:.1?}", timings.total)?;
    }
    let text = match arguments.format {
        Format::Text => render::text(&decision, &render::release_name(&facts)),
        Format::Json => render::json(decision.to_json() + "\n"),
        Format::Markdown => render::markdown(&decision, &render::release_name(&facts)),
    };
    let exit = match decision.verdict {
        Verdict::Allow => ExitCode::SUCCESS,
        Verdict::Review => ExitCode::from(10),
        Verdict::Deny => ExitCode::from(20),
    };
    Ok(Answer { text, exit })
}
