//! What may be said after `clearance rule`.

use crate::arguments::EngineArguments;
use clap::{Args, Subcommand, ValueEnum};
use clearance_build::Language;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum RuleCommand {
    /// Write a new rule's project: it builds, and its cases pass
    New(NewArguments),
    /// Make a project's component, and say how large it is and how long it takes to load
    #[command(after_help = BUILD_HELP)]
    Build(BuildArguments),
    /// Judge a rule's cases, and show what came out otherwise than they say
    #[command(after_help = TEST_HELP)]
    Test(TestArguments),
    /// Measure what a rule costs: latency, instructions, memory
    Bench(BenchArguments),
    /// Look for what a rule's users would miss, or could not trust
    #[command(after_help = "Exit codes: 0 nothing found, 1 something found, 2 usage.")]
    Lint(LintArguments),
    /// Show what a rule says of itself: what it reads, checks and takes as params
    Inspect(InspectArguments),
    /// Write a page about a rule for those who bind it, in Markdown: from its manifest, its schemas and its cases
    Page(Subject),
}

const BUILD_HELP: &str = "\
Compilers that are missing are fetched from PyPI, npm or crates.io, in versions that are known to work.

Environment:
  CLEARANCE_TOOLS  the folder that they are kept in [default: ~/.cache/clearance/tools]
  PYTHON           the Python that runs those from PyPI [default: python3]";

const TEST_HELP: &str = "\
Exit codes: 0 every case passed, 1 one did not, or could not be judged, or fewer lines are reached than `--min-lines` says, 2 usage.

With `--coverage`, a rule in Rust is built once more, for this machine and with counters, and runs outside of the sandbox, as its
own tests do; what it says there is not judged. The compiler has to be able to count, as those of rustup are. The first time takes
a minute, later ones a few seconds.";

#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// The rule's name, and its folder's: lower case letters, digits and hyphens
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// What it is written in
    #[arg(long = "lang", value_enum, value_name = "LANGUAGE")]
    pub(crate) language: Language,
    /// The folder in which its own is made
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) within: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct BuildArguments {
    /// The project's folder
    #[arg(value_name = "PROJECT", default_value = ".")]
    pub(crate) project: PathBuf,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
}

/// Which rule is meant, and which cases.
#[derive(Debug, Args)]
pub(crate) struct Subject {
    /// A project's folder, which is built first, or a component
    #[arg(value_name = "RULE", default_value = ".")]
    pub(crate) rule: PathBuf,
    /// The case file [default: the project's, or `cases.yaml` beside the component]
    #[arg(long, value_name = "FILE")]
    pub(crate) cases: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
}

#[derive(Debug, Args)]
pub(crate) struct TestArguments {
    #[command(flatten)]
    pub(crate) subject: Subject,
    /// How to show what came out
    #[arg(long, value_enum, default_value_t = TestFormat::Text)]
    pub(crate) format: TestFormat,
    /// Write what came out into the cases that fail, then judge them
    #[arg(long)]
    pub(crate) update: bool,
    /// Show which lines no case reaches, too: for projects in Rust
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Fail where the cases reach less of the lines, in percent; implies `--coverage`
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) min_lines: Option<u8>,
    /// Judge again whenever a file of the project changes, until interrupted
    #[arg(long, conflicts_with = "update")]
    pub(crate) watch: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    #[command(flatten)]
    pub(crate) subject: Subject,
    /// The case to measure, by its name [default: the one that takes the most instructions]
    #[arg(long, value_name = "NAME")]
    pub(crate) case: Option<String>,
    /// How long to measure each way, in milliseconds
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..=60_000))]
    pub(crate) time_ms: u64,
    /// How to show it
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

#[derive(Debug, Args)]
pub(crate) struct LintArguments {
    #[command(flatten)]
    pub(crate) subject: Subject,
    /// How to show it
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    /// The rule's component
    #[arg(value_name = "RULE")]
    pub(crate) rule: PathBuf,
    /// How to show it
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For a person at a terminal
    Text,
    /// `JUnit`'s XML, for a build server
    Junit,
    /// Every case and how often each check came out how
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlainFormat {
    /// For a person at a terminal
    Text,
    /// All of it, for a program
    Json,
}
