//! Checks beyond the grammar: of the tokens of a pattern, its names, and a destination beside its source.

pub(super) mod adjacency;
pub(super) mod beginning;
mod bindings;
pub(super) mod dots;
pub(super) mod duplicates;
pub(super) mod groups;
mod names;
pub(super) mod wildcard;

pub use bindings::check_bindings;
pub use names::{Bound, check_names};
