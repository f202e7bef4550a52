//! The program that counts: the author's crate with counters, behind a `main` of a line.

use super::Asked;
use super::manifest::Manifest;
use crate::component::write;
use crate::languages::target_folder;
use crate::{Project, shell};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const MAIN: &str = "fn main() {\n    rule::clearance_native();\n}\n";
/// Other than in the sandbox, nothing counts instructions here.
const LONGEST: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(2);

/// The program, built.
pub(super) struct Harness {
    program: PathBuf,
    folder: PathBuf,
    compiler: String,
}

impl Harness {
    pub(super) fn build(project: &Project) -> Result<Self> {
        let root = std::path::absolute(&project.folder)?;
        let folder = std::path::absolute(project.made().join("coverage"))?;
        let manifest = Manifest::read(&root.join("Cargo.toml"))?;
        let compiler = Compiler::active(&root)?;
        write(&folder.join("Cargo.toml"), manifest.around().as_bytes())?;
        write(&folder.join("src/main.rs"), MAIN.as_bytes())?;
        keep_versions(&root, &folder)?;
        let mut cargo = shell::cargo(&folder);
        // Its lints are for the build that makes the component. For a target that is named, cargo does not hand the flags to
        // what only the compiler runs, which would count as well.
        cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").env("RUSTFLAGS", "-Cinstrument-coverage --cap-lints allow");
        cargo.args(["build", "--message-format", "json-render-diagnostics", "--target", &compiler.host]);
        // Where the component was built: procedural macros, which take longest, are the same.
        cargo.args(["--release", "--target-dir"]).arg(std::path::absolute(target_folder(project))?);
        let said = shell::output(cargo.stderr(Stdio::inherit())).context(
            "the rule does not build for this machine, where its lines are counted: `clearance_rule::export!(…)` stands in \
             `src/lib.rs`, and what is for the sandbox alone is behind `#[cfg(target_arch = \"wasm32\")]`",
        )?;
        let program = program(&said).context("cargo made no program")?;
        Ok(Self { program, folder, compiler: compiler.version })
    }

    pub(super) fn program(&self) -> &Path {
        &self.program
    }

    /// The compiler's name and version.
    pub(super) fn compiler(&self) -> &str {
        &self.compiler
    }

    /// Judges each case in a process of its own, since any may end it, and gives the files with what they counted.
    pub(super) fn run(&self, cases: &[Asked]) -> Result<Vec<PathBuf>> {
        let counted = self.folder.join("counted");
        if counted.exists() {
            fs::remove_dir_all(&counted).with_context(|| format!("cannot remove `{}`", counted.display()))?;
        }
        fs::create_dir_all(&counted).with_context(|| format!("cannot make `{}`", counted.display()))?;
        let mut command = Command::new(&self.program);
        // `%m`: all add to one file.
        command.current_dir(&counted).env("LLVM_PROFILE_FILE", counted.join("%m.profraw"));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        eprintln!("$ {}  (for each case)", shell::line(&command));
        for case in cases {
            let mut child = command.spawn().with_context(|| format!("cannot run `{}`", self.program.display()))?;
            if let Some(mut input) = child.stdin.take() {
                // A program that has ended already is not asked any more.
                let _ = input.write_all(case.input.to_string().as_bytes());
            }
            if !ended(&mut child)? {
                eprintln!("the case `{}` was ended: its lines are not counted", case.name);
            }
        }
        let entries = fs::read_dir(&counted).with_context(|| format!("cannot read `{}`", counted.display()))?;
        let files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        let files: Vec<_> =
            files.into_iter().filter(|file| file.extension().is_some_and(|end| end == "profraw")).collect();
        ensure!(!files.is_empty(), "no case came to an end outside of the sandbox, so no line was counted");
        Ok(files)
    }
}

/// Waits until `child` has ended, or ends it; whether it ended by itself.
fn ended(child: &mut Child) -> Result<bool> {
    let started = Instant::now();
    while child.try_wait()?.is_none() {
        if started.elapsed() > LONGEST {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        thread::sleep(PAUSE);
    }
    Ok(true)
}

/// Has the same versions of everything as the author's crate.
fn keep_versions(root: &Path, folder: &Path) -> Result<()> {
    let mut cargo = shell::cargo(root);
    let manifest = shell::quiet_text(cargo.args(["locate-project", "--workspace", "--message-format", "plain"]))?;
    let lock = Path::new(&manifest).with_file_name("Cargo.lock");
    if lock.is_file() {
        let versions = fs::read(&lock).with_context(|| format!("cannot read `{}`", lock.display()))?;
        write(&folder.join("Cargo.lock"), &versions)?;
    }
    Ok(())
}

/// The compiler of the project.
struct Compiler {
    version: String,
    host: String,
}

impl Compiler {
    fn active(root: &Path) -> Result<Self> {
        let rustc = |arguments: &[&str]| {
            let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
            shell::quiet_text(command.current_dir(root).args(arguments))
        };
        let told = rustc(&["-vV"])?;
        let version = told.lines().next().unwrap_or_default().to_owned();
        let host = told.lines().find_map(|line| line.strip_prefix("host: "));
        let host = host.context("`rustc -vV` names no host")?.to_owned();
        let libraries = PathBuf::from(rustc(&["--print", "target-libdir"])?);
        let counts = fs::read_dir(&libraries).is_ok_and(|entries| {
            entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libprofiler_builtins-"))
        });
        ensure!(
            counts,
            "{version} cannot count lines: it has no `profiler_builtins` in `{}`. The toolchains of rustup have it: \
             `rustup default stable`",
            libraries.display()
        );
        Ok(Self { version, host })
    }
}

/// The last program that cargo says it made.
fn program(messages: &[u8]) -> Option<PathBuf> {
    #[derive(Deserialize)]
    struct Message {
        executable: Option<PathBuf>,
    }
    let lines = messages.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{"));
    lines.filter_map(|line| serde_json::from_slice::<Message>(line).ok()?.executable).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_the_last_that_cargo_made() {
        let messages = b"{\"reason\":\"compiler-artifact\",\"executable\":null}\nnote: \n\
            {\"reason\":\"compiler-artifact\",\"executable\":\"/t/harness\"}\n{\"reason\":\"build-finished\",\"success\":true}\n";
        assert_eq!(program(messages), Some(PathBuf::from("/t/harness")));
        assert_eq!(program(b""), None);
    }
}
