//! Judges three releases with the `clearance` command, as a user would: one allowed, one denied, and this repository.

use crate::gather;
use crate::project::Project;
use crate::steps::timed;
use crate::{component, guests, prerequisites, shell};
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

const POLICY: &str = "example-rules/demo/policy.yaml";
const ALLOWED: &str = "example-rules/demo/allowed.json";
const DENIED: &str = "example-rules/demo/denied.json";
/// When the two invented releases are judged: their waiver is in force then, and their history is fresh.
const AT: &str = "2026-11-23T09:00:00Z";
/// What the demo writes.
const WRITTEN: &str = "target/demo";
/// The command.
const COMMAND: &str = "clearance";
/// What this repository is called in its own facts.
const NAME: &str = "clearance";

/// What the command's exit code says of a release.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Allow,
    Review,
    Deny,
}

impl Verdict {
    /// The verdict that `status` says; an error for every way to say none.
    fn of(status: ExitStatus) -> Result<Self> {
        match status.code() {
            Some(0) => Ok(Self::Allow),
            Some(10) => Ok(Self::Review),
            Some(20) => Ok(Self::Deny),
            _ => bail!("`{COMMAND} check` came to no verdict ({status})"),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Allow => "allowed",
            Self::Review => "to be reviewed",
            Self::Deny => "denied",
        }
    }
}

/// Builds what is needed and judges the three releases.
pub(crate) fn run(project: &Project) -> Result<()> {
    timed("prerequisites", "git, to know what changed here", || {
        if let Err(error) = prerequisites::git(project) {
            println!("going on without it: {error:#}");
        }
        Ok(())
    })?;
    timed("guests", "the rules, as components", || guests::build(project))?;
    let mut command = PathBuf::new();
    timed("command", "the `clearance` command", || {
        command = build_command(project)?;
        Ok(())
    })?;
    let own_facts = format!("{WRITTEN}/repository.json");
    timed("facts", "what this repository is at HEAD, gathered now", || write_own_facts(project, &own_facts))?;
    let demo = Demo { project, command };

    heading("1. A release that is allowed", "Look at how short it is: every rule was asked, and none objects.");
    let allowed = demo.check(ALLOWED, &["--at", AT])?;

    heading(
        "2. A release that is denied",
        "Look at the reasons, each with the facts it was found in and the nearest change that would do away with it.",
    );
    let artifacts = format!("{WRITTEN}/denied");
    remove_folder(&project.root.join(&artifacts))?;
    let denied = demo.check(DENIED, &["--at", AT, "--artifacts", &artifacts])?;
    println!("\nIts notes, as the rule `note-redaction` rewrote them for customers:");
    show_documents(&project.root.join(&artifacts), project)?;

    heading(
        "3. This repository at HEAD",
        "Look at the rows that say `unknown`: what nobody measured does not count as passed.",
    );
    let own = demo.check(&own_facts, &[])?;

    println!(
        "\n== the first release is {}, the second {}, this repository {}",
        allowed.word(),
        denied.word(),
        own.word()
    );
    ensure!(allowed == Verdict::Allow, "`{ALLOWED}` should be allowed, and is {}", allowed.word());
    ensure!(denied == Verdict::Deny, "`{DENIED}` should be denied, and is {}", denied.word());
    Ok(())
}

struct Demo<'a> {
    project: &'a Project,
    command: PathBuf,
}

impl Demo<'_> {
    /// Judges the release whose facts are in the file `facts`.
    fn check(&self, facts: &str, more: &[&str]) -> Result<Verdict> {
        let mut command = Command::new(self.project.shown(&self.command));
        command.args(["check", "--policy", POLICY, "--facts", facts]).args(more);
        Verdict::of(shell::status(&mut command)?).with_context(|| format!("`{facts}` was not judged"))
    }
}

fn heading(title: &str, look_at: &str) {
    println!("\n== {title}\n{look_at}\n");
}

/// Builds the command and gives where it is.
fn build_command(project: &Project) -> Result<PathBuf> {
    let mut cargo = project.cargo();
    // With the features that the whole workspace asks for, as the tests build it: the engine is built once for both.
    cargo.args(["build", "--workspace", "--bin", COMMAND]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    let messages = shell::output(cargo.stderr(Stdio::inherit()))?;
    executable(&messages).with_context(|| format!("cargo does not say where it put `{COMMAND}`"))
}

/// Reads off cargo's messages where the command is.
fn executable(messages: &[u8]) -> Option<PathBuf> {
    #[derive(Deserialize)]
    struct Message {
        executable: Option<PathBuf>,
    }
    let lines = messages.split(|byte| *byte == b'\n');
    lines.filter_map(|line| serde_json::from_slice::<Message>(line).ok()?.executable).next_back()
}

/// Writes the facts of this repository to `path`.
fn write_own_facts(project: &Project, path: &str) -> Result<()> {
    let gathered = gather::gather(&project.root, NAME)?;
    let facts = serde_json::to_vec_pretty(&gathered.facts)?;
    component::write(&project.root.join(path), &facts)?;
    for remark in gathered.remarks {
        println!("- {remark}");
    }
    println!("- all of it is in `{path}`");
    Ok(())
}

/// Prints every Markdown file under `folder`.
fn show_documents(folder: &Path, project: &Project) -> Result<()> {
    let documents = documents(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    ensure!(!documents.is_empty(), "no rule wrote a document into `{}`", project.shown(folder).display());
    for document in documents {
        let text = fs::read_to_string(&document).with_context(|| format!("cannot read `{}`", document.display()))?;
        println!("\n--- {} ---\n{}", project.shown(&document).display(), text.trim_end());
    }
    Ok(())
}

fn documents(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    entries.sort();
    let mut found = vec![];
    for path in entries {
        if path.is_dir() {
            found.extend(documents(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    Ok(found)
}

fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove `{}`", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn the_command_is_found_in_cargos_messages() {
        let messages = br#"{"reason":"compiler-artifact","executable":null}
{"reason":"compiler-artifact","target":{"name":"clearance"},"executable":"/t/release/clearance"}
{"reason":"build-finished","success":true}
"#;
        assert_eq!(executable(messages), Some("/t/release/clearance".into()));
        assert_eq!(executable(b""), None);
    }

    #[test]
    fn documents_are_found_in_order_at_any_depth() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["notes/redacted.md", "notes/data.json", "a.md"] {
            component::write(&folder.path().join(file), b"text").unwrap();
        }
        assert_eq!(
            documents(folder.path()).unwrap(),
            ["a.md", "notes/redacted.md"].map(|file| folder.path().join(file))
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_the_three_verdicts_are_verdicts() {
        use std::os::unix::process::ExitStatusExt;
        let verdict = |code: i32| Verdict::of(ExitStatus::from_raw(code << 8));
        assert_eq!(verdict(0).unwrap(), Verdict::Allow);
        assert_eq!(verdict(10).unwrap(), Verdict::Review);
        assert_eq!(verdict(20).unwrap(), Verdict::Deny);
        for code in [1, 2, 101] {
            assert!(verdict(code).is_err(), "{code}");
        }
        assert!(Verdict::of(ExitStatus::from_raw(9)).is_err());
    }
}
