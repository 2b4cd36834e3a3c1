//! Errors, as data.

use std::fmt;
use std::path::PathBuf;

/// A file that cannot serve as a snapshot.
#[derive(Debug)]
pub struct OpenError {
    /// The file.
    pub path: PathBuf,
    /// The fault, in words that end a sentence beginning with the path.
    pub reason: String,
}

/// A read that gave no answer. None of these says that a key is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// The file was overwritten where it stands, so that no page of it can be trusted.
    Changed,
    /// More reads wait than the queue holds.
    Busy,
    /// The reader threads have ended.
    Stopped,
    /// A value that is neither text nor a whole number, or not UTF-8.
    Value(String),
    /// SQLite's own fault.
    Sqlite(String),
}

/// A snapshot that could not be written. Nothing was put into place.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// Two rows have one key: the number of the second, counted from 1.
    Duplicate(u64),
    /// A row that does not fit the shape: its number, counted from 1, and the fault.
    Row(u64, String),
    /// The file could not be written.
    File(PathBuf, String),
}

impl OpenError {
    pub(crate) fn new(path: &std::path::Path, reason: impl fmt::Display) -> OpenError {
        OpenError {
            path: path.to_owned(),
            reason: reason.to_string(),
        }
    }
}

impl ReadError {
    pub(crate) fn sqlite(error: rusqlite::Error) -> ReadError {
        ReadError::Sqlite(error.to_string())
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path.display(), self.reason)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Changed => {
                f.write_str("the file was overwritten in place; write a new one and rename it")
            }
            ReadError::Busy => f.write_str("too many reads wait for the file"),
            ReadError::Stopped => f.write_str("the readers of the file have ended"),
            ReadError::Value(fault) => write!(f, "the row cannot be read: {fault}"),
            ReadError::Sqlite(fault) => write!(f, "SQLite cannot read the file: {fault}"),
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Duplicate(row) => write!(f, "row {row} has the key of an earlier row"),
            WriteError::Row(row, fault) => write!(f, "row {row}: {fault}"),
            WriteError::File(path, fault) => {
                write!(f, "{} cannot be written: {fault}", path.display())
            }
        }
    }
}

impl std::error::Error for OpenError {}
impl std::error::Error for ReadError {}
impl std::error::Error for WriteError {}
