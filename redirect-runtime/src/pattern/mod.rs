//! One rule's pattern: its program, and the ways to match it and to find what its names are bound to.

pub(crate) mod captures;
mod class_bits;
pub(crate) mod glob;
pub mod kind;
pub mod locator;
mod one_pass;
mod positions;
pub mod program;
mod rightmost;
pub mod segment;
pub(crate) mod solve;
pub mod steps;
pub mod strategy;
mod substring;

pub(crate) use captures::Captures;
