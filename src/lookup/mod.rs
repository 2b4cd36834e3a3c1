//! Lookups: typed tables behind rules, answered from a file while everything else is down.
//!
//! A key is asked in this order: the file (unless the key was invalidated), the rows that the fallback gave lately, the
//! keys that it lately did not have, and then the fallback itself, once a key at a time, under a cap, a deadline and a
//! breaker. No failure on the way is ever taken for a missing key.

mod answer;
mod breaker;
mod contract;
mod counts;
mod csv_file;
mod error;
mod events;
mod fallback;
mod files;
mod flight;
mod flights;
mod invalidation;
mod memory;
mod opened;
mod origin;
mod refresh;
mod replay;
mod rows;
mod shadow;
#[cfg(feature = "sqlite")]
mod sqlite_file;
mod stamp;
mod status;
mod table;
mod tables;

pub use counts::Answers;
pub use error::{Failure, LookupError};
pub use fallback::Found;
pub use origin::{LookupAnswer, Origin};
pub use replay::Replay;
pub use rows::Row;
pub use status::{FileStatus, LookupStatus, Trace};
pub use table::Table;
pub use tables::Tables;

// For generated code and the tests of this project.
#[doc(hidden)]
pub use answer::answer;
#[doc(hidden)]
pub use contract::{Column, Contract, Kind};
#[doc(hidden)]
pub use fallback::{Asked, Fallback};

/// The parts of a key: decoded text, whole numbers in decimal without leading zeros.
#[doc(hidden)]
pub type Key = std::sync::Arc<[String]>;
