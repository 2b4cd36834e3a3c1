//! The files of a policy, and places in them.

mod files;
mod position;
mod span;

pub use files::{SourceFile, Sources};
pub(crate) use position::BYTE_ORDER_MARK;
pub use span::Span;
