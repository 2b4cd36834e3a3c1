//! The index of a table: which rules may match a path.

mod edges;
pub(super) mod filter;
pub(super) mod literals;
pub(super) mod nodes;
pub(super) mod selector;
pub(super) mod trie;
