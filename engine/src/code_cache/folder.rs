//! A folder whose files may be executed, because nobody else can have written them.

use crate::error::{Error, ErrorCode};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder of the environment: `Ok(None)` where it says that nothing is to be kept.
pub(super) fn of_user() -> Result<Option<PathBuf>, String> {
    if let Some(chosen) = std::env::var_os("CLEARANCE_CACHE").filter(|chosen| !chosen.is_empty()) {
        return Ok((chosen != "off").then(|| chosen.into()));
    }
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .map(|path| Some(path.join("clearance")))
        .ok_or_else(|| "the environment names no folder: set `CLEARANCE_CACHE`, or `HOME`".to_owned())
}

/// A folder that was found to be safe, by its path without links. Between a check and what is done after it, only who is
/// trusted anyway could put another folder there.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder where it is missing, and checks that nobody else can write to it.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let refuse = |why: String| {
            let message = format!("compiled code cannot be kept in `{}`: {why}", path.display());
            Error::new(ErrorCode::CodeCache, message)
                .advise("name a folder that only you can write to, or turn the cache off")
        };
        make(path).map_err(|error| refuse(error.to_string()))?;
        let folder = path.canonicalize().map(Self).map_err(|error| refuse(error.to_string()))?;
        folder.check().map_err(|error| refuse(error.to_string()))?;
        Ok(folder)
    }

    /// Checks that nobody else can write to the folder or put another in its place. An engine may live for long, so this is
    /// asked before each use.
    fn check(&self) -> io::Result<()> {
        for (depth, place) in self.0.ancestors().enumerate() {
            let metadata = fs::symlink_metadata(place)?;
            let why = if metadata.is_dir() {
                // In a sticky folder such as `/tmp`, only its owner can rename or remove what is ours.
                trusted(&metadata, depth > 0)
            } else {
                Err("is no folder any more")
            };
            why.map_err(|why| io::Error::other(format!("`{}` {why}", place.display())))?;
        }
        Ok(())
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Opens a file that nobody else can have written.
    pub(super) fn open_file(&self, name: &str) -> io::Result<File> {
        self.check()?;
        let file = read_only().open(self.0.join(name))?;
        let metadata = file.metadata()?;
        let plain = if metadata.is_file() { trusted(&metadata, false) } else { Err("is no file") };
        plain.map_err(|why| io::Error::other(format!("it {why}")))?;
        Ok(file)
    }

    /// Writes a file as a whole or not at all: who reads it meanwhile finds the old one, or none.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.write_with(name, |file| file.write_all(bytes))
    }

    /// Writes a file whose content `put` writes.
    pub(super) fn write_with(&self, name: &str, put: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        self.check()?;
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.0)?;
        put(file.as_file_mut())?;
        file.persist(self.0.join(name)).map_err(|error| error.error)?;
        Ok(())
    }
}

/// How the name of a file begins that is still being written.
pub(super) const UNFINISHED: &str = ".unfinished-";

#[cfg(unix)]
fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make(_: &Path) -> io::Result<()> {
    // Whose a folder is and who may write to it is not checked here, so nothing in it may be executed.
    Err(io::Error::other("this system has no cache of compiled code yet"))
}

#[cfg(unix)]
fn read_only() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    let no_link = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    options.read(true).custom_flags(no_link.bits().cast_signed());
    options
}

#[cfg(not(unix))]
fn read_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}

/// Whether only this user and root can change something.
#[cfg(unix)]
fn trusted(metadata: &Metadata, above: bool) -> Result<(), &'static str> {
    use std::os::unix::fs::MetadataExt;
    only_ours(metadata.uid(), metadata.mode(), rustix::process::geteuid().as_raw(), above)
}

#[cfg(not(unix))]
fn trusted(_: &Metadata, _: bool) -> Result<(), &'static str> {
    Err("cannot be checked on this system")
}

/// Whether only the user `me` and root can change what has this owner and mode. `above`: it is a folder above what counts.
#[cfg(unix)]
pub(super) fn only_ours(owner: u32, mode: u32, me: u32, above: bool) -> Result<(), &'static str> {
    let others = mode & 0o022 != 0;
    let sticky = above && mode & 0o1000 != 0;
    if owner != 0 && owner != me {
        return Err("belongs to another user");
    }
    if others && !sticky {
        return Err("can be written to by others");
    }
    Ok(())
}
