//! What this process takes of the machine, as Linux tells it.

use std::fs;

/// Bytes of memory in use that are this process's own.
///
/// # Panics
/// On systems that do not tell.
#[must_use]
pub fn memory() -> u64 {
    status("VmRSS:") * 1024
}

/// The most bytes of memory in use since [`forget_peak`].
///
/// # Panics
/// On systems that do not tell.
#[must_use]
pub fn peak_memory() -> u64 {
    status("VmHWM:") * 1024
}

/// Begins anew to note the peak of memory, and says whether this system lets it.
#[must_use]
pub fn forget_peak() -> bool {
    fs::write("/proc/self/clear_refs", "5").is_ok()
}

/// Threads of this process.
///
/// # Panics
/// On systems that do not tell.
#[must_use]
pub fn threads() -> u64 {
    status("Threads:")
}

#[expect(clippy::panic, reason = "this is how a test fails")]
fn status(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    match line.and_then(|line| line.split_whitespace().next()?.parse().ok()) {
        Some(number) => number,
        None => panic!("this system does not tell `{name}`"),
    }
}
