//! Fuzzes what takes foreign input: `tests/fuzz`, which needs a nightly compiler and cargo-fuzz.

use crate::project::Project;
use crate::shell;
use crate::steps::timed;
use anyhow::{Context, Result, bail, ensure};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

const FOLDER: &str = "tests/fuzz";
/// An input that takes longer than this, in seconds, is a find.
const SLOW: u32 = 20;
/// An input that takes more memory than this, in megabytes, is a find.
const LARGE: u32 = 3072;

/// Runs the targets `named`, or all, for so many seconds each.
pub(crate) fn run(project: &Project, named: &[String], seconds: u32) -> Result<()> {
    let targets = targets(project)?;
    let unknown = named.iter().find(|name| !targets.contains(name));
    if let Some(unknown) = unknown {
        bail!("there is no target `{unknown}`, only `{}`", targets.join("`, `"));
    }
    let build = project.cargo_target.join("fuzz-build");
    let host = timed("build", "the targets, with libFuzzer", || compile(project, &build))?;
    let mut counts = vec![];
    for target in targets.iter().filter(|target| named.is_empty() || named.contains(target)) {
        let program = build.join(&host).join("release").join(target);
        let title = format!("for {seconds} s");
        counts.push(timed(target, &title, || fuzz(project, target, &program, seconds))?);
    }
    println!("\n{}", counts.join("\n"));
    Ok(())
}

/// The names of all targets, in ascending order.
fn targets(project: &Project) -> Result<Vec<String>> {
    let folder = project.root.join(FOLDER).join("fuzz_targets");
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut names = vec![];
    for entry in entries {
        names.extend(entry?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// Builds every target, and gives the platform that they are for.
fn compile(project: &Project, build: &Path) -> Result<String> {
    let host = shell::text(nightly(project, "rustc").args(["--print", "host-tuple"])).context(
        "fuzzing needs a nightly compiler, from rustup: run `rustup toolchain install nightly --profile minimal`",
    )?;
    if shell::output(nightly(project, "cargo").args(["fuzz", "--version"])).is_err() {
        shell::run(project.cargo().args(["install", "--locked", "cargo-fuzz"]))?;
    }
    let mut command = nightly(project, "cargo");
    // Without a sanitizer: the code is safe Rust, and runs twice as often.
    command.args(["fuzz", "build", "--sanitizer", "none", "--fuzz-dir", FOLDER, "--target", &host, "--target-dir"]);
    shell::run(command.arg(project.shown(build)))?;
    Ok(host)
}

/// A program of the nightly toolchain.
fn nightly(project: &Project, program: &str) -> Command {
    let mut command = Command::new("rustup");
    command.current_dir(&project.root).args(["run", "nightly", program]);
    command
}

/// Runs one target, and says in a line how much it did. What libFuzzer invents and keeps stands in
/// `target/fuzz/<target>/invented`, and what it finds beside it.
fn fuzz(project: &Project, target: &str, program: &Path, seconds: u32) -> Result<String> {
    let folder = project.made("fuzz").join(target);
    let inside = |name: &str| -> Result<PathBuf> {
        let path = folder.join(name);
        fs::create_dir_all(&path).with_context(|| format!("cannot make `{}`", path.display()))?;
        Ok(path)
    };
    let (invented, inputs) = (inside("invented")?, inside("inputs")?);
    let log = folder.join("log");
    let mut command = Command::new(project.shown(program));
    command.current_dir(&project.root).env("CLEARANCE_FUZZ_INPUTS", project.shown(&inputs));
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-timeout={SLOW}"));
    command.arg(format!("-rss_limit_mb={LARGE}")).arg("-print_final_stats=1");
    command.arg(format!("-artifact_prefix={}/", project.shown(&folder).display()));
    command.args([project.shown(&invented), project.shown(&inputs)]);
    command.stderr(File::create(&log).with_context(|| format!("cannot write `{}`", log.display()))?);
    let ended = shell::status(&mut command)?;
    let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    let lines: Vec<&str> = said.lines().collect();
    let last = lines[lines.len().saturating_sub(40)..].join("\n");
    ensure!(ended.success(), "`{target}` found something: {}\n{last}", project.shown(&log).display());
    let count = executions(&said).with_context(|| format!("libFuzzer does not say what it did:\n{last}"))?;
    Ok(format!("{target:<12} {count:>12} executions, nothing found"))
}

/// The executions that libFuzzer says it made.
fn executions(said: &str) -> Option<u64> {
    said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn executions_are_read_off_the_statistics() {
        let said = "#8\tDONE   cov: 6\nDone 8 runs\nstat::number_of_executed_units: 812\nstat::new_units_added: 0\n";
        assert_eq!(executions(said), Some(812));
        assert_eq!(executions("Done 8 runs"), None);
    }
}
