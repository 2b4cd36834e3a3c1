//! The marks by which files at one place are told apart.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// Size and times that tell one file from another at the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    pub(super) modified: Option<SystemTime>,
    number: u64,
}

impl Stamp {
    /// The marks of the file at a place; `None` where there is none.
    pub(super) fn of(path: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let number = 0;
        Some(Stamp {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            number,
        })
    }
}
