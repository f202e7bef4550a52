//! The functions that were compiled a moment ago.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use wasmtime::CacheStore;

/// The most bytes of compiled functions that are remembered.
const MOST_REMEMBERED: usize = 64 << 20;

/// Compiled functions by the digest of what they were compiled from. A component is compiled once to be configured and once
/// more with the memory that this left, for each of its params; all but the memory is the same.
#[derive(Default)]
pub(super) struct Functions(Mutex<Remembered>);

#[derive(Default)]
struct Remembered {
    loads: usize,
    bytes: usize,
    functions: HashMap<Vec<u8>, Vec<u8>>,
}

/// Something is being loaded.
pub(crate) struct Loading<'f>(&'f Functions);

impl Functions {
    pub(super) fn loading(&self) -> Loading<'_> {
        self.lock().loads += 1;
        Loading(self)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Loading<'_> {
    fn drop(&mut self) {
        let mut remembered = self.0.lock();
        remembered.loads -= 1;
        if remembered.loads == 0 {
            *remembered = Remembered::default();
        }
    }
}

impl fmt::Debug for Functions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Functions").finish_non_exhaustive()
    }
}

impl CacheStore for Functions {
    fn get(&self, key: &[u8]) -> Option<Cow<'_, [u8]>> {
        self.lock().functions.get(key).map(|function| Cow::Owned(function.clone()))
    }

    fn insert(&self, key: &[u8], value: Vec<u8>) -> bool {
        let mut remembered = self.lock();
        let fits = remembered.loads > 0 && remembered.bytes + value.len() <= MOST_REMEMBERED;
        if fits {
            remembered.bytes += value.len();
            remembered.functions.insert(key.to_vec(), value);
        }
        fits
    }
}
