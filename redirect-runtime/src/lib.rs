//! What a service that serves a compiled redirect policy ships: the table, the matcher, the answers.
#![forbid(unsafe_code)]

pub mod canonical;
mod captured;
pub mod conditions;
mod language;
pub mod location;
pub mod matcher;
mod policy;
pub mod query;
mod request;
pub mod rule;
mod search;
pub mod table;
pub mod terms;
pub mod word;

pub use captured::{Captured, CapturedInt, DecodeError};
pub use policy::Policy;
pub use request::Request;
pub use rule::Rule;
pub use search::{Match, Outcome};
pub use table::TableError;
