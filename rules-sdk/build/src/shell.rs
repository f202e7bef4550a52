//! Runs external commands. Each is shown on standard error as a user would type it, so that whoever reads it can repeat it.
//!
//! Every function fails where the command cannot be started, and but for [`status`] where it ends without success.

use anyhow::{Context, Result, bail, ensure};
use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// `cargo` in the folder `root`, without what the cargo that started us left in the environment about this crate.
///
/// `RUSTUP_TOOLCHAIN` stays: it is the toolchain that the user chose, perhaps with `cargo +toolchain xtask`.
#[must_use]
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root);
    for (name, _) in std::env::vars_os() {
        if about_this_crate(&name) {
            command.env_remove(name);
        }
    }
    command
}

/// `git` on the repository in `root`, even where a hook runs us and points git elsewhere by the environment.
#[must_use]
pub fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(name);
    }
    command
}

/// Runs `command` with its output going where ours goes. Anything but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    succeeded(command, status)
}

/// Runs `command` like [`run`], with all its output going to standard error: standard output is for an answer.
///
/// # Errors
/// It could not be started, or failed.
pub fn run_aside(command: &mut Command) -> Result<()> {
    announce(command);
    let status =
        command.stdin(Stdio::null()).stdout(std::io::stderr()).status().with_context(|| not_started(command))?;
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    // It was shown, and has said why.
    ensure!(status.success(), "`{}` failed ({status})", program.display());
    Ok(())
}

/// Like [`text`], for a question that nobody needs to see.
///
/// # Errors
/// It could not be started, or failed.
pub fn quiet_text(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command))?;
    succeeded(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\r', '\n']).to_owned())
}

/// Runs `command` with its output going where ours goes, and gives how it ended.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    announce(command);
    command.stdin(Stdio::null()).status().with_context(|| not_started(command))
}

/// Runs `command` like [`run`], and ends it when it takes longer than `limit`.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    announce(command);
    let started = Instant::now();
    let mut child = command.stdin(Stdio::null()).spawn().with_context(|| not_started(command))?;
    loop {
        if let Some(status) = child.try_wait()? {
            return succeeded(command, status);
        }
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            bail!("`{}` was ended: it took longer than {} s", line(command), limit.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// Runs `command` and gives what it wrote to standard output. Anything but success is an error, which quotes what the
/// command wrote to standard error where the caller did not send that elsewhere.
pub fn output(command: &mut Command) -> Result<Vec<u8>> {
    announce(command);
    let output = command.output().with_context(|| not_started(command))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    match complaint.trim() {
        "" => bail!("`{}` failed ({})", line(command), output.status),
        complaint => bail!("`{}` failed ({}): {complaint}", line(command), output.status),
    }
}

/// Runs `command` and gives whether it ended with success, and what it wrote to standard error.
///
/// # Errors
/// It could not be started.
pub(crate) fn listen(command: &mut Command) -> Result<(bool, String)> {
    announce(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command))?;
    Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

/// Like [`output`], as text without its last line end.
pub fn text(command: &mut Command) -> Result<String> {
    let mut text = String::from_utf8_lossy(&output(command)?).into_owned();
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    Ok(text)
}

/// The file that the shell would run for `program`.
#[must_use]
pub fn on_path(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|file| file.is_file())
}

/// `command` as a user would type it in the project's folder.
#[must_use]
pub fn line(command: &Command) -> String {
    let set = command.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let set = set.map(|(name, value)| format!("{}={}", name.to_string_lossy(), quoted(value)));
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    set.chain(words.map(|word| quoted(word).into_owned())).collect::<Vec<_>>().join(" ")
}

fn announce(command: &Command) {
    eprintln!("$ {}", line(command));
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    ensure!(status.success(), "`{}` failed ({status})", line(command));
    Ok(())
}

fn not_started(command: &Command) -> String {
    format!("`{}` could not be started", command.get_program().display())
}

fn about_this_crate(name: &OsStr) -> bool {
    let prefixes = ["CARGO_PKG_", "CARGO_MANIFEST_"];
    let names = ["CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"].map(OsString::from);
    let text = name.to_string_lossy();
    prefixes.iter().any(|prefix| text.starts_with(prefix)) || names.iter().any(|other| other == name)
}

fn quoted(word: &OsStr) -> Cow<'_, str> {
    let word = word.to_string_lossy();
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./=:,+@%".contains(character);
    if !word.is_empty() && word.chars().all(plain) { word } else { format!("'{}'", word.replace('\'', r"'\''")).into() }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("cargo");
        command.args(["doc", "it's", "", "-Zbuild-std=std,panic_abort"]).env("RUSTDOCFLAGS", "-D warnings");
        command.env_remove("CARGO_PKG_NAME");
        assert_eq!(line(&command), r"RUSTDOCFLAGS='-D warnings' cargo doc 'it'\''s' '' -Zbuild-std=std,panic_abort");
    }

    #[test]
    fn only_what_cargo_says_about_this_crate_is_kept_from_other_commands() {
        assert!(about_this_crate(OsStr::new("CARGO_PKG_VERSION")));
        assert!(about_this_crate(OsStr::new("CARGO_MANIFEST_DIR")));
        assert!(!about_this_crate(OsStr::new("CARGO_TARGET_DIR")));
        assert!(!about_this_crate(OsStr::new("RUSTUP_TOOLCHAIN")));
    }

    #[test]
    fn a_failure_quotes_what_the_command_said() {
        let error = output(cargo(Path::new(".")).arg("no-such-command")).unwrap_err().to_string();
        assert!(error.starts_with("`cargo no-such-command` failed (exit status: 101): "), "{error}");
        assert!(error.contains("no such command"), "{error}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = run(&mut Command::new("no-such-program-anywhere")).unwrap_err().to_string();
        assert_eq!(error, "`no-such-program-anywhere` could not be started");
        assert_eq!(on_path("no-such-program-anywhere"), None);
        assert!(on_path("cargo").is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_hangs_is_ended() {
        let error = run_within(Command::new("sleep").arg("60"), Duration::from_millis(100)).unwrap_err().to_string();
        assert_eq!(error, "`sleep 60` was ended: it took longer than 0 s");
        run_within(&mut Command::new("true"), Duration::from_mins(1)).unwrap();
    }
}
