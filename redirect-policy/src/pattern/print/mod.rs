//! Syntax to text: the canonical spelling, which is read as the same items again.
//!
//! A name has its kind unless that is the one of names without a kind; literal text is as it is matched, with `: ( ) *`
//! escaped and letters of other scripts as people read them.

mod condition;
mod literal;
mod source;
mod template;

pub(crate) use literal::escaped;
pub(crate) use source::Spelling;
pub(super) use source::write_values;
