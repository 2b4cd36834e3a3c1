//! Bytes looked at several at a time.

pub(crate) mod chunks;
pub(crate) mod find;
pub mod hash;
pub(crate) mod slash_mask;

/// True where the profile makes no vectors of loops over bytes, as `opt-level = "s"`: then texts are looked at by words of
/// eight bytes.
pub(crate) const BY_WORDS: bool = !cfg!(makes_vectors);
