//! The redirect policy language: reads YAML, checks it, and compiles it to the table that
//! `redirect-runtime` serves.
#![forbid(unsafe_code)]

pub mod check;
pub mod diagnostic;
pub mod document;
pub mod lower;
pub mod pattern;
pub mod policy;
pub mod read;
pub mod suggest;
