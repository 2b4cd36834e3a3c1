//! Texts with their length, as records hold them.

use crate::simd::chunks::u16_at;

/// Reads `u16` length and text, and what follows; `None` also for the length `0xffff`.
#[inline]
pub(crate) fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let length = u16_at(bytes, 0).filter(|&length| length != 0xffff)?;
    let (text, rest) = bytes.get(2..)?.split_at_checked(usize::from(length))?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

/// Reads some texts in a row.
pub(crate) fn texts(count: u8, mut rest: &[u8]) -> impl Iterator<Item = &str> {
    (0..count).map_while(move |_| {
        let (text, tail) = text(rest)?;
        rest = tail;
        Some(text)
    })
}

/// Gives what follows some texts.
pub(crate) fn skip(count: u8, mut rest: &[u8]) -> Option<&[u8]> {
    for _ in 0..count {
        rest = text(rest)?.1;
    }
    Some(rest)
}
