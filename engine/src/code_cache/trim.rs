//! Keeps the folder from growing without end.

use super::folder::UNFINISHED;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// A file that somebody began to write so long ago is nobody's any more.
const ABANDONED: Duration = Duration::from_hours(1);

/// Removes what was not used for the longest time, until no more than `most` bytes are left. Who has mapped a file that
/// goes keeps what it mapped.
pub(super) fn to(folder: &Path, most: u64) {
    let now = SystemTime::now();
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let Ok(metadata) = entry.metadata() else { continue };
        let (Ok(modified), true) = (metadata.modified(), metadata.is_file()) else { continue };
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.ends_with(".rule") || name.ends_with(".code");
        if ours {
            files.push((modified, metadata.len(), entry.path()));
        } else if name.starts_with(UNFINISHED) && now.duration_since(modified).is_ok_and(|age| age > ABANDONED) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let mut total: u64 = files.iter().map(|(_, size, _)| size).sum();
    if total <= most {
        return;
    }
    files.sort();
    for (_, size, path) in files {
        if total <= most / 4 * 3 {
            break;
        }
        // What another process removed first is gone all the same.
        let _ = fs::remove_file(path);
        total = total.saturating_sub(size);
    }
}
