//! Paths of the most common characters, which are in canonical form at a glance.

use crate::bytes::find_byte;
use crate::word::{STRETCH, Stretch, cover, ends};

/// Whether a path consists of letters, digits, `-`, `.`, `_` and `/`, with no `.` after a `/`: a test that compiles to
/// a few vector instructions, that most paths pass, and that tells of a whole target that it has no query either.
#[inline]
pub(crate) fn is_common(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else {
        return is_common_odd(bytes);
    };
    if bytes.len() > 4 * STRETCH {
        return is_common_odd(bytes);
    }
    let (mut common, mut dots) = ([0xff; STRETCH], [0; STRETCH]);
    look(first, &mut common, &mut dots);
    look(last, &mut common, &mut dots);
    if bytes.len() > 2 * STRETCH {
        if let Some([_, second, third, _]) = cover(bytes) {
            look(second, &mut common, &mut dots);
            look(third, &mut common, &mut dots);
        }
    }
    is_every_lane(&common) && !(is_any_lane(&dots) && has_hidden_segment(bytes))
}

/// The same for very short and very long paths.
#[inline(never)]
fn is_common_odd(bytes: &[u8]) -> bool {
    let (mut common, mut dots) = ([0xff; STRETCH], [0; STRETCH]);
    let last = match bytes.last_chunk() {
        Some(last) => last,
        None => &padded(bytes),
    };
    look(last, &mut common, &mut dots);
    for chunk in bytes.chunks_exact(STRETCH) {
        if let Some(chunk) = chunk.first_chunk() {
            look(chunk, &mut common, &mut dots);
        }
    }
    is_every_lane(&common) && !(is_any_lane(&dots) && has_hidden_segment(bytes))
}

/// Clears the lanes of bytes that are not common, and marks those of dots.
#[inline(always)]
fn look(chunk: &Stretch, common: &mut Stretch, dots: &mut Stretch) {
    for ((&byte, common), dot) in chunk.iter().zip(common).zip(dots) {
        *common &= is_common_byte(byte);
        *dot |= mark(byte == b'.');
    }
}

#[inline(always)]
fn is_every_lane(lanes: &Stretch) -> bool {
    !lanes.iter().fold(false, |none, &lane| none | (lane == 0))
}

#[inline(always)]
fn is_any_lane(lanes: &Stretch) -> bool {
    lanes.iter().fold(false, |any, &lane| any | (lane != 0))
}

/// All bits, or none.
#[inline]
const fn mark(holds: bool) -> u8 {
    (holds as u8).wrapping_neg()
}

/// Marks letters, digits, `-`, `.`, `/` and `_`. Each range is moved to the lowest signed numbers: one comparison.
#[inline]
const fn is_common_byte(byte: u8) -> u8 {
    let letter = ((byte | 0x20).wrapping_add(0x80 - b'a') as i8) < i8::MIN + 26;
    let digit = (byte.wrapping_add(0x80 - b'-') as i8) < i8::MIN + 13;
    mark(letter) | mark(digit) | mark(byte == b'_')
}

/// Fewer than sixteen bytes, some of them twice; or with letters to fill up.
#[inline]
fn padded(bytes: &[u8]) -> Stretch {
    const FILL: u64 = u64::from_ne_bytes([b'a'; 8]);
    let (mut head, mut tail) = ends(bytes);
    if let Some(fill) = FILL.checked_shl(8 * bytes.len() as u32) {
        head |= fill;
        tail = FILL;
    }
    (u128::from(tail) << 64 | u128::from(head)).to_le_bytes()
}

/// Whether some segment begins with a `.`.
fn has_hidden_segment(bytes: &[u8]) -> bool {
    const BEHIND: usize = STRETCH + 1;
    let Some(last) = bytes.last_chunk::<BEHIND>() else {
        return bytes.windows(2).any(|pair| pair == b"/.");
    };
    let mut hidden = [0; STRETCH];
    let mut look = |chunk: &[u8; BEHIND]| {
        let pairs = chunk.iter().zip(chunk.iter().skip(1));
        for ((&byte, &next), hidden) in pairs.zip(&mut hidden) {
            *hidden |= mark(byte == b'/') & mark(next == b'.');
        }
    };
    let mut rest = bytes;
    while let Some(chunk) = rest.first_chunk() {
        look(chunk);
        rest = rest.get(STRETCH..).unwrap_or_default();
    }
    look(last);
    u128::from_ne_bytes(hidden) != 0
}

/// Whether each dot of a path stands behind a letter or a digit.
pub(crate) fn has_dots_behind_alphanumerics(bytes: &[u8]) -> bool {
    let mut at = find_byte(bytes, b'.', 0);
    while at < bytes.len() {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        if !before.is_some_and(u8::is_ascii_alphanumeric) {
            return false;
        }
        at = find_byte(bytes, b'.', at.saturating_add(1));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_paths_of_every_length() {
        for length in 0..70 {
            let plain: Vec<u8> = b"/ab-c_d.e/".iter().cycle().take(length).copied().collect();
            assert!(is_common(&plain), "{length}");
            for at in 0..length {
                let mut odd = plain.clone();
                odd[at] = b'%';
                assert!(!is_common(&odd), "{at} of {length}");
                let mut odd = plain.clone();
                odd[at] = b'?';
                assert!(!is_common(&odd), "{at} of {length}");
                if at > 0 {
                    let mut dotted = vec![b'a'; length];
                    dotted[at - 1] = b'/';
                    dotted[at] = b'.';
                    assert!(!is_common(&dotted), "dot at {at} of {length}");
                }
            }
        }
    }

    #[test]
    fn common_bytes() {
        for byte in 0..=255u8 {
            let common = byte.is_ascii_alphanumeric() || b"-._/".contains(&byte);
            assert_eq!(is_common(&[byte]), common, "{byte}");
            assert_eq!(is_common(&[byte; 40]), common, "{byte}");
        }
    }
}
