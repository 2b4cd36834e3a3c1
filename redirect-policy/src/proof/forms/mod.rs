//! Patterns by their segments, and an index of them, so that few of many are compared.

mod form;
mod index;
mod segment;
mod trie;

pub(crate) use form::Form;
pub(crate) use index::Index;
pub(crate) use segment::folded;
