//! From what a rule or a handler says to what is answered.

pub(crate) mod cache_headers;
mod decision;
mod location;
pub(crate) mod resolution;
mod response;
mod reveal;

pub use cache_headers::CacheHeaders;
pub use decision::Decision;
pub(crate) use decision::{conclude, pass};
