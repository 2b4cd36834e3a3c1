//! The index of a table: which rules may match a path.

mod edges;
pub(super) mod filter;
pub(super) mod literals;
pub(super) mod selector;
mod states;
mod texts;
pub(super) mod trie;
pub(super) mod write;
