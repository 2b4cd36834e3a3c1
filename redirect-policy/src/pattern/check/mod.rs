//! Checks of a pattern that reads well: its structure, its names, and a destination beside its source.

pub(super) mod adjacency;
mod bindings;
pub(super) mod dots;
mod names;
pub(super) mod structure;

pub use bindings::check_bindings;
pub use names::{Bound, check_names};
