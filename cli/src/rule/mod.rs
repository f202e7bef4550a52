//! `clearance rule`: what authors of rules do.

mod arguments;
mod bench;
mod build;
mod inspect;
mod judge;
mod junit;
mod lines;
mod lint;
mod loading;
mod page;
mod subject;
mod test;
mod watch;

use crate::Answer;
use anyhow::Result;
pub(crate) use arguments::RuleCommand;
use std::path::Path;

pub(crate) fn run(command: &RuleCommand) -> Result<Answer> {
    match command {
        RuleCommand::New(arguments) => build::new(arguments),
        RuleCommand::Build(arguments) => build::build(arguments),
        RuleCommand::Test(arguments) if arguments.watch => watch::watch(arguments),
        RuleCommand::Test(arguments) => test::test(arguments),
        RuleCommand::Bench(arguments) => bench::bench(arguments),
        RuleCommand::Lint(arguments) => lint::lint(arguments),
        RuleCommand::Inspect(arguments) => inspect::inspect(arguments),
        RuleCommand::Page(subject) => page::page(subject),
    }
}

/// The path as anybody would type it.
fn shown(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}
