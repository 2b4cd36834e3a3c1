//! A policy in front of a site, for the frameworks that people use; each behind its feature.

#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "tower")]
mod tower_body;
