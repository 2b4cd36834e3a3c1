//! Finding a byte in a text, eight bytes at a time.

use super::chunks::{STRETCH, Stretch, chunk_at, cover, ends, short, words};

const LOW: u64 = 0x0101_0101_0101_0101;
pub(crate) const HIGH: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes of a word that equal `byte` by their highest bit; marks above the lowest one may be wrong.
#[inline]
pub(crate) const fn equal_bytes(word: u64, byte: u8) -> u64 {
    let difference = word ^ LOW.wrapping_mul(byte as u64);
    difference.wrapping_sub(LOW) & !difference & HIGH
}

/// Where in the first 64 bytes of a text a byte stands, as bits.
///
/// By words, not by vectors, which not every profile makes of it; and a function of its own, so that all it needs stays
/// in registers.
#[inline(never)]
pub(crate) fn equal_bits(text: &[u8], byte: u8) -> u64 {
    let text = text.get(..64).unwrap_or(text);
    let bytes = LOW.wrapping_mul(u64::from(byte));
    let Some(last) = text.last_chunk() else {
        let below = 1_u64.wrapping_shl(text.len() as u32).wrapping_sub(1);
        return gathered(zeros(short(text) ^ bytes)) & below;
    };
    let last_at = text.len().wrapping_sub(8);
    let mut bits = gathered(zeros(u64::from_le_bytes(*last) ^ bytes)) << (last_at & 63);
    let mut at = 0;
    while at < last_at {
        let Some(word) = chunk_at(text, at) else {
            break;
        };
        bits |= gathered(zeros(u64::from_le_bytes(*word) ^ bytes)) << (at & 63);
        at += 8;
    }
    bits
}

/// Marks the bytes of a word that differ from an ASCII byte by their highest bit; those beyond ASCII may count as the byte
/// without that bit.
#[inline(always)]
pub(crate) const fn differing(word: u64, byte: u8) -> u64 {
    ((word & !HIGH) ^ each(byte)).wrapping_add(!HIGH)
}

/// A word of one byte.
#[inline(always)]
pub(crate) const fn each(byte: u8) -> u64 {
    LOW.wrapping_mul(byte as u64)
}

/// Marks the bytes of a word that are zero by their highest bit.
#[inline(always)]
const fn zeros(word: u64) -> u64 {
    !((word & !HIGH).wrapping_add(!HIGH) | word) & HIGH
}

/// The highest bits of the bytes of a word, side by side.
#[inline(always)]
const fn gathered(marks: u64) -> u64 {
    const GATHER: u64 = 0x0002_0408_1020_4081;
    (marks & HIGH).wrapping_mul(GATHER) >> 56
}

/// Where in the first 64 bytes of a text slashes stand, as bits.
#[inline(always)]
pub(crate) fn slashes(text: &[u8]) -> u64 {
    equal_bits(text, b'/')
}

/// Where in the first 64 bytes of an ASCII text slashes stand, as bits: as [`slashes`], in half as many steps a
/// word, since no byte has its highest bit set.
#[inline(never)]
pub(crate) fn ascii_slashes(text: &[u8]) -> u64 {
    const SLASHES: u64 = each(b'/');
    let bits = |word: u64| gathered(HIGH.wrapping_sub(word ^ SLASHES));
    let text = text.get(..64).unwrap_or(text);
    let Some(last) = text.last_chunk() else {
        let below = 1_u64.wrapping_shl(text.len() as u32).wrapping_sub(1);
        return bits(short(text)) & below;
    };
    let mut all = bits(u64::from_le_bytes(*last)) << (text.len().wrapping_sub(8) & 63);
    let mut at = 0;
    for word in text.chunks_exact(8).filter_map(<[u8]>::first_chunk) {
        all |= bits(u64::from_le_bytes(*word)) << (at & 63);
        at += 8;
    }
    all
}

/// Where in the first 64 bytes of a text bytes stand that are marked with `0xff`; others are marked with 0.
#[inline(always)]
pub(crate) fn bits_where(text: &[u8], mark: impl Fn(u8) -> u8) -> u64 {
    block_bits(text, |stretch| {
        let mut marks = [0; STRETCH];
        let mut at = 0;
        while at < STRETCH {
            marks[at] = mark(stretch[at]);
            at += 1;
        }
        let (first, second) = ends(&marks);
        gathered(first) | gathered(second) << 8
    })
}

/// Bits as those of [`bits`], for texts most of which are longer than 64 bytes.
#[inline(always)]
fn block_bits(text: &[u8], marks: impl Fn(&Stretch) -> u64) -> u64 {
    let Some(block) = text.first_chunk::<{ 4 * STRETCH }>() else {
        return bits(text, marks);
    };
    let at = |place: usize| chunk_at(block, place * STRETCH).map_or(0, &marks) << (place * STRETCH);
    at(0) | at(1) | at(2) | at(3)
}

/// The bits found in each of the stretches that cover the first 64 bytes of a text.
#[inline(always)]
fn bits(text: &[u8], marks: impl Fn(&Stretch) -> u64) -> u64 {
    let text = text.get(..64).unwrap_or(text);
    let Some([first, second, third, last]) = cover(text) else {
        let below = 1_u64.wrapping_shl(text.len() as u32).wrapping_sub(1);
        return marks(&words(text).to_le_bytes()) & below;
    };
    let behind = text.len().wrapping_sub(STRETCH);
    // What is found twice, as stretches overlap, is found.
    marks(first)
        | marks(second) << behind.min(STRETCH)
        | marks(third) << behind.min(2 * STRETCH)
        | marks(last) << behind.min(3 * STRETCH)
}

