//! Invalidations that are made again after a start, for they die with the process.

use std::time::SystemTime;

/// Invalidations of an earlier process that were replayed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replay {
    /// Entries of the journal that the file may not know: they shadow it.
    pub keys: u64,
    /// Entries from before the file's export began, which it knows.
    pub passed_over: u64,
    /// When that export began; `None` where there is no file, or it does not say: then every entry shadows it.
    pub as_of: Option<SystemTime>,
}

impl Replay {
    /// Adds what was replayed later.
    pub(super) fn and(self, later: Replay) -> Replay {
        Replay {
            keys: self.keys.saturating_add(later.keys),
            passed_over: self.passed_over.saturating_add(later.passed_over),
            as_of: later.as_of,
        }
    }
}
