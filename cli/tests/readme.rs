//! The README's commands run as a reader would type them.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The commands of the README's shell snippets, each with the exit code that it should end with.
fn commands() -> Vec<(String, i32)> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let mut commands = Vec::new();
    for block in readme.split("```sh\n").skip(1) {
        for line in block.split("```").next().unwrap().lines() {
            let (command, comment) = line.split_once('#').unwrap_or((line, ""));
            let code = comment.trim().strip_prefix("exits ").map_or(0, |code| code.parse().unwrap());
            commands.push((command.trim().to_owned(), code));
        }
    }
    commands
}

#[test]
fn every_command_of_the_readme_ends_as_it_says() {
    let commands = commands();
    let folder = Path::new(env!("CARGO_BIN_EXE_clearance")).parent().unwrap();
    let path = std::env::join_paths(
        [folder.to_owned()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    )
    .unwrap();
    let mut ran = 0;
    for (command, code) in &commands {
        // The two commands that run everything, this test included, are run by CI itself.
        if command == "cargo xtask demo" || command == "cargo xtask test" {
            continue;
        }
        let output = Command::new("sh").args(["-c", command]).env("PATH", &path).current_dir(root()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(*code), "`{command}`: {said}");
        assert!(!output.stdout.is_empty(), "`{command}` says nothing");
        ran += 1;
    }
    assert_eq!(ran + 2, commands.len());
}
