//! Reading text and tables by words of eight bytes.

/// The little-endian number at `offset`.
#[inline]
pub(crate) fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}

/// The little-endian number at `offset`.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}

/// The little-endian number at `offset`, as an offset.
#[inline]
pub(crate) fn offset_at(bytes: &[u8], offset: usize) -> Option<usize> {
    u32_at(bytes, offset).map(|value| value as usize)
}

/// The little-endian number at `offset`.
#[inline]
pub(crate) fn u64_at(bytes: &[u8], offset: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(offset..)?.first_chunk()?))
}

/// The first eight bytes of a text, and the last eight; a shorter text is padded with zeros.
///
/// Together with the length they determine a text of up to sixteen bytes.
#[inline]
pub fn ends(text: &[u8]) -> (u64, u64) {
    match (text.first_chunk(), text.last_chunk()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => (short(text), 0),
    }
}

/// A text of fewer than eight bytes as a number, padded with zeros.
#[inline]
fn short(text: &[u8]) -> u64 {
    if let (Some(head), Some(tail)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let shift = 8 * (text.len() as u32).saturating_sub(4);
        let tail = u64::from(u32::from_le_bytes(*tail));
        return u64::from(u32::from_le_bytes(*head)) | tail.checked_shl(shift).unwrap_or(0);
    }
    let mut word = 0;
    for &byte in text.iter().rev() {
        word = word << 8 | u64::from(byte);
    }
    word
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
const FIRST: u64 = 0x2d35_8dcc_aa6c_78a5;
const SECOND: u64 = 0x8bb8_4b93_962e_acc9;

/// Multiplies to 128 bits and folds the halves.
#[inline]
const fn fold(a: u64, b: u64) -> u64 {
    let product = (a as u128) * (b as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

/// The hash of a text in the tables: one pass, sixteen bytes a step.
///
/// The seed is fixed: only the texts of the policy are stored, and a request that collides with one costs one
/// more comparison.
#[inline]
pub fn hash(text: &[u8]) -> u64 {
    let mut state = FIRST ^ text.len() as u64;
    if text.len() > 16 {
        for chunk in text.chunks_exact(16) {
            let (head, tail) = ends(chunk);
            state = fold(head ^ SECOND, tail ^ state);
        }
        let (head, tail) = match text.last_chunk::<16>() {
            Some(chunk) => ends(chunk),
            None => (0, 0),
        };
        return fold(fold(head ^ SECOND, tail ^ state), MULTIPLIER);
    }
    let (head, tail) = ends(text);
    fold(fold(head ^ SECOND, tail ^ state), MULTIPLIER)
}

/// The hash of an edge: a node and the segment that leads on from it.
#[inline]
pub fn edge_hash(node: u32, head: u64, tail: u64, length: usize) -> u64 {
    fold(
        head ^ SECOND,
        tail ^ FIRST ^ (u64::from(node) << 32 | length as u64),
    )
    .wrapping_mul(MULTIPLIER)
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes of a word that equal `byte` by their highest bit; marks above the lowest one may be wrong.
#[inline]
const fn equal_bytes(word: u64, byte: u8) -> u64 {
    let difference = word ^ LOW.wrapping_mul(byte as u64);
    difference.wrapping_sub(LOW) & !difference & HIGH
}

/// The position of the first `/` at or after `from`, or the length of the text.
#[inline]
pub fn segment_end(text: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(word) = u64_at(text, at) {
        let marks = equal_bytes(word, b'/');
        if marks != 0 {
            return at + (marks.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = text.get(at..).unwrap_or_default();
    at + rest
        .iter()
        .position(|&byte| byte == b'/')
        .unwrap_or(rest.len())
}

/// What the filter looks at: up to eight bytes of the first segment of a path, letters folded.
#[inline]
pub fn filter_key(first_segment_on: &[u8]) -> u64 {
    let word = match first_segment_on.first_chunk() {
        Some(head) => u64::from_le_bytes(*head),
        None => short(first_segment_on),
    };
    let slash = equal_bytes(word, b'/');
    // The mark's highest bit stands in the byte of the slash: everything below that byte stays.
    let kept = if slash == 0 {
        u64::MAX
    } else {
        (slash & slash.wrapping_neg())
            .wrapping_shr(7)
            .wrapping_sub(1)
    };
    (word & kept) | (0x2020_2020_2020_2020 & kept & nonzero_bytes(word))
}

/// A mask of the bytes that are not padding: zero bytes only follow the text.
#[inline]
const fn nonzero_bytes(word: u64) -> u64 {
    match word.leading_zeros() / 8 {
        0 => u64::MAX,
        8 => 0,
        zeros => u64::MAX >> (8 * zeros),
    }
}

/// The bit of the filter that stands for a key, in a filter of `bits` (a power of two).
#[inline]
pub fn filter_bit(key: u64, bits: u32) -> usize {
    (fold(key ^ FIRST, MULTIPLIER) as u32 & bits.wrapping_sub(1)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_every_length() {
        let text = b"abcdefghijklmnopq";
        for length in 0..=17 {
            let part = &text[..length];
            let (head, tail) = ends(part);
            let mut expected = [0; 8];
            let n = length.min(8);
            expected[..n].copy_from_slice(&part[..n]);
            assert_eq!(head, u64::from_le_bytes(expected), "head of {length}");
            if length >= 8 {
                assert_eq!(tail.to_le_bytes(), part[length - 8..]);
            }
        }
    }

    #[test]
    fn filter_keys_stop_at_the_slash() {
        assert_eq!(filter_key(b"ab"), filter_key(b"ab/cdefgh"));
        assert_eq!(filter_key(b"AB/"), filter_key(b"ab"));
        assert_eq!(filter_key(b""), filter_key(b"/abc/defg"));
        assert_ne!(filter_key(b"ab"), filter_key(b"abc"));
        assert_eq!(filter_key(b"abcdefgh/"), filter_key(b"abcdefghij"));
    }

    #[test]
    fn segments_end_at_slashes() {
        let text = b"abc/defghijklmno/p";
        assert_eq!(segment_end(text, 0), 3);
        assert_eq!(segment_end(text, 4), 16);
        assert_eq!(segment_end(text, 17), 18);
        assert_eq!(segment_end(text, 18), 18);
    }
}
