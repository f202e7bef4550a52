//! The `clearance` command. It reads files, asks the engine, and shows what it says; it decides nothing itself.

mod arguments;
mod check;
mod facts;
mod fields;
mod files;
mod load;
mod policy;
mod render;
mod rule;

use arguments::{Arguments, Command, FactsCommand, PolicyCommand};
use clap::Parser;
use std::io::{self, Write};
use std::process::ExitCode;

/// What the command has to say and how it ends.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) exit: ExitCode,
}

impl Answer {
    fn success(text: String) -> Self {
        Self { text, exit: ExitCode::SUCCESS }
    }
}

fn main() -> ExitCode {
    let answer = match Arguments::parse().command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Rule { command } => rule::run(&command),
        Command::Facts { command: FactsCommand::Page } => facts::page(),
        Command::Facts { command: FactsCommand::Schema { section } } => facts::schema(&section),
        Command::Policy { command: PolicyCommand::Lint(arguments) } => policy::lint(&arguments),
        Command::Policy { command: PolicyCommand::Schema(arguments) } => policy::facts_schema(&arguments),
        Command::Policy { command: PolicyCommand::FileSchema } => Ok(policy::file_schema()),
    };
    match answer {
        Ok(answer) => show(&answer),
        Err(error) => {
            // Where even this cannot be written, the exit code still tells.
            let _ = writeln!(anstream::stderr(), "{}", render::failure(&error));
            ExitCode::from(1)
        }
    }
}

/// Writes the answer. A reader that went away early has seen all it wanted; any other failure means that nobody knows
/// the answer.
fn show(answer: &Answer) -> ExitCode {
    let mut out = anstream::stdout();
    match out.write_all(answer.text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr(), "error: cannot write the answer: {error}");
            ExitCode::from(1)
        }
        _ => answer.exit,
    }
}
