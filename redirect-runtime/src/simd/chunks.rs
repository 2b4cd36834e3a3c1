//! Reading text and tables by words of eight bytes.

/// So many bytes at `offset`.
#[inline(always)]
pub(crate) fn chunk_at<const N: usize>(bytes: &[u8], offset: usize) -> Option<&[u8; N]> {
    // Cheaper than to take the rest and then the first bytes of it.
    bytes.get(offset..offset.checked_add(N)?)?.first_chunk()
}

/// The little-endian number at `offset`.
#[inline]
pub(crate) fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    chunk_at(bytes, offset).copied().map(u16::from_le_bytes)
}

/// Reads bytes that stand behind their length of two bytes, and what follows them.
#[inline]
pub(crate) fn read_bytes(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::from(u16_at(bytes, 0)?);
    bytes.get(2..)?.split_at_checked(length)
}

/// The little-endian number at `offset`.
#[inline]
pub(crate) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    chunk_at(bytes, offset).copied().map(u32::from_le_bytes)
}

/// The little-endian number at `offset`, as an offset.
#[inline]
pub(crate) fn offset_at(bytes: &[u8], offset: usize) -> Option<usize> {
    u32_at(bytes, offset).map(|value| value as usize)
}

/// The little-endian number at `offset`.
#[inline]
pub(crate) fn u64_at(bytes: &[u8], offset: usize) -> Option<u64> {
    chunk_at(bytes, offset).copied().map(u64::from_le_bytes)
}

/// The first eight bytes of a text, and the last eight; a shorter text is padded with zeros.
///
/// Together with the length they determine a text of up to sixteen bytes.
#[inline]
pub(crate) fn ends(text: &[u8]) -> (u64, u64) {
    match (text.first_chunk(), text.last_chunk()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => (short(text), 0),
    }
}

/// A text of fewer than eight bytes as a number, padded with zeros.
#[inline]
pub(crate) fn short(text: &[u8]) -> u64 {
    if let (Some(head), Some(tail)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let shift = 8 * (text.len() as u32).saturating_sub(4);
        let tail = u64::from(u32::from_le_bytes(*tail));
        return u64::from(u32::from_le_bytes(*head)) | tail.checked_shl(shift).unwrap_or(0);
    }
    // Of up to three bytes the first, the middle one and the last are all; what is found twice, is found.
    let byte = |at: usize| {
        let byte = text.get(at).copied().unwrap_or(0);
        u64::from(byte).wrapping_shl(8 * at as u32)
    };
    byte(0) | byte(text.len() / 2) | byte(text.len().saturating_sub(1))
}

/// Sixteen bytes: a vector register.
pub(crate) type Stretch = [u8; STRETCH];
pub(crate) const STRETCH: usize = 16;

/// Marks a byte of `count` in a row, the first of which is `from`: all bits, or none. Moved to the lowest signed
/// numbers, they take one comparison, also of vectors.
#[inline]
pub(crate) const fn within(byte: u8, from: u8, count: i8) -> u8 {
    mark((byte.wrapping_add(0x80_u8.wrapping_sub(from)) as i8) < i8::MIN + count)
}

/// Marks a byte that equals another.
#[inline]
pub(crate) const fn is(byte: u8, other: u8) -> u8 {
    mark(byte == other)
}

/// All bits, or none.
#[inline]
const fn mark(holds: bool) -> u8 {
    (holds as u8).wrapping_neg()
}

/// Four runs of `N` bytes, each sixteen behind the one before, that together cover a text of up to 48 bytes more, in
/// order; in shorter ones they overlap.
///
/// Most paths are this long. To treat all of them alike, whatever their length, spares the branches that no one can
/// predict.
#[inline(always)]
pub(crate) fn cover<const N: usize>(text: &[u8]) -> Option<[&[u8; N]; 4]> {
    let last = text.len().checked_sub(N)?;
    if last > 3 * STRETCH {
        return None;
    }
    let at = |offset: usize| text.get(offset.min(last)..)?.first_chunk();
    Some([at(0)?, at(STRETCH)?, at(2 * STRETCH)?, at(last)?])
}

/// Up to sixteen bytes as a number, padded with zeros.
#[inline(always)]
pub(crate) fn words(text: &[u8]) -> u128 {
    let (head, tail) = ends(text);
    // The words overlap in a text of fewer than sixteen bytes.
    let shift = (8 * text.len() as u32).saturating_sub(64);
    u128::from(head) | u128::from(tail).wrapping_shl(shift)
}

/// Tells whether two texts are the same.
#[inline(always)]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (cover::<STRETCH>(one), cover::<STRETCH>(other)) {
        (Some([a, b, c, d]), Some([e, f, g, h])) => (a == e) & (b == f) & (c == g) & (d == h),
        _ => one == other,
    }
}

/// Up to eight bytes of a text from a position on, padded with zeros.
#[inline]
pub(crate) fn word_at(text: &[u8], at: usize) -> u64 {
    if let Some(word) = u64_at(text, at) {
        return word;
    }
    let left = text.len().saturating_sub(at) as u32;
    match text.last_chunk() {
        Some(last) => u64::from_le_bytes(*last)
            .checked_shr(64 - 8 * left)
            .unwrap_or(0),
        None => short(text).checked_shr(8 * at as u32).unwrap_or(0),
    }
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
}
