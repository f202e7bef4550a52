//! What may be said on the command line.

use crate::rule::RuleCommand;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clearance::{Limit, Limits, Timestamp};
use std::path::PathBuf;

/// Is this release cleared to go, and if not, exactly why?
#[derive(Debug, Parser)]
#[command(name = "clearance", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge a release by a policy
    #[command(after_help = "Exit codes: 0 allow, 10 review, 20 deny, 2 usage, 1 could not decide.")]
    Check(CheckArguments),
    /// Write, build, test and look at rules
    Rule {
        #[command(subcommand)]
        command: RuleCommand,
    },
    /// Look at the facts that rules read
    Facts {
        #[command(subcommand)]
        command: FactsCommand,
    },
    /// Look at policies
    Policy {
        #[command(subcommand)]
        command: PolicyCommand,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum FactsCommand {
    /// Write a page about every section that the rules of the catalogue share, in Markdown
    Page,
    /// Print the JSON Schema of a section
    Schema {
        /// The section's name
        #[arg(value_name = "SECTION")]
        section: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Load a policy with its rules and remark on what is likely a mistake
    #[command(after_help = "Exit codes: 0 the policy loads, 1 it does not, 2 usage.")]
    Lint(LintArguments),
    /// Print the facts that a policy needs, as one JSON Schema
    Schema(PolicyArguments),
    /// Print the JSON Schema of policy files, for editors
    FileSchema,
}

/// What every command takes that runs rules.
#[derive(Debug, Args)]
pub(crate) struct EngineArguments {
    /// Set a limit of the engine, such as `time_ms=500`; may be said several times. docs/limits.md has them all
    #[arg(long = "limit", value_name = "NAME=NUMBER", value_parser = limit)]
    limits: Vec<(&'static str, u64)>,
}

impl EngineArguments {
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for (name, value) in &self.limits {
            limits.set(name, *value);
        }
        limits
    }
}

fn limit(text: &str) -> Result<(&'static str, u64), String> {
    let (name, value) = text.split_once('=').ok_or("expected a name, `=` and a number")?;
    let known = Limits::ALL.iter().map(|limit: &Limit| limit.name);
    let Some(name) = known.clone().find(|known| *known == name) else {
        return Err(format!("there is no such limit; expected one of {}", known.collect::<Vec<_>>().join(", ")));
    };
    let value = value.parse().map_err(|_| format!("`{name}` is a whole number, without a unit"))?;
    Ok((name, value))
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The policy file
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: PathBuf,
    /// The release's facts as JSON or MessagePack; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: PathBuf,
    /// The time to decide for: RFC 3339, or a date for its midnight in UTC [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    /// How to show the decision
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Write the documents that rules wrote to DIR/ENTRY/NAME
    #[arg(long, value_name = "DIR")]
    pub(crate) artifacts: Option<PathBuf>,
    /// Say on standard error how long it took
    #[arg(long)]
    pub(crate) timings: bool,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
}

#[derive(Debug, Args)]
pub(crate) struct LintArguments {
    /// The policy file
    #[arg(value_name = "POLICY")]
    pub(crate) policy: PathBuf,
    /// The time as of which waivers and entries are looked at [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
}

#[derive(Debug, Args)]
pub(crate) struct PolicyArguments {
    /// The policy file
    #[arg(value_name = "POLICY")]
    pub(crate) policy: PathBuf,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person at a terminal
    Text,
    /// The whole decision, one line
    Json,
    /// For a pull request or a job summary
    Markdown,
}
