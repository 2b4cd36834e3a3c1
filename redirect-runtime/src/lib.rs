//! What a service that serves a compiled redirect policy ships: the table, the matcher, the answers.
#![forbid(unsafe_code)]

mod answer;
mod caching;
pub mod canonical;
mod captured;
mod caught;
pub mod conditions;
#[cfg(feature = "metrics")]
mod crawler;
mod decision;
mod guard;
mod handler;
mod hit;
mod hits;
mod host;
mod in_flight;
mod language;
mod loaded;
pub mod location;
pub mod matcher;
pub mod middleware;
mod misses;
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
mod target;
pub mod template;
pub mod terms;
mod value;
pub mod word;

pub use answer::{Answer, AnswerError};
pub use caching::Marks;
pub use captured::{Captured, CapturedInt, DecodeError};
pub use decision::Decision;
pub use handler::{BoxError, Dispatch, NoHandlers, ParameterError, Pending};
pub use hits::RuleHits;
pub use misses::Miss;
pub use options::{Options, TrustedProxy};
pub use policy::Policy;
pub use request::Request;
pub use rule::Rule;
pub use search::{Match, Outcome};
pub use service::{Service, SwapError};
pub use table::TableError;
pub use value::{Field, Value};
