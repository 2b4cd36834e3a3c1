//! Errors of lookups.

use std::fmt;
use std::path::{Path, PathBuf};

use super::Contract;

/// A file that cannot be used. The file before it, if there was one, goes on answering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupError {
    /// The lookup's name in the policy.
    pub lookup: &'static str,
    /// The file.
    pub path: PathBuf,
    /// The line, for files that have lines.
    pub line: Option<u64>,
    /// The fault, in words that end a sentence beginning with the file.
    pub reason: String,
}

/// A question that got no answer. The rule's `onFailure` answers then, and nothing is kept by a cache.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// There is no usable file.
    NoFile,
    /// The file could not be read.
    File(String),
    /// The key was invalidated, and there is no fallback to ask.
    Invalidated,
    /// The fallback said so.
    Fallback(String),
    /// The fallback panicked.
    Panic(String),
    /// The fallback took longer than its deadline.
    Deadline,
    /// Too many questions are under way.
    InFlight,
    /// The fallback failed too often lately.
    BreakerOpen,
    /// The fallback is switched off.
    SwitchedOff,
    /// A value that is not of its kind.
    Value(String),
}

impl Failure {
    /// The word for figures.
    #[cfg(feature = "metrics")]
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Failure::NoFile | Failure::File(_) => "file",
            Failure::Invalidated => "invalidated",
            Failure::Fallback(_) | Failure::Panic(_) => "fallback",
            Failure::Deadline => "deadline",
            Failure::InFlight => "in_flight",
            Failure::BreakerOpen => "breaker",
            Failure::SwitchedOff => "switched_off",
            Failure::Value(_) => "value",
        }
    }
}

impl LookupError {
    /// A fault of a whole file.
    pub(super) fn new(contract: &Contract, path: &Path, reason: String) -> LookupError {
        LookupError {
            lookup: contract.name,
            path: path.to_owned(),
            line: None,
            reason,
        }
    }
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lookup `{}`: {}", self.lookup, self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}:")?;
        }
        write!(f, " {}", self.reason)
    }
}

impl std::error::Error for LookupError {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::NoFile => f.write_str("there is no usable file"),
            Failure::File(fault) => write!(f, "the file cannot be read: {fault}"),
            Failure::Invalidated => {
                f.write_str("the key was invalidated, and no fallback can be asked")
            }
            Failure::Fallback(fault) => write!(f, "the fallback failed: {fault}"),
            Failure::Panic(message) => write!(f, "the fallback panicked: {message}"),
            Failure::Deadline => f.write_str("the fallback took longer than its deadline"),
            Failure::InFlight => f.write_str("too many questions to the fallback are under way"),
            Failure::BreakerOpen => {
                f.write_str("the fallback failed too often and is left alone for a while")
            }
            Failure::SwitchedOff => f.write_str("the fallback is switched off"),
            Failure::Value(fault) => write!(f, "a value is wrong: {fault}"),
        }
    }
}

impl std::error::Error for Failure {}
