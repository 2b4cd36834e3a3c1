//! Handlers: what they get, what they say, and how one is called.

pub(crate) mod answer;
pub(crate) mod call;
pub(crate) mod catch_panic;
mod dispatch;
mod failure;
mod pending;
mod permit;
#[cfg(feature = "tokio")]
mod timer;
mod value;

pub use answer::{Answer, AnswerError};
pub use dispatch::{Dispatch, NoHandlers};
pub(crate) use failure::Failure;
pub use pending::{ParameterError, Pending};
pub use value::{Field, Value};

/// Any error of a handler; `?` makes one of every error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
