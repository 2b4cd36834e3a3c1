//! The segments of a path, and what is first looked at of them.

use crate::bytes::{below_mark, equal_bits, equal_bytes, find_byte, lowest, slashes};
use crate::word::{STRETCH, Stretch, ends, word_at, words};

/// The position of the first `/` at or after `from`, or the length of the text.
#[inline]
pub fn segment_end(text: &[u8], from: usize) -> usize {
    find_byte(text, b'/', from)
}

/// The first sixteen bytes of a text as two words, padded with zeros.
///
/// Together with the length they determine a text of up to sixteen bytes.
pub fn front(text: &[u8]) -> (u64, u64) {
    let (first, second) = text.split_at(text.len().min(8));
    let second = second.get(..second.len().min(8)).unwrap_or_default();
    (ends(first).0, ends(second).0)
}

/// A path to walk along, segment by segment.
#[derive(Clone, Copy)]
pub(crate) struct Path<'p> {
    /// In canonical form.
    pub(crate) bytes: &'p [u8],
    /// Whether it is known to hold no `%`.
    pub(crate) plain: bool,
    /// Where in the first 64 bytes from `base` on a segment ends, as bits.
    ends: u64,
    base: usize,
    /// Where its last sixteen bytes begin, and these; if there are fewer, all of them, padded with zeros.
    last: usize,
    tail: u128,
}

impl<'p> Path<'p> {
    /// A path in canonical form.
    #[inline]
    pub(crate) fn new(bytes: &'p [u8]) -> Self {
        let mut path = Path::ascii(bytes);
        path.plain = !bytes.contains(&b'%');
        if !bytes.is_ascii() {
            path.ends = ends_of(bytes, equal_bits(bytes, b'/'));
        }
        path
    }

    /// A path of ASCII characters without `%`.
    #[inline(always)]
    pub(crate) fn ascii(bytes: &'p [u8]) -> Self {
        let last = bytes.len().saturating_sub(STRETCH);
        Path {
            bytes,
            plain: true,
            ends: ends_of(bytes, slashes(bytes)),
            base: 0,
            last,
            tail: match bytes.last_chunk() {
                Some(tail) => u128::from_le_bytes(*tail),
                None => words(bytes),
            },
        }
    }

    /// Where the segment that begins at `start` ends.
    #[inline(always)]
    pub(crate) fn end(&mut self, start: usize) -> usize {
        let by = start.wrapping_sub(self.base) as u32;
        let ahead = self.ends.checked_shr(by).unwrap_or(0);
        if ahead == 0 {
            return self.far_end(start);
        }
        start.wrapping_add(ahead.trailing_zeros() as usize)
    }

    #[inline(never)]
    fn far_end(&mut self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        self.base = start;
        self.ends = ends_of(rest, equal_bits(rest, b'/'));
        match self.ends {
            0 => segment_end(self.bytes, start),
            ends => start.wrapping_add(ends.trailing_zeros() as usize),
        }
    }

    /// The [`front`] of the segment that begins at `start` and has so many bytes.
    ///
    #[inline(always)]
    pub(crate) fn front(&self, start: usize, length: usize) -> (u64, u64) {
        let rest = self.bytes.get(start..).and_then(|rest| rest.first_chunk());
        let (first, second) = match rest {
            Some(stretch) => ends(stretch as &Stretch),
            None => self.last_words(start),
        };
        let (below_first, below_second) = BELOW[length.min(STRETCH)];
        (first & below_first, second & below_second)
    }

    /// What is left of fewer than sixteen bytes, padded with zeros.
    #[inline(always)]
    fn last_words(&self, start: usize) -> (u64, u64) {
        let by = 8 * start.wrapping_sub(self.last) as u32;
        let words = self.tail.checked_shr(by).unwrap_or(0);
        (words as u64, (words >> 64) as u64)
    }
}

/// Masks of so many bytes.
const BELOW: [(u64, u64); STRETCH + 1] = {
    let mut masks = [(u64::MAX, u64::MAX); STRETCH + 1];
    let mut length = 0;
    while length < STRETCH {
        let mask = (1_u128 << (8 * length)) - 1;
        masks[length] = (mask as u64, (mask >> 64) as u64);
        length += 1;
    }
    masks
};

/// The ends of segments: slashes, and the end of the text, if it is within the first 64 bytes.
#[inline(always)]
const fn ends_of(text: &[u8], slashes: u64) -> u64 {
    match text.len() {
        length @ 0..64 => slashes | 1 << length,
        _ => slashes,
    }
}

/// The [`front`] and the length of the first segment of a path.
#[inline]
pub(crate) fn first_segment(path: &[u8]) -> ((u64, u64), usize) {
    let rest = path.get(1..).unwrap_or_default();
    let stretch = match rest.first_chunk() {
        Some(stretch) => *stretch,
        None => words(rest).to_le_bytes(),
    };
    let (first, second) = ends(&stretch);
    let (in_first, in_second) = (equal_bytes(first, b'/'), equal_bytes(second, b'/'));
    let length = match in_first | in_second {
        0 => segment_end(rest, STRETCH.min(rest.len())),
        _ => lowest(in_first, in_second),
    };
    let second = second & below_mark(in_second);
    let second = if in_first == 0 { second } else { 0 };
    ((first & below_mark(in_first), second), length)
}

/// What the filter looks at: up to eight bytes of a segment, letters folded.
#[inline]
pub fn filter_key(text: &[u8], start: usize) -> u64 {
    let word = word_at(text, start);
    (word & below_mark(equal_bytes(word, b'/'))) | 0x2020_2020_2020_2020
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filter_keys_stop_at_the_slash() {
        assert_eq!(filter_key(b"ab", 0), filter_key(b"ab/cdefgh", 0));
        assert_eq!(filter_key(b"AB/", 0), filter_key(b"ab", 0));
        assert_eq!(filter_key(b"", 0), filter_key(b"/abc/defg", 0));
        assert_ne!(filter_key(b"ab", 0), filter_key(b"abc", 0));
        assert_eq!(filter_key(b"abcdefgh/", 0), filter_key(b"abcdefghij", 0));
    }

    #[test]
    fn segments_and_their_ends() {
        let text = b"/a//bcdefgh/ijklmnop/qrstuvwxyzabcdefghi/jkl";
        for (from, to) in
            (0..text.len()).flat_map(|from| (from..=text.len()).map(move |to| (from, to)))
        {
            let text = &text[from..to];
            let mut path = Path::ascii(text);
            for start in 0..=text.len() {
                let end = segment_end(text, start);
                assert_eq!(path.end(start), end);
                assert_eq!(path.front(start, end - start), front(&text[start..end]));
            }
        }
    }

    #[test]
    fn first_segments() {
        let text = b"/abcdefghijklmnopqrstuvw/x";
        for (from, to) in (0..24).flat_map(|from| (from..=text.len()).map(move |to| (from, to))) {
            let path = [b"/", &text[from + 1..to.max(from + 1)]].concat();
            let end = segment_end(&path, 1);
            assert_eq!(first_segment(&path), (front(&path[1..end]), end - 1));
        }
    }

    #[test]
    fn segments_of_long_paths() {
        let text = "/abc/defghijklmnopqrst/".repeat(20) + &"u".repeat(200);
        let mut path = Path::new(text.as_bytes());
        // There and back again.
        for start in (0..=text.len()).chain((0..=text.len()).rev()) {
            assert_eq!(path.end(start), segment_end(text.as_bytes(), start));
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