/// The position of the first such byte at or after `from`, or the length of the text.
#[inline]
pub(crate) fn find_byte(text: &[u8], wanted: u8, from: usize) -> usize {
    let mut at = from;
    while let Some(stretch) = text.get(at..).and_then(|rest| rest.first_chunk()) {
        let (first, second) = ends(stretch as &Stretch);
        let (in_first, in_second) = (equal_bytes(first, wanted), equal_bytes(second, wanted));
        if in_first | in_second != 0 {
            return at + lowest(in_first, in_second);
        }
        at = leap(text, wanted, at + STRETCH);
    }
    let (first, second) = last_words(text, wanted, at);
    at + lowest(equal_bytes(first, wanted), equal_bytes(second, wanted))
}

/// Passes over stretches of 64 bytes without such a byte.
#[inline]
fn leap(text: &[u8], wanted: u8, mut at: usize) -> usize {
    while let Some(chunk) = text.get(at..).and_then(|rest| rest.first_chunk::<64>()) {
        if holds(chunk, wanted) {
            break;
        }
        at += chunk.len();
    }
    at
}

/// Tells whether a chunk holds a byte.
#[inline]
fn holds<const N: usize>(chunk: &[u8; N], wanted: u8) -> bool {
    let mut found = false;
    for &byte in chunk {
        found |= byte == wanted;
    }
    found
}

/// The position of the last such byte.
pub(crate) fn rfind_byte(text: &[u8], wanted: u8) -> Option<usize> {
    let mut front = text;
    // Long stretches are passed over in leaps.
    while let Some((before, chunk)) = front.split_last_chunk::<32>() {
        if holds(chunk, wanted) {
            break;
        }
        front = before;
    }
    while let Some((before, word)) = front.split_last_chunk() {
        let marks = zeros(u64::from_le_bytes(*word) ^ each(wanted));
        if marks != 0 {
            return Some(before.len() + 7 - (marks.leading_zeros() / 8) as usize);
        }
        front = before;
    }
    let below = 1_u64.wrapping_shl(8 * front.len() as u32).wrapping_sub(1);
    let marks = zeros(short(front) ^ each(wanted)) & below;
    (marks != 0).then(|| 7 - (marks.leading_zeros() / 8) as usize)
}

/// The position of the lowest mark in two words; sixteen if there is none.
#[inline]
pub(crate) const fn lowest(in_first: u64, in_second: u64) -> usize {
    let second = in_second.trailing_zeros();
    let behind = if in_first == 0 { second } else { 0 };
    ((in_first.trailing_zeros() + behind) / 8) as usize
}

/// A mask of the bytes below the lowest of the marks of [`equal_bytes`]; of all without a mark.
#[inline]
pub(crate) const fn below_mark(marks: u64) -> u64 {
    (marks & marks.wrapping_neg())
        .wrapping_shr(7)
        .wrapping_sub(1)
}

/// The words of a text from a position less than sixteen bytes before its end on, filled up with a byte.
#[inline(never)]
fn last_words(text: &[u8], fill: u8, at: usize) -> (u64, u64) {
    let fill = u128::from_ne_bytes([fill; STRETCH]);
    let left = text.len().saturating_sub(at).min(STRETCH) as u32;
    let held = match text.last_chunk() {
        Some(last) => u128::from_le_bytes(*last).checked_shr(128 - 8 * left),
        None => Some(words(text.get(at..).unwrap_or_default())),
    };
    let filled = held.unwrap_or(0) | fill.checked_shl(8 * left).unwrap_or(0);
    (filled as u64, (filled >> 64) as u64)
}

/// Tells whether one of eight tags is that of an empty slot.
#[inline]
pub(crate) const fn has_empty_tag(tags: u64) -> bool {
    tags & HIGH != HIGH
}

/// The position of the first `/` at or after `from`, or the length of the text.
#[inline]
pub(crate) fn segment_end(text: &[u8], from: usize) -> usize {
    find_byte(text, b'/', from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_bytes() {
        for length in 0..80 {
            let text = vec![0xad; length];
            assert_eq!(rfind_byte(&text, b'-'), None);
            for (first, last) in (0..length).flat_map(|last| (0..=last).map(move |at| (at, last))) {
                let mut text = text.clone();
                (text[first], text[last]) = (b'-', b'-');
                assert_eq!(rfind_byte(&text, b'-'), Some(last), "{length}");
            }
        }
    }

    #[test]
    fn bits_of_slashes() {
        let text: Vec<u8> = (0..100u8)
            .map(|at| b"/.-0/a~"[usize::from(at % 7 * 3 % 7)])
            .collect();
        for from in 0..text.len() {
            let expected = equal_bits(&text[from..], b'/');
            assert_eq!(slashes(&text[from..]), expected);
            assert_eq!(ascii_slashes(&text[from..]), expected);
        }
    }

    #[test]
    fn bits_of_equal_bytes() {
        let text: Vec<u8> = (0..100u8).map(|at| at % 7 * 3 % 5).collect();
        for (from, byte) in (0..text.len()).flat_map(|from| [(from, 0), (from, 3)]) {
            let bits = equal_bits(&text[from..], byte);
            for at in 0..64 {
                let expected = text.get(from + at) == Some(&byte);
                assert_eq!(bits >> at & 1 == 1, expected, "{at} from {from}");
            }
        }
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
