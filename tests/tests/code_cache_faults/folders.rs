//! Folders that cannot be written to, and folders that are not to be trusted.

use super::{at, contents, decide, engine, expected, filled, heals, serves};
use clearance::{CodeCache, Engine, EngineOptions, Error, ErrorCode};
use std::fs::{self, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::Path;

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn refused(folder: &Path) -> Error {
    let code_cache = CodeCache::Folder(folder.to_owned());
    let error = Engine::with_options(EngineOptions { code_cache, ..EngineOptions::default() }).unwrap_err();
    assert_eq!(error.code(), ErrorCode::CodeCache, "{error}");
    error
}

/// Checks that an engine that has the folder already decides right, and says why it keeps nothing.
fn keeps_nothing(engine: &Engine, why: &str) {
    let decided = decide(engine);
    assert_eq!((&*decided.json, decided.compiled), (expected(), 2), "{why}");
    let problem = decided.problem.unwrap_or_default();
    assert!(problem.contains(why), "{problem}");
}

#[test]
fn a_folder_that_went_away_is_told_and_the_next_engine_makes_it_anew() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("a/b/cache");
    let first = at(&folder);
    fs::remove_dir(&folder).unwrap();
    keeps_nothing(&first, "No such file");
    heals(&folder, "a folder made anew");
}

#[test]
fn a_file_where_the_folder_was() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("cache");
    let first = at(&folder);
    fs::remove_dir(&folder).unwrap();
    fs::write(&folder, "").unwrap();
    keeps_nothing(&first, "is no folder any more");
    assert!(refused(&folder).to_string().contains("File exists"));
    // Above it as well.
    assert!(refused(&folder.join("below")).to_string().contains("Not a directory"));
}

#[test]
fn a_folder_that_may_only_be_read_serves_and_says_that_nothing_is_kept_there() {
    let folder = filled();
    mode(folder.path(), 0o500);
    serves(folder.path(), "what is there can be read");
    let gone = contents(folder.path());
    mode(folder.path(), 0o700);
    for (path, _) in &gone {
        fs::remove_file(path).unwrap();
    }
    mode(folder.path(), 0o500);
    // Root may write where the mode says that nobody may.
    let may_write = fs::write(folder.path().join("try"), "").is_ok();
    let decided = decide(&at(folder.path()));
    assert_eq!(decided.json, expected());
    match decided.problem {
        None => assert!(may_write),
        Some(problem) => assert!(!may_write && problem.contains("ermission denied"), "{problem}"),
    }
    mode(folder.path(), 0o700);
}

#[test]
fn what_others_can_write_to_is_not_used() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("cache");
    heals(&folder, "an empty folder");
    let used_before = at(&folder);
    let open = [(&*folder, 0o770), (&folder, 0o707), (&folder, 0o1777), (outer.path(), 0o730), (outer.path(), 0o703)];
    for (place, open) in open {
        mode(place, open);
        assert!(refused(&folder).to_string().contains("can be written to by others"), "{open:o}");
        // An engine that was there before does not read there any more, either.
        keeps_nothing(&used_before, "can be written to by others");
        mode(place, 0o700);
    }
    for (path, _) in contents(&folder) {
        mode(&path, 0o622);
        heals(&folder, &format!("others can write to {}", path.display()));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "it is replaced, not written to");
    }
    // In a sticky folder, such as that of temporary files, nobody can replace what is another's.
    mode(outer.path(), 0o1777);
    serves(&folder, "below a sticky folder");
}

#[test]
fn what_belongs_to_another_user_is_not_used() {
    const SOMEBODY: u32 = 54_321;
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("cache");
    heals(&folder, "an empty folder");
    let first = at(&folder);
    match chown(&folder, Some(SOMEBODY), None) {
        Ok(()) => {
            assert!(refused(&folder).to_string().contains("belongs to another user"));
            keeps_nothing(&first, "belongs to another user");
            chown(&folder, Some(0), None).unwrap();
            chown(outer.path(), Some(SOMEBODY), None).unwrap();
            assert!(refused(&folder).to_string().contains("belongs to another user"));
            chown(outer.path(), Some(0), None).unwrap();
            for (path, _) in contents(&folder) {
                chown(&path, Some(SOMEBODY), None).unwrap();
                heals(&folder, &format!("{} is another's", path.display()));
            }
        }
        // Only root can give a folder away. What root trusts is root's alone; we trust root, and what is ours.
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::PermissionDenied);
            assert!(refused(Path::new("/clearance-cache-of-root")).to_string().contains("ermission denied"));
            serves(&folder, "it is still ours");
        }
    }
}

#[test]
fn a_folder_that_becomes_a_link_is_not_followed() {
    let outer = tempfile::tempdir().unwrap();
    let (folder, other) = (outer.path().join("cache"), outer.path().join("other"));
    let first = at(&folder);
    heals(&other, "an empty folder");
    let before = contents(&other);
    fs::remove_dir(&folder).unwrap();
    symlink(&other, &folder).unwrap();
    keeps_nothing(&first, "is no folder any more");
    assert_eq!(contents(&other), before, "nothing is written behind the link");
    // Who names a link means the folder behind it, which is then checked in its place.
    serves(&folder, "behind a link");
    mode(&other, 0o777);
    assert!(refused(&folder).to_string().contains("can be written to by others"));
}

#[test]
fn without_a_cache_nothing_is_read_or_said() {
    let decided = decide(&engine(CodeCache::Off));
    assert_eq!((&*decided.json, decided.compiled, decided.problem), (expected(), 2, None));
}
