//! A policy in front of a site, for the frameworks that people use; each behind its feature.

#[cfg(feature = "actix")]
pub(crate) mod actix;
#[cfg(feature = "tower")]
pub(crate) mod tower;
