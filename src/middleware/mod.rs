//! A policy in front of a site, for the frameworks that people use; each behind its feature.

#[cfg(feature = "actix")]
pub mod actix;
#[cfg(feature = "actix")]
mod actix_parts;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "tower")]
mod tower_body;
