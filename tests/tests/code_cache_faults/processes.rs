//! Processes that are killed, or find the disk full, while they write; and several on one folder.
//!
//! A test starts its own binary again for these. A file that may be of no more than so many bytes stands for a disk that is
//! full: the system refuses the next byte or, as it does unless told otherwise, kills the process at it.

use super::{Decided, at, contents, decide, expected, heals, is_code, serves, unfinished};
use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// The folder on which a child is to decide, and the bytes that a file may have.
const FOLDER: &str = "CLEARANCE_TEST_FOLDER";
const ROOM: &str = "CLEARANCE_TEST_ROOM";
/// What a child's report follows in its output.
const REPORT: &str = "the child reports: ";

/// Does a child's work, in a child.
fn works_as_a_child() -> bool {
    let Some(folder) = std::env::var_os(FOLDER) else { return false };
    if let Ok(room) = std::env::var(ROOM) {
        let limit = |resource, bytes| {
            setrlimit(resource, Rlimit { current: Some(bytes), ..getrlimit(resource) }).unwrap();
        };
        limit(Resource::Core, 0);
        limit(Resource::Fsize, room.parse().unwrap());
    }
    let Decided { json, compiled, problem } = decide(&at(Path::new(&folder)));
    println!("\n{REPORT}{}", json!([json, compiled, problem]));
    true
}

/// This binary again, where it runs the one test `test`.
fn child(test: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([&format!("processes::{test}"), "--exact", "--nocapture"]).env(FOLDER, folder);
    command
}

fn report(output: &Output) -> Decided {
    let text = String::from_utf8_lossy(&output.stdout);
    let report = text.lines().find_map(|line| line.strip_prefix(REPORT));
    assert!(report.is_some(), "{output:?}");
    let report: Value = serde_json::from_str(report.unwrap()).unwrap();
    Decided {
        json: report[0].as_str().unwrap().to_owned(),
        compiled: usize::try_from(report[1].as_u64().unwrap()).unwrap(),
        problem: report[2].as_str().map(str::to_owned),
    }
}

/// How long the code is that the policy's entries keep.
fn length_of_code() -> usize {
    let lengths =
        contents(super::filled().path()).into_iter().filter(|(path, _)| is_code(path)).map(|(_, code)| code.len());
    let lengths: Vec<usize> = lengths.collect();
    assert_eq!(lengths[0], lengths[1], "only the params differ");
    lengths[0]
}

/// Bytes that a file of code may have, so that it is cut in its middle, near its end and right before it. wasmtime writes
/// the memory that a rule begins with into files of its own in memory, which must have room.
fn rooms() -> [usize; 5] {
    let length = length_of_code();
    [length / 2, length * 3 / 4, length - 4096, length - 100, length - 1]
}

