//! Paths of the most common characters, which are in canonical form at a glance.

use crate::simd::BY_WORDS;
use crate::simd::chunks::{STRETCH, Stretch, chunk_at, cover, is, short, u64_at, within};
use crate::simd::find::{HIGH, differing, each, find_byte};

/// A stretch of bytes, and one more: each byte with the next.
const PAIRED: usize = STRETCH + 1;

/// Tells whether a text is a path of letters, digits, `-`, `.`, `_` and `/`, with no `.` after a `/`: a test of few
/// instructions, that most paths pass, and that tells of a whole target that it has no query either.
#[inline]
pub(crate) fn is_common_path(target: &[u8]) -> bool {
    target.first() == Some(&b'/') && is_common(target)
}

/// Tells whether a part of a path is common text.
#[inline]
pub(crate) fn is_common(bytes: &[u8]) -> bool {
    if BY_WORDS {
        return is_common_by_words(bytes);
    }
    let first = bytes.first().copied().unwrap_or(b'/');
    is_common_byte(first) != 0 && is_common_behind_first(bytes)
}

#[inline]
fn is_common_behind_first(bytes: &[u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else {
        return is_common_short(bytes);
    };
    if bytes.len() <= PAIRED + STRETCH {
        return is_common_in([first, last]);
    }
    match cover(bytes) {
        Some(stretches) => is_common_in(stretches),
        None => is_common_long(bytes),
    }
}

/// Tells whether all of some stretches are common text.
#[inline(always)]
fn is_common_in<const N: usize>(stretches: [&[u8; PAIRED]; N]) -> bool {
    let mut common = [0xff; STRETCH];
    for stretch in stretches {
        look(stretch, &mut common);
    }
    is_every_lane(&common)
}

/// Tells whether up to sixteen bytes are common text.
#[inline(always)]
fn is_common_short(bytes: &[u8]) -> bool {
    // Two words, and of each byte the one before it. The words overlap, or the second is of letters.
    let (first, second, before_second) = match bytes.last_chunk() {
        Some(last) => {
            let before = bytes.len().checked_sub(9).and_then(|at| u64_at(bytes, at));
            let first = u64_at(bytes, 0).unwrap_or(FILL);
            let before = before.unwrap_or(behind_letter(first));
            (first, u64::from_le_bytes(*last), before)
        }
        None => {
            let fill = FILL.wrapping_shl(8 * bytes.len() as u32);
            (short(bytes) | fill, FILL, FILL)
        }
    };
    let mut common = [0xff; STRETCH];
    look_at(
        &stretch(behind_letter(first), before_second),
        &stretch(first, second),
        &mut common,
    );
    is_every_lane(&common)
}

/// The bytes before those of a word that stands behind a letter.
#[inline(always)]
const fn behind_letter(word: u64) -> u64 {
    word << 8 | b'a' as u64
}

/// The bytes of two words.
#[inline(always)]
fn stretch(first: u64, second: u64) -> Stretch {
    (u128::from(second) << 64 | u128::from(first)).to_le_bytes()
}

/// Tells whether a long text is common: block by block, as odd bytes tend to stand early.
#[inline(never)]
fn is_common_long(bytes: &[u8]) -> bool {
    const BLOCK: usize = 4 * STRETCH;
    let is_common_block = |block: &[u8; BLOCK + 1]| cover(block).is_some_and(is_common_in);
    let mut at = 0;
    while let Some(block) = chunk_at(bytes, at) {
        if !is_common_block(block) {
            return false;
        }
        at += BLOCK;
    }
    bytes.last_chunk().is_some_and(is_common_block)
}

/// Clears the lanes of bytes that are not common, the first excepted, and of dots behind a slash.
#[inline(always)]
fn look(stretch: &[u8; PAIRED], common: &mut Stretch) {
    if let (Some(before), Some(bytes)) = (stretch.first_chunk(), stretch.last_chunk()) {
        look_at(before, bytes, common);
    }
}

#[inline(always)]
fn look_at(before: &Stretch, bytes: &Stretch, common: &mut Stretch) {
    // By index: not every profile makes one loop of zipped iterators.
    let mut at = 0;
    while at < STRETCH {
        common[at] &= is_common_byte(bytes[at]) & !(is(before[at], b'/') & is(bytes[at], b'.'));
        at += 1;
    }
}

/// Tells whether a text is common, word by word.
#[inline(never)]
fn is_common_by_words(bytes: &[u8]) -> bool {
    let (mut odd, mut before, mut left) = (0, 0, bytes);
    while let Some((word, behind)) = left.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        odd |= odd_bytes(word, word << 8 | before);
        (before, left) = (word >> 56, behind);
    }
    if left.is_empty() {
        return odd & HIGH == 0;
    }
    // The rest of it, or its last eight bytes once more: what stands before them has been looked at.
    let word = match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => short(bytes) | FILL.wrapping_shl(8 * bytes.len() as u32),
    };
    (odd | odd_bytes(word, word << 8)) & HIGH == 0
}

/// Marks the bytes of a word that are not common by their highest bits, and dots whose byte before them is a slash.
#[inline(always)]
const fn odd_bytes(word: u64, before: u64) -> u64 {
    let ascii = word & !HIGH;
    let folded = ascii | each(0x20);
    let letters = from(folded, b'a') ^ from(folded, b'z' + 1);
    let digits_and_marks = from(ascii, b'-') ^ from(ascii, b'9' + 1);
    let others = differing(word, b'_') & !(letters | digits_and_marks);
    word | others | !(differing(word, b'.') | differing(before, b'/'))
}

/// Marks the ASCII bytes of a word that are no less than another.
#[inline(always)]
const fn from(word: u64, byte: u8) -> u64 {
    word.wrapping_add(each(0x80 - byte))
}

/// Tells whether all lanes are marked.
#[inline(always)]
pub(crate) fn is_every_lane(lanes: &Stretch) -> bool {
    let mut none = false;
    for &lane in lanes {
        none |= lane == 0;
    }
    !none
}

/// Marks letters, digits, `-`, `.`, `/` and `_`.
#[inline]
const fn is_common_byte(byte: u8) -> u8 {
    within(byte | 0x20, b'a', 26) | within(byte, b'-', 13) | is(byte, b'_')
}

/// Letters.
const FILL: u64 = each(b'a');

/// Tells whether each dot of a path stands behind a letter or a digit.
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

    /// Tests a text in both ways, which must agree.
    fn is_common(bytes: &[u8]) -> bool {
        let common = super::is_common(bytes);
        assert_eq!(is_common_by_words(bytes), common, "{bytes:?}");
        if let [first, ..] = bytes {
            let by_vectors = is_common_byte(*first) != 0 && is_common_behind_first(bytes);
            assert_eq!(by_vectors, common, "{bytes:?}");
        }
        common
    }

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
