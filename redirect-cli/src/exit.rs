//! Exit codes and failures of commands.

use std::fmt;
use std::io;

/// The three ways in which every command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing was found; code 0.
    Clean,
    /// Something was found; code 1.
    Found,
    /// It could not be told: the arguments, a file or the input are at fault; code 2.
    Unknown,
}

impl Exit {
    /// The exit code of the process.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Found => 1,
            Exit::Unknown => 2,
        }
    }
}

/// Why a command could not be carried out.
#[derive(Debug)]
pub enum Failure {
    /// A message for people.
    Message(String),
    /// A stream that cannot be read or written.
    Stream(io::Error),
}

impl Failure {
    /// A failure that is told in words: lower case, no full stop, the user's text in backticks.
    pub fn of(message: impl Into<String>) -> Self {
        Failure::Message(message.into())
    }

    /// Returns true if the reader of the results, such as `head`, has seen enough.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Failure::Stream(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Message(message) => f.write_str(message),
            Failure::Stream(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Stream(error)
    }
}
