//! From characters as they came to canonical ones.

use super::common_path::is_every_lane;
use super::regular_path::is_regular_byte;
use super::{is_plain, is_unreserved, triplet, triplet_of};
use crate::simd::chunks::{STRETCH, Stretch};

/// Appends `text` in canonical form, character by character: dot segments are *not* resolved, so that a part of a
/// path can be treated alone. `\` becomes `/`.
///
/// ```
/// let mut out = String::new();
/// redirect_runtime::canonical::push_characters("/동네/%7ea%2f%eb", &mut out);
/// assert_eq!(out, "/%EB%8F%99%EB%84%A4/~a%2F%EB");
/// ```
pub fn push_characters(text: &str, out: &mut String) {
    // Most text of a policy stays as it is.
    if text.bytes().all(|byte| is_plain(byte) && byte != b'%') {
        out.push_str(text);
        return;
    }
    let mut canonical = Vec::with_capacity(text.len());
    push(text.as_bytes(), &mut canonical);
    // It is ASCII.
    out.push_str(std::str::from_utf8(&canonical).unwrap_or_default());
}

/// Appends bytes in canonical form, which is ASCII.
pub(super) fn push(text: &[u8], out: &mut Vec<u8>) {
    let mut at = out.len();
    // Room for each to become a triplet, four bytes at a time, so that what a byte becomes needs no branch.
    out.resize(at.saturating_add(3 * text.len() + 1), 0);
    let mut rest = text;
    while !rest.is_empty() {
        // Most stretches of most texts stay as they are; others go byte by byte.
        if let Some((stretch, behind)) = rest
            .split_first_chunk()
            .filter(|(stretch, _)| stays(stretch))
        {
            if let Some(to) = out.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
                *to = *stretch;
            }
            (at, rest) = (at + STRETCH, behind);
            continue;
        }
        let left = rest.len().saturating_sub(2 * STRETCH);
        while rest.len() > left {
            let [byte, behind @ ..] = rest else { break };
            rest = behind;
            let mut written = WRITTEN[usize::from(*byte)];
            if written == SPECIAL {
                written = match (byte, triplet(rest)) {
                    (b'%', Some(value)) => {
                        rest = rest.get(2..).unwrap_or_default();
                        if is_unreserved(value) {
                            itself(value)
                        } else {
                            encoded(value)
                        }
                    }
                    (b'%', None) => encoded(*byte),
                    _ => itself(b'/'),
                };
            }
            if let Some(to) = out.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
                *to = written.to_le_bytes();
            }
            at += (written >> LENGTH) as usize;
        }
    }
    out.truncate(at);
}

/// Tells whether all bytes of a stretch are known to stay as they are.
#[inline]
fn stays(stretch: &Stretch) -> bool {
    is_every_lane(&stretch.map(is_regular_byte))
}

/// The canonical form of each byte: up to three bytes, and above [`LENGTH`] their number.
const WRITTEN: [u32; 256] = {
    let mut written = [SPECIAL; 256];
    let mut number = 0;
    while number < written.len() {
        let byte = number as u8;
        if is_plain(byte) && byte != b'%' {
            written[number] = itself(byte);
        } else if byte != b'%' && byte != b'\\' {
            written[number] = encoded(byte);
        }
        number += 1;
    }
    written
};
const LENGTH: u32 = 24;
/// Marks a byte whose form the next ones decide, or a backslash.
const SPECIAL: u32 = 0;

const fn itself(byte: u8) -> u32 {
    u32::from_le_bytes([byte, 0, 0, 1])
}

const fn encoded(byte: u8) -> u32 {
    let [percent, high, low] = triplet_of(byte);
    u32::from_le_bytes([percent, high, low, 3])
}
