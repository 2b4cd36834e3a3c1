//! Why a handler failed.

use super::{AnswerError, BoxError};

/// Why a handler failed.
#[derive(Debug)]
pub(crate) enum Failure {
    Error(BoxError),
    /// With its message.
    Panic(String),
    #[cfg_attr(not(feature = "tokio"), allow(dead_code))]
    Deadline,
    /// As many handlers run as may.
    InFlight,
    /// Its answer may not be sent.
    Refused(AnswerError),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Error(error) => error.fmt(f),
            Failure::Panic(message) => write!(f, "the handler panicked: {message}"),
            Failure::Deadline => f.write_str("the handler took longer than its deadline"),
            Failure::InFlight => f.write_str("too many handlers are running"),
            Failure::Refused(error) => error.fmt(f),
        }
    }
}
