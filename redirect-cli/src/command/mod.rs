//! The commands, one file each.

pub mod check;
pub mod expand;
pub mod explain;
pub mod import;
pub mod list;
mod policy;
pub mod report;
pub mod resolve;
pub mod schema;
pub mod serve;
pub mod snapshot;
mod window;
