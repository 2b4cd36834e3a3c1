#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod connection;
mod error;
mod file;
mod readers;
mod row;
mod schema;
mod shape;
mod snapshot;
mod writer;

pub use error::{OpenError, ReadError, WriteError};
pub use row::{Key, Row};
pub use shape::{Column, Shape};
pub use snapshot::{Judge, Options, Snapshot};
pub use writer::Writer;
