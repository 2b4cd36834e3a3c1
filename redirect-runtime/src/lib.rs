//! The engine of a compiled redirect policy: the table, the matcher, the location.
//!
//! The crate `redirects` serves a policy with it, and the crate `redirect-policy` proves one with it.
#![forbid(unsafe_code)]

// The way of a request: request, canonical, index, pattern, condition, location; matched puts them together. What is
// hidden is no part of the public interface: the compiler of policies writes with it what is read here.
#[doc(hidden)]
pub mod canonical;
#[doc(hidden)]
pub mod condition;
mod debug;
#[doc(hidden)]
pub mod index;
#[doc(hidden)]
pub mod location;
mod matched;
#[doc(hidden)]
pub mod pattern;
mod policy;
#[doc(hidden)]
pub mod request;
#[doc(hidden)]
pub mod simd;
#[doc(hidden)]
pub mod snapshot;
#[doc(hidden)]
pub mod table;

pub use location::LocationError;
pub use matched::Match;
pub use matched::captured::{Captured, CapturedInt, DecodeError};
pub use matched::outcome::Outcome;
pub use policy::Policy;
pub use request::Request;
pub use table::TableError;
pub use table::rule::Rule;

/// Parts of the engine that the crate `redirects` serves a policy with; no part of the public interface.
#[doc(hidden)]
pub mod serving {
    pub use crate::canonical::path_value;
    pub use crate::debug::Excerpt;
    pub use crate::location::guard::{check_segments, encoded, guard, parts};
    pub use crate::location::template::Value;
    pub use crate::matched::lookup_step::{CompiledRow, LookupStep};
    pub use crate::matched::resume::Paused;
    pub use crate::pattern::kind;
    pub use crate::request::header_reads::HeaderReads;
    pub use crate::request::host::{canonical_host, split_port};
    pub use crate::table::handler::Failure;
    pub use crate::table::response_options::ResponseOptions;
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
