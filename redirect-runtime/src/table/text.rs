//! Texts as records hold them: `u16` length, then so many bytes of UTF-8; the length [`NONE`] stands for no text.

use crate::simd::chunks::u16_at;

/// In place of a length: there is no text.
pub const NONE: u16 = u16::MAX;

/// The most bytes of a text.
const MOST: usize = NONE as usize - 1;

/// Appends a text. Texts are capped far below that while the policy is read; what is longer is cut off.
pub fn push_text(text: &str, out: &mut Vec<u8>) {
    push_bytes(text.as_bytes(), out);
}

/// Appends a text, or that there is none.
pub fn push_optional(text: Option<&str>, out: &mut Vec<u8>) {
    match text {
        Some(text) => push_text(text, out),
        None => out.extend_from_slice(&NONE.to_le_bytes()),
    }
}

/// Appends bytes with their length.
pub fn push_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    let length = bytes.len().min(MOST);
    out.extend_from_slice(&(length as u16).to_le_bytes());
    out.extend_from_slice(bytes.get(..length).unwrap_or_default());
}

/// Reads a text, and what follows it; `None` also where there is none.
#[inline]
pub(crate) fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let length = u16_at(bytes, 0).filter(|&length| length != NONE)?;
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
