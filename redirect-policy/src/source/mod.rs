//! The files of a policy, and places in them.

mod files;
mod span;

pub(crate) use files::BYTE_ORDER_MARK;
pub use files::{SourceFile, Sources};
pub use span::Span;
