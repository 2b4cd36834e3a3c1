//! What a service that serves a compiled redirect policy ships: the table, the matcher, the answers.
#![forbid(unsafe_code)]

mod answer;
mod caching;
pub mod canonical;
mod caught;
pub mod condition;
#[cfg(feature = "metrics")]
mod crawler;
mod decision;
mod handler;
mod hits;
mod in_flight;
pub mod index;
mod loaded;
pub mod location;
mod matched;
pub mod middleware;
mod misses;
mod observability;
mod options;
pub mod pattern;
mod policy;
mod proxy;
pub mod request;
mod response;
mod service;
mod settled;
pub mod simd;
mod switch;
pub mod table;
mod value;

pub use answer::{Answer, AnswerError};
pub use caching::Marks;
pub use decision::Decision;
pub use handler::{BoxError, Dispatch, NoHandlers, ParameterError, Pending};
pub use hits::RuleHits;
pub use matched::Match;
pub use matched::captured::{Captured, CapturedInt, DecodeError};
pub use matched::outcome::Outcome;
pub use misses::Miss;
pub use options::{Options, TrustedProxy};
pub use policy::Policy;
pub use request::Request;
pub use service::{Service, SwapError};
pub use table::TableError;
pub use table::rule::Rule;
pub use value::{Field, Value};
