//! The columns that a table can have.

/// Their names, as a header has them.
pub(super) const COLUMNS: [&str; 4] = ["source", "destination", "statusCode", "host"];

// Their places in the list.
pub(super) const SOURCE: usize = 0;
pub(super) const DESTINATION: usize = 1;
pub(super) const STATUS: usize = 2;
pub(super) const HOST: usize = 3;
