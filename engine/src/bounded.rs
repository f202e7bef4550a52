//! Reads files whose size nobody vouches for.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The whole file; `None` where it holds more than `most` bytes. Reading stops there, whatever size the file claims:
/// a device or a pipe claims none.
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((read as u64 <= most).then_some(bytes))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::read;

    #[test]
    fn a_file_of_exactly_the_most_is_read_and_one_byte_more_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, b"abc").unwrap();
        assert_eq!(read(&path, 3).unwrap().as_deref(), Some(b"abc".as_slice()));
        assert_eq!(read(&path, 2).unwrap(), None);
        assert!(read(folder.path(), 3).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_end_is_not_read_to_its_end() {
        assert_eq!(read("/dev/zero".as_ref(), 1000).unwrap(), None);
    }
}