#[test]
fn a_disk_that_is_full_in_the_middle_of_a_file() {
    if works_as_a_child() {
        return;
    }
    for room in rooms() {
        let folder = tempfile::tempdir().unwrap();
        let direct = child("a_disk_that_is_full_in_the_middle_of_a_file", folder.path());
        // Who ignores the signal is told that a file is too large. A process inherits what its parent ignores.
        let mut ignoring = Command::new("sh");
        ignoring.args(["-c", r#"trap "" XFSZ; exec "$0" "$@""#]).arg(direct.get_program()).args(direct.get_args());
        let output = ignoring.env(FOLDER, folder.path()).env(ROOM, room.to_string()).output().unwrap();
        let decided = report(&output);
        assert_eq!((&*decided.json, decided.compiled), (expected(), 2), "{room} bytes");
        let problem = decided.problem.unwrap();
        assert!(problem.contains("cannot write to") && problem.contains("too large"), "{problem}");
        assert!(contents(folder.path()).iter().all(|(path, _)| !is_code(path)), "no code is there in part");
        assert!(unfinished(folder.path()).is_empty(), "what does not fit is not left to fill the disk");
        heals(folder.path(), "a disk that has room again");
    }
}

#[test]
fn a_process_that_is_killed_in_the_middle_of_a_file() {
    if works_as_a_child() {
        return;
    }
    for room in rooms() {
        let folder = tempfile::tempdir().unwrap();
        let mut killed = child("a_process_that_is_killed_in_the_middle_of_a_file", folder.path());
        let output = killed.env(ROOM, room.to_string()).output().unwrap();
        assert_eq!(output.status.signal(), Some(Signal::XFSZ.as_raw()), "{output:?}");
        let left = unfinished(folder.path());
        assert!(!left.is_empty() && left.iter().any(|path| fs::read(path).unwrap().len() == room), "{room} bytes");
        assert!(contents(folder.path()).iter().all(|(path, _)| !is_code(path)));
        heals(folder.path(), "after one that was killed");
        assert_eq!(unfinished(folder.path()), left, "what may still be somebody's stays for its time");
    }
}

#[test]
fn a_process_that_is_killed_between_any_two_files() {
    if works_as_a_child() {
        return;
    }
    // Five files, each of which is another while it is written.
    for files in 1..=5 {
        let folder = tempfile::tempdir().unwrap();
        let mut writing = child("a_process_that_is_killed_between_any_two_files", folder.path());
        let mut writing = writing.stdout(Stdio::null()).spawn().unwrap();
        // However slow the machine is, there are so many files at some time or the process has ended.
        while writing.try_wait().unwrap().is_none() && fs::read_dir(folder.path()).unwrap().count() < files {
            std::thread::yield_now();
        }
        writing.kill().unwrap();
        writing.wait().unwrap();
        let decided = decide(&at(folder.path()));
        assert_eq!((&*decided.json, decided.problem), (expected(), None), "killed at {files} files");
        serves(folder.path(), "after one that was killed");
    }
}

#[test]
fn several_processes_at_once_on_a_folder_that_none_has_made_yet() {
    if works_as_a_child() {
        return;
    }
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("not/yet/there");
    let start = || {
        let mut command = child("several_processes_at_once_on_a_folder_that_none_has_made_yet", &folder);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<Child> = (0..6).map(|_| start()).collect();
    for child in children {
        let decided = report(&child.wait_with_output().unwrap());
        assert_eq!((&*decided.json, decided.problem), (expected(), None));
    }
    assert_eq!(contents(&folder).len(), 5, "a record for the component, and one and code for each params");
    assert!(unfinished(&folder).is_empty());
    serves(&folder, "after several at once");
}

#[test]
fn several_processes_at_once_on_a_folder_that_is_damaged() {
    if works_as_a_child() {
        return;
    }
    let folder = super::filled();
    for (path, mut bytes) in contents(folder.path()) {
        bytes.truncate(bytes.len() / 2);
        // By renaming, as whoever writes here does: code may be mapped.
        let half = path.with_extension("half");
        fs::write(&half, bytes).unwrap();
        fs::rename(half, path).unwrap();
    }
    let start = || {
        let mut command = child("several_processes_at_once_on_a_folder_that_is_damaged", folder.path());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<Child> = (0..4).map(|_| start()).collect();
    for child in children {
        let decided = report(&child.wait_with_output().unwrap());
        assert_eq!((&*decided.json, decided.problem), (expected(), None));
    }
    serves(folder.path(), "after several at once");
}

#[test]
fn a_folder_of_the_environment_that_cannot_be_used() {
    let outer = tempfile::tempdir().unwrap();
    let file = outer.path().join("file");
    fs::write(&file, "").unwrap();
    if std::env::var_os(FOLDER).is_some() {
        let Decided { json, compiled, problem } = decide(&super::engine(clearance::CodeCache::User));
        println!("\n{REPORT}{}", json!([json, compiled, problem]));
        return;
    }
    let mut command = child("a_folder_of_the_environment_that_cannot_be_used", outer.path());
    let decided = report(&command.env("CLEARANCE_CACHE", &file).output().unwrap());
    assert_eq!((&*decided.json, decided.compiled), (expected(), 2));
    assert!(decided.problem.unwrap().contains("compiled code cannot be kept in"));
}
