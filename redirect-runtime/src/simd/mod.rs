//! Bytes looked at several at a time.

pub(crate) mod chunks;
pub(crate) mod find;
pub mod hash;
pub(crate) mod slash_mask;
