//! The answer of a lookup, and who gave it.

use super::Row;
use super::fallback::Found;

/// The source of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// The file.
    Snapshot,
    /// A row that the fallback gave lately.
    Cache,
    /// The fallback, lately: it did not have the key.
    RememberedMissing,
    /// The fallback, now.
    Fallback,
}

/// A lookup's answer to a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupAnswer {
    /// The verdict.
    pub found: Found<Row>,
    /// Who gave it.
    pub origin: Origin,
    /// The file is older than `maxAge`: nothing permanent may be answered.
    pub temporary: bool,
}

impl Origin {
    /// The word for logs, metrics and the header that reveals an answer's source.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Snapshot => "snapshot",
            Origin::Cache => "cache",
            Origin::RememberedMissing => "missing",
            Origin::Fallback => "fallback",
        }
    }
}
