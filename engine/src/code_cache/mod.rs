//! Compiled code on disk, for the next process: where it is, that nobody else can have written it, that it is whole. What
//! the code is of and how it is run is the sandbox's business.

mod folder;
mod trim;

use crate::error::Error;
use folder::Folder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Where an engine keeps compiled code, so that the next process need not compile it again.
///
/// What is in the folder is executed. It must therefore belong to the user who runs the process, or to root, and nobody
/// else may write to it or to a folder above it, which is checked before each use. What is damaged or of another version
/// is compiled anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum CodeCache {
    /// `$CLEARANCE_CACHE`, a folder or `off`; else `$XDG_CACHE_HOME/clearance`; else `~/.cache/clearance`. Where that
    /// cannot be used, nothing is kept, and [`Engine::code_cache`](crate::Engine::code_cache) says why.
    #[default]
    User,
    /// This folder, which is made where it is missing. An engine is not created where it cannot be used.
    Folder(PathBuf),
    /// Nothing is kept.
    Off,
}

/// What has become of [`CodeCache`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodeCacheState<'a> {
    /// Compiled code is kept here.
    Folder(&'a Path),
    /// Nothing is kept, as was asked.
    Off,
    /// Nothing can be kept, for this reason.
    Unusable(&'a str),
}

/// The most that is kept, in bytes. What was not used for the longest time goes first.
const MOST_BYTES: u64 = 1 << 30;
/// The largest record, in bytes: a manifest with its schemas.
const MOST_RECORD: u64 = 16 << 20;
/// A file says at most once in this time that it was used.
const USED: Duration = Duration::from_hours(24);

/// Names one record: a digest of all that it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key(u128);

impl Key {
    /// A key for all that `feed` hashes.
    pub(crate) fn of(feed: impl FnOnce(&mut Xxh3)) -> Self {
        let mut hasher = Xxh3::new();
        feed(&mut hasher);
        Self(hasher.digest128())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The folder, or why there is none.
#[derive(Debug)]
pub(crate) struct Store {
    folder: Result<Folder, Option<String>>,
    /// Why something could not be written, the first time.
    problem: OnceLock<String>,
}

impl Store {
    /// # Errors
    /// A folder was named that cannot be used.
    pub(crate) fn open(choice: &CodeCache) -> Result<Self, Error> {
        let folder = match choice {
            CodeCache::Off => Err(None),
            CodeCache::Folder(path) => Ok(Folder::open(path)?),
            CodeCache::User => match folder::of_user() {
                Err(why) => Err(Some(why)),
                Ok(None) => Err(None),
                Ok(Some(path)) => Folder::open(&path).map_err(|error| Some(error.to_string())),
            },
        };
        Ok(Self { folder, problem: OnceLock::new() })
    }

    pub(crate) fn state(&self) -> CodeCacheState<'_> {
        match &self.folder {
            Err(None) => CodeCacheState::Off,
            Err(Some(why)) => CodeCacheState::Unusable(why),
            Ok(folder) => match self.problem.get() {
                Some(why) => CodeCacheState::Unusable(why),
                None => CodeCacheState::Folder(folder.path()),
            },
        }
    }

    pub(crate) fn is_usable(&self) -> bool {
        matches!(self.state(), CodeCacheState::Folder(_))
    }

    /// The record that was kept under `key`; `None` where there is none that is whole.
    pub(crate) fn record<T: DeserializeOwned>(&self, key: Key) -> Option<T> {
        let mut bytes = Vec::new();
        let mut file = self.open_file(&record_name(key))?;
        (&mut file).take(MOST_RECORD).read_to_end(&mut bytes).ok()?;
        let (sum, payload) = bytes.split_first_chunk::<16>()?;
        if *sum != xxh3_128(payload).to_le_bytes() {
            return None;
        }
        // The key stands in the record, too: a file by another's name is not taken for it.
        let (kept, record) = rmp_serde::from_slice::<(String, T)>(payload).ok()?;
        (kept == key.to_string()).then_some(record)
    }

    /// The file of code by this name, if it holds what it held when it was kept.
    pub(crate) fn code(&self, name: &CodeName) -> Option<PathBuf> {
        let folder = self.folder.as_ref().ok()?;
        let name_of_file = name.file_name()?;
        let mut file = self.open_file(&name_of_file)?;
        let mut hasher = Xxh3::new();
        // Read, not mapped: what is only looked at need not stay in this process's memory.
        let mut buffer = vec![0; 256 << 10];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => hasher.update(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
        (format!("{:032x}", hasher.digest128()) == name.0).then(|| folder.path().join(name_of_file))
    }

    /// Keeps a record. What cannot be kept is compiled again by the next process.
    pub(crate) fn keep_record<T: Serialize>(&self, key: Key, record: &T) {
        // A record is made of text and numbers, which always serialise.
        let Ok(payload) = rmp_serde::to_vec(&(key.to_string(), record)) else { return };
        let mut bytes = xxh3_128(&payload).to_le_bytes().to_vec();
        bytes.extend_from_slice(&payload);
        self.write(&record_name(key), &bytes);
    }

    /// Keeps code under the sum of its bytes. `None` where it cannot be kept.
    pub(crate) fn keep_code(&self, code: &[u8]) -> Option<CodeName> {
        let name = CodeName(format!("{:032x}", xxh3_128(code)));
        let written = self.write(&name.file_name()?, code);
        if let Ok(folder) = &self.folder {
            trim::to(folder.path(), MOST_BYTES);
        }
        written.then_some(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> bool {
        let Ok(folder) = &self.folder else { return false };
        match folder.write(name, bytes) {
            Ok(()) => true,
            Err(error) => {
                let path = folder.path().display();
                let _ = self.problem.set(format!("cannot write to `{path}`: {error}"));
                false
            }
        }
    }

    fn open_file(&self, name: &str) -> Option<File> {
        let file = self.folder.as_ref().ok()?.open_file(name).ok()?;
        let modified = file.metadata().and_then(|metadata| metadata.modified()).ok()?;
        let now = SystemTime::now();
        if now.duration_since(modified).is_ok_and(|age| age > USED) {
            // What is said to be used stays longest. A folder that is only read says nothing.
            let _ = file.set_modified(now);
        }
        Some(file)
    }
}

/// The name of a file of code: the sum of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct CodeName(String);

impl CodeName {
    /// `None` where the name comes from a record that names something else.
    fn file_name(&self) -> Option<String> {
        let plain = self.0.len() == 32 && self.0.bytes().all(|byte| byte.is_ascii_hexdigit());
        plain.then(|| format!("{}.code", self.0))
    }
}

fn record_name(key: Key) -> String {
    format!("{key}.rule")
}

#[cfg(all(test, unix))]
mod tests;

#[cfg(all(test, unix))]
mod faults;
