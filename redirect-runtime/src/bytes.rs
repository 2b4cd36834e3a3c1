//! Finding a byte in a text, eight bytes at a time.

use crate::word::{STRETCH, Stretch, ends, words};

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes of a word that equal `byte` by their highest bit; marks above the lowest one may be wrong.
#[inline]
pub(crate) const fn equal_bytes(word: u64, byte: u8) -> u64 {
    let difference = word ^ LOW.wrapping_mul(byte as u64);
    difference.wrapping_sub(LOW) & !difference & HIGH
}

/// Marks all bytes of a word that equal `byte`, and no others, by their highest bit.
#[inline]
const fn all_equal_bytes(word: u64, byte: u8) -> u64 {
    let difference = word ^ LOW.wrapping_mul(byte as u64);
    !(((difference & !HIGH) + !HIGH) | difference) & HIGH
}

/// Where in the first 64 bytes of a text a byte stands, as bits.
pub(crate) fn equal_bits(text: &[u8], byte: u8) -> u64 {
    let text = text.get(..text.len().min(64)).unwrap_or_default();
    let gathered = |word: &[u8; 8]| {
        let marks = all_equal_bytes(u64::from_le_bytes(*word), byte);
        marks.wrapping_mul(GATHER) >> 56
    };
    let Some(last) = text.last_chunk() else {
        let bits = text.iter().enumerate();
        return bits.fold(0, |bits, (at, &other)| {
            bits | u64::from(other == byte) << at
        });
    };
    // The last word may overlap the one before: what is found twice is found.
    let mut bits = gathered(last) << (text.len() - 8);
    for (at, word) in text
        .chunks_exact(8)
        .filter_map(<[u8]>::first_chunk)
        .enumerate()
    {
        bits |= gathered(word) << (8 * at);
    }
    bits
}

/// Where in the first 64 bytes of an ASCII text slashes stand, as bits.
#[inline(always)]
pub(crate) fn slashes(text: &[u8]) -> u64 {
    slashes_of::<32>(text)
        .or_else(|| slashes_of::<16>(text))
        .or_else(|| slashes_of::<8>(text))
        .unwrap_or_else(|| equal_bits(text, b'/'))
}

/// The same of a text of at least `N` bytes, as far as twice as many.
///
/// Front and back may overlap: what is found twice is found.
#[inline(always)]
fn slashes_of<const N: usize>(text: &[u8]) -> Option<u64> {
    let front: &[u8; N] = text.first_chunk()?;
    let back: Option<&[u8; N]> = text.get(N..2 * N).and_then(<[u8]>::first_chunk);
    let back = back.or_else(|| text.last_chunk())?;
    // Of each byte of the words a bit: those of the front are the lower four, those of the back the others.
    let (mut of_front, mut of_back) = (0, 0);
    for number in 0..N / 8 {
        of_front |= slash_marks(front, number) >> (7 - number);
        of_back |= slash_marks(back, number) >> (7 - number);
    }
    let bits = transposed(of_front | of_back << 4);
    let behind = text.len().min(2 * N).wrapping_sub(N) as u32;
    Some(bits & 0xffff_ffff | (bits >> 32).wrapping_shl(behind))
}

/// Marks the slashes of a word by the highest bits of its bytes.
#[inline(always)]
fn slash_marks<const N: usize>(text: &[u8; N], number: usize) -> u64 {
    let word = text.get(8 * number..).and_then(|rest| rest.first_chunk());
    let word = u64::from_le_bytes(word.copied().unwrap_or_default());
    // The difference of a byte to a slash is at most 127, so that no byte borrows of the next.
    HIGH.wrapping_sub(word ^ LOW.wrapping_mul(b'/' as u64)) & HIGH
}

/// The bits of a word as a square of eight rows, with rows and columns exchanged (Warren, Hacker's Delight, 7-3).
#[inline(always)]
const fn transposed(bits: u64) -> u64 {
    let swapped = (bits ^ bits >> 7) & 0x00aa_00aa_00aa_00aa;
    let bits = bits ^ swapped ^ swapped << 7;
    let swapped = (bits ^ bits >> 14) & 0x0000_cccc_0000_cccc;
    let bits = bits ^ swapped ^ swapped << 14;
    let swapped = (bits ^ bits >> 28) & 0x0000_0000_f0f0_f0f0;
    bits ^ swapped ^ swapped << 28
}

/// Gathers the highest bits of the bytes of a word in its highest byte.
const GATHER: u64 = 0x0002_0408_1020_4081;

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
        let found = chunk
            .iter()
            .fold(false, |found, &byte| found | (byte == wanted));
        if found {
            break;
        }
        at += chunk.len();
    }
    at
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

/// Whether one of eight tags is that of an empty slot.
#[inline]
pub(crate) const fn has_empty_tag(tags: u64) -> bool {
    tags & HIGH != HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_of_slashes() {
        let text: Vec<u8> = (0..100u8)
            .map(|at| b"/.-0/a~"[usize::from(at % 7 * 3 % 7)])
            .collect();
        for from in 0..text.len() {
            assert_eq!(slashes(&text[from..]), equal_bits(&text[from..], b'/'));
        }
    }

    #[test]
    fn bits_of_equal_bytes() {
        let text: Vec<u8> = (0..100u8).map(|at| at % 7 * 3 % 5).collect();
        for from in 0..text.len() {
            let bits = equal_bits(&text[from..], 3);
            for at in 0..64 {
                let expected = text.get(from + at) == Some(&3);
                assert_eq!(bits >> at & 1 == 1, expected, "{at} from {from}");
            }
        }
    }
}
