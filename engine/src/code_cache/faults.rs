//! Faults between the steps of a write, and changes to the folder while an engine uses it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::folder::{Folder, UNFINISHED, only_ours};
use super::{CodeCache, CodeCacheState, Key, Store, trim};
use std::fs::{self, File, Permissions};
use std::hash::Hasher;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

const OLD: &[u8] = b"what was there before";
const NEW: &[u8] = b"what is written in its place";
const NAME: &str = "0.code";

/// What to do where a write is to be killed, for the process that is: the folder, and after how many bytes.
const KILLED_IN: &str = "CLEARANCE_TEST_KILLED_IN";
const KILLED_AFTER: &str = "CLEARANCE_TEST_KILLED_AFTER";

fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(UNFINISHED)).collect()
}

/// A folder with [`OLD`] in it, which somebody is about to replace by [`NEW`].
fn before_a_write() -> (tempfile::TempDir, Folder) {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::open(place.path()).unwrap();
    folder.write(NAME, OLD).unwrap();
    (place, folder)
}

#[test]
fn a_disk_that_is_full_at_any_byte_leaves_what_was_there_and_nothing_else() {
    let (place, folder) = before_a_write();
    for room in 0..NEW.len() {
        let filled = folder.write_with(NAME, |file| {
            file.write_all(&NEW[..room])?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(filled.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read(place.path().join(NAME)).unwrap(), OLD);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "after {room} bytes");
    }
    folder.write(NAME, NEW).unwrap();
    assert_eq!(fs::read(place.path().join(NAME)).unwrap(), NEW);
}

#[test]
fn a_file_that_cannot_be_put_in_its_place_is_not_left_beside_it() {
    let (place, folder) = before_a_write();
    fs::create_dir(place.path().join("1.code")).unwrap();
    folder.write("1.code", NEW).unwrap_err();
    assert!(unfinished(place.path()).is_empty());
}

#[test]
fn a_process_killed_at_any_point_of_a_write_leaves_a_whole_file_and_what_it_left_beside_it_goes() {
    if let Some(folder) = std::env::var_os(KILLED_IN) {
        let after: usize = std::env::var(KILLED_AFTER).unwrap().parse().unwrap();
        killed(&Folder::open(Path::new(&folder)).unwrap(), after);
    }
    // After the temporary file was made, within the bytes, after the last of them, and after the file is in its place.
    for after in [0, 1, NEW.len() / 2, NEW.len() - 1, NEW.len(), NEW.len() + 1] {
        let (place, _) = before_a_write();
        let this = "code_cache::faults::a_process_killed_at_any_point_of_a_write_leaves_a_whole_file_and_what_it_left_beside_it_goes";
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args([this, "--exact"]).env(KILLED_IN, place.path()).env(KILLED_AFTER, after.to_string());
        let ended = child.output().unwrap();
        assert_eq!(ended.status.signal(), Some(rustix::process::Signal::KILL.as_raw()), "{ended:?}");

        let in_place = after > NEW.len();
        assert_eq!(fs::read(place.path().join(NAME)).unwrap(), if in_place { NEW } else { OLD });
        let left = unfinished(place.path());
        assert_eq!(left.len(), usize::from(!in_place), "after {after} bytes");
        for file in &left {
            assert_eq!(fs::read(file).unwrap(), &NEW[..after]);
        }

        // It may still be somebody's; an hour later it is not.
        let (later, most) = (SystemTime::now() - Duration::from_hours(2), 1 << 20);
        trim::to(place.path(), most);
        assert_eq!(unfinished(place.path()), left);
        for file in &left {
            File::options().write(true).open(file).unwrap().set_modified(later).unwrap();
        }
        trim::to(place.path(), most);
        assert!(unfinished(place.path()).is_empty());
    }
}

/// Begins to write [`NEW`], and is killed after so many bytes of it; beyond its end, when it is in its place.
fn killed(folder: &Folder, after: usize) -> ! {
    let kill = || rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
    folder
        .write_with(NAME, |file| {
            file.write_all(&NEW[..after.min(NEW.len())])?;
            if after <= NEW.len() {
                kill();
            }
            Ok(())
        })
        .unwrap();
    kill();
    unreachable!("it was killed")
}

#[test]
fn nobody_but_this_user_and_root_may_own_or_change_what_is_executed() {
    let (me, root, other) = (1000, 0, 1001);
    for mode in [0o700, 0o755, 0o600, 0o444, 0o000, 0o1700, 0o2755, 0o4700] {
        assert_eq!(only_ours(me, mode, me, false), Ok(()), "{mode:o}");
        assert_eq!(only_ours(root, mode, me, true), Ok(()), "{mode:o}");
        assert_eq!(only_ours(other, mode, me, false), Err("belongs to another user"), "{mode:o}");
        assert_eq!(only_ours(other, mode | 0o1000, me, true), Err("belongs to another user"), "{mode:o}");
        assert_eq!(only_ours(me, mode, root, false), Err("belongs to another user"), "root trusts root alone");
    }
    for mode in [0o720, 0o702, 0o777, 0o060, 0o006] {
        for owner in [me, root] {
            assert_eq!(only_ours(owner, mode, me, false), Err("can be written to by others"), "{mode:o}");
            assert_eq!(only_ours(owner, mode | 0o1000, me, false), Err("can be written to by others"), "{mode:o}");
            assert_eq!(only_ours(owner, mode, me, true), Err("can be written to by others"), "{mode:o}");
            assert_eq!(only_ours(owner, mode | 0o1000, me, true), Ok(()), "in a sticky folder, ours stays ours");
        }
    }
}

/// A change to the folder `cache` in another.
type Change = fn(&Path, &Path);

#[test]
fn a_folder_that_is_no_longer_safe_is_used_no_more() {
    let mode = |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    let changes: [(Change, &str); 4] = [
        (|_, cache| fs::set_permissions(cache, Permissions::from_mode(0o777)).unwrap(), "can be written to by others"),
        (|outer, _| fs::set_permissions(outer, Permissions::from_mode(0o770)).unwrap(), "can be written to by others"),
        (
            |outer, cache| {
                fs::rename(cache, outer.join("moved")).unwrap();
                std::os::unix::fs::symlink(outer.join("moved"), cache).unwrap();
            },
            "is no folder any more",
        ),
        (
            |outer, cache| {
                fs::rename(cache, outer.join("moved")).unwrap();
                fs::write(cache, "").unwrap();
            },
            "is no folder any more",
        ),
    ];
    for (change, why) in changes {
        let outer = tempfile::tempdir().unwrap();
        let cache = outer.path().join("cache");
        let store = Store::open(&CodeCache::Folder(cache.clone())).unwrap();
        let key = Key::of(|hasher| hasher.write_u8(1));
        let code = store.keep_code(b"code").unwrap();
        store.keep_record(key, &"record");
        assert!(store.code(&code).is_some() && store.record::<String>(key).is_some());

        change(outer.path(), &cache);
        assert!(store.code(&code).is_none(), "{why}");
        assert!(store.record::<String>(key).is_none(), "{why}");
        assert!(matches!(store.state(), CodeCacheState::Folder(_)), "to find nothing is no problem yet");
        assert!(store.keep_code(b"other").is_none());
        assert!(matches!(store.state(), CodeCacheState::Unusable(said) if said.contains(why)), "{:?}", store.state());
        mode(outer.path(), 0o700);
    }
}
