#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::{CodeCache, CodeCacheState, CodeName, Key, Store, trim};
use crate::ErrorCode;
use std::fs::{self, File, Permissions};
use std::hash::Hasher;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

fn store(folder: &Path) -> Store {
    Store::open(&CodeCache::Folder(folder.to_owned())).unwrap()
}

fn key(number: u64) -> Key {
    Key::of(|hasher| hasher.write_u64(number))
}

fn files(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == ending)).collect()
}

#[test]
fn what_was_kept_is_found_by_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let name = store(folder.path()).keep_code(b"code").unwrap();
    store(folder.path()).keep_record(key(1), &("manifest", 7));
    let later = store(folder.path());
    assert_eq!(later.record::<(String, u32)>(key(1)), Some(("manifest".to_owned(), 7)));
    assert_eq!(later.record::<(String, u32)>(key(2)), None);
    assert_eq!(fs::read(later.code(&name).unwrap()).unwrap(), b"code");
}

#[test]
fn a_file_that_was_changed_in_any_byte_or_cut_anywhere_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let name = store.keep_code(b"some code").unwrap();
    store.keep_record(key(1), &"a record");
    let (code, record) = (&files(folder.path(), "code")[0], &files(folder.path(), "rule")[0]);
    for path in [code, record] {
        let whole = fs::read(path).unwrap();
        let damaged = (0..whole.len()).flat_map(|at| {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x10;
            [flipped, whole[..at].to_vec()]
        });
        for bytes in damaged {
            fs::write(path, bytes).unwrap();
            assert!(store.code(&name).is_none() || store.record::<String>(key(1)).is_none());
        }
        fs::write(path, &whole).unwrap();
        assert!(store.code(&name).is_some() && store.record::<String>(key(1)).is_some());
    }
}

#[test]
fn a_record_under_the_name_of_another_is_not_taken_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    store.keep_record(key(1), &"first");
    let first = files(folder.path(), "rule").remove(0);
    fs::rename(first, folder.path().join(format!("{}.rule", key(2)))).unwrap();
    assert_eq!(store.record::<String>(key(2)), None);
}

#[test]
fn a_record_cannot_name_code_outside_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    assert!(store(folder.path()).code(&CodeName("../../etc/passwd".to_owned())).is_none());
}

#[test]
fn a_link_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let name = store.keep_code(b"code").unwrap();
    let path = files(folder.path(), "code").remove(0);
    let moved = elsewhere.path().join("code");
    fs::rename(&path, &moved).unwrap();
    std::os::unix::fs::symlink(&moved, &path).unwrap();
    assert!(store.code(&name).is_none());
}

#[test]
fn a_folder_or_file_that_others_can_write_to_is_refused() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("cache");
    let name = store(&folder).keep_code(b"code").unwrap();
    let open = |mode| fs::set_permissions(&folder, Permissions::from_mode(mode)).unwrap();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700, "nobody else can even look");

    open(0o770);
    let error = Store::open(&CodeCache::Folder(folder.clone())).unwrap_err();
    assert_eq!(error.code(), ErrorCode::CodeCache);
    assert!(error.to_string().contains("can be written to by others"), "{error}");
    open(0o700);
    fs::set_permissions(outer.path(), Permissions::from_mode(0o777)).unwrap();
    assert!(Store::open(&CodeCache::Folder(folder.clone())).is_err(), "who can write above it can replace it");
    fs::set_permissions(outer.path(), Permissions::from_mode(0o700)).unwrap();

    fs::set_permissions(&files(&folder, "code")[0], Permissions::from_mode(0o666)).unwrap();
    assert!(store(&folder).code(&name).is_none());
}

#[test]
fn what_cannot_be_written_is_said_and_harms_nothing() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("cache");
    let store = store(&folder);
    fs::remove_dir(&folder).unwrap();
    assert_eq!(store.keep_code(b"code"), None);
    assert!(matches!(store.state(), CodeCacheState::Unusable(why) if why.contains("cannot write")));
}

#[test]
fn a_file_where_the_folder_should_be_is_refused() {
    let outer = tempfile::tempdir().unwrap();
    let path = outer.path().join("cache");
    fs::write(&path, "").unwrap();
    assert_eq!(Store::open(&CodeCache::Folder(path)).unwrap_err().code(), ErrorCode::CodeCache);
}

#[test]
fn what_was_not_used_for_the_longest_time_goes_first() {
    let folder = tempfile::tempdir().unwrap();
    let now = SystemTime::now();
    let file = |name: &str, hours| {
        let path = folder.path().join(name);
        fs::write(&path, [0; 100]).unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(now - Duration::from_hours(hours)).unwrap();
        path
    };
    let oldest = file("a.code", 72);
    let old = file("b.rule", 48);
    let young = file("c.code", 1);
    let foreign = file("notes.txt", 99);
    let abandoned = file(".unfinished-x", 2);
    trim::to(folder.path(), 250);
    assert!(!oldest.exists() && !old.exists() && !abandoned.exists());
    assert!(young.exists() && foreign.exists());
}
