//! Parts that tests, benches and fuzz targets share.
//!
//! [`random`] draws the same numbers everywhere, [`patterns`] makes sources and paths of them that overlap on purpose,
//! [`tables`] has a table of every section, [`vectors`] reads the recorded answers, and `handlers` stands in for a site.
#![forbid(unsafe_code)]

#[cfg(feature = "handlers")]
pub mod handlers;
pub mod patterns;
pub mod random;
pub mod tables;
pub mod vectors;

pub use random::Random;
