//! What a service that serves a compiled redirect policy ships: the table, the matcher, the answers.
#![forbid(unsafe_code)]

mod answer;
mod caching;
pub mod canonical;
mod captured;
mod caught;
pub mod conditions;
mod handler;
mod hits;
mod language;
pub mod location;
pub mod matcher;
pub mod middleware;
mod observability;
mod options;
mod policy;
mod proxy;
pub mod query;
mod request;
mod response;
pub mod rule;
mod search;
mod service;
mod settled;
mod switch;
pub mod table;
pub mod terms;
pub mod word;

pub use answer::{Answer, AnswerError};
pub use caching::Marks;
pub use captured::{Captured, CapturedInt, DecodeError};
pub use handler::{BoxError, Dispatch, Field, NoHandlers, ParameterError, Pending, Value};
pub use hits::RuleHits;
pub use options::{Options, TrustedProxy};
pub use policy::Policy;
pub use request::Request;
pub use rule::Rule;
pub use search::{Match, Outcome};
pub use service::{Decision, Service, SwapError};
pub use table::TableError;
